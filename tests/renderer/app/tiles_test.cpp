#include "renderer/app/tiles.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

gpu::Picture picture(glm::uvec2 size) {
  return {size.x, size.y, std::vector<std::uint8_t>(std::size_t{4} * size.x * size.y)};
}

/// A picture whose every pixel tells its place, cut into tiles by hand and put together again.
void expect_whole(glm::uvec2 whole, unsigned side) {
  TileGrid const grid(whole, side);
  auto together = picture(whole);
  for (std::size_t tile = 0; tile < grid.count(); ++tile) {
    auto drawn = picture(grid.drawn_px());
    glm::ivec2 const from = grid.from_px(tile);
    for (unsigned y = 0; y < drawn.height; ++y)
      for (unsigned x = 0; x < drawn.width; ++x) {
        auto* texel = &drawn.rgba[4 * (std::size_t{y} * drawn.width + x)];
        texel[0] = static_cast<std::uint8_t>(from.x + static_cast<int>(x));
        texel[1] = static_cast<std::uint8_t>(from.y + static_cast<int>(y));
        texel[3] = 255;
      }
    grid.paste(drawn, tile, together);
  }
  for (unsigned y = 0; y < whole.y; ++y)
    for (unsigned x = 0; x < whole.x; ++x) {
      auto const* texel = &together.rgba[4 * (std::size_t{y} * whole.x + x)];
      ASSERT_EQ(texel[3], 255) << "nothing is left out at " << x << ", " << y;
      ASSERT_EQ(texel[0], static_cast<std::uint8_t>(x)) << x << ", " << y;
      ASSERT_EQ(texel[1], static_cast<std::uint8_t>(y)) << x << ", " << y;
    }
}

TEST(Tiles, GiveTheWholeAgain) {
  expect_whole({200, 100}, 2);
  expect_whole({201, 103}, 4); // the last ones are smaller
  expect_whole({16, 16}, 8);
  expect_whole({17, 9}, 8); // some tiles have nothing of the whole
}

TEST(Tiles, ReachBeyondTheirPart) {
  TileGrid const grid({400, 200}, 2);
  EXPECT_EQ(grid.drawn_px(), glm::uvec2(200 + 2 * kTileMargin_px, 100 + 2 * kTileMargin_px));
  EXPECT_EQ(grid.from_px(0), glm::ivec2(-kTileMargin_px));
  EXPECT_EQ(grid.from_px(3), glm::ivec2(200 - kTileMargin_px, 100 - kTileMargin_px));
}

} // namespace
} // namespace dalian::viewer
