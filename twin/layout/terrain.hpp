#pragma once
// Heights and land cover on regular map grids: one coarse grid over the whole window, finer ones over the places that
// are looked at closely. All of it is modelled (shore distance and pinned peaks), and says so.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dalian::layout {

enum class Cover : std::uint8_t {
  sea,
  tidal_flat,
  beach,
  rock,
  field,
  orchard,
  scrub,
  forest,
  salt_pan,
  reservoir,
  village,
  town,
  industry,
  concrete,
  asphalt,
  gravel,
  lawn,
  airport
};
constexpr std::uint8_t kCovers = static_cast<std::uint8_t>(Cover::airport) + 1;

/// Samples at origin + (column, row) · spacing; row 0 is the southern one. heights and covers have columns · rows
/// items.
struct TerrainGrid {
  std::string name; // "window", "njip", "port", …
  MapPoint origin;
  double spacing_m = 0;
  std::uint32_t columns = 0, rows = 0;
  std::vector<float> height_m;     // above mean sea level; negative is sea floor. Crosses 0 at the shore.
  std::vector<std::uint8_t> cover; // Cover

  bool contains(MapPoint p) const;
  /// Bilinear; the nearest edge value outside.
  float height_at(MapPoint p) const;
  Cover cover_at(MapPoint p) const;
};

struct Terrain {
  TerrainGrid window;               // ~100 m
  std::vector<TerrainGrid> details; // ~10 m; agree with `window` at their rims
  Provenance provenance = Provenance::modelled;
  std::string source;

  /// The grid of smallest spacing that contains `p`; the window where none does.
  TerrainGrid const& finest_at(MapPoint p) const;
  /// From the finest grid at `p`.
  float height_at(MapPoint p) const;
  Cover cover_at(MapPoint p) const;
};

} // namespace dalian::layout
