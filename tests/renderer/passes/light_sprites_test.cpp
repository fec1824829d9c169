// Small lights in the picture: seen in their sector, hidden by what stands before them, the same every time, absent by
// day.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/picture_renderer.hpp"

#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

using namespace std::chrono_literals;

constexpr MapPoint kOrigin{350e3, 4.35e6};
constexpr VkExtent2D kSize{256, 144};
constexpr double kMiddle_m = 5000;

std::filesystem::path assets(char const* folder) {
  return std::filesystem::path(std::getenv("DALIAN_ASSETS")) / folder;
}

std::shared_ptr<view::Terrain> flat() {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.name = "window";
  g.origin = kOrigin;
  g.spacing_m = 100;
  g.columns = g.rows = 101;
  g.height_m.assign(std::size_t{101} * 101, 5);
  g.cover.assign(std::size_t{101} * 101, static_cast<std::uint8_t>(view::Cover::lawn));
  return terrain;
}

view::Placement placed(char const* model, double east, double north) {
  view::Placement p;
  p.id = model;
  p.model = model;
  p.position = {kOrigin.east_m + east, kOrigin.north_m + north};
  p.height_m = 5;
  return p;
}

view::Mover northbound_ship() {
  view::Mover ship;
  ship.handle = 12;
  ship.shape = view::Shape::tanker;
  ship.position = {kOrigin.east_m + kMiddle_m, kOrigin.north_m + kMiddle_m};
  ship.up_m = 10;
  ship.velocity_north_mps = 6;
  ship.length_m = 333;
  ship.width_m = 60;
  ship.t0 = from_unix_ns(1'800'000'000'000'000'000);
  ship.until = ship.t0 + 60s;
  return ship;
}

/// An eye `distance_m` away on a bearing from the middle, looking at it.
PictureInput night(double bearing_rad, double distance_m, double height_m = 70) {
  PictureInput in;
  in.eye = {{kOrigin.east_m + kMiddle_m + std::sin(bearing_rad) * distance_m,
             kOrigin.north_m + kMiddle_m + std::cos(bearing_rad) * distance_m, height_m},
            bearing_rad + std::numbers::pi,
            -0.03,
            0.36};
  in.to_sun = glm::normalize(glm::vec3(-0.9F, 0.1F, -0.4F));
  in.exposure = exposure_for(in.to_sun);
  in.wind_mps = {};
  return in;
}

struct Colours {
  int red = 0, green = 0;
};
Colours colours_of(std::vector<std::byte> const& picture) {
  Colours c;
  for (std::size_t i = 0; i + 3 < picture.size(); i += 4) {
    auto const r = std::to_integer<int>(picture[i]), g = std::to_integer<int>(picture[i + 1]),
               b = std::to_integer<int>(picture[i + 2]);
    c.red += r - std::max(g, b) > 45;
    c.green += g - std::max(r, b) > 25;
  }
  return c;
}

class LightSpritesTest : public testing::Test {
 protected:
  gpu::Device device{gpu::DeviceOptions{.validate = true, .instance_extensions = {}, .swapchain = false}};
  gpu::ShaderFolder shaders{device, assets("shaders")};
  std::shared_ptr<view::Terrain> terrain = flat();

  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0U) << testing::PrintToString(device.log().first_messages());
  }

  struct Shot {
    std::vector<std::byte> picture;
    std::uint32_t points;
  };
  Shot shoot(view::City const& city, std::vector<view::Mover> const& movers, PictureInput const& in) {
    PictureRenderer renderer(shaders, terrain, std::make_shared<view::City>(city));
    auto geometry = CityGeometry::make(shaders, assets("models"), city, *terrain, kOrigin);
    EXPECT_TRUE(geometry) << geometry.error();
    (*geometry)->add_to(renderer);
    (*geometry)->set_movers(movers, from_unix_ns(1'800'000'000'000'000'000));
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    auto const frame = ring.begin();
    renderer.record(frame, in, {0, false});
    ring.submit();
    ring.finish();
    return {gpu::read_image(device, renderer.targets().picture), (*geometry)->lights().counts().drawn};
  }
};

} // namespace

TEST_F(LightSpritesTest, AShipShowsGreenToStarboardAndRedToPort) {
  constexpr double kQuarter = std::numbers::pi / 2;
  auto const starboard = colours_of(shoot({}, {northbound_ship()}, night(kQuarter, 700)).picture);
  auto const port = colours_of(shoot({}, {northbound_ship()}, night(-kQuarter, 700)).picture);
  auto const astern = colours_of(shoot({}, {northbound_ship()}, night(2 * kQuarter, 700)).picture);
  EXPECT_TRUE(starboard.green > 0 && starboard.red == 0) << starboard.green << ", " << starboard.red;
  EXPECT_TRUE(port.red > 0 && port.green == 0) << port.red << ", " << port.green;
  EXPECT_TRUE(astern.red == 0 && astern.green == 0);
}

TEST_F(LightSpritesTest, WhatStandsBeforeALightHidesIt) {
  view::City open, hidden;
  open.placements = {placed("wind_turbine", kMiddle_m, kMiddle_m)};
  hidden.placements = open.placements;
  auto wall = placed("tower_slab", kMiddle_m, kMiddle_m + 700);
  wall.scale[0] = wall.scale[1] = 6;
  wall.scale[2] = 4;
  hidden.placements.push_back(wall);
  auto const in = night(0, 1500);
  auto const free = shoot(open, {}, in);
  EXPECT_GT(colours_of(free.picture).red, 2);
  auto const behind = shoot(hidden, {}, in);
  int red_in_middle = 0; // the wall has beacons of its own, high above
  for (std::uint32_t y = kSize.height / 4; y < kSize.height; ++y)
    for (std::uint32_t x = kSize.width / 2 - 20; x < kSize.width / 2 + 20; ++x) {
      std::byte const* p = &behind.picture[(std::size_t{y} * kSize.width + x) * 4];
      red_in_middle += std::to_integer<int>(p[0]) - std::to_integer<int>(p[1]) > 60;
    }
  EXPECT_EQ(red_in_middle, 0);
  EXPECT_EQ(shoot(open, {}, in).picture, free.picture) << "the same every time";
}

TEST_F(LightSpritesTest, ADayCostsNothing) {
  view::City city;
  city.placements = {placed("wind_turbine", kMiddle_m, kMiddle_m), placed("lamp", kMiddle_m + 30, kMiddle_m)};
  auto in = night(0, 900);
  EXPECT_GE(shoot(city, {northbound_ship()}, in).points, 7U);
  in.to_sun = glm::normalize(glm::vec3(-0.8F, -0.3F, 0.4F));
  in.exposure = exposure_for(in.to_sun);
  EXPECT_EQ(shoot(city, {northbound_ship()}, in).points, 0U);
  in.weather = Weather::haze;
  EXPECT_GE(shoot(city, {northbound_ship()}, in).points, 7U) << "COLREG rule 20(c): also in restricted visibility";
}
