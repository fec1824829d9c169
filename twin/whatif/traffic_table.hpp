#pragma once
// What the engine `traffic` rests on: assets/config/traffic.toml. Every figure is a range with unit, source and how
// sure it is.
#include "twin/whatif/programme.hpp"

namespace dalian::whatif {

/// pcu/h of one lane by design speed, before signals.
struct LaneCapacity {
  double speed_kmh = 0, street = 0, expressway = 0;
};

struct TrafficTable {
  std::map<std::string, Coefficient, std::less<>> figures; // under group ""
  std::map<std::string, Coefficient, std::less<>> rates;   // by group of uses
  std::vector<LaneCapacity> lanes;                         // speeds rise
  plan::ContentHash hash;                                  // of the file's bytes

  /// Of names that read_traffic_table() made sure of.
  Range figure(std::string_view name) const { return figures.find(name)->second.of(""); }
  double value(std::string_view name) const { return figure(name).value; }
  std::string cited(std::string_view name) const { return figures.find(name)->second.cited(); }
  Range rate(std::string_view name, std::string_view group) const { return rates.find(name)->second.of(group); }
  /// Between the rows of the table, and as its first or last beyond them.
  double lane_capacity(double speed_kmh, bool expressway) const;
};

/// The error names file, line, field and remedy; every figure that the engine uses is there.
Result<TrafficTable> read_traffic_table(std::filesystem::path const& file);

} // namespace dalian::whatif
