#include "twin/view/standing_boxes.hpp"

#include "tests/support/temp_folder.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::view {
namespace {

class StandingBoxes : public testing::Test {
 protected:
  StandingBoxes() {
    std::filesystem::create_directories(folder_.path() / "models");
    std::filesystem::create_directories(folder_.path() / "config");
    std::ofstream(folder_.path() / "models/models.json") << R"({"models":[
      {"name":"hall","min_m":[-10,-20,-1],"max_m":[10,20,12]}, {"name":"tank","min_m":[0,0,0],"max_m":[8,8,20]},
      {"name":"tree_pine","min_m":[-3,-3,0],"max_m":[3,3,11]}, {"name":"lamp","min_m":[-0.2,-2,0],"max_m":[0.2,2,10]},
      {"name":"car_row_a","min_m":[-10,-3,0],"max_m":[10,3,1.6]}],
      "groups":[{"name":"any","variants":["tank"]}]})";
    std::ofstream(folder_.path() / "config/uses.toml") << "[storeys]\nhall = 3\n";
  }
  Placement placed(std::string model) const {
    Placement p;
    p.id = "z/1";
    p.model = std::move(model);
    p.position = {1000, 2000};
    p.height_m = 5;
    return p;
  }
  ModelShelf models() const {
    auto shelf = open_models(folder_.path());
    EXPECT_TRUE(shelf) << shelf.error();
    return std::move(shelf).value();
  }
  test::TempFolder folder_;
};

TEST_F(StandingBoxes, ABoxIsTurnedAndScaledAsItsModelIs) {
  Placement p = placed("hall");
  p.heading_rad = static_cast<float>(std::numbers::pi / 2); // its north looks east
  p.scale[1] = 2, p.scale[2] = 1.5F;
  auto const box = standing_box(p, models());
  ASSERT_TRUE(box);
  EXPECT_TRUE(box->building);
  EXPECT_NEAR(box->base_m, 3.5, 1e-6);
  EXPECT_NEAR(box->top_m, 23, 1e-6);
  EXPECT_NEAR(box->reach_m, std::hypot(10, 40), 1e-6);
  for (MapPoint const corner : box->outline) {
    EXPECT_NEAR(std::abs(corner.east_m - 1000), 40, 1e-4);
    EXPECT_NEAR(std::abs(corner.north_m - 2000), 10, 1e-4);
  }
}

TEST_F(StandingBoxes, TheMiddleIsThatOfTheBoxAndNotOfItsModel) {
  auto const box = standing_box(placed("any"), models());
  ASSERT_TRUE(box);
  EXPECT_EQ(box->model, "tank") << "as it is drawn";
  EXPECT_FALSE(box->building);
  EXPECT_NEAR(box->middle.east_m, 1004, 1e-6);
  EXPECT_NEAR(box->middle.north_m, 2004, 1e-6);
}

TEST_F(StandingBoxes, WhatGrowsIsThinOrLiesFlatIsNone) {
  City city;
  for (auto const* model : {"tree_pine", "lamp", "car_row_a", "no such model", "hall"})
    city.placements.push_back(placed(model));
  auto const boxes = standing_boxes(city, models());
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_EQ(boxes[0].model, "hall");
}

TEST_F(StandingBoxes, AMissingFileIsNamed) {
  std::filesystem::remove(folder_.path() / "models/models.json");
  auto const shelf = open_models(folder_.path());
  ASSERT_FALSE(shelf);
  EXPECT_NE(shelf.error().find("models.json"), std::string::npos);
}

} // namespace
} // namespace dalian::view
