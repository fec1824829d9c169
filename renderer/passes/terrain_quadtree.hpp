#pragma once
// Which squares of ground a picture needs, and how fine. Knows the terrain and the eye, no GPU. Const after
// construction.
#include "renderer/passes/eye.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "twin/view/city_view.hpp"

#include <vector>

namespace dalian::passes {

class TerrainQuadtree {
 public:
  /// Leaves are 320 m squares: quads of 10 m. Keeps lowest and highest heights, not the terrain.
  explicit TerrainQuadtree(view::Terrain const& terrain);

  /// Patches in the picture, coarse to fine, without those wholly under the sea. `detail` scales how near a square must
  /// come to be split: 2.5 is usual, never below 2 (coarser would tear the ground open between levels).
  std::vector<TerrainPatch> select(Eye const& eye, glm::uvec2 size_px, float detail = 2.5f) const;

  unsigned levels() const { return static_cast<unsigned>(ranges_.size()); }
  static constexpr double kLeaf_m = 320;

 private:
  struct Range {
    float low = 0, high = 0;
  };
  struct Walk; // one selection
  void add_heights(view::TerrainGrid const& grid);
  void visit(Walk& walk, unsigned level, std::uint32_t x, std::uint32_t y) const;

  double origin_east_m_ = 0, origin_north_m_ = 0;
  std::vector<std::vector<Range>> ranges_; // by level (0 = leaves), row-major, side 2^(levels − 1 − level)
};

} // namespace dalian::passes
