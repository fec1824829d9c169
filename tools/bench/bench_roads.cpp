// The synthetic roads for some minutes with as many vehicles as the plan has: what a second of them costs, and whether
// anybody drove into anybody or passed a red light. Exit status 1 if somebody did.
#include "tests/connectors/roads/watch.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"

#include <ctime>

#include <CLI/CLI.hpp>

namespace dalian::roads {
namespace {

struct Options {
  std::string config = "assets/config", start = "2026-11-27T07:20:00+08:00";
  int minutes = 10, vehicles = 0;
  std::uint64_t seed = 1;
};

double cpu_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

int run(Options const& options) {
  auto const assets = assets_dir();
  if (!assets) return fmt::print(stderr, "bench_roads: {}\n", assets.error()), 1;
  auto const city = layout::read_city(*assets / "city.pb");
  auto plan = read_roads_plan(std::filesystem::path(options.config) / "roads.toml");
  auto story = synth::read_day_story(std::filesystem::path(options.config) / "day.toml");
  if (!city || !plan || !story)
    return fmt::print(stderr, "bench_roads: {}\n", !city ? city.error() : !plan ? plan.error() : story.error()), 1;
  if (options.vehicles > 0) plan->traffic.vehicles = options.vehicles;
  SceneInput input{&*city, std::move(*plan), std::move(*story), options.seed, *parse_utc(options.start), {}};
  RoadScene town(std::move(input));
  test::Watch watch(town);
  double const begun = cpu_s();
  for (int minute = 1; minute <= options.minutes; ++minute) {
    watch.run(600, 10);
    auto const& counts = town.traffic().counts();
    fmt::print("minute {:3}: {} on the road, {} arrived, {} given up, {} lines passed, {} at red, {} pairs met\n",
               minute, town.traffic().active(), counts.arrived, counts.given_up, watch.crossed(), watch.at_red().size(),
               watch.met().size());
    std::fflush(stdout);
  }
  fmt::print("CPU {:.3f} s a second of traffic, watching and encoding included\n",
             (cpu_s() - begun) / (60.0 * options.minutes));
  for (auto const& line : watch.at_red())
    fmt::print("at red: {}\n", line);
  for (auto const& line : watch.met())
    fmt::print("met: {}\n", line);
  return watch.at_red().empty() && watch.met().empty() ? 0 : 1;
}

} // namespace
} // namespace dalian::roads

int main(int argc, char** argv) {
  dalian::roads::Options o;
  CLI::App program("Minutes of the synthetic roads, watched");
  program.add_option("--config", o.config, "Folder of roads.toml and day.toml")->capture_default_str();
  program.add_option("--start", o.start, "Instant of the city's clock")->capture_default_str();
  program.add_option("--minutes", o.minutes)->capture_default_str();
  program.add_option("--vehicles", o.vehicles, "Instead of the plan's");
  program.add_option("--seed", o.seed)->capture_default_str();
  CLI11_PARSE(program, argc, argv);
  return dalian::roads::run(o);
}
