#include "renderer/scene/mover_scene.hpp"

#include <cmath>
#include <cstdlib>

#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

using namespace std::chrono_literals;

MeshPack all_models() {
  auto pack = load_models(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models");
  EXPECT_TRUE(pack) << pack.error();
  return std::move(*pack);
}

TEST(CarryOn, StraightIsVelocityTimesTime) {
  view::Mover m;
  m.position = {1000, 2000};
  m.velocity_east_mps = 3;
  m.velocity_north_mps = -4;
  m.until = m.t0 + 60s;
  auto const there = carry_on(m, m.t0 + 10s);
  EXPECT_NEAR(there.position.x, 1030, 1e-9);
  EXPECT_NEAR(there.position.y, 1960, 1e-9);
}

// Against ten thousand small steps of the same motion.
TEST(CarryOn, TurnFollowsTheCircle) {
  for (double rate : {0.05, -0.2, 1e-5, 0.0}) {
    glm::dvec2 p{0}, v{4, 9};
    int const steps = 10000;
    double const dt = 12.0 / steps;
    for (int i = 0; i < steps; ++i) {
      double const a = rate * dt;
      glm::dvec2 const half{v.x * std::cos(a / 2) + v.y * std::sin(a / 2),
                            v.y * std::cos(a / 2) - v.x * std::sin(a / 2)};
      p += half * dt;
      v = {v.x * std::cos(a) + v.y * std::sin(a), v.y * std::cos(a) - v.x * std::sin(a)};
    }
    EXPECT_LT(glm::length(carried_offset({4, 9}, rate, 12) - p), 1e-4) << rate;
  }
}

TEST(CarryOn, StandsOnceStale) {
  view::Mover m;
  m.velocity_east_mps = 10;
  m.turn_rate_rps = 0.1F;
  m.until = m.t0 + 5s;
  EXPECT_EQ(carry_on(m, m.t0 + 5s).position, carry_on(m, m.t0 + 500s).position);
  EXPECT_NEAR(carry_on(m, m.t0 + 500s).heading_rad, 0.5, 1e-6);
  EXPECT_EQ(carry_on(m, m.t0 - 3s).position, carry_on(m, m.t0).position) << "never backwards";
}

TEST(MoverScene, ScalesModelsToRealSize) {
  auto const models = all_models();
  auto const shapes = MoverModels::find(models);
  ASSERT_TRUE(shapes) << shapes.error();
  view::Mover ship;
  ship.handle = 77;
  ship.shape = view::Shape::tanker;
  ship.position = {400e3, 4.34e6};
  ship.length_m = 183;
  ship.width_m = 32;
  ship.t0 = from_unix_ns(1'800'000'000'500'000'000);
  ship.until = ship.t0 + 20s;
  std::vector<MoverInstance> out;
  make_mover_instances({ship}, from_unix_ns(1'800'000'000'000'000'000), *shapes, models, {390e3, 4.3e6}, out);
  ASSERT_EQ(out.size(), 1U);
  MeshRecord const& mesh = models.records()[out[0].mesh_state & 0xffffU];
  EXPECT_NEAR(mesh.box_size.y * out[0].scale.y, 183, 0.1);
  EXPECT_NEAR(mesh.box_size.x * out[0].scale.x, 32, 0.1);
  EXPECT_FLOAT_EQ(out[0].t0_s, 0.5F);
  EXPECT_FLOAT_EQ(out[0].until_s, 20.5F);
  EXPECT_EQ(out[0].entity, 77U);
  EXPECT_EQ(out[0].position_mm, glm::ivec3(10'000'000, 40'000'000, 0));
}

TEST(MoverScene, StaleIsGreyAndMarked) {
  auto const models = all_models();
  auto const shapes = MoverModels::find(models);
  ASSERT_TRUE(shapes);
  view::Mover car;
  car.shape = view::Shape::car;
  car.freshness = view::Freshness::stale;
  std::vector<MoverInstance> out;
  make_mover_instances({car}, {}, *shapes, models, {}, out);
  EXPECT_TRUE(out[0].mesh_state & MOVER_STALE);
  std::uint32_t const tint = out[0].tint;
  EXPECT_EQ(tint & 0xffU, tint >> 8U & 0xffU) << "no colour";
}

} // namespace
} // namespace dalian::scene
