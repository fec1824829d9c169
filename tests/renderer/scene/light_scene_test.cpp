// Small lights of the city, found in what is there.
#include "renderer/scene/light_scene.hpp"
#include "renderer/scene/mover_scene.hpp"
#include "renderer/scene/street_lamps.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::scene;

namespace {

MeshPack models() {
  auto pack = load_models(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "models");
  EXPECT_TRUE(pack) << pack.error();
  return std::move(pack).value();
}

view::Placement standing(char const* model) {
  view::Placement p;
  p.id = std::string("test/") + model;
  p.model = model;
  return p;
}

view::City with(std::initializer_list<char const*> names) {
  view::City city;
  for (char const* name : names)
    city.placements.push_back(standing(name));
  return city;
}

} // namespace

TEST(LightScene, ATurbineFlashesRedAndAParkedCarIsDark) {
  auto const pack = models();
  auto const turbine = make_lights(with({"wind_turbine"}), pack, {});
  ASSERT_EQ(turbine.lamps.points.size(), 1U);
  EXPECT_EQ(turbine.lamps.points[0].color & 0xffffffU, kRed);
  EXPECT_GT(turbine.lamps.points[0].position_mm.z, 115'000);
  EXPECT_TRUE(make_lights(with({"car"}), pack, {}).lamps.points.empty());
  EXPECT_TRUE(make_lights(with({"car_row"}), pack, {}).lamps.points.empty()) << "a row of them stands across";
  EXPECT_TRUE(make_lights(with({"tree_pine"}), pack, {}).lamps.points.empty()) << "must not shine";
}

TEST(LightScene, AFlareBurnsAndSmokes) {
  auto const scene = make_lights(with({"flare"}), models(), {});
  int flames = 0, puffs = 0;
  for (LightPoint const& p : scene.fires.points) {
    flames += p.color >> 24U == SPRITE_FLAME;
    puffs += p.color >> 24U == SPRITE_SMOKE;
  }
  EXPECT_EQ(flames, 1);
  EXPECT_GT(puffs, 8);
}

TEST(LightScene, CellsHoldAllTheirLightsOnce) {
  view::City city;
  view::Route road;
  road.width_m = 20;
  for (int i = 0; i <= 100; ++i) {
    road.line.push_back({i * 50.0, i * 30.0});
    road.height_m.push_back(4);
  }
  city.routes.push_back(road);
  auto const scene = make_lights(city, models(), {});
  double const length = 100 * std::hypot(50.0, 30.0);
  EXPECT_NEAR(static_cast<double>(scene.lamps.points.size()), length / kLampStep_m * 2, 2);
  std::uint32_t next = 0;
  for (LightCell const& c : scene.lamps.cells) {
    EXPECT_EQ(c.first, next);
    next += c.count;
    for (std::uint32_t i = c.first; i < next; ++i) {
      glm::vec3 const at = glm::vec3(scene.lamps.points[i].position_mm) * 1e-3F;
      EXPECT_TRUE(at.x >= c.min_m.x && at.x <= c.max_m.x && at.y >= c.min_m.y && at.y <= c.max_m.y);
    }
  }
  EXPECT_EQ(next, scene.lamps.points.size());
}

TEST(LightScene, OnlyRoadsWithPostsHaveLamps) {
  auto const pack = models();
  auto const lamps = [&](view::RouteClass kind, double width_m, bool closed) {
    view::City city;
    view::Route street;
    street.kind = kind;
    street.width_m = width_m;
    street.line = {{0, 0}, {400, 0}, {400, 400}, {0, 400}};
    if (closed) street.line.push_back({0, 0});
    street.height_m.assign(street.line.size(), 4);
    city.routes.push_back(street);
    return make_lights(city, pack, {}).lamps.points.size();
  };
  using enum view::RouteClass;
  EXPECT_EQ(lamps(street, 7, false), 0U) << "a works' own road";
  EXPECT_EQ(lamps(street, 3.2, false), 0U) << "a path";
  EXPECT_EQ(lamps(street, 12, true), 0U) << "a test track";
  EXPECT_GT(lamps(street, 8, false), 60U);
  EXPECT_GT(lamps(road, 7, false), 60U);
}

TEST(LightScene, OfManyObstructionsTheHighestOfAGroupBurns) {
  view::City city;
  for (int i = 0; i < 100; ++i) { // 20 m apart: a works of columns
    view::Placement p = standing("chimney");
    p.id += std::to_string(i);
    p.position = {1000 + 20.0 * (i % 10), 1000 + 20.0 * (i / 10)};
    p.height_m = static_cast<float>(i == 57 ? 9 : 4);
    city.placements.push_back(p);
  }
  auto const pack = models();
  auto const lights = make_lights(city, pack, {}).lamps.points;
  EXPECT_GE(lights.size(), 1U);
  EXPECT_LE(lights.size(), 4U) << "no carpet of red";
  auto const height = [](LightPoint const& p) { return p.position_mm.z; };
  view::City lone;
  lone.placements = {city.placements[57]};
  EXPECT_EQ(std::ranges::max(lights, {}, height).position_mm,
            make_lights(lone, pack, {}).lamps.points.at(0).position_mm)
      << "the highest is among them";
}

TEST(LightScene, AMovingCarHasHeadlightsAheadAndRedAstern) {
  auto const pack = models();
  auto const shapes = MoverModels::find(pack);
  ASSERT_TRUE(shapes);
  auto const lamps = make_mover_lamps(pack, shapes->all());
  view::Mover car;
  car.handle = 7;
  car.shape = view::Shape::car;
  car.velocity_north_mps = 12;
  std::vector<MoverInstance> instances;
  std::vector<LightPoint> lights;
  make_mover_instances({car}, car.t0, *shapes, pack, {}, instances);
  make_mover_lights({car}, instances, lamps, lights);
  int white_ahead = 0, red_astern = 0, red_ahead = 0;
  for (LightPoint const& l : lights) {
    bool const red = (l.color & 0xffffffU) == kRed;
    white_ahead += !red && sector_share(l, 0) > 0.5F;
    red_astern += red && sector_share(l, std::numbers::pi_v<float>) > 0.5F;
    red_ahead += red && sector_share(l, 0) > 0.5F;
  }
  EXPECT_GE(white_ahead, 2);
  EXPECT_GE(red_astern, 2);
  EXPECT_EQ(red_ahead, 0);
  car.velocity_north_mps = 0;
  make_mover_instances({car}, car.t0, *shapes, pack, {}, instances);
  make_mover_lights({car}, instances, lamps, lights);
  EXPECT_TRUE(lights.empty()) << "parked";
}

TEST(LightPoint, ARhythmIsOfTheClockAlone) {
  Lamp lamp;
  lamp.rhythm = {3, 0.5F, 0};
  auto const light = standing_light(lamp, {}, 0);
  EXPECT_EQ(rhythm_share(light, 0.2F), 1);
  EXPECT_EQ(rhythm_share(light, 2.2F), 0);
  EXPECT_EQ(rhythm_share(light, 3.2F), 1);
  EXPECT_EQ(rhythm_share(standing_light({}, {}, 0), 2.2F), 1) << "steady";
}
