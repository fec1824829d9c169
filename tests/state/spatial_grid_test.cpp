#include "twin/state/spatial_grid.hpp"

#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace dalian::state {
namespace {

using Points = std::vector<SpatialGrid::Point>;

/// Dense spots, a thin spread over the region and a few at the end of the world, as AIS has them.
Points scattered(std::mt19937& random, std::size_t n) {
  std::uniform_real_distribution<double> wide(-120'000, 120'000), spot(-900, 900), world(-2e7, 2e7);
  Points points;
  for (std::uint32_t i = 1; i <= n; ++i) {
    MapPoint p{300'000 + spot(random), 4'300'000 + spot(random)};
    if (i % 4 == 0) p = {300'000 + wide(random), 4'300'000 + wide(random)};
    if (i % 97 == 0) p = {world(random), world(random)};
    if (i % 50 == 0) p = {300'250, 4'300'000}; // several in one place, on the corner of a cell
    points.push_back({p, i});
  }
  std::shuffle(points.begin(), points.end(), random);
  return points;
}

std::vector<std::uint32_t> brute(Points const& points, std::function<bool(MapPoint)> const& wanted) {
  std::vector<std::uint32_t> found;
  for (auto const& p : points)
    if (wanted(p.position)) found.push_back(p.handle);
  std::sort(found.begin(), found.end());
  return found;
}

class SpatialGridAgainstBruteForce : public testing::TestWithParam<std::size_t> {
 protected:
  static constexpr std::uint32_t kSeed = 11;
  std::mt19937 random_{kSeed};
  Points points_ = scattered(random_, GetParam());
  SpatialGrid grid_{points_};

  MapPoint centre() {
    std::uniform_real_distribution<double> near(-2'000, 2'000), far(-3e7, 3e7);
    auto& spread = random_() % 8 == 0 ? far : near;
    return {300'000 + spread(random_), 4'300'000 + spread(random_)};
  }
  double reach() { return std::pow(10.0, std::uniform_real_distribution<double>(0, 5.5)(random_)); }
};

TEST_P(SpatialGridAgainstBruteForce, Boxes) {
  for (int i = 0; i < 200; ++i) {
    MapPoint const c = centre();
    double const w = reach(), h = reach();
    Box const box{{c.east_m - w, c.north_m - h}, {c.east_m + w, c.north_m + h}};
    ASSERT_EQ(grid_.in_box(box), brute(points_, [&](MapPoint p) { return box.contains(p); })) << "seed " << kSeed;
  }
  EXPECT_EQ(grid_.in_box({{-1e18, -1e18}, {1e18, 1e18}}).size(), points_.size());
  EXPECT_TRUE(grid_.in_box({{1, 1}, {0, 0}}).empty());
}

TEST_P(SpatialGridAgainstBruteForce, Discs) {
  for (int i = 0; i < 200; ++i) {
    MapPoint const c = centre();
    double const r = reach();
    ASSERT_EQ(grid_.within(c, r), brute(points_, [&](MapPoint p) { return distance_m(p, c) <= r; }))
        << "seed " << kSeed;
  }
}

TEST_P(SpatialGridAgainstBruteForce, Polygons) {
  for (int i = 0; i < 50; ++i) {
    MapPoint const c = centre();
    double const r = reach();
    Area const area(
        {{{c.east_m - r, c.north_m}, {c.east_m, c.north_m - r}, {c.east_m + r, c.north_m}, {c.east_m, c.north_m + r}},
         {{c.east_m - r / 3, c.north_m - r / 3},
          {c.east_m, c.north_m + r / 3},
          {c.east_m + r / 3, c.north_m - r / 3}}});
    ASSERT_EQ(grid_.inside(area), brute(points_, [&](MapPoint p) { return area.contains(p); })) << "seed " << kSeed;
  }
}

TEST_P(SpatialGridAgainstBruteForce, NearestFirst) {
  for (int i = 0; i < 100; ++i) {
    MapPoint const c = centre();
    std::size_t const k = random_() % 12;
    std::vector<SpatialGrid::Neighbour> expected;
    for (auto const& p : points_)
      expected.push_back({p.handle, distance_m(p.position, c)});
    std::sort(expected.begin(), expected.end(), [](auto const& a, auto const& b) {
      return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.handle < b.handle;
    });
    expected.resize(std::min(k, expected.size()));
    ASSERT_EQ(grid_.nearest(c, k), expected) << "seed " << kSeed << " k " << k;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, SpatialGridAgainstBruteForce, testing::Values(0, 1, 3, 200, 20'000));

TEST(SpatialGrid, OfASnapshotHoldsWhatHasAPosition) {
  std::vector<TrackRecord> tracks;
  for (std::uint32_t handle : {1U, 2U, 9U}) {
    Track t;
    t.handle = handle;
    t.has_position = handle != 2;
    t.position = {handle * 10.0, 0};
    tracks.emplace_back(t);
  }
  auto const snapshot = apply(Snapshot{}, std::move(tracks), {});
  auto const grid = SpatialGrid::of(snapshot);
  EXPECT_EQ(grid.size(), 2U);
  EXPECT_EQ(grid.within({0, 0}, 100), (std::vector<std::uint32_t>{1, 9}));
}

} // namespace
} // namespace dalian::state
