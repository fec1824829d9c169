#include "renderer/passes/shadow_cache.hpp"

#include <random>

#include <gtest/gtest.h>

using namespace dalian::passes;

namespace {

constexpr glm::uvec2 kSize{1280, 720};
constexpr std::uint32_t kMap_px = 1536;

Eye eye() {
  Eye e;
  e.position = {388000, 4340000, 500};
  e.heading_rad = 0.3;
  e.pitch_rad = -0.4;
  return e;
}

glm::vec3 afternoon() {
  return glm::normalize(glm::vec3(-0.93, -0.28, 0.21));
}

ShadowPlan look(ShadowCache& cache, Eye const& e, glm::vec3 sun = afternoon()) {
  return cache.moving({e, kSize, sun, kMap_px, 0, 120});
}

int redrawn(ShadowPlan const& plan) {
  return plan.work.still[0] + plan.work.still[1];
}

} // namespace

TEST(ShadowCache, DrawsOnceAndThenOnlyWhatMoves) {
  ShadowCache cache;
  EXPECT_EQ(redrawn(look(cache, eye())), 2);
  auto const second = look(cache, eye());
  EXPECT_EQ(redrawn(second), 0);
  EXPECT_TRUE(second.work.moving);
}

TEST(ShadowCache, DrawsAnewWhenTheSunHasMoved) {
  ShadowCache cache;
  look(cache, eye());
  glm::vec3 const later = glm::normalize(afternoon() + glm::vec3(0, 0, -0.002F)); // half a minute
  EXPECT_EQ(redrawn(look(cache, eye(), later)), 2);
}

TEST(ShadowCache, AStillPictureFitsTightlyAndHoldsForItsSubFrames) {
  ShadowCache cache;
  look(cache, eye());
  auto const first = cache.still({eye(), kSize, afternoon(), kMap_px, 0, 120});
  auto const tight = fit_cascades({eye(), kSize, afternoon(), kMap_px, 0, 120});
  EXPECT_EQ(first.cascades.cascade[0].matrix, tight.cascade[0].matrix);
  EXPECT_EQ(redrawn(first), 2);
  EXPECT_EQ(cache.held().cascades.cascade[1].matrix, tight.cascade[1].matrix);
  EXPECT_EQ(redrawn(cache.held()), 0);
  EXPECT_FALSE(cache.held().work.moving);
  EXPECT_EQ(redrawn(look(cache, eye())), 2) << "its tight maps are not kept";
}

// A walk at random: whatever is kept always holds what the eye needs, and seldom has to be drawn.
TEST(ShadowCache, AlwaysHoldsWhatTheEyeNeeds) {
  unsigned const seed = 20261123;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> step(0, 1);
  ShadowCache cache;
  Eye e = eye();
  int drawn = 0;
  constexpr int kFrames = 600;
  for (int frame = 0; frame < kFrames; ++frame) {
    e.position += glm::dvec3(8 + 4 * step(random), 3 * step(random), step(random));
    e.heading_rad += 0.004 * step(random);
    auto const plan = look(cache, e);
    drawn += redrawn(plan);
    auto const needed = fit_cascades({e, kSize, afternoon(), kMap_px, 0, 120});
    for (std::size_t i = 0; i < needed.cascade.size(); ++i)
      ASSERT_TRUE(covers(plan.cascades.cascade[i], needed.cascade[i])) << "frame " << frame << ", map " << i;
  }
  EXPECT_LT(drawn, kFrames / 4);
  EXPECT_GT(drawn, 4) << "an eye that has left its maps needs new ones";
}

// The world does not move with the eye: a point keeps its texel while a map is kept.
TEST(ShadowCache, ShadowsStandStillWhileTheEyeMoves) {
  ShadowCache cache;
  Eye e = eye();
  glm::dvec3 const tower = e.position + glm::dvec3(500, 1500, -450);
  auto const texel = [&] {
    return look(cache, e).cascades.cascade[0].matrix * glm::vec4(glm::vec3(tower - e.position), 1);
  };
  auto const before = texel();
  e.position += glm::dvec3(12, 7, 1);
  auto const after = texel();
  EXPECT_NEAR(before.x, after.x, 1e-5);
  EXPECT_NEAR(before.y, after.y, 1e-5);
  EXPECT_NEAR(before.z, after.z, 1e-5);
}
