#include "renderer/app/camera_control.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::viewer {
namespace {

constexpr double kFrame_s = 1.0 / 30;
constexpr int kHeight_px = 900;

/// 40 × 40 km of sea with a ridge of 600 m through its middle.
std::shared_ptr<view::Terrain> ridge(MapPoint middle) {
  auto terrain = std::make_shared<view::Terrain>();
  constexpr std::uint32_t kSide = 201;
  terrain->window = {"window", {middle.east_m - 20e3, middle.north_m - 20e3}, 200, kSide, kSide, {}, {}};
  for (std::uint32_t row = 0; row < kSide; ++row)
    for (std::uint32_t column = 0; column < kSide; ++column)
      terrain->window.height_m.push_back(row > 95 && row < 105 ? 600.0F : -5.0F);
  terrain->window.cover.assign(kSide * kSide, 0);
  return terrain;
}

Gaze start_gaze() {
  return find_view("njip")->gaze();
}

void settle(CameraControl& camera) {
  for (int i = 0; i < 200; ++i)
    camera.update({}, kFrame_s, kHeight_px);
}

TEST(Views, AreNamedOnceAndLookDown) {
  EXPECT_EQ(named_views().size(), 6U);
  for (NamedView const& view : named_views()) {
    EXPECT_EQ(find_view(view.name), &view);
    EXPECT_GE(view.down_deg, 20); // LOOK: 20–45° down, field 30–45°
    EXPECT_LE(view.down_deg, 45);
    EXPECT_GE(view.field_deg, 30);
    EXPECT_LE(view.field_deg, 45);
    passes::Eye const eye = eye_of(view.gaze());
    EXPECT_NEAR(std::hypot(eye.position.x - view.gaze().target.east_m, eye.position.y - view.gaze().target.north_m,
                           eye.position.z),
                view.distance_m, 1);
  }
  EXPECT_EQ(find_view("nowhere"), nullptr);
  EXPECT_EQ(view_names(), "overview, njip, songmudao, xizhongdao, huayuankou, port");
}

TEST(CameraControl, StandsStillWithoutInput) {
  CameraControl camera(ridge(start_gaze().target), start_gaze());
  passes::Eye const before = camera.eye();
  settle(camera);
  EXPECT_EQ(camera.eye(), before);
  EXPECT_FALSE(camera.moving());
}

TEST(CameraControl, ZoomGoesNearerAndBack) {
  CameraControl camera(ridge(start_gaze().target), start_gaze());
  double const before = camera.gaze().distance_m;
  camera.update({.zoom_steps = 3}, kFrame_s, kHeight_px);
  EXPECT_TRUE(camera.moving());
  settle(camera);
  EXPECT_LT(camera.gaze().distance_m, before * 0.7);
  camera.update({.zoom_steps = -3}, kFrame_s, kHeight_px);
  settle(camera);
  EXPECT_NEAR(camera.gaze().distance_m, before, before * 1e-3);
}

TEST(CameraControl, PanMovesTheGroundWithThePointer) {
  Gaze gaze = start_gaze();
  gaze.heading_rad = 0;
  CameraControl camera(ridge({gaze.target.east_m, gaze.target.north_m + 19e3}), gaze);
  camera.update({.pan_x_px = 100}, kFrame_s, kHeight_px); // the ground goes right, so the camera goes west
  settle(camera);
  EXPECT_LT(camera.gaze().target.east_m, gaze.target.east_m - 100);
  EXPECT_NEAR(camera.gaze().target.north_m, gaze.target.north_m, 1);
}

TEST(CameraControl, AFlightArrivesInFourToEightSecondsWithoutAJerk) {
  CameraControl camera(ridge(start_gaze().target), start_gaze());
  Gaze const goal = find_view("port")->gaze();
  camera.fly_to(goal);
  double seconds = 0, fastest = 0;
  double last = camera.gaze().heading_rad;
  for (; camera.flying() && seconds < 20; seconds += kFrame_s) {
    camera.update({}, kFrame_s, kHeight_px);
    fastest = std::max(fastest, std::abs(camera.gaze().heading_rad - last));
    last = camera.gaze().heading_rad;
  }
  EXPECT_GE(seconds, 3.9);
  EXPECT_LE(seconds, 8.1);
  EXPECT_LT(fastest, 0.05); // radians per frame
  settle(camera);
  EXPECT_NEAR(camera.gaze().target.east_m, goal.target.east_m, 1);
  EXPECT_NEAR(camera.gaze().distance_m, goal.distance_m, 1);
}

TEST(CameraControl, InputEndsAFlightWhereItIs) {
  CameraControl camera(ridge(start_gaze().target), start_gaze());
  camera.fly_to(find_view("huayuankou")->gaze());
  for (int i = 0; i < 60; ++i)
    camera.update({}, kFrame_s, kHeight_px);
  camera.update({.turn = 1}, kFrame_s, kHeight_px);
  EXPECT_FALSE(camera.flying());
  Gaze const there = camera.gaze();
  settle(camera);
  EXPECT_LT(distance_m(camera.gaze().target, there.target), 50);
}

TEST(CameraControl, NeverGoesUnderground) {
  unsigned const seed = 99;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> any(-1, 1);
  auto const terrain = ridge(start_gaze().target);
  CameraControl camera(terrain, start_gaze());
  for (int i = 0; i < 4000; ++i) {
    camera.update({.orbit_x_px = 30 * any(random),
                   .orbit_y_px = -20 * std::abs(any(random)),
                   .zoom_steps = 0.5 * any(random) + 0.1,
                   .ahead = any(random),
                   .aside = any(random)},
                  kFrame_s, kHeight_px);
    auto const p = camera.eye().position;
    ASSERT_GE(p.z, terrain->height_at({p.x, p.y}) + 3.9) << "seed " << seed << ", step " << i;
    ASSERT_GE(p.z, 3.9);
  }
}

} // namespace
} // namespace dalian::viewer
