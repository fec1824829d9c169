#pragma once
// The contours of a release on the map and as GeoJSON (RFC 7946): turned into the wind, or, where the wind may blow any
// way, as circles of their farthest reach.
#include "twin/base/geo.hpp"
#include "twin/hazard/ring.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dalian::hazard {

class ReleaseMap {
 public:
  /// `from_deg`: true bearing that the wind comes from; none = any.
  ReleaseMap(GeoPoint at, std::optional<double> from_deg);

  /// Corners of the ring on the map; closed without repeating the first.
  std::vector<MapPoint> outline(Ring const& ring) const;
  void add(Ring const& ring, std::string effect, std::string level);
  /// A FeatureCollection: the vessel, then the rings in the order they were added.
  std::string geojson() const;

 private:
  struct Shape {
    std::string effect, level;
    Ring ring;
  };
  GeoPoint at_;
  std::optional<double> toward_rad_; // grid bearing
  std::vector<Shape> shapes_;
};

} // namespace dalian::hazard
