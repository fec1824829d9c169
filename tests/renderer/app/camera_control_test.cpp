#include "renderer/app/camera_control.hpp"

#include <glm/geometric.hpp>
#include <gtest/gtest.h>
#include <random>

namespace dalian::viewer {
namespace {

constexpr double kFrame_s = 1.0 / 30, kAspect = 16.0 / 9;
constexpr glm::dvec3 kTarget{385e3, 4350e3, 0};

/// 40 × 40 km of sea with a ridge of 600 m through its middle.
std::shared_ptr<view::Terrain> ridge() {
  auto terrain = std::make_shared<view::Terrain>();
  constexpr std::uint32_t kSide = 201;
  terrain->window = {"window", {kTarget.x - 20e3, kTarget.y - 20e3}, 200, kSide, kSide, {}, {}};
  for (std::uint32_t row = 0; row < kSide; ++row)
    for (std::uint32_t column = 0; column < kSide; ++column)
      terrain->window.height_m.push_back(row > 115 && row < 120 ? 600.0F : -5.0F);
  terrain->window.cover.assign(kSide * kSide, 0);
  return terrain;
}

scene::Camera start() {
  return scene::looking_at(kTarget, 5000, 0, -0.5, 0.63);
}

void settle(CameraControl& camera) {
  for (int i = 0; i < 200; ++i)
    camera.update({}, kFrame_s, kAspect);
}

TEST(CameraControl, StandsStillWithoutInput) {
  CameraControl camera(ridge(), start());
  settle(camera);
  EXPECT_EQ(camera.camera(), start());
  EXPECT_FALSE(camera.moving());
}

TEST(CameraControl, APathPutsItThereAtOnce) {
  CameraControl camera(ridge(), start());
  camera.fly_to(scene::looking_at(kTarget, 9000, 2, -0.4, 0.63)); // which it ends
  auto const there = scene::looking_at(kTarget, 3000, 1, -0.6, 0.63);
  camera.stand(there);
  camera.update({}, kFrame_s, kAspect);
  EXPECT_EQ(camera.camera(), there);
  EXPECT_TRUE(camera.moving()) << "the picture is another";
  camera.update({}, kFrame_s, kAspect);
  EXPECT_FALSE(camera.moving());
}

TEST(CameraControl, ZoomGoesNearerAndBack) {
  CameraControl camera(ridge(), start());
  camera.update({.zoom_steps = 3}, kFrame_s, kAspect);
  EXPECT_TRUE(camera.moving());
  settle(camera);
  EXPECT_LT(glm::length(camera.camera().position - kTarget), 5000 * 0.7);
  camera.update({.zoom_steps = -3}, kFrame_s, kAspect);
  settle(camera);
  EXPECT_NEAR(glm::length(camera.camera().position - kTarget), 5000, 5);
}

TEST(CameraControl, PanMovesTheGroundWithThePointer) {
  CameraControl camera(ridge(), start());
  PicturePoint const from{-0.2, 0.1}, to{0.1, 0.3};
  auto const seen = [&](PicturePoint p) {
    return *scene::ground_hit(camera.camera(), scene::ray_through(camera.camera(), kAspect, p.x, p.y), *ridge());
  };
  glm::dvec3 const held = seen(from);
  camera.update({.pointer = to, .pan_x = (to.x - from.x) / 2 * kAspect, .pan_y = (to.y - from.y) / 2}, kFrame_s,
                kAspect);
  settle(camera);
  EXPECT_NEAR(glm::length(seen(to) - held), 0, 2);
}

TEST(CameraControl, AFlightArrivesAndInputEndsOne) {
  CameraControl camera(ridge(), start());
  scene::Camera const goal = scene::looking_at(kTarget + glm::dvec3(9000, 3000, 0), 2000, 1.2, -0.4, 0.63);
  camera.fly_to(goal);
  double seconds = 0;
  for (; camera.flying() && seconds < 20; seconds += kFrame_s)
    camera.update({}, kFrame_s, kAspect);
  EXPECT_GE(seconds, 3.9);
  EXPECT_LE(seconds, 8.1);
  settle(camera);
  EXPECT_NEAR(glm::length(camera.camera().position - goal.position), 0, 0.1);
  EXPECT_FALSE(camera.moving());

  camera.fly_to(start());
  for (int i = 0; i < 60; ++i)
    camera.update({}, kFrame_s, kAspect);
  camera.update({.turn = 1}, kFrame_s, kAspect);
  EXPECT_FALSE(camera.flying());
  glm::dvec3 const there = camera.camera().position;
  settle(camera);
  EXPECT_LT(glm::length(camera.camera().position - there), 600);
}

TEST(CameraControl, NeverGoesUnderground) {
  unsigned const seed = 99;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> any(-1, 1);
  auto const terrain = ridge();
  CameraControl camera(terrain, start());
  for (int i = 0; i < 4000; ++i) {
    camera.update({.pointer = {any(random), any(random)},
                   .orbit_x = 0.05 * any(random),
                   .orbit_y = -0.04 * std::abs(any(random)),
                   .zoom_steps = 0.5 * any(random) + 0.1,
                   .ahead = any(random),
                   .aside = any(random)},
                  kFrame_s, kAspect);
    auto const p = camera.camera().position;
    ASSERT_GE(p.z, std::max(0.0F, terrain->height_at({p.x, p.y})) + 3.9) << "seed " << seed << ", step " << i;
  }
}

} // namespace
} // namespace dalian::viewer
