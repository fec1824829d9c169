#pragma once
// A closed line on the ground within which a level of heat, blast or concentration is reached, in metres (along,
// across) the wind from the vessel: a circle, or a slender body that begins at the vessel and is alike on both sides.
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace dalian::hazard {

struct Along {
  double along_m = 0, across_m = 0;
};

struct Ring {
  double level = 0;
  std::string unit = {}; // W/m², Pa, ppm
  std::string name = {}; // "AEGL-2"; "" where the level says it

  static constexpr std::size_t kSteps = 48;
  double middle_m = 0, radius_m = 0;                // a circle; else, with radius 0:
  double reach_m = 0;                               //
  std::array<double, kSteps + 1> half_width_m = {}; // at along_at() of each step

  double along_at(std::size_t step) const;
  bool contains(Along p) const;
  /// From the vessel, in the wind's direction and against it included.
  double farthest_m() const;
  /// Half of the extent across the wind.
  double widest_m() const;
  std::vector<Along> line() const;
};

void make_circle(Ring& ring, double radius_m, double middle_m);
/// `half_width(x)` for 0 < x ≤ reach; below 0 where the level is not reached.
void make_slender(Ring& ring, double reach_m, std::function<double(double)> const& half_width);

} // namespace dalian::hazard
