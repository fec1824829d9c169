#include "renderer/passes/terrain_quadtree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::passes {
namespace {
constexpr float kUnderSea_m = -1.5f; // squares that stay below this are never seen through the water
constexpr float kNowhere = std::numeric_limits<float>::max();
} // namespace

struct TerrainQuadtree::Walk {
  Eye eye;
  glm::vec4 planes[4];
  float detail;
  std::vector<TerrainPatch> patches;
};

TerrainQuadtree::TerrainQuadtree(view::Terrain const& terrain) {
  auto const& w = terrain.window;
  origin_east_m_ = w.origin.east_m;
  origin_north_m_ = w.origin.north_m;
  double const side = std::max(w.columns, w.rows) * w.spacing_m;
  unsigned levels = 1;
  while (kLeaf_m * (1u << (levels - 1)) < side)
    ++levels;
  std::uint32_t const leaves = 1u << (levels - 1);
  ranges_.emplace_back(std::size_t{leaves} * leaves, Range{kNowhere, -kNowhere});
  add_heights(w);
  for (auto const& grid : terrain.details)
    add_heights(grid);
  for (unsigned level = 1; level < levels; ++level) {
    std::uint32_t const n = leaves >> level;
    auto const& finer = ranges_[level - 1];
    std::vector<Range> coarser(std::size_t{n} * n);
    for (std::uint32_t y = 0; y < n; ++y)
      for (std::uint32_t x = 0; x < n; ++x) {
        Range& r = coarser[y * n + x] = {kNowhere, -kNowhere};
        for (std::uint32_t k = 0; k < 4; ++k) {
          Range const& f = finer[(2 * y + k / 2) * (2 * n) + 2 * x + k % 2];
          r = {std::min(r.low, f.low), std::max(r.high, f.high)};
        }
      }
    ranges_.push_back(std::move(coarser));
  }
}

void TerrainQuadtree::add_heights(view::TerrainGrid const& grid) {
  auto& leaves = ranges_[0];
  auto const n = static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(leaves.size()))));
  // A sample colours every quad that touches it: spread by one spacing to each side.
  auto reach = [&](double metres, double origin) {
    double const a = (metres - grid.spacing_m - origin) / kLeaf_m, b = (metres + grid.spacing_m - origin) / kLeaf_m;
    return std::pair{std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(a)), 0, n - 1),
                     std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(b)), 0, n - 1)};
  };
  for (std::uint32_t row = 0; row < grid.rows; ++row) {
    auto const [y0, y1] = reach(grid.origin.north_m + row * grid.spacing_m, origin_north_m_);
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      auto const [x0, x1] = reach(grid.origin.east_m + column * grid.spacing_m, origin_east_m_);
      float const h = grid.height_m[std::size_t{row} * grid.columns + column];
      for (auto y = y0; y <= y1; ++y)
        for (auto x = x0; x <= x1; ++x) {
          Range& r = leaves[static_cast<std::size_t>(y * n + x)];
          r = {std::min(r.low, h), std::max(r.high, h)};
        }
    }
  }
}

void TerrainQuadtree::visit(Walk& walk, unsigned level, std::uint32_t x, std::uint32_t y) const {
  std::uint32_t const n = 1u << (ranges_.size() - 1 - level);
  Range const& range = ranges_[level][std::size_t{y} * n + x];
  if (range.low > range.high || range.high < kUnderSea_m) return;
  double const size = kLeaf_m * (1u << level);
  glm::vec3 const low(origin_east_m_ + x * size - walk.eye.position.x, origin_north_m_ + y * size - walk.eye.position.y,
                      range.low - walk.eye.position.z);
  glm::vec3 const high = low + glm::vec3(size, size, range.high - range.low);
  for (auto const& plane : walk.planes) {
    glm::vec3 const n3(plane);
    glm::vec3 const farthest(n3.x > 0 ? high.x : low.x, n3.y > 0 ? high.y : low.y, n3.z > 0 ? high.z : low.z);
    if (glm::dot(n3, farthest) + plane.w < 0) return;
  }
  float const distance = glm::length(glm::max(glm::max(low, -high), glm::vec3(0)));
  if (level > 0 && distance < walk.detail * size) {
    for (std::uint32_t k = 0; k < 4; ++k)
      visit(walk, level - 1, 2 * x + k % 2, 2 * y + k / 2);
    return;
  }
  // The parent is split nearer than this; by then every vertex must stand where the parent's would.
  auto const parent = static_cast<float>(walk.detail * size * 2);
  walk.patches.push_back({glm::vec2(low), static_cast<float>(size), parent * 0.6f, parent * 0.9f});
}

std::vector<TerrainPatch> TerrainQuadtree::select(Eye const& eye, glm::uvec2 size_px, float detail) const {
  Walk walk{eye, {}, detail, {}};
  side_planes(eye_rays(eye, size_px), walk.planes);
  visit(walk, static_cast<unsigned>(ranges_.size() - 1), 0, 0);
  // Near to far saves overdraw.
  std::sort(walk.patches.begin(), walk.patches.end(), [](TerrainPatch const& a, TerrainPatch const& b) {
    auto middle = [](TerrainPatch const& p) { return glm::length(p.corner_m + p.size_m * 0.5f); };
    return middle(a) < middle(b);
  });
  return walk.patches;
}

} // namespace dalian::passes
