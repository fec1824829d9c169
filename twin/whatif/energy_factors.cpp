#include "twin/whatif/energy_factors.hpp"

#include "twin/whatif/coefficient_table.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{
    "grid_factor",        "heat_factor",       "gas_factor",       "gas_heat_factor",    "coal_heat_factor",
    "power_tce",          "heat_tce",          "gas_tce",          "steam_energy",       "steam_use",
    "heat_hours",         "gas_efficiency",    "coal_efficiency",  "sun_yield",          "ground_sun",
    "roof_power",         "roof_usable",       "roof_built",       "wind_share",         "flow_round_trip",
    "lithium_round_trip", "electrolyser",      "compression",      "hydrogen_heat",      "fuel_cell_efficiency",
    "reformer_factor",    "reformer_upstream", "caustic_hydrogen", "propylene_hydrogen", "hydrogen_low_carbon"};

void read_day(ConfigTable& table, EnergyFactors& out) {
  out.days.push_back({table.text("name"), table.number("days", 0.01, 366), table.number("day_of_year", 1, 366),
                      table.number("sun", 0, 100) / 100, table.number("heat", 0, 100) / 100});
}

void read_shape(ConfigTable& table, EnergyFactors& out) {
  Coefficient about;
  describe(table, about);
  out.shape_sources.push_back(about);
  auto const hours = table.numbers("hours", 0, 1000);
  if (hours.size() != 24)
    table.fail("hours", fmt::format("holds {} numbers; give one for each of 24 hours", hours.size()));
  energy::Shape shape{};
  std::copy(hours.begin(), hours.end(), shape.begin());
  for (auto const& group : table.texts("groups"))
    if (!out.shapes.emplace(group, energy::with_mean_1(shape)).second)
      table.fail("groups", fmt::format("'{}' has a shape already; leave one out", group));
}

void check_year(ConfigTable const& root, EnergyFactors const& out) {
  double days = 0, sun = 0, heat = 0;
  for (TypicalDay const& day : out.days)
    days += day.days, sun += day.sun_share, heat += day.heat_share;
  if (std::abs(days - 365) > 1) root.fail("day", fmt::format("is for {} days; together they must make a year", days));
  for (auto const& [what, sum] : {std::pair{"sun", sun}, std::pair{"heat", heat}})
    if (std::abs(sum - 1) > 0.002)
      root.fail("day", fmt::format("has {:.1f} % of '{}'; together they must have 100 %", 100 * sum, what));
}

} // namespace

double EnergyFactors::at(std::string_view name, End end) const {
  Range const range = figure(name).of("");
  if (eases.contains(name)) return at_end({range.high, range.value, range.low}, end);
  return at_end(range, end);
}

energy::Shape const& EnergyFactors::shape_of(std::string_view group) const {
  static energy::Shape const even = energy::with_mean_1({});
  auto const it = shapes.find(group);
  return it == shapes.end() ? even : it->second;
}

Result<EnergyFactors> read_energy_factors(std::filesystem::path const& file) {
  EnergyFactors out;
  auto const read = read_config(file, [&](ConfigTable& root) {
    out.latitude_deg = root.number("latitude", -60, 60);
    root.each("figure", [&](ConfigTable& t) {
      if (t.flag("eases", false)) out.eases.insert(t.text("name"));
      read_figure(t, out.figures);
    });
    root.each("day", [&](ConfigTable& t) { read_day(t, out); });
    root.each("shape", [&](ConfigTable& t) { read_shape(t, out); });
    root.each("budget", [&](ConfigTable& t) {
      out.budgets.push_back(
          {t.text("kpi"), t.text("zone", ""), t.text("unit"), t.text("source"), t.number("most", 0, 1e12)});
    });
    for (auto const* name : kFigures)
      if (!out.figures.contains(name)) root.fail("figure", fmt::format("'{}' is missing; add it", name));
    check_year(root, out);
  });
  if (!read) return Error{read.error()};
  out.hash = hash_of_file(file);
  return out;
}

} // namespace dalian::whatif
