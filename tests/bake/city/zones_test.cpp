#include "tools/bake/city/zones.hpp"

#include "tools/bake/city/noise.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace dalian::bake {
namespace {

std::filesystem::path sources_folder() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city";
}

double area_of(Ring const& ring, std::vector<layout::Triangle> const& triangles) {
  double sum = 0;
  for (auto const& t : triangles) {
    double const area = signed_area_m2({ring[t.a], ring[t.b], ring[t.c]});
    EXPECT_GT(area, 0);
    sum += area;
  }
  return sum;
}

TEST(Triangulate, FillsConcaveRings) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    KeyedRandom draw(seed);
    Ring ring;
    for (int i = 0; i < 25; ++i)
      ring.push_back(1000 * draw.uniform(0.25, 1) * along_bearing(-2 * 3.14159265358979 * i / 25));
    auto const triangles = triangulate(ring);
    EXPECT_EQ(triangles.size(), ring.size() - 2) << "seed " << seed;
    EXPECT_NEAR(area_of(ring, triangles) / signed_area_m2(ring), 1, 1e-12) << "seed " << seed;
  }
}

TEST(Zones, OurSourcesMeetThePlansAreas) {
  auto const sources = read_sources(sources_folder());
  ASSERT_TRUE(sources) << sources.error();
  auto const zones = make_zones(*sources);
  ASSERT_EQ(zones.size(), 5U);
  // Master plan, section 2: 28, 14.92, 5 and 5 km², the last in parts of 3.8 and 1.2.
  std::map<std::string, double> const plan_km2{
      {"njip", 28}, {"songmudao", 14.92}, {"xizhongdao", 5}, {"huayuankou-east", 3.8}, {"huayuankou-west", 1.2}};
  double total = 0;
  for (auto const& zone : zones) {
    EXPECT_NEAR(zone.area_m2 / (plan_km2.at(zone.id) * 1e6), 1, 0.001) << zone.id;
    EXPECT_FALSE(zone.names.zh.empty() || zone.names.ja.empty() || zone.names.en.empty());
    total += zone.area_m2;
  }
  EXPECT_NEAR(total / 52.92e6, 1, 0.001);
  EXPECT_TRUE(check_zones(zones).ok) << check_zones(zones).table;
}

TEST(Zones, TheCheckFailsOnWrongAreasAndCrossedOutlines) {
  auto const sources = read_sources(sources_folder());
  ASSERT_TRUE(sources);
  auto zones = make_zones(*sources);
  zones[0].area_m2 *= 1.002;
  EXPECT_FALSE(check_zones(zones).ok);
  zones = make_zones(*sources);
  std::swap(zones[1].outline[2], zones[1].outline[6]);
  EXPECT_FALSE(check_zones(zones).ok);
  zones = make_zones(*sources);
  zones[2].triangles.pop_back();
  EXPECT_FALSE(check_zones(zones).ok);
}

} // namespace
} // namespace dalian::bake
