#pragma once
// What engine `hazard` draws and what it finds wrong: contours, land above the limits of risk, buildings and vessels
// that another vessel's fire or blast may reach – each with what would mend it.
#include "twin/whatif/hazard_stay.hpp"

namespace dalian::whatif {

/// Vessels as they stand in a scenario, each with what it may do and the risk that follows for each place.
struct HazardScene {
  hazard::Tables const& tables;
  std::vector<Vessel> const& vessels;
  std::vector<Source> const& sources; // of each vessel, at the given mass
  std::vector<Place> const& places;
  std::vector<double> const& risk; // 1/a, of each place
};

/// Places whose use may not bear their risk.
void check_places(HazardScene const& scene, plan::Findings& out);
/// Buildings within heat of 12.5 kW/m² or blast of 21 kPa, and vessels that may set off each other.
void check_neighbours(HazardScene const& scene, std::vector<Outline> const& buildings, plan::Findings& out);

/// Lines to be drawn, kept by content.
class HazardContours {
 public:
  /// How far each level reaches about each vessel.
  std::vector<Contour> reaches(HazardScene const& scene);
  /// Lines of equal individual risk at the limits of the tables, about the vessels that share a line.
  std::vector<Contour> risk(HazardScene const& scene);

 private:
  using Drawn = std::shared_ptr<std::vector<Contour> const>;
  std::vector<Contour> draw_risk(HazardScene const& scene, std::vector<std::size_t> const& group,
                                 std::vector<double> const& levels) const;
  Memo<Drawn> risks_{400}, reaches_{2000};
};

} // namespace dalian::whatif
