// twinctl whatif sumo: a scenario's peak hour driven by SUMO, vehicle by vehicle, and held against the equilibrium.
#include "twin/app/whatif_sumo.hpp"

#include "twin/app/sumo_check.hpp"
#include "twin/app/whatif_tables.hpp"
#include "twin/base/run_program.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;

constexpr char kAbout[] =
    R"(Writes the drawn roads of SCENARIO as a network for SUMO and the trips of its peak hour as vehicles, each on the way
that the equilibrium gave it, runs netconvert and sumo, and says how flows, kilometres and times compare with the
equilibrium, beside what is expected. Half an hour fills the roads, one hour is measured. All zones run as queues by edge
(mesoscopic), one zone as single cars (microscopic), unless --model says otherwise.

Examples:
  twinctl whatif sumo base --zone njip --out njip
  twinctl whatif sumo wider.json --out wider --json
  twinctl whatif sumo base --zone njip --out njip --fcd njip/cars.xml.gz; twinfeed sumo --fcd njip/cars.xml.gz)";

struct SumoOptions : WhatifOptions {
  std::string scenario = "base", zone, out, fcd, model;
  double warm_up_min = 30, measured_min = 60, fcd_period_s = 1;
  std::uint64_t seed = 1;
  bool no_run = false;
};

SumoPlan plan_of(SumoOptions const& options, whatif::TrafficTable const& table) {
  SumoPlan plan;
  plan.zone = options.zone;
  plan.seed = options.seed;
  plan.run.measured_from_s = 60 * options.warm_up_min;
  plan.run.measured_to_s = 60 * (options.warm_up_min + options.measured_min);
  plan.run.mesoscopic = options.model.empty() ? options.zone.empty() : options.model == "meso";
  plan.run.cycle_s = table.value("cycle");
  return plan;
}

/// What the program says goes to standard error: standard output is the comparison's.
Status run_or_say(std::vector<std::string> const& program) {
  std::vector<std::string> words{"sh", "-c", R"(exec "$@" 1>&2)", "sh"};
  words.insert(words.end(), program.begin(), program.end());
  auto const status = run_program(words);
  if (!status || *status == 127)
    return Error{program[0] + " cannot be started: apt-get install sumo, or write the files alone by --no-run"};
  if (*status != 0) return Error{fmt::format("{} failed with status {}", program[0], *status)};
  return {};
}

Status simulate(SumoOptions const& options, SumoPlan const& plan) {
  std::filesystem::path const folder = options.out;
  auto const made = run_or_say({"netconvert", "-c", (folder / "dalian.netccfg").string(), "--no-warnings"});
  if (!made) return made;
  std::vector<std::string> words{"sumo", "-c", (folder / "dalian.sumocfg").string(), "--seed",
                                 std::to_string(plan.seed)};
  if (!options.fcd.empty())
    for (auto const& word : {std::string("--fcd-output"), std::filesystem::absolute(options.fcd).string(),
                             std::string("--device.fcd.begin"), fmt::format("{:.0f}", plan.run.measured_from_s),
                             std::string("--device.fcd.period"), fmt::format("{:g}", options.fcd_period_s)})
      words.push_back(word);
  return run_or_say(words);
}

ordered_json to_json(SumoCheck const& check, std::string const& name, SumoPlan const& plan) {
  ordered_json out{{"scenario", name},
                   {"zone", plan.zone},
                   {"model", plan.run.mesoscopic ? "meso" : "micro"},
                   {"planned", check.planned},
                   {"inserted", check.inserted},
                   {"teleports", check.teleports},
                   {"vehicle_km", {{"simulated", check.vehicle_km}, {"equilibrium", check.static_km}}},
                   {"vehicle_hours", {{"simulated", check.vehicle_hours}, {"equilibrium", check.static_hours}}},
                   {"bands", ordered_json::array()},
                   {"expectations", ordered_json::array()}};
  for (auto const& b : check.bands) {
    out["bands"].push_back(
        {{"from", b.from}, {"links", b.links}, {"flow_ratio", b.flow_ratio}, {"time_ratio", b.time_ratio}});
    if (std::isfinite(b.to)) out["bands"].back()["to"] = b.to;
  }
  for (auto const& e : check.expectations)
    out["expectations"].push_back({{"name", e.name},
                                   {"value", e.value},
                                   {"low", e.low},
                                   {"high", e.high},
                                   {"unit", e.unit},
                                   {"source", e.source},
                                   {"met", e.met()}});
  return out;
}

void print_check(SumoCheck const& check, std::string const& name, SumoPlan const& plan) {
  fmt::print("{}{}, {}: {} of {} vehicles came in, {} stood for 5 min and were moved on\n", name,
             plan.zone.empty() ? "" : ", zone " + plan.zone, plan.run.mesoscopic ? "mesoscopic" : "microscopic",
             check.inserted, check.planned, check.teleports);
  fmt::print("vehicle km/h     simulated {:>9.0f}  equilibrium {:>9.0f}\n", check.vehicle_km, check.static_km);
  fmt::print("vehicle h/h      simulated {:>9.0f}  equilibrium {:>9.0f}\n", check.vehicle_hours, check.static_hours);
  fmt::print("flow/capacity      links  flow, simulated/equilibrium  minutes, likewise, median\n");
  for (auto const& b : check.bands)
    fmt::print("{:>4.1f}…{:<10} {:>8} {:>28.2f} {:>26.2f}\n", b.from,
               std::isfinite(b.to) ? fmt::format("{:.1f}", b.to) : "", b.links, b.flow_ratio, b.time_ratio);
  for (auto const& e : check.expectations)
    fmt::print("{} {}: {:.3g} {} ({:g}…{:g}; {})\n", e.met() ? "as expected:    " : "NOT as expected:", e.name, e.value,
               e.unit, e.low, e.high, e.source);
}

int run_sumo(SumoOptions const& options) {
  auto const asked = read_asked(options, options.scenario);
  if (!asked) return fail(asked.error());
  auto const& [base, named, tables] = *asked;
  if (!options.zone.empty() && !named.layout.find(plan::Layer::zone, options.zone))
    return fail(fmt::format("--zone {}: no such zone; the layout has njip and the like", options.zone));
  auto const peak = solve_peak(named.layout, tables, options.threads);
  if (!peak) return fail(peak.error());
  auto const plan = plan_of(options, *tables.traffic);
  auto const scenario = make_sumo_scenario(*peak, plan);
  if (scenario.vehicles.empty()) return fail("no trip drives on these roads: there is nothing to simulate");
  if (auto const done = write_scenario(scenario.network, scenario.vehicles, plan.run, options.out); !done)
    return fail(done.error());
  if (options.no_run) return 0;
  if (auto const done = simulate(options, plan); !done) return fail(done.error());
  auto const check = check_run(*peak, scenario, plan.run, options.out);
  if (!check) return fail(check.error());
  if (options.json)
    fmt::print("{}\n", to_json(*check, named.name, plan).dump());
  else
    print_check(*check, named.name, plan);
  return 0;
}

} // namespace

Command whatif_sumo_command(CLI::App& whatif) {
  auto const options = std::make_shared<SumoOptions>();
  auto* const entry = whatif.add_subcommand("sumo", "the peak hour driven by SUMO, held against the equilibrium");
  entry->footer(kAbout);
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  entry->add_option("SCENARIO", options->scenario, "scenario file, or base")->capture_default_str();
  entry->add_option("--out", options->out, "folder for SUMO's files; it is made")->required();
  entry->add_option("--zone", options->zone, "roads of one zone alone; else of all");
  entry->add_option("--model", options->model, "queues by edge, or single cars")
      ->check(CLI::IsMember({"meso", "micro"}));
  entry->add_option("--fcd", options->fcd,
                    "every vehicle of the measured time, for twinfeed sumo --fcd (.xml or .xml.gz)");
  entry->add_option("--fcd-period", options->fcd_period_s, "seconds between two positions there")
      ->check(CLI::Range(0.5, 600.0))
      ->capture_default_str();
  entry->add_option("--warm-up", options->warm_up_min, "minutes that fill the roads")
      ->check(CLI::Range(0.0, 600.0))
      ->capture_default_str();
  entry->add_option("--minutes", options->measured_min, "minutes that are measured")
      ->check(CLI::Range(1.0, 600.0))
      ->capture_default_str();
  entry->add_option("--seed", options->seed, "of who leaves when, and of SUMO's drivers")->capture_default_str();
  entry->add_flag("--no-run", options->no_run, "write the files alone");
  return {entry, [options] { return run_sumo(*options); }};
}

} // namespace dalian::app
