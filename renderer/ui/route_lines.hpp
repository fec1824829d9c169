#pragma once
// The test routes as dashed lines over the picture, for views from so far away that the road itself is a hair. Map
// metres in, pixels out. Dashed: the routes are proposals. Made once per city; drawing changes nothing.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/view_frustum.hpp"

#include <vector>

namespace dalian::ui {

/// One route by its running length.
struct MeasuredLine {
  std::vector<glm::dvec3> points; // map metres
  std::vector<double> along_m;    // of each point from the first, strictly growing
  double width_m = 0;             // of the road

  double length_m() const { return along_m.empty() ? 0 : along_m.back(); }
  /// `at_m` in 0…length_m().
  glm::dvec3 at(double at_m) const;
};

/// A part of a line that is drawn, from the start of the line.
struct Dash {
  double from_m = 0, to_m = 0;
};

/// The dash that begins at `at_m`, or ends as soon as possible after it, with a period of `period_m`: a whole number of
/// periods from the start of the line, so that dashes stand still on the ground while the camera moves. `next_m` is
/// where the period after it begins.
struct DashStep {
  Dash dash; // from_m >= to_m: a gap
  double next_m = 0;
};
DashStep next_dash(double at_m, double period_m);

/// The power of two, in metres, that is nearest to but not less than 13 px where a metre is `px_per_m` long.
double dash_period(double px_per_m);

class RouteLines {
 public:
  /// The test routes of `city`; the rest is not looked at.
  explicit RouteLines(view::City const& city);

  /// Those parts in the picture that the ground does not hide and that are neither too far (40 km) nor so near that the
  /// road is seen. False: there are none.
  bool draw(ViewFrustum const& view, view::Terrain const& terrain, DrawList& list) const;
  std::vector<MeasuredLine> const& lines() const { return lines_; }

 private:
  std::vector<MeasuredLine> lines_;
};

} // namespace dalian::ui
