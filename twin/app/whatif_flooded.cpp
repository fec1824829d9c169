// twinctl whatif flooded: the roads that a storm closes and slows, as a scenario that every engine understands.
#include "twin/app/whatif_flooded.hpp"

#include "twin/app/whatif_tables.hpp"
#include "twin/whatif/flood_roads.hpp"

#include <fmt/format.h>

namespace dalian::app {
namespace {

constexpr char kFloodedAbout[] =
    R"(Runs the engine flood on SCENARIO and writes what it does to roads as a scenario: closed from 30 cm of water on, in less
no faster than drivers keep through it. Compared with SCENARIO it says what the storm costs those who drive, were it at
its worst in the morning's peak hour. Under each road stands for how long.

Example:
  twinctl whatif flooded base --out storm.json
  twinctl whatif compare base storm.json)";

struct FloodedOptions : WhatifOptions {
  std::string scenario = "base", out, name;
};

double value_of(whatif::Evaluation const& flood, char const* column, std::string const& id) {
  for (auto const& [at, value] : flood.column(column)->values)
    if (at == id) return value;
  return 0;
}

Result<whatif::Evaluation> run_flood(EngineTables const& tables, plan::Layout const& layout) {
  whatif::Runner runner({whatif::flood_engine(tables.programme, tables.flood, tables.flood_ground)}, 1);
  auto const outcome = runner.run(layout, {})["flood"];
  if (!outcome.evaluation) return Error{outcome.failure.message};
  return *outcome.evaluation;
}

int write_flooded(FloodedOptions const& options) {
  auto const asked = read_asked(options, options.scenario);
  if (!asked) return fail(asked.error());
  auto const& [base, named, tables] = *asked;
  auto const flood = run_flood(tables, named.layout);
  if (!flood) return fail(flood.error());
  auto const edits = whatif::flooded_roads(*flood, named.layout, tables.flood->figures.value("counted_depth"));
  auto const wet = plan::apply_all(named.layout, edits);
  plan::Scenario const scenario{options.name.empty() ? named.name + ", flooded" : options.name, "", base.hash(),
                                plan::difference(base, wet.layout)};
  if (auto const done = write_scenario(scenario, options.out); !done) return fail(done.error());
  for (plan::Edit const& edit : edits)
    fmt::print("{}\n  {:.2f} m at the worst, {:.1f} h under water that counts\n", plan::edit_line(edit),
               value_of(*flood, "flood_depth", edit.id), value_of(*flood, "flood_hours", edit.id));
  fmt::print("{}: {} roads closed or slowed\n", options.out, edits.size());
  return 0;
}

} // namespace

Command whatif_flooded_command(CLI::App& whatif) {
  auto const options = std::make_shared<FloodedOptions>();
  options->with_flood = options->without_traffic = true;
  auto* const entry = whatif.add_subcommand("flooded", "the roads that a storm closes and slows, as a scenario");
  entry->footer(kFloodedAbout);
  entry->add_option("SCENARIO", options->scenario, "scenario file, or base")->capture_default_str();
  entry->add_option("--out", options->out, "scenario file to write")->required();
  entry->add_option("--name", options->name, "of the scenario");
  entry->add_option("--flood", options->flood, "table of storms, drains and sea; else assets/config/flood.toml");
  entry->add_option("--terrain", options->terrain,
                    "ground that floods (baked); else the one that came with the program");
  add_layout_options(*entry, *options);
  return {entry, [options] { return write_flooded(*options); }};
}

} // namespace dalian::app
