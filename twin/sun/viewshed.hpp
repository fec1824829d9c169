#pragma once
// What is seen from a point over ground and past buildings. Sight lines are straight: the earth's bend less the light's
// refraction (0.13 of it) lowers what is 5 km away by 1.7 m, what is 20 km away by 27 m, so not for farther than 5 km.
#include "twin/sun/sky_view.hpp"

namespace dalian::sun {

/// Samples at origin + (column, row) · spacing, row 0 the southern one; between them two triangles a square, parted
/// from south-east to north-west.
struct Ground {
  MapPoint origin;
  double spacing_m = 1;
  std::uint32_t columns = 0, rows = 0; // 2 at least
  std::vector<double> height_m;        // columns · rows

  MapPoint sample(std::uint32_t column, std::uint32_t row) const {
    return {origin.east_m + column * spacing_m, origin.north_m + row * spacing_m};
  }
  /// At any point; beyond the edge that of the edge.
  double height_at(MapPoint p) const;
};

/// Whether a straight line from one to the other stays above the ground, both ends free. Exact for these triangles.
bool clears(Ground const& ground, Spot const& from, Spot const& to);

/// Of each spot: whether it is seen from `eye`, no farther than `reach_m`. `prisms` with boxes.
std::vector<std::uint8_t> seen(Spot const& eye, Ground const& ground, std::vector<Prism> const& prisms,
                               std::vector<Spot> const& spots, double reach_m);

/// Of each sample: whether something `target_m` above it, or above the roof of the building that it lies in, is seen
/// from `eye`, no farther than `reach_m`. `prisms` with boxes.
std::vector<std::uint8_t> viewshed(Spot const& eye, Ground const& ground, std::vector<Prism> const& prisms,
                                   double target_m, double reach_m);

} // namespace dalian::sun
