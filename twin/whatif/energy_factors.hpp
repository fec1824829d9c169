#pragma once
// What the engine `energy` rests on: assets/config/energy.toml. Factors with unit, range, source and confidence, the
// typical days of a year, how demand lies over a day, and budgets.
#include "twin/energy/shapes.hpp"
#include "twin/whatif/programme.hpp"

#include <array>
#include <set>

namespace dalian::whatif {

/// Which end of all ranges: that of least, of expected, of most energy and emissions.
enum class End : std::uint8_t { low, value, high };
inline constexpr std::array kEnds{End::low, End::value, End::high};
inline double at_end(Range range, End end) {
  return end == End::low ? range.low : end == End::high ? range.high : range.value;
}

struct TypicalDay {
  std::string name;
  double days = 0;                      // of the year that are like it
  double day_of_year = 0;               // for the height of the sun
  double sun_share = 0, heat_share = 0; // of the year's yield and heat that its days bring
};

/// The most of a figure that a scope may have.
struct Budget {
  std::string kpi, scope, unit, source;
  double most = 0;
};

struct EnergyFactors {
  std::map<std::string, Coefficient, std::less<>> figures; // under group ""
  std::set<std::string, std::less<>> eases;                // figures of which more means less energy or emissions
  std::vector<TypicalDay> days;
  std::map<std::string, energy::Shape, std::less<>> shapes; // by group of uses; without one: even
  std::vector<Coefficient> shape_sources;
  std::vector<Budget> budgets;
  double latitude_deg = 0;
  plan::ContentHash hash; // of the file's bytes

  /// Of a name that read_energy_factors() made sure of.
  Coefficient const& figure(std::string_view name) const { return figures.find(name)->second; }
  double at(std::string_view name, End end) const;
  energy::Shape const& shape_of(std::string_view group) const;
};

/// The error names file, line, field and remedy; every figure that the engine uses is there, and the days make a year.
Result<EnergyFactors> read_energy_factors(std::filesystem::path const& file);

} // namespace dalian::whatif
