#include "tools/bench/box_city.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace dalian::bench;

namespace {

bool apart(Box const& a, Box const& b) {
  return std::abs(a.east_m - b.east_m) >= (a.width_m + b.width_m) / 2 ||
         std::abs(a.north_m - b.north_m) >= (a.depth_m + b.depth_m) / 2;
}

} // namespace

TEST(BoxCity, StandsInsideItsSquareAndNothingOverlaps) {
  auto const boxes = box_city(1000);
  double const half = city_edge_m(1000) / 2;
  ASSERT_EQ(boxes.size(), 1000U);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    Box const& b = boxes[i];
    EXPECT_LE(std::abs(b.east_m) + b.width_m / 2, half);
    EXPECT_LE(std::abs(b.north_m) + b.depth_m / 2, half);
    EXPECT_TRUE(b.height_m >= 4 && b.height_m <= 180) << b.height_m;
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_TRUE(apart(b, boxes[j])) << i << " and " << j;
  }
}

// The median is what the header says: half of ten thousand lie on either side of it within three standard errors.
TEST(BoxCity, HeightsAreLogNormalAroundFourteenMetres) {
  auto const boxes = box_city(10'000);
  auto const low = std::ranges::count_if(boxes, [](Box const& b) { return b.height_m < 14; });
  EXPECT_NEAR(static_cast<double>(low), 5000, 150);
}

TEST(BoxCity, StreetCameraStandsInAStreet) {
  auto const boxes = box_city(10'000);
  auto const eye = box_camera("street", 10'000).position;
  for (Box const& b : boxes)
    EXPECT_FALSE(std::abs(b.east_m - eye.x) < b.width_m / 2 && std::abs(b.north_m - eye.y) < b.depth_m / 2);
}

TEST(BoxCity, IsExportedWholeForOthersToDraw) {
  auto const boxes = box_city(250);
  auto const file = std::filesystem::path(testing::TempDir()) / "boxes.json";
  export_boxes(boxes, box_camera("air", 250), file);
  auto const json = nlohmann::json::parse(std::ifstream(file));
  ASSERT_EQ(json["boxes"].size(), boxes.size());
  EXPECT_NEAR(json["boxes"][249][4].get<double>(), boxes[249].height_m, 1e-3);
  EXPECT_EQ(json["boxes"][249][5].get<std::uint32_t>(), boxes[249].tint & 0xffffffU);
  EXPECT_LT(json["camera"]["pitch_rad"].get<double>(), 0);
}

TEST(BoxCity, SaysWhichFileCannotBeWritten) {
  try {
    export_boxes(box_city(1), box_camera("air", 1), "/nowhere/boxes.json");
    FAIL();
  } catch (std::runtime_error const& error) {
    EXPECT_NE(std::string(error.what()).find("/nowhere/boxes.json"), std::string::npos);
  }
}
