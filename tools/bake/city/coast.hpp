#pragma once
// The shore of the window: land polygons of GSHHG (Wessel and Smith 1996, LGPL) read through GMT at build time,
// smoothed from their three-second steps to lines that look drawn. Never written to the repository.
#include "tools/bake/city/geometry.hpp"
#include "twin/base/result.hpp"

#include <vector>

namespace dalian::bake {

struct GeoWindow {
  double west_deg, east_deg, south_deg, north_deg;
};

/// Outer rings of land, counter-clockwise, in map metres. The mainland is cut at the window's edge, so ask for more
/// than is shown. Needs `gmt` with the full-resolution shore (Debian: gmt, gmt-common); the error says so.
Result<std::vector<Ring>> read_gshhg_land(GeoWindow const& window);

/// Gaussian smoothing along the ring, `sigma_m` wide, every 40 m; moves the shore by less than about `sigma_m`.
Ring smooth_shore(Ring const& ring, double sigma_m);

} // namespace dalian::bake
