#pragma once
// A picture drawn tile by tile, for sizes that no device draws at once. Each tile reaches a little beyond its part of
// the picture: what one pixel takes from those around it is there at the seams. Pure arithmetic.
#include "renderer/gpu/png_file.hpp"

#include <glm/vec2.hpp>
#include <vector>

namespace dalian::viewer {

/// Pixels on every side: more than any glow or plume of smoke reaches.
inline constexpr int kTileMargin_px = 64;

class TileGrid {
 public:
  /// `side` × `side` tiles; no tile is empty: side ≤ width and height.
  TileGrid(glm::uvec2 whole_px, unsigned side);

  /// Of every tile, with its margins.
  glm::uvec2 drawn_px() const;
  std::size_t count() const { return std::size_t{side_} * side_; }
  /// Where what is drawn of a tile begins in the whole; may lie outside.
  glm::ivec2 from_px(std::size_t tile) const;
  /// Puts the tile without its margins into the whole. `drawn` is of size drawn_px(), `whole` of the whole's.
  void paste(gpu::Picture const& drawn, std::size_t tile, gpu::Picture& whole) const;

 private:
  glm::uvec2 whole_px_, tile_px_;
  unsigned side_;
};

} // namespace dalian::viewer
