#include "twin/state/area.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <geos_c.h>
#include <memory>
#include <numbers>
#include <random>

namespace dalian::state {
namespace {

using Ring = std::vector<MapPoint>;

Ring star(std::mt19937& random, MapPoint centre, double low, double high, int corners) {
  std::uniform_real_distribution<double> radius(low, high);
  Ring ring;
  for (int i = 0; i < corners; ++i) {
    double const angle = 2 * std::numbers::pi * i / corners, r = radius(random);
    ring.push_back({centre.east_m + r * std::cos(angle), centre.north_m + r * std::sin(angle)});
  }
  return ring;
}

Ring square(double half) {
  return {{-half, -half}, {half, -half}, {half, half}, {-half, half}};
}

/// The reference: GEOS, through its C interface.
class Geos {
 public:
  explicit Geos(std::vector<Ring> const& rings) : handle_(GEOS_init_r()) {
    std::vector<GEOSGeometry*> parts;
    for (auto const& ring : rings)
      parts.push_back(linear_ring(ring));
    polygon_ = GEOSGeom_createPolygon_r(handle_, parts[0], parts.data() + 1, static_cast<unsigned>(parts.size() - 1));
    border_ = GEOSBoundary_r(handle_, polygon_);
  }
  ~Geos() {
    GEOSGeom_destroy_r(handle_, border_);
    GEOSGeom_destroy_r(handle_, polygon_);
    GEOS_finish_r(handle_);
  }
  Geos(Geos const&) = delete;
  Geos& operator=(Geos const&) = delete;

  bool contains(MapPoint p) const {
    auto* const point = GEOSGeom_createPointFromXY_r(handle_, p.east_m, p.north_m);
    bool const inside = GEOSContains_r(handle_, polygon_, point) == 1;
    GEOSGeom_destroy_r(handle_, point);
    return inside;
  }
  double border_distance_m(MapPoint p) const {
    auto* const point = GEOSGeom_createPointFromXY_r(handle_, p.east_m, p.north_m);
    double distance = NAN;
    GEOSDistance_r(handle_, border_, point, &distance);
    GEOSGeom_destroy_r(handle_, point);
    return distance;
  }

 private:
  GEOSGeometry* linear_ring(Ring const& ring) {
    auto* const points = GEOSCoordSeq_create_r(handle_, static_cast<unsigned>(ring.size() + 1), 2);
    for (unsigned i = 0; i <= ring.size(); ++i) {
      auto const& p = ring[i % ring.size()];
      GEOSCoordSeq_setXY_r(handle_, points, i, p.east_m, p.north_m);
    }
    return GEOSGeom_createLinearRing_r(handle_, points);
  }

  GEOSContextHandle_t handle_;
  GEOSGeometry *polygon_ = nullptr, *border_ = nullptr;
};

TEST(Area, EqualsGeosOnStarsWithHoles) {
  std::uint32_t const seed = 17;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-1100, 1100);
  int inside = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<Ring> const rings{star(random, {0, 0}, 600, 1000, 5 + round * 11),
                                  star(random, {-150, 0}, 30, 120, 4 + round),
                                  star(random, {200, 100}, 50, 150, 3 + round * 3)};
    Area const area(rings);
    Geos const geos(rings);
    for (int i = 0; i < 500; ++i) {
      MapPoint const p{place(random), place(random)};
      ASSERT_EQ(area.contains(p), geos.contains(p)) << "seed " << seed << " round " << round;
      ASSERT_NEAR(area.border_distance_m(p, 1e9), geos.border_distance_m(p), 1e-9);
      inside += area.contains(p);
    }
  }
  EXPECT_GT(inside, 2000); // the comparison was about something
  EXPECT_LT(inside, 8000);
}

TEST(Area, TakesAClosedRingAndCornersAtTheHeightOfThePoint) {
  Area const area({{{0, 0}, {10, 10}, {0, 20}, {-10, 10}, {0, 0}}});
  EXPECT_TRUE(area.contains({0, 10})); // the ray passes exactly through a corner
  EXPECT_FALSE(area.contains({-11, 10}));
  EXPECT_FALSE(area.contains({11, 10}));
  EXPECT_FALSE(area.contains({-5, 20})); // … touches the upper corner
  EXPECT_EQ(area.box(), (Box{{-10, 0}, {10, 20}}));
}

TEST(Area, NeighboursShareNoPointOfTheirCommonBorder) {
  Area const west({{{0, 0}, {10, 0}, {10, 10}, {0, 10}}}), east({{{10, 0}, {20, 0}, {20, 10}, {10, 10}}});
  for (double north = 0.5; north < 10; ++north)
    EXPECT_NE(west.contains({10, north}), east.contains({10, north}));
}

TEST(FenceTracker, TellsEachCrossingOnce) {
  Area const area({square(100)});
  FenceTracker tracker(area, 5);
  using enum FenceTracker::Crossing;
  EXPECT_EQ(tracker.update(1, {-200, 0}), none); // first word
  EXPECT_EQ(tracker.update(1, {-50, 0}), entered);
  EXPECT_EQ(tracker.update(1, {0, 0}), none);
  EXPECT_EQ(tracker.update(1, {200, 0}), left);
  EXPECT_EQ(tracker.update(2, {0, 0}), none); // first seen inside: it did not enter
  EXPECT_TRUE(tracker.inside(2));
  EXPECT_FALSE(tracker.inside(1));
  EXPECT_FALSE(tracker.inside(77));
  tracker.forget(2);
  EXPECT_EQ(tracker.update(2, {200, 0}), none);
}

TEST(FenceTracker, DoesNotChatterOnTheLine) { // GNSS noise of 3 m around the border
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, 3);
  Area const area({square(100)});
  for (auto const hold : {FenceTracker::Hold::inside, FenceTracker::Hold::outside}) {
    FenceTracker held(area, 15, hold), loose(area, 0, hold);
    int held_crossings = 0, loose_crossings = 0;
    for (int i = 0; i < 1000; ++i) {
      MapPoint const p{100 + noise(random), 0};
      held_crossings += held.update(9, p) != FenceTracker::Crossing::none;
      loose_crossings += loose.update(9, p) != FenceTracker::Crossing::none;
    }
    EXPECT_LE(held_crossings, 1);
    EXPECT_GT(loose_crossings, 100);
  }
}

TEST(FenceTracker, LeavesTheHeldSideOnlyBeyondTheHysteresis) {
  Area const area({square(100)});
  FenceTracker in(area, 10, FenceTracker::Hold::inside), out(area, 10, FenceTracker::Hold::outside);
  in.update(1, {0, 0});
  in.update(1, {109, 0});
  EXPECT_TRUE(in.inside(1));
  in.update(1, {111, 0});
  EXPECT_FALSE(in.inside(1));
  in.update(1, {99.5, 0});
  EXPECT_TRUE(in.inside(1)); // entered at the border
  out.update(1, {150, 0});
  out.update(1, {91, 0});
  EXPECT_FALSE(out.inside(1));
  out.update(1, {89, 0});
  EXPECT_TRUE(out.inside(1));
  out.update(1, {100.5, 0});
  EXPECT_FALSE(out.inside(1)); // left at the border
}

} // namespace
} // namespace dalian::state
