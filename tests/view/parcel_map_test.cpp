#include "twin/view/parcel_map.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::view {
namespace {

/// Irregular parcels in two clusters far from each other, apart by a few metres within each.
layout::City parcels(std::mt19937& random) {
  layout::City city;
  std::uniform_real_distribution<double> radius(25, 48), turn(0, 1);
  for (MapPoint const corner : {MapPoint{380000, 4340000}, MapPoint{470000, 4377000}})
    for (int i = 0; i < 25; ++i) {
      layout::Parcel parcel;
      MapPoint const middle{corner.east_m + i % 5 * 104, corner.north_m + i / 5 * 104};
      double const first = turn(random);
      for (int k = 0; k < 7; ++k) {
        double const angle = (k + first) * 2 * std::numbers::pi / 7, r = radius(random);
        parcel.outline.push_back({middle.east_m + r * std::cos(angle), middle.north_m + r * std::sin(angle)});
      }
      city.parcels.push_back(std::move(parcel));
    }
  return city;
}

/// Winding number by summed angles: another way than the one under test.
bool winds(layout::Ring const& ring, MapPoint p) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    auto const a = ring[i], b = ring[(i + 1) % ring.size()];
    double const ax = a.east_m - p.east_m, ay = a.north_m - p.north_m, bx = b.east_m - p.east_m,
                 by = b.north_m - p.north_m;
    sum += std::atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return std::abs(sum) > std::numbers::pi;
}

TEST(ParcelMap, FindsWhatBruteForceFinds) {
  std::mt19937 random(20261126);
  auto const city = parcels(random);
  ParcelMap const map(city);
  ASSERT_EQ(map.grids().size(), 2U) << "one grid per cluster";
  std::uniform_real_distribution<double> within(-60, 480);
  int found = 0;
  for (int i = 0; i < 4000; ++i) {
    MapPoint const corner = i % 2 ? MapPoint{380000, 4340000} : MapPoint{470000, 4377000};
    MapPoint const p{corner.east_m + within(random), corner.north_m + within(random)};
    std::optional<std::uint32_t> expected;
    for (std::uint32_t k = 0; k < city.parcels.size(); ++k)
      if (winds(city.parcels[k].outline, p)) expected = k;
    EXPECT_EQ(map.parcel_at(p), expected) << "seed 20261126, point " << i;
    found += expected.has_value();
  }
  EXPECT_GT(found, 1000);
  EXPECT_FALSE(map.parcel_at({0, 0}));
}

TEST(ParcelMap, TexelsHoldTheNearestParcelAndHowDeep) {
  std::mt19937 random(7);
  auto const city = parcels(random);
  ParcelMap const map(city);
  for (ParcelGrid const& grid : map.grids())
    for (std::uint32_t row = 0; row < grid.rows; row += 3)
      for (std::uint32_t column = 0; column < grid.columns; column += 3) {
        MapPoint const p{grid.origin.east_m + column * grid.spacing_m, grid.origin.north_m + row * grid.spacing_m};
        double deepest = -1e9;
        for (auto const& parcel : city.parcels)
          deepest = std::max(deepest, depth_inside_m(parcel.outline, p));
        std::uint32_t const texel = grid.texel[std::size_t{row} * grid.columns + column];
        if (deepest < -kParcelReach_m) {
          EXPECT_EQ(texel, 0U);
          continue;
        }
        ASSERT_NE(texel, 0U);
        double const stored = (static_cast<double>(texel & 0xfffU) - 2048) / 64;
        EXPECT_NEAR(stored, std::min(deepest, kParcelDepth_m), 1.0 / 64);
      }
}

TEST(ParcelMap, DepthAndArea) {
  layout::Ring const square{{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  EXPECT_DOUBLE_EQ(depth_inside_m(square, {5, 3}), 3);
  EXPECT_DOUBLE_EQ(depth_inside_m(square, {13, 14}), -5);
  EXPECT_DOUBLE_EQ(area_m2(square), 100);
  layout::Ring const turned(square.rbegin(), square.rend());
  EXPECT_DOUBLE_EQ(area_m2(turned), -100);
}

TEST(ParcelMap, OfNothingAndOfScraps) {
  layout::City city;
  EXPECT_TRUE(ParcelMap(city).grids().empty());
  city.parcels.emplace_back();
  city.parcels.back().outline = {{0, 0}, {1, 1}};
  ParcelMap const map(city);
  EXPECT_TRUE(map.grids().empty());
  EXPECT_FALSE(map.parcel_at({0, 0}));
}

TEST(ParcelMap, AHugeClusterGetsAWiderGrid) {
  layout::City city;
  city.parcels.resize(1);
  city.parcels[0].outline = {{0, 0}, {60e3, 0}, {60e3, 60e3}, {0, 60e3}};
  ParcelMap const map(city, 30);
  ASSERT_EQ(map.grids().size(), 1U);
  EXPECT_LE(std::size_t{map.grids()[0].columns} * map.grids()[0].rows, 4'200'000U);
}

} // namespace
} // namespace dalian::view
