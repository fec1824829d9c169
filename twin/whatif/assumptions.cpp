#include "twin/whatif/assumptions.hpp"

namespace dalian::whatif {
namespace {

void append(std::string const& table, std::map<std::string, Coefficient, std::less<>> const& rows,
            std::vector<Assumption>& out) {
  for (auto const& [name, c] : rows)
    for (auto const& [group, range] : c.by_group)
      out.push_back({table, name, group, range, c.unit, c.source, c.confidence, c.year});
}

} // namespace

std::vector<Assumption> assumptions_of(Report const& report) {
  std::vector<Assumption> out;
  append("programme", report.programme->coefficients, out);
  append("programme", report.programme->figures, out);
  append("energy", report.energy->figures, out);
  if (report.traffic) {
    append("traffic", report.traffic->figures, out);
    append(std::string(kDemandTable), report.traffic->rates, out);
  }
  for (FigureTable const& other : report.others)
    append(other.title, other.figures, out);
  return out;
}

} // namespace dalian::whatif
