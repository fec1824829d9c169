#pragma once
// Two scenarios side by side: figure by figure, with what the ranges of the coefficients make of the difference. Both
// sides use the same coefficients, so the difference is taken at the same end of each range.
#include "twin/whatif/runner.hpp"

namespace dalian::whatif {

struct KpiChange {
  Kpi before, after; // of the same name and scope; 0 where one side has none
  double change = 0, low = 0, high = 0;
  bool within_error = false; // smaller than what the computing may be off: no difference
};

struct ColumnChange {
  std::string name, unit;
  plan::Layer layer = plan::Layer::parcel;
  std::vector<std::pair<std::string, double>> values; // after − before, where they differ
};

struct Comparison {
  std::vector<KpiChange> kpis; // all that differ, in the order of the engines
  std::size_t same = 0;        // figures that do not
  std::vector<ColumnChange> columns;
};

Comparison compare(Outcomes const& before, Outcomes const& after);

/// As it is told to people, with three significant figures or whole: "12513", "24.0", "0.39", "1.23e-07".
std::string figure_text(double value);

} // namespace dalian::whatif
