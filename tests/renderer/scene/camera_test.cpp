#include "renderer/scene/camera.hpp"
#include "renderer/scene/fixed_point.hpp"

#include <random>

#define GLM_FORCE_DEPTH_ZERO_TO_ONE
#include <glm/gtc/matrix_transform.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

view::Terrain flat_terrain(float height) {
  view::Terrain terrain;
  terrain.window.origin = {0, 0};
  terrain.window.spacing_m = 1000;
  terrain.window.columns = terrain.window.rows = 2;
  terrain.window.height_m.assign(4, height);
  terrain.window.cover.assign(4, 0);
  return terrain;
}

// The picture's x and y come from glm's lookAt and perspective, which are written independently; depth is ours
// (reversed, infinite).
TEST(Camera, ProjectsAsGlmDoes) {
  std::mt19937 random(20260926);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (int i = 0; i < 200; ++i) {
    Camera const c{
        {unit(random) * 1e5, unit(random) * 1e5, 500 + unit(random) * 400}, unit(random) * 3, unit(random) * 1.4, 0.7};
    CameraAxes const a = axes_of(c);
    glm::dmat4 const reference = glm::perspective(c.vertical_field_rad, 16.0 / 9, 1.0, 1e6) *
                                 glm::lookAt(glm::dvec3(0), a.forward, glm::dvec3(0, 0, 1));
    glm::dvec3 const p = a.forward * 900.0 + a.right * (unit(random) * 300) + a.up * (unit(random) * 200);
    glm::dvec4 const ours = view_projection(c, 16.0 / 9) * glm::dvec4(p, 1), theirs = reference * glm::dvec4(p, 1);
    EXPECT_NEAR(ours.x / ours.w, theirs.x / theirs.w, 1e-9);
    EXPECT_NEAR(ours.y / ours.w, -theirs.y / theirs.w, 1e-9);
    EXPECT_NEAR(ours.z / ours.w, kNearPlane_m / 900.0, 1e-9);
    glm::dvec3 const ray = ray_through(c, 16.0 / 9, ours.x / ours.w, ours.y / ours.w);
    EXPECT_NEAR(glm::length(ray - glm::normalize(p)), 0, 1e-9);
  }
}

TEST(Camera, LooksWhereItIsPointed) {
  Camera const c = looking_at({1000, 2000, 30}, 500, 0.5, -0.6, 0.6);
  glm::dvec3 const to_target = glm::normalize(glm::dvec3(1000, 2000, 30) - c.position);
  EXPECT_NEAR(glm::dot(axes_of(c).forward, to_target), 1, 1e-12);
  EXPECT_NEAR(axes_of(c).right.x, std::cos(0.5), 1e-12) << "heading turns clockwise from north";
}

TEST(Camera, OrbitKeepsTheTargetInPlace) {
  glm::dvec3 const target{100, -50, 10};
  Camera c = looking_at(target, 800, 0.3, -0.5, 0.6);
  for (int i = 0; i < 50; ++i)
    c = orbited(c, target, 0.2, 0.03 * (i % 3 - 1));
  EXPECT_NEAR(glm::length(target - c.position), 800, 1e-6);
  EXPECT_NEAR(glm::dot(axes_of(c).forward, glm::normalize(target - c.position)), 1, 1e-9);
  EXPECT_NEAR(orbited(c, target, 0, 9).pitch_rad, -2 * 3.14159265 / 180, 1e-6) << "never below the horizon";
}

TEST(Camera, PanMovesTheGroundUnderTheCursor) {
  auto const terrain = flat_terrain(0);
  Camera const c = looking_at({500, 500, 0}, 400, 0.4, -0.7, 0.6);
  auto const from = ground_hit(c, ray_through(c, 1.5, 0.2, 0.3), terrain),
             to = ground_hit(c, ray_through(c, 1.5, -0.1, 0.1), terrain);
  ASSERT_TRUE(from && to);
  Camera const moved = panned(c, *from, *to);
  auto const now = ground_hit(moved, ray_through(moved, 1.5, -0.1, 0.1), terrain);
  ASSERT_TRUE(now);
  EXPECT_LT(glm::length(*now - *from), 0.5);
}

TEST(Camera, StaysAboveGroundAndSea) {
  EXPECT_DOUBLE_EQ(above_ground(Camera{{10, 10, 5}, 0, 0, 0.6}, flat_terrain(90)).position.z, 90 + kLowestEye_m);
  EXPECT_DOUBLE_EQ(above_ground(Camera{{10, 10, -5}, 0, 0, 0.6}, flat_terrain(-30)).position.z, kLowestEye_m);
  EXPECT_FALSE(ground_hit(Camera{{10, 10, 5}, 0, 0.3, 0.6}, {0, 0.9, 0.3}, flat_terrain(0), 5000));
}

// A thing 1000 km from the origin and a camera beside it: what the GPU computes stays within a millimetre while the
// camera creeps on.
TEST(FixedPoint, HoldsAMillimetreAThousandKilometresOut) {
  MapPoint const origin{400e3, 4.2e6};
  std::mt19937 random(7);
  std::uniform_real_distribution<double> near(-80, 80);
  for (int i = 0; i < 1000; ++i) {
    glm::dvec3 const thing{origin.east_m + 1e6 + near(random), origin.north_m - 1e6 + near(random), near(random)};
    glm::dvec3 const eye = thing + glm::dvec3(near(random), near(random), near(random));
    glm::vec3 const relative = camera_relative(fixed_mm(thing, origin), fixed_point(eye, origin));
    EXPECT_LE(glm::length(glm::dvec3(relative) - (thing - eye)), 1e-3) << thing.x << ' ' << eye.x;
  }
}

} // namespace
} // namespace dalian::scene
