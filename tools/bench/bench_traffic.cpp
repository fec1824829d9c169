// Traffic equilibrium, cold and after one edit, on TNTP networks. Every edit starts from the base's solution; cold and
// incremental are solved in turn on the same problem, and what they differ by is printed.
#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/tntp.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

namespace {

using namespace dalian;
using namespace dalian::traffic;

struct Case {
  Network network;
  Demand demand;
};

std::string read_whole(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(*result);
}

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// A road that is none of a zone's: an edit of it changes ways, it does not cut a zone off.
std::size_t random_road(Case const& c, std::mt19937_64& random) {
  for (;;) {
    std::size_t const i = random() % c.network.links.size();
    if (c.network.links[i].tail >= c.network.zones && c.network.links[i].head >= c.network.zones) return i;
  }
}

void halve_capacity(Case& c, std::mt19937_64& random) {
  c.network.links[random_road(c, random)].capacity *= 0.5;
}

void remove_link(Case& c, std::mt19937_64& random) {
  c.network.links.erase(c.network.links.begin() + static_cast<std::ptrdiff_t>(random_road(c, random)));
}

void add_link(Case& c, std::mt19937_64& random) { // past the end of the next road, as fast as both
  Link link = c.network.links[random_road(c, random)];
  for (Link const& next : c.network.links)
    if (next.tail == link.head && next.head >= c.network.zones && next.head != link.tail) {
      link.head = next.head;
      link.free_time += next.free_time;
      break;
    }
  link.free_time *= 0.8;
  link.key = 1'000'000'000;
  c.network.links.push_back(link);
}

void remove_zone(Case& c, std::mt19937_64& random) { // its trips and its roads; the node stays, alone
  auto const zone = static_cast<std::uint32_t>(random() % c.network.zones);
  std::erase_if(c.network.links, [&](Link const& l) { return l.tail == zone || l.head == zone; });
  std::erase_if(c.demand.classes[0].trips, [&](Trip const& t) { return t.origin == zone || t.destination == zone; });
}

void add_zone(Case& c, std::mt19937_64& random) { // with half the trips of another zone, joined to the same nodes
  auto const twin = static_cast<std::uint32_t>(random() % c.network.zones);
  std::uint32_t const zone = c.network.zones++;
  auto const move_up = [&](std::uint32_t& node) { node += node >= zone; };
  for (Link& l : c.network.links) {
    move_up(l.tail);
    move_up(l.head);
  }
  c.network.first_through += c.network.first_through >= zone;
  c.network.nodes.insert(c.network.nodes.begin() + zone, 1'000'000'000);
  for (std::size_t i = 0, n = c.network.links.size(); i < n; ++i) {
    Link link = c.network.links[i];
    if (link.tail != twin && link.head != twin) continue;
    (link.tail == twin ? link.tail : link.head) = zone;
    link.key = 1'000'000'000 + i;
    c.network.links.push_back(link);
  }
  auto& trips = c.demand.classes[0].trips;
  for (std::size_t i = 0, n = trips.size(); i < n; ++i) {
    Trip trip = trips[i];
    if (trip.origin != twin && trip.destination != twin) continue;
    (trip.origin == twin ? trip.origin : trip.destination) = zone;
    trip.amount /= 2;
    trips.push_back(trip);
  }
}

struct Kind {
  char const* name;
  std::function<void(Case&, std::mt19937_64&)> edit;
};

void measure(Case const& base_case, Equilibrium const& base, Kind const& kind, Options const& options, int edits) {
  std::mt19937_64 random(7);
  std::vector<double> cold_s, warm_s, ratio;
  double worst = 0;
  for (int i = 0; i < edits; ++i) {
    Case changed = base_case;
    kind.edit(changed, random);
    double const start = cpu_seconds();
    auto const cold = must(solve(changed.network, changed.demand, options));
    double const between = cpu_seconds();
    auto const warm = must(solve_from(base, changed.network, changed.demand, options));
    double const end = cpu_seconds();
    cold_s.push_back(between - start);
    warm_s.push_back(end - between);
    ratio.push_back(warm_s.back() / cold_s.back());
    worst = std::max(worst, std::abs(warm.certificate.objective / cold.certificate.objective - 1));
    if (!warm.converged || !cold.converged) fmt::print("  not converged: {}\n", kind.name);
  }
  fmt::print("  {:18} cold {:8.2f} ms  incremental {:7.2f} ms  ratio median {:.3f} worst {:.3f}  objectives differ by "
             "{:.1e}\n",
             kind.name, 1e3 * median(cold_s), 1e3 * median(warm_s), median(ratio),
             *std::max_element(ratio.begin(), ratio.end()), worst);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("Traffic equilibrium, cold and after one edit", "bench_traffic");
  std::vector<std::string> files;
  Options options;
  options.gap = 1e-6;
  int edits = 9;
  double toll_weight = 0, length_weight = 0;
  cli.add_option("FILES", files, "NETWORK TRIPS …, TNTP")->required();
  cli.add_option("--gap", options.gap)->capture_default_str();
  cli.add_option("--threads", options.threads)->capture_default_str();
  cli.add_option("--edits", edits, "of each kind")->capture_default_str();
  cli.add_option("--toll-weight", toll_weight);
  cli.add_option("--length-weight", length_weight);
  CLI11_PARSE(cli, argc, argv);
  std::vector<Kind> const kinds{{"capacity halved", halve_capacity},
                                {"link removed", remove_link},
                                {"link added", add_link},
                                {"zone removed", remove_zone},
                                {"zone added", add_zone}};
  for (std::size_t i = 0; i + 1 < files.size(); i += 2) {
    Case base_case{must(read_network(read_whole(files[i]), files[i])), {}};
    auto& all = base_case.demand.classes.emplace_back();
    all.trips = must(read_trips(read_whole(files[i + 1]), files[i + 1], base_case.network));
    all.toll_weight = toll_weight;
    all.length_weight = length_weight;
    double const start = cpu_seconds();
    auto const base = must(solve(base_case.network, base_case.demand, options));
    fmt::print("{}: {} zones, {} links, gap {:.0e}, {} threads; cold {:.2f} ms of processor, {} iterations\n", files[i],
               base_case.network.zones, base_case.network.links.size(), options.gap, options.threads,
               1e3 * (cpu_seconds() - start), base.iterations);
    for (Kind const& kind : kinds)
      measure(base_case, base, kind, options, edits);
  }
}
