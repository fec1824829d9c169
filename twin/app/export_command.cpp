// twinctl export: the twin's city for other programs.
#include "twin/app/commands.hpp"
#include "twin/base/paths.hpp"
#include "twin/base/run_program.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/sumo/files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace dalian::app {
namespace {

struct SumoExport {
  std::string out, zone, city;
};

/// Exit status of `netconvert -c dalian.netccfg` in `folder`; nothing when there is no netconvert.
std::optional<int> make_net(std::filesystem::path const& folder) {
  auto const status = run_program({"netconvert", "-c", (folder / "dalian.netccfg").string()});
  if (!status || *status == 127) return std::nullopt;
  return *status;
}

Result<layout::City> read_the_city(std::string const& file) {
  if (!file.empty()) return layout::read_city(file);
  auto const assets = assets_dir();
  if (!assets) return Error{assets.error()};
  return layout::read_city(*assets / "city.pb");
}

void print_summary(std::string const& folder, sumo_net::Network const& network, std::size_t flows) {
  double lanes_m = 0;
  for (auto const& edge : network.edges)
    lanes_m += edge.lanes * sumo_net::length_m(edge.shape);
  auto const signals = std::ranges::count_if(network.nodes, &sumo_net::Node::signals);
  fmt::print("{}: {} nodes, {} with signals; {} edges, {:.0f} km of lanes; {} flows\n", folder, network.nodes.size(),
             signals, network.edges.size(), lanes_m / 1000, flows);
  fmt::print("edges that reach one another:");
  for (auto const& part : sumo_net::connected_parts(network))
    fmt::print(" {}", part.size());
  fmt::print("\n");
}

int export_sumo(SumoExport const& options) {
  auto const city = read_the_city(options.city);
  if (!city) return fail(city.error());
  if (!options.zone.empty() && std::ranges::find(city->zones, options.zone, &layout::Zone::zone) == city->zones.end())
    return fail(
        fmt::format("--zone {}: there is no such zone; njip, songmudao, xizhongdao and huayuankou are", options.zone));
  auto const network = sumo_net::network_of(*city, options.zone);
  auto const flows = sumo_net::demand_of(network, *city);
  if (auto const written = sumo_net::write_scenario(network, flows, options.out); !written)
    return fail(written.error());
  print_summary(options.out, network, flows.size());
  std::fflush(stdout);
  auto const made = make_net(options.out);
  if (!made) {
    fmt::print("netconvert is not installed (apt-get install sumo); then: netconvert -c {}/dalian.netccfg\n",
               options.out);
    return 0;
  }
  if (*made != 0) return fail(fmt::format("netconvert failed with status {}", *made));
  fmt::print("run it: sumo -c {0}/dalian.sumocfg, or twinfeed sumo --run {0}/dalian.sumocfg\n", options.out);
  return 0;
}

} // namespace

Command export_command(CLI::App& twinctl) {
  auto* entry = twinctl.add_subcommand("export", "The city for other programs");
  entry->require_subcommand(1);
  auto options = std::make_shared<SumoExport>();
  auto* to_sumo =
      entry->add_subcommand("sumo", "Streets, junctions and signals as a network for Eclipse SUMO, with some traffic");
  to_sumo->add_option("--out", options->out, "Folder to write to; it is made")->required();
  to_sumo->add_option("--zone", options->zone, "One zone of the plan and 200 m around it; default: everything");
  to_sumo->add_option("--city", options->city, "A baked city (default: the one among the assets)")->type_name("FILE");
  auto const city = export_city_command(*entry);
  return {entry, [options, city] { return city.entry->parsed() ? city.run() : export_sumo(*options); }};
}

} // namespace dalian::app
