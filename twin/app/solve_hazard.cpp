// twinctl solve hazard: what a release may do, from a file, without a city.
#include "twin/app/commands.hpp"
#include "twin/app/solve_commands.hpp"
#include "twin/base/paths.hpp"
#include "twin/hazard/release_map.hpp"
#include "twin/hazard/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using namespace hazard;
using nlohmann::ordered_json;

struct HazardOptions {
  std::string file, tables, out;
  bool json = false;
};

constexpr char kHazardAbout[] =
    R"(FILE says what lies in which vessel, how it fails and in what weather:

  [vessel]
  substance = "chlorine"        # of assets/config/hazard.toml
  mass_t = 20
  phase = "liquefied"           # gas, liquid, liquefied; else by boiling point and pressure
  pressure_bar = 5.8            # above the atmosphere
  temperature_c = 20
  at = [121.44, 39.30]          # longitude, latitude; for --out
  [release]
  failure = "leak"              # burst, ten_minutes, leak; else all three
  hole_mm = 25
  [weather]
  wind_mps = 2                  # at 10 m
  class = "F"                   # or solar_w_m2 = 600, or night = "clear" or "overcast"
  from_deg = 30                 # true bearing that the wind comes from

Printed: what leaves the vessel and what of it becomes a cloud; for each thing that may follow how likely it is and how far
each level reaches – heat 37.5 (equipment fails), 12.5 (severe burns), 4 kW/m² (pain in 20 s); blast 70, 21, 7, 2 kPa;
AEGL-3 (may kill), 2 (lasting harm), 1 (discomfort) of an hour; the lower flammable limit –; and along the wind the
concentration with the shares that die in the open and indoors. --out writes the contours as GeoJSON for any GIS.

Exit status 1 when the file cannot be read or names what nobody knows. docs/engines.md says by which formulas, where they end
and what they were checked against.

Examples:
  twinctl solve hazard leak.toml
  twinctl solve hazard leak.toml --json | jq '.releases[0].outcomes[0].levels'
  twinctl solve hazard leak.toml --out leak.geojson)";

/// A way to fail with all that follows.
struct Case {
  Release release;
  std::vector<Outcome> outcomes;
};

std::vector<Case> cases_of(Scenario const& s, Tables const& tables) {
  std::vector<Case> out;
  for (Failure const failure : {Failure::burst, Failure::ten_minutes, Failure::leak}) {
    if (s.failure && *s.failure != failure) continue;
    Case one{release_of(s.storage, failure, s.weather, tables), {}};
    one.outcomes = outcomes(s.storage, one.release, s.weather, tables);
    out.push_back(std::move(one));
  }
  return out;
}

std::string level_of(Ring const& ring) {
  if (ring.unit == "W/m²") return fmt::format("{:g} kW/m²", ring.level / 1e3);
  if (ring.unit == "Pa") return fmt::format("{:g} kPa", ring.level / 1e3);
  return fmt::format("{} ({:g} {})", ring.name, ring.level, ring.unit);
}

struct Row {
  double along_m = 0, ppm = 0;
  Dying dying; // of what most distant outcome of poison says
};

/// Along the wind: what passes, and whom it kills where nothing burns.
std::vector<Row> rows_of(Scenario const& s, Case const& c, Tables const& tables) {
  std::vector<Row> out;
  if (c.release.air_kg <= 0) return out;
  double const ppm_per = 1 / (mg_m3_of_ppm(1, s.storage.substance->molar_mass_kg, 288.15) / 1e6);
  for (double const x : {50., 100., 200., 300., 500., 700., 1000., 1500., 2000., 3000., 5000., 7000., 10000.}) {
    Row row{x, std::min(1e6, ppm_per * cloud_kg_m3(s.storage, c.release, s.weather, tables, {x, 0})), {}};
    for (Outcome const& o : c.outcomes)
      if (o.effect == Effect::toxic) row.dying = o.dying({x, 0});
    if (row.ppm >= .01) out.push_back(row);
  }
  return out;
}

std::vector<std::string> notes_of(Scenario const& s, std::vector<Case> const& cases) {
  std::vector<std::string> out;
  if (s.weather.wind_10m_mps < kCalm_mps)
    out.push_back(
        fmt::format("calm: below {} m/s the formulas of clouds do not hold; computed for that wind, which may "
                    "blow any way, and a cloud that nothing carries lingers near the vessel",
                    kCalm_mps));
  bool const heavy = s.storage.substance->molar_mass_kg > .029 || s.storage.phase == Phase::liquefied;
  bool clouds = false;
  for (Case const& c : cases)
    clouds = clouds || c.release.air_kg > 0;
  if (heavy && clouds)
    out.push_back(
        "heavier than air near the vessel, by weight, cold or spray: low ground and buildings lead it, which this "
        "cloud over flat ground does not know");
  for (Case const& c : cases)
    for (Outcome const& o : c.outcomes)
      if (o.reach_m >= kFarthest_m)
        out.push_back(fmt::format("{}: {} would still kill beyond {:.0f} km, where nothing is followed any more",
                                  word_of(c.release.failure), word_of(o.effect), kFarthest_m / 1e3));
  return out;
}

// --- what is printed

void print_head(Scenario const& s) {
  Storage const& v = s.storage;
  constexpr char const* kPhases[] = {"compressed gas", "a liquid", "liquefied by pressure"};
  fmt::print("{}: {:.3g} t, {}, {:.3g} bar above the atmosphere, {:.0f} °C\n", v.substance->id, v.mass_kg / 1e3,
             kPhases[static_cast<int>(v.phase)], (v.pressure_Pa - kAtmosphere_Pa) / 1e5, v.temperature_K - 273.15);
  fmt::print("wind {:.1f} m/s at 10 m{}, class {} ({})\n", s.weather.wind_10m_mps,
             s.from_deg ? fmt::format(" from {:.0f}°", *s.from_deg) : std::string(), letter_of(s.weather.stability),
             s.weather_by);
}

void print_case(Scenario const& s, Case const& c, Tables const& tables) {
  Release const& r = c.release;
  fmt::print("\n{} ({:.1e} a year)\n", word_of(r.failure), r.per_a);
  if (r.mass_kg <= 0) return fmt::print("  nothing flows out: no pressure drives it\n");
  if (r.rate_kg_s > 0)
    fmt::print("  leaves the vessel   {:.3g} kg/s for {:.0f} s: {:.3g} t\n", r.rate_kg_s, r.duration_s,
               r.mass_kg / 1e3);
  else
    fmt::print("  leaves the vessel   {:.3g} t at once\n", r.mass_kg / 1e3);
  if (r.pool_m > 0) fmt::print("  pool                {:.0f} m across\n", r.pool_m);
  if (r.rate_kg_s > 0 || r.pool_m > 0)
    fmt::print("  into the air        {:.3g} kg/s: {:.3g} t\n", r.air_kg_s, r.air_kg / 1e3);
  else
    fmt::print("  into the air        {:.3g} t\n", r.air_kg / 1e3);
  for (Outcome const& o : c.outcomes) {
    fmt::print("  {}, {:.1f} % of cases; kills 1 in 10 000 as far as {:.0f} m\n", word_of(o.effect), 100 * o.share,
               o.reach_m);
    for (Ring const& ring : o.rings)
      fmt::print("    {:<44} {:>7.0f} m  ± {:.0f} m across\n", level_of(ring), ring.farthest_m(), ring.widest_m());
  }
  auto const rows = rows_of(s, c, tables);
  if (rows.empty()) return;
  fmt::print("  {:>10} {:>12} {:>14} {:>14}\n", "downwind m", "ppm", "dies, open %", "dies, indoors %");
  for (Row const& row : rows)
    fmt::print("  {:>10.0f} {:>12.4g} {:>14.3g} {:>14.3g}\n", row.along_m, row.ppm, 100 * row.dying.outdoors,
               100 * row.dying.indoors);
}

ordered_json case_json(Scenario const& s, Case const& c, Tables const& tables) {
  Release const& r = c.release;
  ordered_json out{{"failure", word_of(r.failure)},
                   {"per_a", r.per_a},
                   {"rate_kg_s", r.rate_kg_s},
                   {"mass_kg", r.mass_kg},
                   {"duration_s", r.duration_s},
                   {"air_kg_s", r.air_kg_s},
                   {"air_kg", r.air_kg},
                   {"pool_m", r.pool_m},
                   {"outcomes", ordered_json::array()},
                   {"along", ordered_json::array()}};
  for (Outcome const& o : c.outcomes) {
    ordered_json one{
        {"effect", word_of(o.effect)}, {"share", o.share}, {"reach_m", o.reach_m}, {"levels", ordered_json::array()}};
    for (Ring const& ring : o.rings)
      one["levels"].push_back({{"name", ring.name},
                               {"level", ring.level},
                               {"unit", ring.unit},
                               {"reach_m", ring.farthest_m()},
                               {"half_width_m", ring.widest_m()}});
    out["outcomes"].push_back(std::move(one));
  }
  for (Row const& row : rows_of(s, c, tables))
    out["along"].push_back({{"m", row.along_m},
                            {"ppm", row.ppm},
                            {"dies_unprotected", row.dying.unprotected},
                            {"dies_outdoors", row.dying.outdoors},
                            {"dies_indoors", row.dying.indoors}});
  return out;
}

ordered_json to_json(Scenario const& s, std::vector<Case> const& cases, Tables const& tables) {
  Substance const& fuel = *s.storage.substance;
  ordered_json out{{"substance", fuel.id},
                   {"source", fuel.source},
                   {"confidence", fuel.confidence},
                   {"mass_kg", s.storage.mass_kg},
                   {"pressure_Pa", s.storage.pressure_Pa},
                   {"temperature_K", s.storage.temperature_K},
                   {"class", std::string(1, letter_of(s.weather.stability))},
                   {"class_by", s.weather_by},
                   {"wind_10m_mps", s.weather.wind_10m_mps},
                   {"notes", notes_of(s, cases)},
                   {"releases", ordered_json::array()}};
  for (Case const& c : cases)
    out["releases"].push_back(case_json(s, c, tables));
  return out;
}

// --- the map

Status write_map(Scenario const& s, std::vector<Case> const& cases, std::string const& file) {
  if (!s.at) return Error{"--out: the file's [vessel] says no place: add at = [longitude, latitude]"};
  bool const any_way = s.weather.wind_10m_mps < kCalm_mps || !s.from_deg;
  ReleaseMap map(*s.at, any_way ? std::nullopt : s.from_deg);
  for (Case const& c : cases)
    for (Outcome const& o : c.outcomes)
      for (Ring const& ring : o.rings)
        map.add(ring, fmt::format("{}, {}", word_of(c.release.failure), word_of(o.effect)), level_of(ring));
  std::ofstream out(file, std::ios::binary);
  out << map.geojson();
  out.close();
  if (!out) return Error{fmt::format("{} cannot be written: mend the path or make room", file)};
  return {};
}

Result<Tables> tables_of(HazardOptions const& options) {
  if (!options.tables.empty()) return read_tables(options.tables);
  auto const assets = assets_dir();
  if (!assets) return Error{assets.error()};
  return read_tables(*assets / "config/hazard.toml");
}

int solve_hazard(HazardOptions const& options) {
  auto const tables = tables_of(options);
  if (!tables) return fail(tables.error());
  auto const text = read_whole(options.file);
  if (!text) return fail(text.error());
  auto const scenario = parse_scenario(text.value(), options.file, tables.value());
  if (!scenario) return fail(scenario.error());
  auto const cases = cases_of(scenario.value(), tables.value());
  if (!options.out.empty())
    if (auto const done = write_map(scenario.value(), cases, options.out); !done) return fail(done.error());
  if (options.json) {
    fmt::print("{}\n", to_json(scenario.value(), cases, tables.value()).dump());
    return 0;
  }
  print_head(scenario.value());
  for (Case const& c : cases)
    print_case(scenario.value(), c, tables.value());
  for (std::string const& note : notes_of(scenario.value(), cases))
    fmt::print("note: {}\n", note);
  return 0;
}

} // namespace

Command solve_hazard_command(CLI::App& solve) {
  auto const options = std::make_shared<HazardOptions>();
  auto* const entry = solve.add_subcommand("hazard", "what the release of a dangerous substance may do");
  entry->footer(kHazardAbout);
  entry->add_option("FILE", options->file, "the release, TOML")->required();
  entry->add_option("--hazard", options->tables, "table of substances; else assets/config/hazard.toml");
  entry->add_option("--out", options->out, "writes the contours there, GeoJSON");
  entry->add_flag("--json", options->json, "machine-readable: figures in SI units");
  return {entry, [options] { return solve_hazard(*options); }};
}

} // namespace dalian::app
