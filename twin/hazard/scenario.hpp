#pragma once
// One release told in a file (docs/engines.md, "Hazard"): what lies in which vessel, how it fails, in what weather.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/hazard/accident.hpp"

#include <optional>
#include <string_view>

namespace dalian::hazard {

struct Scenario {
  Storage storage;                // substance: of the tables
  std::optional<Failure> failure; // none = all three
  Weather weather;                // wind as told, also below what the formulas hold for
  std::string weather_by;         // how the class came about
  std::optional<double> from_deg; // true bearing that the wind comes from
  std::optional<GeoPoint> at;     //
};

/// TOML; the error names file, line, field and remedy. `tables` must outlive the scenario.
Result<Scenario> parse_scenario(std::string_view text, std::string const& file, Tables const& tables);

/// What a vessel is where nothing is said: above its boiling point gas under pressure is liquefied up to 30 bar, gas
/// beyond; else a liquid.
Phase usual_phase(Substance const& substance, double pressure_over_bar);

/// Below it the formulas of clouds do not hold: they are computed for it, and the wind has no direction.
inline constexpr double kCalm_mps = 1;

/// Concentration that passes a place at head height, kg/m³; the highest while a bursting vessel's cloud goes by.
double cloud_kg_m3(Storage const& storage, Release const& release, Weather const& weather, Tables const& tables,
                   Along place);

} // namespace dalian::hazard
