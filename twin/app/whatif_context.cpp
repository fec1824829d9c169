#include "twin/app/whatif_tables.hpp"

#include "twin/app/drawn_buildings.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/layout/surface.hpp"
#include "twin/plan/assets.hpp"
#include "twin/plan/check.hpp"
#include "twin/whatif/coefficient_table.hpp"
#include "twin/whatif/energy.hpp"
#include "twin/whatif/flood.hpp"
#include "twin/whatif/gas_engine.hpp"
#include "twin/whatif/hazard.hpp"
#include "twin/whatif/land.hpp"
#include "twin/whatif/port.hpp"
#include "twin/whatif/power_engine.hpp"
#include "twin/whatif/services.hpp"
#include "twin/whatif/sun.hpp"
#include "twin/whatif/traffic.hpp"
#include "twin/whatif/water_engine.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;

Result<std::filesystem::path> file_or_asset(std::string const& given, char const* asset) {
  if (!given.empty()) return std::filesystem::path(given);
  auto const assets = assets_dir();
  if (!assets) return Error{assets.error()};
  return *assets / asset;
}

/// Land and sea of the baked city, where there is one.
std::optional<layout::Surface> baked_ground() {
  auto const assets = assets_dir();
  if (!assets || !std::filesystem::exists(*assets / "surface.bin")) return std::nullopt;
  auto surface = layout::read_surface(*assets / "surface.bin");
  return surface ? std::optional(std::move(surface).value()) : std::nullopt;
}

/// Null without a baked city.
Result<std::shared_ptr<whatif::DrawnCity const>> drawn_buildings(plan::Layout const& base) {
  auto const assets = assets_dir();
  if (!assets) return std::shared_ptr<whatif::DrawnCity const>();
  return read_drawn_city(*assets, base);
}

} // namespace

void add_layout_options(CLI::App& command, WhatifOptions& options) {
  command.add_option("--layout", options.layout,
                     "folder of the base's GeoJSON; else the city that came with the program");
  command.add_option("--layers", options.layers, "more entities (JSON, docs/scenarios.md), put on top of the base")
      ->expected(1, 50);
  command.add_flag("--rebase", options.rebase,
                   "take over scenarios that were made for another base; what no longer fits is told");
  command.add_flag("--json", options.json, "machine-readable: the document of docs/whatif.md");
}

void add_engine_options(CLI::App& command, WhatifOptions& options) {
  command.add_option("--programme", options.programme,
                     "table of uses and coefficients; else assets/config/programme.toml");
  command.add_option("--energy", options.energy, "table of energy and carbon; else assets/config/energy.toml");
  command.add_option("--hazard", options.hazard, "table of dangerous substances; else assets/config/hazard.toml");
  command.add_option("--mains", options.mains, "table of water and gas mains; else assets/config/mains.toml");
  command.add_option("--port", options.port, "table of ships, cranes and gates; else assets/config/port.toml");
  command.add_option("--sun", options.sun, "table of sunshine and its rules; else assets/config/sun.toml");
  command.add_flag("--with-flood", options.with_flood,
                   "a design storm at high water as well: seconds, not milliseconds; on modelled terrain");
  command.add_option("--flood", options.flood, "table of storms, drains and sea; else assets/config/flood.toml");
  command.add_option("--terrain", options.terrain,
                     "ground that floods (baked); else the one that came with the program");
  command.add_flag("--without-traffic", options.without_traffic,
                   "leave out the peak hour's traffic, the slowest engine");
  command.add_option("--traffic", options.traffic, "table of trips and roads; else assets/config/traffic.toml");
  command.add_option("--threads", options.threads, "threads; the answer is the same for any number")
      ->check(CLI::Range(1u, 256u))
      ->capture_default_str();
}

Result<plan::Layout> read_base(WhatifOptions const& options) {
  auto const folder = file_or_asset(options.layout, "layout");
  if (!folder) return Error{folder.error()};
  auto assets = plan::read_assets(*folder);
  if (!assets) return Error{assets.error()};
  plan::Layout layout = std::move(assets->layout);
  for (std::string const& file : options.layers) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{file + ": cannot be read: mend the path or its rights"};
    auto more = plan::add_layers(layout, text.str(), file);
    if (!more) return Error{more.error()};
    layout = std::move(more).value();
  }
  return layout;
}

Result<NamedLayout> read_named(std::string const& file, plan::Layout const& base, WhatifOptions const& options) {
  NamedLayout out{"base", base, {}};
  if (file != "base") {
    auto const scenario = plan::read_scenario(file);
    if (!scenario) return Error{scenario.error()};
    if (scenario->base != base.hash() && !options.rebase)
      return Error{
          fmt::format("{}: field 'base' is {}, but the layout is {}: name the layout it was made for by --layout, "
                      "or take its edits over by --rebase",
                      file, to_text(scenario->base), to_text(base.hash()))};
    auto applied = plan::apply_all(base, scenario->edits);
    out = {scenario->name.empty() ? file : scenario->name, std::move(applied.layout), std::move(applied.findings),
           scenario->note};
  }
  auto const ground = baked_ground();
  plan::Site const site{out.layout, ground ? &*ground : nullptr};
  for (auto const& faults : {plan::check(out.layout), plan::check_ground(site, base)})
    out.findings.insert(out.findings.end(), faults.begin(), faults.end());
  return out;
}

namespace {

/// Into `out`: the table that `read` makes of the file named, or of the asset.
template <class Table, class Read>
Status read_into(std::shared_ptr<Table const>& out, std::string const& given, char const* asset, Read&& read) {
  auto const file = file_or_asset(given, asset);
  if (!file) return Error{file.error()};
  auto table = read(*file);
  if (!table) return Error{table.error()};
  out = std::make_shared<Table const>(std::move(table).value());
  return {};
}

Result<whatif::FloodTerrain> read_flood_terrain(std::filesystem::path const& file) {
  auto terrain = layout::read_terrain(file);
  if (!terrain) return Error{terrain.error()};
  return whatif::FloodTerrain{std::move(terrain).value(), whatif::hash_of_file(file)};
}

Status read_more_tables(WhatifOptions const& options, EngineTables& out) {
  Status done = read_into(out.port, options.port, "config/port.toml", whatif::read_port_table);
  if (done) done = read_into(out.hazard, options.hazard, "config/hazard.toml", whatif::read_hazard_tables);
  if (done) done = read_into(out.sun, options.sun, "config/sun.toml", whatif::read_sun_table);
  if (!done || !options.with_flood) return done;
  done = read_into(out.flood, options.flood, "config/flood.toml", whatif::read_flood_table);
  if (done) done = read_into(out.flood_ground, options.terrain, "terrain.bin", read_flood_terrain);
  return done;
}

} // namespace

Result<EngineTables> read_tables(WhatifOptions const& options) {
  auto const file = file_or_asset(options.programme, "config/programme.toml"),
             energy_file = file_or_asset(options.energy, "config/energy.toml");
  if (!file) return Error{file.error()};
  if (!energy_file) return Error{energy_file.error()};
  auto programme = whatif::read_programme(*file);
  if (!programme) return Error{programme.error()};
  auto factors = whatif::read_energy_factors(*energy_file);
  if (!factors) return Error{factors.error()};
  EngineTables out;
  out.programme = std::make_shared<whatif::Programme const>(std::move(programme).value());
  out.energy = std::make_shared<whatif::EnergyFactors const>(std::move(factors).value());
  if (auto const more = read_more_tables(options, out); !more) return Error{more.error()};
  auto const mains_file = file_or_asset(options.mains, "config/mains.toml");
  if (!mains_file) return Error{mains_file.error()};
  auto mains = whatif::read_mains_table(*mains_file);
  if (!mains) return Error{mains.error()};
  out.mains = std::make_shared<whatif::MainsTable const>(std::move(mains).value());
  if (options.without_traffic) return out;
  auto const traffic_file = file_or_asset(options.traffic, "config/traffic.toml");
  if (!traffic_file) return Error{traffic_file.error()};
  auto traffic = whatif::read_traffic_table(*traffic_file);
  if (!traffic) return Error{traffic.error()};
  out.traffic = std::make_shared<whatif::TrafficTable const>(std::move(traffic).value());
  return out;
}

Result<Asked> read_asked(WhatifOptions const& options, std::string const& scenario) {
  auto base = read_base(options);
  if (!base) return Error{base.error()};
  auto named = read_named(scenario, *base, options);
  if (!named) return Error{named.error()};
  auto tables = read_tables(options);
  if (!tables) return Error{tables.error()};
  return Asked{std::move(base).value(), std::move(named).value(), std::move(tables).value()};
}

Result<whatif::PeakHour> solve_peak(plan::Layout const& layout, EngineTables const& tables, unsigned threads) {
  whatif::Runner runner({whatif::land_engine(tables.programme)}, 1);
  auto const land = runner.run(layout, {})["land"];
  if (!land.evaluation) return Error{land.failure.message};
  return whatif::peak_hour(layout, *land.evaluation, {tables.programme, tables.traffic, 1e-6, threads});
}

Result<whatif::Runner> make_runner(WhatifOptions const& options, plan::Layout const& base, std::size_t kept_results) {
  auto const tables = read_tables(options);
  if (!tables) return Error{tables.error()};
  auto const land = whatif::land_engine(tables->programme);
  auto const drawn = drawn_buildings(base);
  if (!drawn) return Error{drawn.error()};
  std::vector<whatif::Engine> engines{land,
                                      whatif::services_engine(tables->programme),
                                      whatif::energy_engine(tables->programme, tables->energy),
                                      whatif::power_engine(tables->programme, tables->energy),
                                      whatif::water_engine(tables->mains),
                                      whatif::gas_engine(tables->mains),
                                      whatif::hazard_engine(tables->hazard),
                                      whatif::port_engine(tables->port),
                                      whatif::sun_engine(tables->programme, tables->energy, tables->sun, *drawn)};
  if (tables->flood) engines.push_back(whatif::flood_engine(tables->programme, tables->flood, tables->flood_ground));
  if (tables->traffic)
    engines.push_back(whatif::traffic_engine({tables->programme, tables->traffic, land, base, options.threads}));
  return whatif::Runner(std::move(engines), kept_results);
}

ordered_json findings_json(plan::Findings const& findings) {
  constexpr std::array kWords{"error", "warning", "note"};
  auto list = ordered_json::array();
  for (plan::Finding const& f : findings) {
    list.push_back({{"severity", kWords[static_cast<std::size_t>(f.severity)]},
                    {"layer", f.layer},
                    {"id", f.id},
                    {"field", f.field},
                    {"message", f.message}});
    if (!f.code.empty()) list.back()["code"] = f.code, list.back()["values"] = f.values;
    if (!f.mend.empty()) list.back()["mend"] = ordered_json::parse(f.mend);
  }
  return list;
}

ordered_json outcomes_json(whatif::Outcomes const& outcomes, bool with_columns) {
  ordered_json out;
  for (char const* list : {"kpis", "certificates", "columns", "contours", "engines"})
    out[list] = ordered_json::array();
  for (auto const& [engine, outcome] : outcomes) {
    constexpr std::array kEndings{"done", "failed", "cancelled"};
    out["engines"].push_back({{"name", engine},
                              {"ending", kEndings[static_cast<std::size_t>(outcome.ending)]},
                              {"seconds", outcome.seconds}});
    if (!outcome.evaluation) continue;
    for (whatif::Kpi const& k : outcome.evaluation->kpis)
      out["kpis"].push_back({{"engine", engine},
                             {"name", k.name},
                             {"scope", k.scope},
                             {"value", k.value},
                             {"low", k.low},
                             {"high", k.high},
                             {"error", k.error},
                             {"unit", k.unit},
                             {"source", k.source}});
    for (whatif::Certificate const& c : outcome.evaluation->certificates)
      out["certificates"].push_back({{"engine", engine},
                                     {"name", c.name},
                                     {"value", c.value},
                                     {"limit", c.limit},
                                     {"unit", c.unit},
                                     {"good", c.good()}});
    if (!with_columns) continue;
    for (whatif::Contour const& c : outcome.evaluation->contours) {
      auto line = ordered_json::array();
      for (GeoPoint const p : c.line)
        line.push_back({p.lon_deg, p.lat_deg});
      out["contours"].push_back({{"engine", engine},
                                 {"name", c.name},
                                 {"layer", plan::spec_of(c.layer).name},
                                 {"id", c.id},
                                 {"level", c.level},
                                 {"unit", c.unit},
                                 {"line", std::move(line)}});
    }
    for (whatif::Column const& c : outcome.evaluation->columns) {
      ordered_json column{
          {"engine", engine}, {"name", c.name}, {"layer", plan::spec_of(c.layer).name}, {"unit", c.unit}};
      auto& values = column["values"] = ordered_json::object();
      for (auto const& [id, value] : c.values)
        values[id] = value;
      out["columns"].push_back(std::move(column));
    }
  }
  return out;
}

plan::Findings all_findings(NamedLayout const& named, whatif::Outcomes const& outcomes) {
  plan::Findings all = named.findings;
  for (auto const& [engine, outcome] : outcomes) {
    if (outcome.ending != whatif::Ending::done) all.push_back(outcome.failure);
    if (outcome.evaluation)
      all.insert(all.end(), outcome.evaluation->findings.begin(), outcome.evaluation->findings.end());
  }
  std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.severity < b.severity; });
  return all;
}

bool any_failed(whatif::Outcomes const& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](auto const& o) { return o.second.ending != whatif::Ending::done; });
}

} // namespace dalian::app
