// twinctl whatif chain: from the wind to the last person out, for one vessel of the layout.
#include "twin/app/whatif_chain.hpp"

#include "twin/app/chain_text.hpp"
#include "twin/app/whatif_tables.hpp"
#include "twin/base/paths.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/whatif/hazard_picture.hpp"
#include "twin/wire/endpoints.hpp"

#include <fmt/format.h>

namespace dalian::app {
namespace {

constexpr char kAbout[] =
    R"(Takes one accident from the wind to the last person out: what leaves the vessel, which area the cloud, fire or blast takes,
which roads that closes and which cars and trucks of the peak hour it sends round, who is there hour by hour, and how long
it takes them to walk out. The area is the farthest of AEGL-2, the lower flammable limit, 4 kW/m² and 7 kPa.

The wind at 10 m: --wind FROM,SPEED (true degrees, m/s); or the newest report of a METAR file; or the nearest station of a
running twin that told one within two hours (the road vehicles that are in the area now are listed too). Pasquill's class
follows from sun and cloud where they are known; else give --class, or D is assumed. docs/engines.md walks through it.

Examples:
  twinctl whatif chain --plant xizhongdao/parcel/fine_chem-1/works --wind 20,2.1 --class F --failure ten_minutes
  twinctl whatif chain --plant xizhongdao/parcel/fine_chem-1/works --metar ZYTL.TXT --out leak.geojson
  twinctl whatif chain --plant xizhongdao/parcel/fine_chem-1/works --from-twin --json)";

struct ChainOptions : WhatifOptions {
  TwinOptions twin;
  WindOptions wind;
  std::string plant, scenario = "base", failure = "leak", out, picture, language = "zh", words;
  double warning_min = 5;
};

Result<MapPoint> place_of(plan::Layout const& layout, std::string const& id) {
  for (plan::Layer const layer : {plan::Layer::hazard, plan::Layer::plant, plan::Layer::hydrogen})
    if (auto const entity = layout.find(layer, id); entity && !entity->shape("at").empty())
      return to_map(entity->shape("at")[0]);
  return Error{fmt::format("--plant {}: the layout has no such works or vessel; `twinctl whatif run --json --columns` "
                           "lists vessels under column 'reach'",
                           id)};
}

hazard::Failure failure_of(std::string const& word) {
  return word == "burst"         ? hazard::Failure::burst
         : word == "ten_minutes" ? hazard::Failure::ten_minutes
                                 : hazard::Failure::leak;
}

Status write_picture(whatif::Chain const& chain, plan::Layout const& layout, ChainWind const& wind,
                     ChainOptions const& options, whatif::Programme const& programme) {
  std::filesystem::path file = options.words;
  if (options.words.empty()) {
    auto const assets = assets_dir();
    if (!assets) return Error{assets.error()};
    file = *assets / "lang/report.json";
  }
  auto const words = whatif::read_report_words(file, options.language);
  if (!words) return Error{words.error()};
  std::string const told = fmt::format("{:.1f} m/s · {}", wind.weather.wind_10m_mps, letter_of(wind.weather.stability));
  return plan::write_text(whatif::chain_svg(chain, layout, {*words, programme, told}), options.picture);
}

Status tell(whatif::Chain const& chain, ChainWind const& wind, plan::Layout const& layout,
            ChainOptions const& options) {
  if (!options.out.empty())
    if (auto const done = plan::write_text(chain_geojson(chain, layout), options.out); !done) return done;
  if (options.json)
    fmt::print("{}\n", chain_json(chain, wind).dump());
  else
    print_chain(chain, wind);
  return {};
}

int run_chain(ChainOptions const& options) {
  auto const asked = read_asked(options, options.scenario);
  if (!asked) return fail(asked.error());
  auto const& [base, named, tables] = *asked;
  auto const at = place_of(named.layout, options.plant);
  if (!at) return fail(at.error());
  auto const wind = find_wind(options.wind, options.twin, *at);
  if (!wind) return fail(wind.error());
  whatif::ChainMaker maker(tables.programme, tables.hazard, tables.traffic);
  auto const chain = maker.make(
      named.layout, {options.plant, failure_of(options.failure), wind->weather, wind->from_deg, options.warning_min});
  if (!chain) return fail(chain.error());
  if (!options.picture.empty())
    if (auto const done = write_picture(*chain, named.layout, *wind, options, *tables.programme); !done)
      return fail(done.error());
  auto const told = tell(*chain, *wind, named.layout, options);
  return told ? 0 : fail(told.error());
}

void add_wind_options(CLI::App& entry, ChainOptions& options) {
  entry.add_option("--wind", options.wind.wind, "FROM,SPEED: true degrees, m/s at 10 m");
  entry.add_option("--metar", options.wind.metar, "file of aerodrome reports; the newest with a wind is taken");
  entry.add_option("--at", options.wind.at,
                   "with --metar: what is now, such as 2026-11-27T14:00:00Z; else the clock's");
  entry.add_flag("--from-twin", options.wind.from_twin, "the wind of the nearest station of a running twin");
  entry.add_option("--class", options.wind.stability, "Pasquill's class")
      ->check(CLI::IsMember({"A", "B", "C", "D", "E", "F"}));
  options.twin.connect = wire::kRequestEndpoint;
  entry.add_option("--connect", options.twin.connect, "that twin's request address")->capture_default_str();
  entry.add_option("--key", options.twin.key, "for a twin with keys: the file of twinctl keys new");
  entry.add_option("--server-key", options.twin.server_key, "the twin's server.pub; else the key file says it");
}

} // namespace

Command whatif_chain_command(CLI::App& whatif) {
  auto const options = std::make_shared<ChainOptions>();
  auto* const entry = whatif.add_subcommand("chain", "an accident: wind, cloud, roads, people, way out");
  entry->footer(kAbout);
  add_layout_options(*entry, *options);
  add_engine_options(*entry, *options);
  add_wind_options(*entry, *options);
  entry->add_option("--scenario", options->scenario, "scenario file, or base")->capture_default_str();
  entry->add_option("--plant", options->plant, "id of a works with a vessel, or of the vessel")->required();
  entry->add_option("--failure", options->failure, "how the vessel fails")
      ->check(CLI::IsMember({"leak", "ten_minutes", "burst"}))
      ->capture_default_str();
  entry->add_option("--warning", options->warning_min, "minutes until people set out")
      ->check(CLI::Range(0.0, 600.0))
      ->capture_default_str();
  entry->add_option("--out", options->out, "writes area, roads, people and ways there, GeoJSON");
  entry->add_option("--picture", options->picture, "draws it as a map there, SVG");
  entry->add_option("--lang", options->language, "language of the picture")
      ->check(CLI::IsMember({"zh", "ja", "en"}))
      ->capture_default_str();
  entry->add_option("--words", options->words, "the picture's words; else assets/lang/report.json");
  return {entry, [options] { return run_chain(*options); }};
}

} // namespace dalian::app
