#pragma once
// Every coefficient that the engines of a report rest on, as rows: what a reader checks, and what a bundle keeps.
#include "twin/whatif/report.hpp"

namespace dalian::whatif {

struct Assumption {
  std::string table, name, group; // table: of the file it comes from; group: "" = of all
  Range range;
  std::string unit, source, confidence;
  int year = 0; // of the figure; 0 = not said
  bool operator==(Assumption const&) const = default;
};

/// Trips that people and goods make, by use: all else about how the roads fill follows from them and the layout.
inline constexpr std::string_view kDemandTable = "demand";

/// Of all tables of the report, in their order.
std::vector<Assumption> assumptions_of(Report const& report);

} // namespace dalian::whatif
