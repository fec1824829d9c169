#include "twin/layout/city_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace dalian::layout {
namespace {

namespace fs = std::filesystem;

class LayoutFile : public testing::Test {
 protected:
  LayoutFile()
      : file(fs::path(testing::TempDir()) /
             (std::string("layout_") + testing::UnitTest::GetInstance()->current_test_info()->name())) {}
  ~LayoutFile() override { fs::remove(file); }

  std::string bytes() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void overwrite(std::string const& with) const { std::ofstream(file, std::ios::binary) << with; }

  fs::path file;
};

City small_city() {
  Origin const drawn{Provenance::modelled, "drawn by hand", "low", 3000};
  City city;
  city.zones.push_back({"njip",
                        "njip",
                        {"新日本工业团地", "新日本工業団地", "New Japan Industrial Park"},
                        {{0, 0}, {100, 0}, {100, 50}, {0, 50}},
                        {{0, 1, 2}, {0, 2, 3}},
                        5000,
                        28e6,
                        drawn});
  city.places.push_back({"port", "port", {"港", "港", "Port"}, {10, 20}, 4.5, drawn});
  city.routes.push_back(
      {"g15", RouteClass::expressway, {"", "", "G15"}, {{0, 0}, {40, 0}}, {6.0F, 7.0F}, 40, 28, drawn});
  city.placements.push_back({"njip/factory/0001",
                             "factory",
                             "njip",
                             {5, 6},
                             3.5F,
                             0.25F,
                             {1, 2, 3},
                             0xff8040ff,
                             {Provenance::modelled, "illustrative", "design", 0}});
  city.placements.push_back({"njip/tank/0001", "tank", "njip", {7, 8}, 3.5F, 0, {1, 1, 1}, 0xffffffff, drawn});
  city.parcels.push_back({"quay", "apron", "", {{0, 0}, {9, 0}, {0, 9}}, drawn});
  city.systems.push_back({"grid/line/a",
                          SystemClass::power_line,
                          "",
                          {"线", "線", "line"},
                          {{0, 0}, {300, 9}},
                          {4, 5},
                          {0, 45},
                          0,
                          220,
                          drawn});
  return city;
}

Terrain random_terrain(std::uint32_t seed) {
  std::mt19937 random(seed);
  auto const grid = [&](std::string name, double spacing_m, std::uint32_t columns, std::uint32_t rows) {
    TerrainGrid g{std::move(name), {300000, 4300000}, spacing_m, columns, rows, {}, {}};
    for (std::size_t i = 0; i < std::size_t{columns} * rows; ++i) {
      g.height_m.push_back(std::uniform_real_distribution<float>(-60, 663)(random));
      g.cover.push_back(static_cast<std::uint8_t>(random() % kCovers));
    }
    return g;
  };
  return {grid("window", 100, 37, 21), {grid("njip", 10, 64, 48)}, Provenance::modelled, "test"};
}

TEST_F(LayoutFile, CityComesBackAsWritten) {
  City const city = small_city();
  ASSERT_TRUE(write_city(city, file));
  auto const back = read_city(file);
  ASSERT_TRUE(back) << back.error();
  ASSERT_EQ(back->zones.size(), 1U);
  EXPECT_EQ(back->zones[0].outline, city.zones[0].outline);
  EXPECT_EQ(back->zones[0].names.ja, "新日本工業団地");
  EXPECT_EQ(back->zones[0].triangles[1].c, 3U);
  EXPECT_EQ(back->zones[0].plan_area_m2, 28e6);
  EXPECT_EQ(back->zones[0].origin.source, "drawn by hand");
  EXPECT_EQ(back->places[0].position, city.places[0].position);
  EXPECT_EQ(back->routes[0].height_m, city.routes[0].height_m);
  EXPECT_EQ(back->routes[0].kind, RouteClass::expressway);
  ASSERT_EQ(back->placements.size(), 2U);
  EXPECT_EQ(back->placements[0].model, "factory");
  EXPECT_EQ(back->placements[1].model, "tank");
  EXPECT_EQ(back->placements[0].scale[2], 3);
  EXPECT_EQ(back->placements[0].tint, 0xff8040ffU);
  EXPECT_EQ(back->placements[0].origin.source, "illustrative");
  EXPECT_EQ(back->placements[1].origin.accuracy_m, 3000);
  EXPECT_EQ(back->parcels[0].outline, city.parcels[0].outline);
  ASSERT_EQ(back->systems.size(), 1U);
  EXPECT_EQ(back->systems[0].kind, SystemClass::power_line);
  EXPECT_EQ(back->systems[0].line, city.systems[0].line);
  EXPECT_EQ(back->systems[0].tower_m, city.systems[0].tower_m);
  EXPECT_EQ(back->systems[0].voltage_kv, 220);
}

TEST_F(LayoutFile, TerrainComesBackWithinHalfAStep) {
  constexpr std::uint32_t kSeed = 7;
  Terrain const terrain = random_terrain(kSeed);
  ASSERT_TRUE(write_terrain(terrain, file));
  auto const back = read_terrain(file);
  ASSERT_TRUE(back) << back.error();
  ASSERT_EQ(back->details.size(), 1U);
  EXPECT_EQ(back->details[0].name, "njip");
  EXPECT_EQ(back->details[0].cover, terrain.details[0].cover);
  EXPECT_EQ(back->window.columns, 37U);
  for (std::size_t i = 0; i < terrain.window.height_m.size(); ++i)
    ASSERT_NEAR(back->window.height_m[i], terrain.window.height_m[i], 723.0 / 65535 / 2 + 1e-4) << "seed " << kSeed;
}

TEST_F(LayoutFile, MissingFilesSayHowToBakeThem) {
  auto const city = read_city("/nowhere/city.pb");
  ASSERT_FALSE(city);
  EXPECT_NE(city.error().find("/nowhere/city.pb"), std::string::npos);
  EXPECT_NE(city.error().find("--target assets"), std::string::npos);
  EXPECT_FALSE(read_terrain("/nowhere/terrain.bin"));
}

TEST_F(LayoutFile, EveryTruncationIsRefused) {
  ASSERT_TRUE(write_city(small_city(), file));
  std::string const city = bytes();
  for (std::size_t size = 0; size < city.size(); ++size) {
    overwrite(city.substr(0, size));
    ASSERT_FALSE(read_city(file)) << size;
  }
  ASSERT_TRUE(write_terrain(random_terrain(1), file));
  std::string const terrain = bytes();
  for (std::size_t size = 0; size < terrain.size(); size += 61) {
    overwrite(terrain.substr(0, size));
    ASSERT_FALSE(read_terrain(file)) << size;
  }
}

TEST_F(LayoutFile, FlippedBytesNeverCrashAndDamagedBlocksAreRefused) {
  constexpr std::uint32_t kSeed = 11;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  ASSERT_TRUE(write_terrain(random_terrain(1), file));
  std::string const good = bytes();
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bad = good;
    bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
    overwrite(bad);
    if (!read_terrain(file)) ++refused;
  }
  EXPECT_GT(refused, 350); // nearly all bytes are inside checksummed blocks
}

TEST_F(LayoutFile, HostileTablesAreRefusedByName) {
  City city = small_city();
  city.zones[0].triangles[0].c = 99;
  ASSERT_TRUE(write_city(city, file));
  auto back = read_city(file);
  ASSERT_FALSE(back);
  EXPECT_NE(back.error().find("triangle corner outside the outline of 'njip'"), std::string::npos) << back.error();

  city = small_city();
  city.routes[0].height_m.pop_back();
  ASSERT_TRUE(write_city(city, file));
  back = read_city(file);
  ASSERT_FALSE(back);
  EXPECT_NE(back.error().find("g15"), std::string::npos);

  city = small_city();
  city.placements[0].scale[1] = -1;
  ASSERT_TRUE(write_city(city, file));
  EXPECT_FALSE(read_city(file));

  city = small_city();
  city.places[0].position.east_m = std::nan("");
  ASSERT_TRUE(write_city(city, file));
  EXPECT_FALSE(read_city(file));
}

TEST_F(LayoutFile, UnknownCoverAndOtherKindsOfFileAreRefused) {
  Terrain terrain = random_terrain(2);
  terrain.window.cover[5] = kCovers;
  ASSERT_TRUE(write_terrain(terrain, file));
  EXPECT_FALSE(read_terrain(file));
  ASSERT_TRUE(write_terrain(random_terrain(2), file));
  EXPECT_FALSE(read_city(file));
  overwrite("not a protobuf at all");
  EXPECT_FALSE(read_city(file));
  EXPECT_FALSE(read_terrain(file));
}

} // namespace
} // namespace dalian::layout
