#include "tools/bake/models/loft.hpp"
#include "tools/bake/models/occlusion.hpp"
#include "tools/bake/models/solids.hpp"
#include "tools/bake/models/structures.hpp"

#include <cmath>
#include <numbers>

#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <gtest/gtest.h>

namespace dalian::bake {
namespace {

/// By the divergence theorem: right only for a closed shape whose faces all look outward.
double volume(Shape const& shape) {
  double sum = 0;
  for (Face const& f : shape) {
    sum += glm::dot(glm::dvec3(f.corners[0].position),
                    glm::cross(glm::dvec3(f.corners[1].position), glm::dvec3(f.corners[2].position))) /
           6;
  }
  return sum;
}

template <class F>
Shape built(F const& add, glm::mat4 const& placement = glm::translate(glm::mat4(1), glm::vec3(7, -3, 11))) {
  Shape shape;
  Builder out(shape, placement);
  add(out);
  return shape;
}

constexpr double kPi = std::numbers::pi;

TEST(Solids, ALoftIsClosedAndTakesTheSpaceOfItsSections) {
  LoftSpec ellipses{.sections = {{0, 2, 0, 4}, {1, 2, 0, 4}, {3, 2, 0, 4}}, .round = 2, .sides = 64};
  EXPECT_NEAR(volume(built([&](Builder& o) { add_loft(o, ellipses); })), kPi * 1 * 2 * 3,
              0.02 * 6 * kPi); // π a b length
  LoftSpec boxy{.sections = {{0, 2, 0, 4}, {3, 2, 0, 4}}, .round = 40, .sides = 64};
  EXPECT_NEAR(volume(built([&](Builder& o) { add_loft(o, boxy); })), 2 * 4 * 3, 0.05 * 24);
}

TEST(Solids, AreClosedAndLookOutward) {
  EXPECT_NEAR(volume(built([](Builder& o) { add_box(o, {.size = {2, 3, 4}, .foot = 1, .bottom = true}); })), 24, 1e-3);
  EXPECT_NEAR(volume(built([](Builder& o) {
                add_box(o, {.size = {2, 2, 3}, .taper = {0, 0}, .bottom = true});
              })),
              4, 1e-3)
      << "a pyramid";
  EXPECT_NEAR(volume(built([](Builder& o) { add_bar(o, {{0, 0, 0}, {3, 4, 0}, 0.5F, 0.2F}); })), 0.5, 1e-3);
  EXPECT_NEAR(volume(built([](Builder& o) {
                add_pipe(o, {.points = {{0, 0, 0}, {0, 0, 2}}, .radius = 1, .sides = 4, .caps = true});
              })),
              4, 1e-3);
  EXPECT_NEAR(volume(built([](Builder& o) {
                add_lathe(o, {.profile = {{0, 0}, {2, 0}, {2, 5}, {0, 5}}, .sides = 64});
              })),
              kPi * 20, 0.2);
}

TEST(Solids, PrismsOfEveryAxisAndWinding) {
  std::vector<glm::vec2> const saw{{0, 0}, {4, 0}, {4, 2}, {2, 0.5F}, {0, 2}}; // concave, 5 m²
  std::vector<glm::vec2> const backwards(saw.rbegin(), saw.rend());
  for (Axis axis : {Axis::x, Axis::y, Axis::z}) {
    for (auto const& profile : {saw, backwards}) {
      Shape const shape = built([&](Builder& o) { add_prism(o, {.profile = profile, .axis = axis, .length = 3}); });
      // upright prisms stand on the ground and have no underside; seen from z = 0 it adds nothing to the volume
      Shape const at_zero =
          built([&](Builder& o) { add_prism(o, {.profile = profile, .axis = axis, .length = 3}); }, glm::mat4(1));
      EXPECT_NEAR(volume(axis == Axis::z ? at_zero : shape), 15, 1e-3) << static_cast<int>(axis);
    }
  }
}

TEST(Solids, AMirrorKeepsFacesOutward) {
  glm::mat4 const mirror = glm::scale(glm::mat4(1), glm::vec3(-1, 1, 1));
  Shape const shape = built(
      [](Builder& o) {
        add_box(o, {.size = {2, 3, 4}, .lean = {1, 0}, .bottom = true});
      },
      mirror);
  EXPECT_NEAR(volume(shape), 24, 1e-3);
  for (Face const& face : shape)
    EXPECT_GT(glm::dot(face_normal(face), face.corners[0].normal), 0.99F);
}

TEST(Solids, ContainersReachTheirTiersAndStayInTheirRows) {
  ContainersSpec const spec{.bays = 4, .rows = 6, .tiers = 5, .fewest = 2, .seed = 9, .paints = {1, 2, 3}, .floor = 0};
  for (int level = 0; level < 4; ++level) {
    Box const box = bounding_box(built([&](Builder& o) { add_containers(o, spec, level); }, glm::mat4(1)));
    EXPECT_NEAR(box.size().x, 6 * 2.5, 0.1) << level;
    EXPECT_NEAR(box.size().y, 4 * 12.89, 0.8) << level;
    EXPECT_LE(box.max.z, 5 * 2.59F + 0.01F) << level;
    if (level == 0) {
      EXPECT_FLOAT_EQ(box.max.z, 5 * 2.59F);
    }
  }
}

TEST(Occlusion, FootAndCornerAreDarkerThanTheRoof) {
  Shape shape = built(
      [](Builder& o) {
        add_box(o, {.size = {20, 20, 10}, .foot = 1});
        Builder& wing = o;
        add_box(wing, {.size = {40, 4, 3}});
      },
      glm::mat4(1));
  bake_occlusion(shape);
  float roof = 0, foot = 1;
  for (Face const& face : shape) {
    for (Corner const& c : face.corners) {
      ASSERT_GE(c.openness, 0.3F);
      ASSERT_LE(c.openness, 1.0F);
      if (c.position.z > 9.9F && c.normal.z > 0.9F) roof = std::max(roof, c.openness);
      if (c.position.z < 0.1F && std::abs(c.normal.z) < 0.1F) foot = std::min(foot, c.openness);
    }
  }
  EXPECT_GT(roof, 0.95F);
  EXPECT_LT(foot, 0.75F);
}

} // namespace
} // namespace dalian::bake
