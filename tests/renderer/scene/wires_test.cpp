#include "renderer/scene/wires.hpp"

#include "renderer/scene/fixed_point.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

view::City one_line(std::vector<MapPoint> const& towers, std::vector<float> const& tower_m) {
  layout::System line;
  line.id = "grid/line/test";
  line.kind = layout::SystemClass::power_line;
  line.line = towers;
  line.height_m.assign(towers.size(), 10);
  line.tower_m = tower_m;
  view::City city;
  city.systems.push_back(line);
  return city;
}

TEST(Wires, SagAsTheParabolaOfTheLineBooks) {
  // 350 m, 13.2 N/m, 26 kN: 7.77 m by w·L² / (8·H), worked by hand.
  EXPECT_NEAR(sag_m(350, false), 7.774, 0.001);
  EXPECT_NEAR(sag_m(700, false), 4 * sag_m(350, false), 1e-9);
  EXPECT_NEAR(sag_m(700, true), sag_m(700, false) / 3, 1e-9);
}

TEST(Wires, HangFromTowerToTowerAndLowestInTheMiddle) {
  WireScene const scene = make_wires(one_line({{0, 0}, {0, 340}, {0, 680}}, {45, 45, 45}), {0, 0});
  ASSERT_EQ(scene.chunks.size(), 2U);
  auto const height = [&](std::size_t i) { return scene.points[i].position_mm.z * 1e-3; };
  std::size_t const per_wire = scene.chunks[0].count / std::size(kWireHooks);
  for (std::size_t w = 0; w < std::size(kWireHooks); ++w) {
    std::size_t const first = w * per_wire, middle = first + per_wire / 2, last = first + per_wire - 1;
    EXPECT_NEAR(height(first), 10 + kWireHooks[w].tower_m, 0.01);
    EXPECT_NEAR(height(last), height(first), 0.01);
    EXPECT_NEAR(height(first) - height(middle), sag_m(340, false), 0.01);
    EXPECT_GT(height(middle), 10 + 7) << "clear of what drives below it";
    EXPECT_EQ(scene.points[last].radius_m, 0) << "a wire ends";
    EXPECT_NEAR(scene.points[first].position_mm.x * 1e-3, kWireHooks[w].right_m, 0.01);
  }
}

TEST(Wires, GoLowOntoTheGantryOfASubstation) {
  WireScene const scene = make_wires(one_line({{0, 0}, {0, 120}}, {0, 45}), {0, 0});
  ASSERT_EQ(scene.chunks.size(), 1U);
  EXPECT_NEAR(scene.points[0].position_mm.z * 1e-3, 10 + kWireHooks[0].gantry_m, 0.01);
  EXPECT_GT(scene.chunks[0].min_m.z, 10);
}

TEST(Wires, OnlyPowerLinesHaveThem) {
  view::City city = one_line({{0, 0}, {0, 340}}, {});
  city.systems[0].kind = layout::SystemClass::pipeline;
  EXPECT_TRUE(make_wires(city, {0, 0}).points.empty());
}

} // namespace
} // namespace dalian::scene
