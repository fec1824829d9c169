#include "twin/whatif/mains_table.hpp"

#include <algorithm>
#include <numeric>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{"least_head",         "fire_flow",       "fire_head",     "old_water",
                              "pipe_roughness",     "pump_efficiency", "gas_density",   "gas_temperature",
                              "gas_peak",           "gas_roughness",   "gas_velocity",  "compressor_efficiency",
                              "least_gas_pressure", "trailer_load",    "trailer_speed", "trailer_handling",
                              "trailer_way",        "station_bank"};

/// Factors of the hours, scaled to the mean 1.
void read_hours(ConfigTable& table, std::array<double, 24>& out) {
  auto const hours = table.numbers("hours", 0, 100);
  if (hours.size() != out.size())
    table.fail("hours", fmt::format("holds {} numbers; give one for each of 24 hours", hours.size()));
  double const sum = std::accumulate(hours.begin(), hours.end(), 0.0);
  if (!(sum > 0)) table.fail("hours", "holds nothing but 0; give how the draw lies over the day");
  std::transform(hours.begin(), hours.end(), out.begin(), [&](double h) { return h * 24 / sum; });
}

void read_water_day(ConfigTable& table, MainsTable& out) {
  read_hours(table, out.water_day);
  out.water_day_source = table.text("source") + " (" + table.text("confidence") + ")";
}

void read_hydrogen_day(ConfigTable& table, MainsTable& out) {
  read_hours(table, out.hydrogen_day);
  (void)table.text("source"), (void)table.text("confidence"); // for people
}

} // namespace

Result<MainsTable> read_mains_table(std::filesystem::path const& file) {
  MainsTable out;
  auto const read = read_config(file, [&](ConfigTable& root) {
    root.each("figure", [&](ConfigTable& t) { read_figure(t, out.figures); });
    if (!root.has("water_day")) root.fail("water_day", "is missing; add it");
    root.table("water_day", [&](ConfigTable& t) { read_water_day(t, out); });
    if (!root.has("hydrogen_day")) root.fail("hydrogen_day", "is missing; add it");
    root.table("hydrogen_day", [&](ConfigTable& t) { read_hydrogen_day(t, out); });
    for (auto const* name : kFigures)
      if (!out.figures.contains(name)) root.fail("figure", fmt::format("'{}' is missing; add it", name));
  });
  if (!read) return Error{read.error()};
  out.hash = hash_of_file(file);
  return out;
}

} // namespace dalian::whatif
