#pragma once
// project() for streams of fixes that lie close together, at a third of its cost: a transverse Mercator projection is
// an analytic function of longitude + i · isometric latitude, so within a quarter of a degree a polynomial of degree 4
// is within 0.05 mm of it. One thread; the results do not depend on what was asked before.
#include "twin/base/geo.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace dalian {

class ProjectionCache {
 public:
  /// As the function of this name in geo.hpp; outside 60°S…60°N, 103…143°E it is that.
  std::optional<Projected> project(GeoPoint p);

 private:
  static constexpr std::size_t kDegree = 4;
  using Real = std::array<double, kDegree + 1>; // coefficients, the lowest power first

  /// One cell of a quarter of a degree, about its centre; angles in radians.
  struct Patch {
    std::int32_t key = 0; // 0: none
    double longitude = 0, latitude = 0;
    Real isometric{};      // isometric latitude − that of the centre, by latitude
    Real inverse_radius{}; // of the parallel, 1/m, by latitude
    Real east{}, north{};  // map, by longitude + i · isometric latitude
  };
  static Patch make(std::int32_t key, double longitude_deg, double latitude_deg);
  static Projected evaluate(Patch const& patch, GeoPoint p);

  static constexpr std::size_t kPatches = 128; // by the lowest bits of the cell's numbers
  std::vector<Patch> patches_ = std::vector<Patch>(kPatches);
};

} // namespace dalian
