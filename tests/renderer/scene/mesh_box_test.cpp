#include "renderer/scene/mesh_box.hpp"

#include <cmath>
#include <numbers>

#include <glm/packing.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

/// A box of one paint a side pair: x, y, z.
void add_box(ImportedLevel& level, glm::vec3 low, glm::vec3 high, glm::vec3 grey = glm::vec3(0.5F)) {
  for (int axis = 0; axis < 3; ++axis) {
    for (bool far : {false, true}) {
      auto const first = static_cast<std::uint32_t>(level.vertices.size());
      for (int corner : {0, 1, 3, 2}) {
        ImportedVertex v;
        v.position[axis] = far ? high[axis] : low[axis];
        int const u = (axis + 1) % 3, w = (axis + 2) % 3;
        v.position[u] = corner & 1 ? high[u] : low[u];
        v.position[w] = corner & 2 ? high[w] : low[w];
        v.color = glm::vec3(grey[axis]);
        level.vertices.push_back(v);
      }
      for (std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U})
        level.indices.push_back(first + corner);
    }
  }
}

glm::vec2 ends(MeshBox const& box, int axis) {
  return glm::unpackHalf2x16(box.low_high[axis]);
}

} // namespace

TEST(MeshBox, ABoxIsItselfWithoutError) {
  ImportedLevel level;
  add_box(level, {-4, -9, 0}, {4, 9, 30}, {0.2F, 0.2F, 0.6F});
  MeshBox const box = box_of(level, {-4, -9, 0}, {4, 9, 30});
  EXPECT_LT(box.error_m, 1e-3F);
  EXPECT_EQ(ends(box, 0), glm::vec2(-4, 4));
  EXPECT_EQ(ends(box, 1), glm::vec2(-9, 9));
  EXPECT_EQ(ends(box, 2), glm::vec2(0, 30));
  EXPECT_GT(box.roof.plain_openness & 0xffU, box.wall.plain_openness & 0xffU) << "the roof has the brighter paint";
  EXPECT_EQ(box.roof.tinted_window, 0U) << "plain paint takes no tint";
}

// A mast on a hall must not make the box as high as the mast; the mast that is left out is an error.
TEST(MeshBox, LeavesOutWhatIsThin) {
  ImportedLevel level;
  add_box(level, {-20, -20, 0}, {20, 20, 10});
  add_box(level, {-1, -1, 10}, {1, 1, 16});
  MeshBox const box = box_of(level, {-20, -20, 0}, {20, 20, 16});
  EXPECT_NEAR(ends(box, 2).y, 10, 1.6);
  EXPECT_GT(box.error_m, 0.02F);
  EXPECT_LT(box.error_m, 1);
}

TEST(MeshBox, NoBoxStandsForALattice) {
  ImportedLevel level;
  for (float x : {-10.0F, 9.5F}) {
    for (float y : {-10.0F, 9.5F})
      add_box(level, {x, y, 0}, {x + 0.5F, y + 0.5F, 40});
  }
  EXPECT_EQ(box_of(level, {-10, -10, 0}, {10, 10, 40}).error_m, kNoBox);
}

// Half black, half white: one grey would be wrong by metres.
TEST(MeshBox, PatchesOfPaintAreAnError) {
  ImportedLevel level;
  add_box(level, {-10, -10, 0}, {0, 10, 10}, glm::vec3(0));
  add_box(level, {0, -10, 0}, {10, 10, 10}, glm::vec3(1));
  MeshBox const box = box_of(level, {-10, -10, 0}, {10, 10, 10});
  EXPECT_NEAR(static_cast<double>(box.roof.plain_openness & 0xffU), 128, 12);
  EXPECT_GT(box.error_m, 3);
}

} // namespace dalian::scene
