// What of the ground is drawn, how finely, and which of it lies in the shade: all on the CPU.
#include "renderer/passes/shadow_cascades.hpp"
#include "renderer/passes/terrain_light.hpp"
#include "renderer/passes/terrain_quadtree.hpp"
#include "tests/support/test_terrain.hpp"

#include <glm/gtc/packing.hpp>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr glm::uvec2 kSize{640, 360};

Eye eye_at(double x, double y, double z, double heading, double pitch) {
  Eye e;
  e.position = {x, y, z};
  e.heading_rad = heading;
  e.pitch_rad = pitch;
  return e;
}

bool overlap(TerrainPatch const& a, TerrainPatch const& b) {
  auto const low = glm::max(a.corner_m, b.corner_m);
  auto const high = glm::min(a.corner_m + a.size_m, b.corner_m + b.size_m);
  return high.x - low.x > 0.5f && high.y - low.y > 0.5f;
}

} // namespace

TEST(TerrainQuadtree, PatchesTileTheGroundInSight) {
  auto const terrain = test::island();
  TerrainQuadtree const tree(terrain);
  auto const eye = eye_at(-3000, -6000, 700, 0.4, -0.35);
  auto const patches = tree.select(eye, kSize);
  ASSERT_GT(patches.size(), 10u);
  for (std::size_t i = 0; i < patches.size(); ++i)
    for (std::size_t j = i + 1; j < patches.size(); ++j)
      ASSERT_FALSE(overlap(patches[i], patches[j])) << i << " and " << j;
  // Every point of land that projects into the picture lies in a patch.
  auto const matrix = view_projection(eye, kSize);
  for (double e = -12000; e < 12000; e += 370)
    for (double n = -12000; n < 12000; n += 410) {
      float const h = terrain.height_at({e, n});
      if (h < 0) continue;
      glm::vec3 const p(e - eye.position.x, n - eye.position.y, h - eye.position.z);
      auto const clip = matrix * glm::vec4(p, 1);
      if (clip.w <= 0 || std::abs(clip.x) > clip.w || std::abs(clip.y) > clip.w) continue;
      bool const covered = std::any_of(patches.begin(), patches.end(), [&](TerrainPatch const& t) {
        return p.x >= t.corner_m.x && p.y >= t.corner_m.y && p.x <= t.corner_m.x + t.size_m &&
               p.y <= t.corner_m.y + t.size_m;
      });
      EXPECT_TRUE(covered) << e << " " << n;
    }
}

TEST(TerrainQuadtree, NearPatchesAreFinerAndMorphBeforeTheirParentTakesOver) {
  auto const terrain = test::island();
  auto const patches = TerrainQuadtree(terrain).select(eye_at(0, -2000, 300, 0, -0.3), kSize);
  ASSERT_FALSE(patches.empty());
  EXPECT_FLOAT_EQ(patches.front().size_m, 320);
  for (auto const& p : patches) {
    EXPECT_LT(p.morph_from_m, p.morph_to_m);
    EXPECT_LE(p.morph_to_m, 2.5f * p.size_m * 2) << "a parent is split nearer than this";
  }
}

TEST(TerrainQuadtree, LeavesOutTheOpenSea) {
  auto terrain = test::island();
  for (auto& h : terrain.window.height_m)
    h = -20;
  terrain.details.clear();
  EXPECT_TRUE(TerrainQuadtree(terrain).select(eye_at(0, 0, 500, 0, -0.5), kSize).empty());
}

// A wall 100 m high: by elementary trigonometry its shade is 100 / tan(elevation) long.
TEST(TerrainLight, AWallThrowsAShadeOfTheRightLength) {
  layout::TerrainGrid grid;
  grid.spacing_m = 10;
  grid.columns = 200;
  grid.rows = 40;
  grid.height_m.assign(200 * 40, 5.0f);
  for (std::uint32_t row = 0; row < 40; ++row)
    grid.height_m[row * 200 + 150] = 105;
  double const elevation = 0.2181662;                               // 12.5°
  glm::vec3 const sun(std::cos(elevation), 0, std::sin(elevation)); // in the east
  auto const shade = shade_heights(grid, sun);
  double const length = 100 / std::tan(elevation);
  for (std::uint32_t column = 0; column < 150; ++column) {
    double const distance = (150 - column) * 10.0;
    float const share = sun_share(5, shade[20 * 200 + column], 10);
    if (distance < length - 15) {
      EXPECT_LT(share, 0.05) << distance;
    } else if (distance > length + 15) {
      EXPECT_GT(share, 0.95) << distance;
    }
  }
  EXPECT_GT(sun_share(5, shade[20 * 200 + 160], 10), 0.95) << "the sunny side";
}

TEST(TerrainLight, PackedGroundHoldsHeightSlopesAndSunOfEachGrid) {
  auto const plane = [](std::uint32_t side, float east) { // rises by `east` metres per metre, and half of it northwards
    layout::TerrainGrid grid;
    grid.spacing_m = 8;
    grid.columns = grid.rows = side;
    for (std::uint32_t i = 0; i < side * side; ++i)
      grid.height_m.push_back(8 * east * (static_cast<float>(i % side) + 0.5f * static_cast<float>(i / side)));
    return grid;
  };
  layout::Terrain terrain;
  terrain.window = plane(8, 0.25f);
  terrain.details = {plane(4, 0.5f), plane(6, 0.125f)};
  auto const light = light_ground(terrain, {0, 0, 1});
  auto const inside = [](GroundSurface const& s, std::size_t side) { return glm::unpackHalf4x16(s[side + 2]); };
  EXPECT_EQ(inside(light.window, 8), glm::vec4(5, 0.25f, 0.125f, 1));
  ASSERT_EQ(light.details.size(), 2u);
  EXPECT_EQ(inside(light.details[0], 4), glm::vec4(10, 0.5f, 0.25f, 1));
  EXPECT_EQ(inside(light.details[1], 6), glm::vec4(2.5f, 0.125f, 0.0625f, 1));
}

TEST(TerrainLight, TheSeaIsLevelForShade) {
  layout::TerrainGrid grid;
  grid.spacing_m = 10;
  grid.columns = grid.rows = 50;
  grid.height_m.assign(2500, -30.0f);
  auto const shade = shade_heights(grid, glm::normalize(glm::vec3(1, 0.3, 0.2)));
  for (float s : shade)
    EXPECT_GT(sun_share(0, s, 10), 0.45) << "deep water hides nothing on its surface";
}

TEST(ShadowCascades, HoldTheGroundTheyCoverWithinTheMap) {
  auto const eye = eye_at(388000, 4340000, 900, 0.3, -0.45);
  glm::vec3 const sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.21));
  auto const cascades = fit_cascades({eye, kSize, sun, 1024, 0, 100});
  auto const rays = eye_rays(eye, kSize);
  int held = 0, all = 0;
  for (float x = -0.95f; x <= 0.95f; x += 0.19f)
    for (float y = -0.95f; y <= 0.4f; y += 0.15f) {
      glm::vec3 const ray = rays.forward + rays.right * x + rays.up * y;
      float const reach = static_cast<float>(-eye.position.z) / ray.z;
      if (ray.z >= 0 || reach > cascades.range_m) continue;
      ++all;
      for (auto const& c : cascades.cascade) {
        glm::vec4 const at = c.matrix * glm::vec4(ray * reach, 1);
        if (at.x > 0 && at.x < 1 && at.y > 0 && at.y < 1 && at.z > 0 && at.z < 1) {
          ++held;
          break;
        }
      }
    }
  ASSERT_GT(all, 20);
  EXPECT_EQ(held, all);
}

TEST(ShadowCascades, ThingsNearerToTheSunHaveGreaterDepth) {
  auto const eye = eye_at(388000, 4340000, 900, 0.3, -0.45);
  glm::vec3 const sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.21));
  auto const c = fit_cascades({eye, kSize, sun, 1024, 0, 100}).cascade[0];
  glm::vec3 const p(500, 1500, -900);
  glm::vec4 const low = c.matrix * glm::vec4(p, 1), high = c.matrix * glm::vec4(p + sun * 50.0f, 1);
  EXPECT_GT(high.z, low.z);
  EXPECT_NEAR(high.x, low.x, 1e-4);
  EXPECT_NEAR(high.y, low.y, 1e-4);
}
