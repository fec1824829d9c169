#include "renderer/passes/terrain_light.hpp"

#include "renderer/scene/cloud_field.hpp"

#include <algorithm>
#include <cmath>
#include <glm/gtc/packing.hpp>

namespace dalian::passes {
namespace {

constexpr float kFloor = -1e4f; // no shade at all

/// Bilinear value of `values` (laid out as `grid`) at a map position; the nearest edge outside.
float sample(view::TerrainGrid const& grid, std::vector<float> const& values, MapPoint p) {
  double const x = std::clamp((p.east_m - grid.origin.east_m) / grid.spacing_m, 0.0, grid.columns - 1.001);
  double const y = std::clamp((p.north_m - grid.origin.north_m) / grid.spacing_m, 0.0, grid.rows - 1.001);
  auto const c = static_cast<std::size_t>(x), r = static_cast<std::size_t>(y);
  auto const fx = static_cast<float>(x - static_cast<double>(c)), fy = static_cast<float>(y - static_cast<double>(r));
  float const* v = &values[r * grid.columns + c];
  float const low = v[0] + (v[1] - v[0]) * fx;
  float const high = v[grid.columns] + (v[grid.columns + 1] - v[grid.columns]) * fx;
  return low + (high - low) * fy;
}

/// The sweep steps along the axis nearest to the sun's azimuth, one line of samples at a time.
struct Sweep {
  bool by_columns;
  std::int64_t lines, length; // how many lines, samples per line
  std::int64_t first, step;   // the line nearest to the sun, and the way from it
  double aside;               // along the line per line stepped towards the sun
  float drop;                 // of the shade per line, metres

  std::size_t index(std::int64_t line, std::int64_t i, std::uint32_t columns) const {
    return by_columns ? static_cast<std::size_t>(i * columns + line) : static_cast<std::size_t>(line * columns + i);
  }
};

Sweep plan(view::TerrainGrid const& grid, glm::vec3 s) {
  Sweep w{};
  w.by_columns = std::abs(s.x) >= std::abs(s.y);
  double const major = w.by_columns ? s.x : s.y, minor = w.by_columns ? s.y : s.x;
  w.lines = w.by_columns ? grid.columns : grid.rows;
  w.length = w.by_columns ? grid.rows : grid.columns;
  w.first = major > 0 ? w.lines - 1 : 0;
  w.step = major > 0 ? -1 : 1;
  w.aside = minor / std::abs(major);
  w.drop = static_cast<float>(grid.spacing_m * std::max(s.z, 0.0f) / std::abs(major));
  return w;
}

} // namespace

std::vector<float> shade_heights(view::TerrainGrid const& grid, glm::vec3 to_sun, view::TerrainGrid const* around,
                                 std::vector<float> const* around_shade) {
  std::vector<float> shade(grid.height_m.size(), kFloor);
  if (std::hypot(to_sun.x, to_sun.y) < 1e-3f || to_sun.z > 0.95f) return shade;
  Sweep const w = plan(grid, to_sun);
  auto outside = [&](std::int64_t line, std::int64_t i) {
    if (!around) return kFloor;
    auto const column = w.by_columns ? line : i, row = w.by_columns ? i : line;
    return sample(*around, *around_shade,
                  {grid.origin.east_m + static_cast<double>(column) * grid.spacing_m,
                   grid.origin.north_m + static_cast<double>(row) * grid.spacing_m});
  };
  auto blocker = [&](std::int64_t line, std::int64_t i) {
    auto const k = w.index(line, i, grid.columns);
    return std::max({grid.height_m[k], shade[k], 0.0f}); // the sea is the lowest ground there is
  };
  for (std::int64_t n = 0; n < w.lines; ++n) {
    std::int64_t const line = w.first + n * w.step;
    for (std::int64_t i = 0; i < w.length; ++i) {
      double const from = static_cast<double>(i) + w.aside;
      auto const a = static_cast<std::int64_t>(std::floor(from));
      float& out = shade[w.index(line, i, grid.columns)];
      if (n == 0 || a < 0 || a + 1 >= w.length) {
        out = outside(line, i);
        continue;
      }
      auto const t = static_cast<float>(from - static_cast<double>(a));
      std::int64_t const nearer = line - w.step;
      out = blocker(nearer, a) * (1 - t) + blocker(nearer, a + 1) * t - w.drop;
    }
  }
  return shade;
}

float sun_share(float height_m, float shade_height_m, double spacing_m) {
  auto const soft = static_cast<float>(std::max(0.6, spacing_m * 0.04));
  float const t = std::clamp((height_m - shade_height_m) / soft + 0.5f, 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

namespace {

/// What clouds leave of the sun over a grid, on a lattice of about 200 m: their shadows are soft.
class CloudShade {
 public:
  CloudShade(view::TerrainGrid const& grid, MapPoint origin, glm::vec3 to_sun, float cover) {
    if (cover <= 0) return;
    step_ = std::max(1U, static_cast<std::uint32_t>(200 / grid.spacing_m));
    columns_ = (grid.columns - 1) / step_ + 2;
    std::uint32_t const rows = (grid.rows - 1) / step_ + 2;
    for (std::uint32_t y = 0; y < rows; ++y)
      for (std::uint32_t x = 0; x < columns_; ++x) {
        glm::dvec2 const at{grid.origin.east_m - origin.east_m + x * step_ * grid.spacing_m,
                            grid.origin.north_m - origin.north_m + y * step_ * grid.spacing_m};
        share_.push_back(scene::sun_past_clouds(glm::vec2(at), to_sun, cover));
      }
  }
  float at(std::uint32_t x, std::uint32_t y) const {
    if (share_.empty()) return 1;
    float const fx = static_cast<float>(x % step_) / static_cast<float>(step_);
    float const fy = static_cast<float>(y % step_) / static_cast<float>(step_);
    float const* v = &share_[std::size_t{y / step_} * columns_ + x / step_];
    float const low = v[0] + (v[1] - v[0]) * fx, high = v[columns_] + (v[columns_ + 1] - v[columns_]) * fx;
    return low + (high - low) * fy;
  }

 private:
  std::uint32_t step_ = 1, columns_ = 0;
  std::vector<float> share_;
};

GroundSurface surface_of(view::TerrainGrid const& grid, std::vector<float> const& shade, CloudShade const& clouds) {
  GroundSurface out(grid.height_m.size());
  auto const columns = grid.columns;
  auto const scale = static_cast<float>(0.5 / grid.spacing_m);
  for (std::uint32_t y = 0; y < grid.rows; ++y) {
    std::size_t const row = std::size_t{y} * columns;
    std::size_t const south = y > 0 ? row - columns : row, north = y + 1 < grid.rows ? row + columns : row;
    for (std::uint32_t x = 0; x < columns; ++x) {
      std::uint32_t const west = x > 0 ? x - 1 : x, east = x + 1 < columns ? x + 1 : x;
      float const h = grid.height_m[row + x];
      float const dx = (grid.height_m[row + east] - grid.height_m[row + west]) * scale;
      float const dy = (grid.height_m[north + x] - grid.height_m[south + x]) * scale;
      out[row + x] = glm::packHalf4x16(
          {h, dx, dy, sun_share(std::max(h, 0.0f), shade[row + x], grid.spacing_m) * clouds.at(x, y)});
    }
  }
  return out;
}

} // namespace

GroundLight light_ground(view::Terrain const& terrain, glm::vec3 to_sun, float cloud_cover) {
  auto const around = shade_heights(terrain.window, to_sun);
  auto const clouds = [&](view::TerrainGrid const& grid) {
    return CloudShade(grid, terrain.window.origin, to_sun, cloud_cover);
  };
  GroundLight light{to_sun, cloud_cover, surface_of(terrain.window, around, clouds(terrain.window)), {}};
  for (auto const& grid : terrain.details)
    light.details.push_back(surface_of(grid, shade_heights(grid, to_sun, &terrain.window, &around), clouds(grid)));
  return light;
}

} // namespace dalian::passes
