#include "twin/plan/network_rules.hpp"

#include "twin/base/config_table.hpp"

#include <algorithm>
#include <array>

namespace dalian::plan {
namespace {

constexpr std::array<std::string_view, 43> kFigures{"station_kv",
                                                    "area_kv",
                                                    "supply_kv",
                                                    "line_r",
                                                    "line_x",
                                                    "line_b",
                                                    "line_rating",
                                                    "line_circuits",
                                                    "cable_r",
                                                    "cable_x",
                                                    "cable_b",
                                                    "cable_rating",
                                                    "cable_circuits",
                                                    "area_spacing",
                                                    "area_uk",
                                                    "area_ur",
                                                    "station_uk",
                                                    "station_ur",
                                                    "area_transformers",
                                                    "area_transformer",
                                                    "station_transformers",
                                                    "station_transformer",
                                                    "station_ratio",
                                                    "area_ratio",
                                                    "reservoir_head",
                                                    "ground",
                                                    "trunk_diameter",
                                                    "arterial_pipe",
                                                    "collector_pipe",
                                                    "local_pipe",
                                                    "hazen_williams",
                                                    "tank_hours",
                                                    "tank_high",
                                                    "tank_low",
                                                    "tank_level",
                                                    "pump_head",
                                                    "design_draw",
                                                    "design_velocity",
                                                    "pump_efficiency",
                                                    "gas_diameter",
                                                    "gas_pressure",
                                                    "gas_roughness",
                                                    "crane_moves"};
constexpr double kMost = 1e6;

void read_figure(ConfigTable& table, NetworkRules& out) {
  NetworkFigure figure;
  auto const name = table.text("name");
  figure.value = table.number("value", 0, kMost);
  figure.low = table.number("low", 0, figure.value);
  figure.high = table.number("high", figure.value, kMost);
  figure.unit = table.text("unit");
  figure.source = table.text("source");
  figure.confidence = table.text("confidence");
  if (figure.source.empty()) table.fail("source", "is empty; say where the figure comes from");
  if (std::find(kFigures.begin(), kFigures.end(), name) == kFigures.end())
    table.fail("name", "is not asked for by any rule");
  if (!out.figures.emplace(name, figure).second) table.fail("name", "is there twice; leave one out");
}

void read_works(ConfigTable& table, NetworkRules& out) {
  WorksRule works;
  works.use = table.text("use");
  works.product = table.text("product");
  works.substance = table.text("substance");
  works.source = table.text("source");
  works.phase = table.one_of<std::string>("phase", {{"gas", "gas"}, {"liquid", "liquid"}, {"liquefied", "liquefied"}});
  table.table("mass_t", [&](ConfigTable& mass) {
    works.mass_t = mass.number("value", 0, kMost);
    works.mass_low_t = mass.number("low", 0, works.mass_t);
    works.mass_high_t = mass.number("high", works.mass_t, kMost);
  });
  works.pressure_bar = table.number("pressure_bar", 0, 1000);
  works.temperature_c = table.number("temperature_c", -273, 1500);
  works.hole_mm = table.number("hole_mm", 0, 5000);
  out.works.push_back(std::move(works));
}

} // namespace

Result<NetworkRules> read_network_rules(std::filesystem::path const& file) {
  NetworkRules out;
  auto const done = read_config(file, [&](ConfigTable& root) {
    out.slack = root.texts("slack");
    root.each("figure", [&](ConfigTable& table) { read_figure(table, out); });
    root.each("works", [&](ConfigTable& table) { read_works(table, out); });
    for (auto const name : kFigures)
      if (!out.figures.contains(name)) root.fail(fmt::format("the figure '{}' is missing; give it", name));
  });
  if (!done) return Error{done.error()};
  return out;
}

} // namespace dalian::plan
