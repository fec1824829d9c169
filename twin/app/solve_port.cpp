// twinctl solve port: a berth plan for ships that will come, without a city.
#include "twin/app/commands.hpp"
#include "twin/port/arrivals_file.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using namespace port;

struct PortOptions {
  std::string file;
  SearchOptions search;
  bool json = false;
};

constexpr char kPortAbout[] =
    R"(FILE is TOML: quays and the ships that will come, hours from now.

  [[quay]]
  name = "south"
  length_m = 1400
  cranes = 12
  moves_h = 28          of one crane
  [[ship]]
  name = "ALPHA"
  eta_h = 3.5
  length_m = 366
  moves = 2400
  cranes = 4            the most that can work it

A ship may also have quay, draught_m and weight, a quay gap_m, depth_m, under_keel_m, interference and berthing_h
(docs/engines.md says what is meant where none is given). The plan is looked for from first come, first served on; under
it stands how far it is from a bound that no plan can be below. Exit status 1 when a ship cannot be taken: the others
are planned nevertheless.

Examples:
  twinctl solve port ships.toml
  twinctl solve port ships.toml --rounds 20000 --json)";

struct Answer {
  QuayCalls const& calls;
  Plan first, best;
  double bound_h = 0;
};

nlohmann::json to_json(Answer const& a) {
  auto calls = nlohmann::json::array(), refused = nlohmann::json::array();
  for (Call const& c : a.best.calls)
    calls.push_back({{"ship", a.calls.ships[c.ship].name},
                     {"start_h", c.start_h},
                     {"end_h", c.end_h},
                     {"at_m", c.at_m},
                     {"cranes", c.cranes},
                     {"wait_h", c.start_h - a.calls.ships[c.ship].eta_h}});
  for (std::size_t const i : a.best.refused)
    refused.push_back(
        {{"ship", a.calls.ships[i].name}, {"reason", refusal(a.calls.quay, a.calls.ships[i]).value_or("")}});
  return {{"quay", a.calls.quay.name},
          {"calls", calls},
          {"refused", refused},
          {"cost_h", a.best.cost_h},
          {"wait_h", a.best.wait_h},
          {"first_come_cost_h", a.first.cost_h},
          {"first_come_wait_h", a.first.wait_h},
          {"bound_h", a.bound_h}};
}

void print(Answer const& a) {
  Quay const& quay = a.calls.quay;
  fmt::print("quay {}: {:.0f} m, {} cranes\n{:<24} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7}\n", quay.name, quay.length_m,
             quay.cranes, "ship", "eta, h", "wait, h", "from, h", "to, h", "at, m", "cranes");
  for (Call const& c : a.best.calls) {
    Ship const& ship = a.calls.ships[c.ship];
    fmt::print("{:<24} {:8.2f} {:8.2f} {:8.2f} {:8.2f} {:8.0f} {:7}\n", ship.name, ship.eta_h, c.start_h - ship.eta_h,
               c.start_h, c.end_h, c.at_m, c.cranes);
  }
  double const gap = a.bound_h > 0 ? 100 * (a.best.cost_h / a.bound_h - 1) : 0;
  fmt::print("waiting        {:.2f} h in sum; first come, first served {:.2f} h\n", a.best.wait_h, a.first.wait_h);
  fmt::print("time in port   {:.2f} h weighted; first come {:.2f} h; no plan below {:.2f} h ({:.1f} % off)\n",
             a.best.cost_h, a.first.cost_h, a.bound_h, gap);
}

int solve_port(PortOptions const& options) {
  auto const quays = read_arrivals(options.file);
  if (!quays) return fail(quays.error());
  auto document = nlohmann::json::array();
  bool all = true;
  for (QuayCalls const& calls : *quays) {
    Answer const a{calls, plan_in_order(calls.quay, calls.ships, first_come(calls.ships)),
                   search_plan(calls.quay, calls.ships, options.search), bound_h(calls.quay, calls.ships)};
    if (auto const conflict = find_conflict(calls.quay, calls.ships, a.best))
      return fail(
          fmt::format("{}: the plan of quay '{}' breaks its own rules: {}", options.file, calls.quay.name, *conflict));
    if (options.json)
      document.push_back(to_json(a));
    else
      print(a);
    all = all && a.best.refused.empty();
    for (std::size_t const i : a.best.refused)
      fmt::print(stderr, "twinctl: ship '{}' {}\n", calls.ships[i].name, *refusal(calls.quay, calls.ships[i]));
  }
  if (options.json) fmt::print("{}\n", document.dump());
  return all ? 0 : 1;
}

} // namespace

Command solve_port_command(CLI::App& solve) {
  auto const options = std::make_shared<PortOptions>();
  auto* const port = solve.add_subcommand("port", "a berth plan for ships that will come");
  port->footer(kPortAbout);
  port->add_option("FILE", options->file, "quays and ships, TOML")->required();
  port->add_option("--rounds", options->search.rounds, "plans that are looked at; 0 = first come, first served")
      ->check(CLI::Range(0, 10000000))
      ->capture_default_str();
  port->add_option("--seed", options->search.seed, "of the search; the same gives the same plan")
      ->capture_default_str();
  port->add_flag("--json", options->json, "machine-readable");
  return {port, [options] { return solve_port(*options); }};
}

} // namespace dalian::app
