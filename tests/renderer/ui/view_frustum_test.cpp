#include "renderer/ui/view_frustum.hpp"

#include <glm/gtc/matrix_transform.hpp>
#include <gtest/gtest.h>
#include <random>

namespace dalian::ui {
namespace {

/// Looks from `eye` to `target`, y down, depth reversed (1 near, 0 far), as the renderer's camera.
ViewFrustum look(glm::dvec3 eye, glm::dvec3 target, int width = 1280, int height = 720) {
  double const f = 1.0 / std::tan(glm::radians(20.0)), near = 1;
  glm::dmat4 projection(0);
  projection[0][0] = f * height / width;
  projection[1][1] = -f;
  projection[3][2] = near;
  projection[2][3] = -1;
  return {eye, projection * glm::lookAt(glm::dvec3(0), target - eye, glm::dvec3(0, 0, 1)), width, height};
}

TEST(ViewFrustum, CentreAndSides) {
  ViewFrustum const view = look({1000, 1000, 500}, {1000, 3000, 0});
  auto const centre = view.project({1000, 3000, 0});
  ASSERT_TRUE(centre);
  EXPECT_NEAR(centre->x, 640, 1e-3);
  EXPECT_NEAR(centre->y, 360, 1e-3);
  EXPECT_GT(view.project({1100, 3000, 0})->x, 640);   // east is right when looking north
  EXPECT_LT(view.project({1000, 3000, 100})->y, 360); // up is up
  EXPECT_FALSE(view.project({1000, -3000, 0}));       // behind
}

TEST(ViewFrustum, RayAndProjectionAreInverse) {
  ViewFrustum const view = look({400e3, 4.3e6, 800}, {402e3, 4.305e6, 0});
  std::mt19937 random(5);
  std::uniform_real_distribution<double> x(0, 1280), y(400, 720);
  for (int i = 0; i < 200; ++i) {
    double const px = x(random), py = y(random);
    auto const ground = view.on_plane(px, py);
    ASSERT_TRUE(ground);
    EXPECT_NEAR(ground->z, 0, 1e-6);
    auto const back = view.project(*ground);
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->x, px, 1e-2);
    EXPECT_NEAR(back->y, py, 1e-2);
  }
  EXPECT_FALSE(look({0, 0, 100}, {0, 100, 200}).on_plane(640, 100)); // the sky
}

TEST(ViewFrustum, AHillHidesWhatStandsBehindIt) {
  view::Terrain terrain;
  terrain.window = {
      "window", {0, 0}, 100, 101, 101, std::vector<float>(101 * 101, 0), std::vector<std::uint8_t>(101 * 101, 0)};
  for (std::size_t column = 0; column < 101; ++column)
    terrain.window.height_m[50 * 101 + column] = 300; // a ridge along north = 5000
  glm::dvec3 const eye{5000, 1000, 100};
  EXPECT_TRUE(hidden_by_terrain(terrain, eye, {5000, 8000, 0}));
  EXPECT_FALSE(hidden_by_terrain(terrain, eye, {5000, 4000, 0}));
  EXPECT_FALSE(hidden_by_terrain(terrain, {5000, 1000, 900}, {5000, 8000, 0}));
}

TEST(ViewFrustum, AnEyeInTheStreetSeesNoFartherThanTheHouses) {
  view::Terrain terrain;
  terrain.window = {
      "window", {0, 0}, 100, 101, 101, std::vector<float>(101 * 101, 3), std::vector<std::uint8_t>(101 * 101, 0)};
  glm::dvec3 const street{5000, 1000, 8};
  EXPECT_FALSE(hidden_by_terrain(terrain, street, {5000, 1400, 3}));
  EXPECT_TRUE(hidden_by_terrain(terrain, street, {5000, 2000, 3}));
  EXPECT_FALSE(hidden_by_terrain(terrain, {5000, 1000, 60}, {5000, 9000, 3}));
}

} // namespace
} // namespace dalian::ui
