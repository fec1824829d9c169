#include "twin/view/field.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace dalian::view {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

Field of_grid(std::uint32_t columns, std::uint32_t rows, float value) {
  Field field;
  field.info.name = "test";
  field.grids.push_back({{1000, 2000}, 50, columns, rows, std::vector<float>(std::size_t{columns} * rows, value)});
  return field;
}

std::string why(Field const& field) {
  auto const status = check_field(field, 3, 2);
  return status ? std::string() : status.error();
}

TEST(Field, IsBilinearLikeTheFormula) {
  FieldGrid grid{{-300, 4000}, 25, 40, 30, {}};
  std::mt19937 random(4711);
  std::uniform_real_distribution<float> value(-5, 9);
  for (std::size_t i = 0; i < 40 * 30; ++i)
    grid.value.push_back(value(random));
  std::uniform_real_distribution<double> east(-300, 675), north(4000, 4725);
  for (int i = 0; i < 2000; ++i) {
    MapPoint const p{east(random), north(random)};
    double const x = (p.east_m + 300) / 25, y = (p.north_m - 4000) / 25;
    auto const at = [&](int dx, int dy) {
      return static_cast<double>(
          grid.value[(static_cast<std::size_t>(y) + dy) * 40 + static_cast<std::size_t>(x) + dx]);
    };
    double const fx = x - std::floor(x), fy = y - std::floor(y);
    double const expected =
        (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(1, 0)) + fy * ((1 - fx) * at(0, 1) + fx * at(1, 1));
    ASSERT_TRUE(grid.at(p));
    EXPECT_NEAR(*grid.at(p), expected, 1e-4) << "seed 4711, point " << i;
  }
}

TEST(Field, HasNoValueOutsideNorWhereNoneIsGiven) {
  FieldGrid grid{{0, 0}, 10, 3, 3, std::vector<float>(9, kNone)};
  EXPECT_FALSE(grid.at({5, 5}));
  grid.value[0] = 7;
  EXPECT_EQ(grid.at({5, 5}), 7.0F) << "the one of four that has a value";
  EXPECT_FALSE(grid.at({15, 15}));
  EXPECT_FALSE(grid.at({-0.1, 5}));
  EXPECT_FALSE(grid.at({5, 20.1}));
  EXPECT_FALSE(grid.at({std::nan(""), 5}));
  grid.value[8] = 3;
  EXPECT_EQ(grid.at({20, 20}), 3.0F) << "the last sample belongs to it";
}

TEST(Field, WhatCannotBeShownSaysWhy) {
  EXPECT_EQ(why(of_grid(4, 4, 1)), "");
  EXPECT_NE(why(of_grid(4, 4, kNone)).find("layer 'test' cannot be shown: it has no value anywhere"),
            std::string::npos);
  EXPECT_NE(why(of_grid(1, 4, 1)).find("two rows and two columns"), std::string::npos);
  Field nothing;
  EXPECT_NE(why(nothing).find("no value anywhere"), std::string::npos);
  auto huge = of_grid(4, 4, 1);
  huge.grids[0].columns = huge.grids[0].rows = 50000; // and no memory is touched
  EXPECT_NE(why(huge).find("50000 × 50000 samples is too large"), std::string::npos) << why(huge);
  auto torn = of_grid(4, 4, 1);
  torn.grids[0].value.pop_back();
  EXPECT_NE(why(torn).find("holds 15 values"), std::string::npos);
  auto flat = of_grid(4, 4, 1);
  flat.info.high = flat.info.low;
  EXPECT_NE(why(flat).find("its range"), std::string::npos);
  auto endless = of_grid(4, 4, 1);
  endless.info.high = std::numeric_limits<float>::infinity();
  EXPECT_NE(why(endless).find("its range"), std::string::npos);
  auto nowhere = of_grid(4, 4, 1);
  nowhere.grids[0].origin.east_m = std::nan("");
  EXPECT_NE(why(nowhere).find("origin or spacing"), std::string::npos);
  auto noisy = of_grid(4, 4, 1);
  noisy.info.noise_floor = kNone;
  EXPECT_NE(why(noisy).find("noise floor"), std::string::npos);
  auto short_table = of_grid(4, 4, 1);
  short_table.by_parcel = {1, 2};
  EXPECT_NE(why(short_table).find("2 values for 3 parcels"), std::string::npos);
  auto unnamed = of_grid(4, 4, 1);
  unnamed.info.scale = FieldScale::categories;
  EXPECT_NE(why(unnamed).find("no categories"), std::string::npos);
}

TEST(Field, ScaleEndsAreReadable) {
  for (auto const& [value, end] :
       {std::pair{0.3F, 0.5F}, {1.0F, 1.0F}, {1.1F, 2.0F}, {47.0F, 50.0F}, {51.0F, 100.0F}, {0.0007F, 0.001F}})
    EXPECT_FLOAT_EQ(round_up_125(value), end) << value;
  for (float const none : {0.0F, -3.0F, kNone, std::numeric_limits<float>::infinity()})
    EXPECT_EQ(round_up_125(none), 1);
}

TEST(Field, SharesOfTheScale) {
  FieldInfo info;
  info.high = 100;
  EXPECT_FLOAT_EQ(share_of(info, 25), 0.25F);
  info.by_root = true;
  EXPECT_FLOAT_EQ(share_of(info, 25), 0.5F);
  EXPECT_EQ(share_of(info, -3), 0);
  EXPECT_EQ(share_of(info, 1000), 1);
}

} // namespace
} // namespace dalian::view
