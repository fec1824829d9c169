#pragma once
// Where the parcels lie, as grids that a screen can read: in each texel the nearest parcel and how deep inside it the
// texel is. Also answers which parcel is at a place. Made once per city; const afterwards.
#include "twin/layout/city.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dalian::view {

/// Samples at origin + (column, row) · spacing, row 0 southern, like a FieldGrid. A texel is 0 where no parcel is
/// within kParcelReach_m, else (index + 1) << 12 | depth, where depth = 2048 + round(64 · metres inside), negative
/// outside.
struct ParcelGrid {
  MapPoint origin;
  double spacing_m = 0;
  std::uint32_t columns = 0, rows = 0;
  std::vector<std::uint32_t> texel;
};

inline constexpr double kParcelReach_m = 16; // beyond a parcel's edge
inline constexpr double kParcelDepth_m = 31; // deeper inside counts as this

constexpr std::uint32_t parcel_texel(std::uint32_t index, double inside_m) {
  double const depth = 2048 + 64 * (inside_m > kParcelDepth_m ? kParcelDepth_m : inside_m);
  return (index + 1) << 12U | static_cast<std::uint32_t>(depth + 0.5);
}

class ParcelMap {
 public:
  /// `spacing_m` grows where a cluster of parcels would need more than four million texels. `city` must outlive this.
  explicit ParcelMap(layout::City const& city, double spacing_m = 4);

  /// One per cluster of parcels that lie near each other.
  std::vector<ParcelGrid> const& grids() const { return grids_; }
  /// Index in the city's table. Of parcels that overlap, the one whose edge is farther; one narrower than the spacing
  /// of its grid may be missed.
  std::optional<std::uint32_t> parcel_at(MapPoint p) const;

 private:
  layout::City const& city_;
  std::vector<ParcelGrid> grids_;
};

/// Metres inside the ring, negative outside.
double depth_inside_m(layout::Ring const& ring, MapPoint p);
/// Of a simple ring, m²; positive when it runs counter-clockwise.
double area_m2(layout::Ring const& ring);

} // namespace dalian::view
