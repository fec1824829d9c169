#include "renderer/app/tiles.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <glm/common.hpp>

namespace dalian::viewer {

TileGrid::TileGrid(glm::uvec2 whole_px, unsigned side)
    : whole_px_(whole_px), tile_px_((whole_px + side - 1U) / side), side_(side) {
  assert(side > 0 && side <= std::min(whole_px.x, whole_px.y));
}

glm::uvec2 TileGrid::drawn_px() const {
  return tile_px_ + 2U * kTileMargin_px;
}

glm::ivec2 TileGrid::from_px(std::size_t tile) const {
  return glm::ivec2(tile % side_ * tile_px_.x, tile / side_ * tile_px_.y) - kTileMargin_px;
}

void TileGrid::paste(gpu::Picture const& drawn, std::size_t tile, gpu::Picture& whole) const {
  assert(drawn.width == drawn_px().x && drawn.height == drawn_px().y && whole.width == whole_px_.x);
  glm::uvec2 const to(from_px(tile) + kTileMargin_px);
  glm::uvec2 const end = glm::min(to + tile_px_, whole_px_);
  for (std::size_t y = to.y; y < end.y && to.x < end.x; ++y)
    std::memcpy(&whole.rgba[4 * (y * whole.width + to.x)],
                &drawn.rgba[4 * ((y - to.y + kTileMargin_px) * drawn.width + kTileMargin_px)], 4 * (end.x - to.x));
}

} // namespace dalian::viewer
