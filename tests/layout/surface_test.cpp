#include "twin/layout/city_file.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <unistd.h>

namespace dalian::layout {
namespace {

constexpr std::uint32_t kSeed = 23;

TerrainGrid random_grid(std::mt19937& random, MapPoint origin, double spacing_m, std::uint32_t side) {
  TerrainGrid grid{"g", origin, spacing_m, side, side + 3, {}, {}};
  for (std::uint32_t i = 0; i < grid.columns * grid.rows; ++i) {
    grid.height_m.push_back(static_cast<float>(random() % 200) - 60);
    grid.cover.push_back(static_cast<std::uint8_t>(random() % kCovers));
  }
  return grid;
}

Terrain random_terrain() {
  std::mt19937 random(kSeed);
  Terrain terrain;
  terrain.window = random_grid(random, {1000, 2000}, 100, 41);
  terrain.details = {random_grid(random, {1500, 2500}, 10, 57), random_grid(random, {1500, 2500}, 8, 33)};
  return terrain;
}

City small_city() {
  City city;
  Zone zone;
  zone.outline = {{0, 0}, {10, 0}, {10, 10}};
  city.zones.push_back(zone);
  for (auto const kind : {RouteClass::road, RouteClass::rail, RouteClass::test_route}) {
    Route route;
    route.kind = kind;
    route.line = {{1, 2}, {3, 4}};
    route.width_m = 7 + static_cast<double>(kind);
    city.routes.push_back(route);
  }
  return city;
}

class SurfaceFile : public testing::Test {
 protected:
  ~SurfaceFile() override { std::filesystem::remove(file_); }
  std::string bytes() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void overwrite(std::string const& with) const { std::ofstream(file_, std::ios::binary) << with; }
  std::filesystem::path const file_ =
      std::filesystem::temp_directory_path() / ("surface-" + std::to_string(::getpid()) + ".bin");
};

TEST(Surface, WaterIsThatOfTheNearestTerrainSample) {
  Terrain const terrain = random_terrain();
  Surface const surface = surface_of(small_city(), terrain);
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> east(900, 5200), north(1900, 6600);
  for (int i = 0; i < 20'000; ++i) {
    MapPoint const p{east(random), north(random)};
    TerrainGrid const& grid = terrain.finest_at(p);
    // Heights are of the nearest sample too: the terrain's own are between four.
    auto const at = [](double v, std::uint32_t n) { return std::clamp(std::lround(v), 0L, static_cast<long>(n) - 1); };
    auto const column = at((p.east_m - grid.origin.east_m) / grid.spacing_m, grid.columns);
    auto const row = at((p.north_m - grid.origin.north_m) / grid.spacing_m, grid.rows);
    auto const cover = grid.cover_at(p);
    bool const wet = grid.height_m[static_cast<std::size_t>(row * grid.columns + column)] < 0 || cover == Cover::sea ||
                     cover == Cover::tidal_flat;
    ASSERT_EQ(surface.water_at(p), wet) << "seed " << kSeed << ", " << p.east_m << ' ' << p.north_m;
  }
}

TEST(Surface, RoadsAreWhatCarriesVehicles) {
  Surface const surface = surface_of(small_city(), random_terrain());
  ASSERT_EQ(surface.roads.size(), 2U);
  EXPECT_EQ(surface.roads[0].line.size(), 2U);
  EXPECT_EQ(surface.zones.size(), 1U);
}

TEST_F(SurfaceFile, ComesBackAsItWas) {
  Surface const surface = surface_of(small_city(), random_terrain());
  ASSERT_TRUE(write_surface(surface, file_));
  auto const back = read_surface(file_);
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(back->window.bits, surface.window.bits);
  ASSERT_EQ(back->details.size(), 2U);
  EXPECT_EQ(back->details[1].bits, surface.details[1].bits);
  EXPECT_EQ(back->details[1].spacing_m, 8);
  EXPECT_EQ(back->zones.front().size(), 3U);
  EXPECT_EQ(back->roads[1].width_m, surface.roads[1].width_m);
  EXPECT_EQ(back->roads[1].line[1].north_m, 4);
}

TEST_F(SurfaceFile, CutShortOrSpoiledItIsRefused) {
  ASSERT_TRUE(write_surface(surface_of(small_city(), random_terrain()), file_));
  std::string const good = bytes();
  for (std::size_t size = 0; size < good.size(); size += 3) {
    overwrite(good.substr(0, size));
    ASSERT_FALSE(read_surface(file_)) << size;
  }
  std::mt19937 random(kSeed);
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bad = good;
    bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
    overwrite(bad);
    refused += read_surface(file_) ? 0 : 1;
  }
  EXPECT_GT(refused, 290) << "seed " << kSeed; // all but a few bytes of the frame are under its checksum
  EXPECT_FALSE(read_surface("/nowhere/surface.bin"));
}

} // namespace
} // namespace dalian::layout
