#pragma once
// The figures that derived networks rest on: networks.toml beside the GeoJSON of a layout. Each has unit, range, source
// and how sure it is.
#include "twin/base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dalian::plan {

struct NetworkFigure {
  double value = 0, low = 0, high = 0;
  std::string unit, source, confidence;
};

/// What the works on parcels of a use make, and the dangerous substance they hold.
struct WorksRule {
  std::string use, product, substance, phase, source;
  double mass_t = 0, mass_low_t = 0, mass_high_t = 0, pressure_bar = 0, temperature_c = 0, hole_mm = 0;
};

struct NetworkRules {
  std::map<std::string, NetworkFigure, std::less<>> figures;
  std::vector<WorksRule> works;
  std::vector<std::string> slack; // power buses
  /// Of a figure that read_network_rules asks for.
  double operator[](std::string_view name) const { return figures.find(name)->second.value; }
};

/// The error names file, line, field and remedy; a figure that the rules need and the file lacks is one.
Result<NetworkRules> read_network_rules(std::filesystem::path const& file);

} // namespace dalian::plan
