#pragma once
// What the engines `water` and `gas` rest on: assets/config/mains.toml. Every figure is a range with unit, source and
// how sure it is.
#include "twin/whatif/coefficient_table.hpp"

#include <array>

namespace dalian::whatif {

struct MainsTable {
  Figures figures;
  std::array<double, 24> water_day{}; // factors with the mean 1
  std::string water_day_source;
  std::array<double, 24> hydrogen_day{}; // likewise: what stations hand out
  plan::ContentHash hash;                // of the file's bytes

  /// Of a name that read_mains_table() made sure of.
  double operator[](std::string_view name) const { return figures.find(name)->second.of("").value; }
  std::string source_of(std::string_view name) const { return figures.find(name)->second.cited(); }
};

/// The error names file, line, field and remedy; every figure that the engines use is there.
Result<MainsTable> read_mains_table(std::filesystem::path const& file);

} // namespace dalian::whatif
