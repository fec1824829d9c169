#include "twin/base/projection_cache.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace dalian {
namespace {

constexpr std::uint32_t kSeed = 3;

void expect_same(Projected const& a, Projected const& b, GeoPoint p) {
  ASSERT_LT(distance_m(a.point, b.point), 5e-5) << p.lon_deg << ' ' << p.lat_deg << ", seed " << kSeed;
  ASSERT_NEAR(a.cos_convergence, b.cos_convergence, 1e-9) << p.lon_deg << ' ' << p.lat_deg;
  ASSERT_NEAR(a.sin_convergence, b.sin_convergence, 1e-9) << p.lon_deg << ' ' << p.lat_deg;
  ASSERT_NEAR(a.scale, b.scale, 1e-9) << p.lon_deg << ' ' << p.lat_deg;
}

TEST(ProjectionCache, AgreesWithTheSeriesEverywhere) {
  std::mt19937_64 random(kSeed);
  ProjectionCache cache;
  std::uniform_real_distribution<double> lon(100, 146), lat(-62, 62), near_lon(120, 123), near_lat(38, 40);
  for (int i = 0; i < 200'000; ++i) {
    GeoPoint const p = i % 2 == 0 ? GeoPoint{lon(random), lat(random)} : GeoPoint{near_lon(random), near_lat(random)};
    expect_same(*cache.project(p), *project(p), p);
    if (HasFatalFailure()) return;
  }
}

TEST(ProjectionCache, CornersAndEdgesOfCellsBelongToOne) {
  ProjectionCache cache;
  for (double lon = 110; lon < 136; lon += 0.25)
    for (double const lat : {-59.75, -0.25, 0.0, 38.5, 39.0, 59.75})
      for (double const beside : {-1e-12, 0.0, 1e-12}) {
        GeoPoint const p{lon + beside, lat - beside};
        expect_same(*cache.project(p), *project(p), p);
      }
}

TEST(ProjectionCache, TheAnswerDoesNotDependOnWhatWasAskedBefore) {
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> lon(110, 136), lat(20, 50);
  ProjectionCache used;
  for (int i = 0; i < 20'000; ++i) {
    GeoPoint const p{lon(random), lat(random)};
    ASSERT_EQ(used.project(p)->point, ProjectionCache().project(p)->point) << "seed " << kSeed;
  }
}

TEST(ProjectionCache, RefusesWhatTheSeriesRefuses) {
  ProjectionCache cache;
  for (double const bad : {std::nan(""), std::numeric_limits<double>::infinity(), 91.0, -1e300})
    EXPECT_FALSE(cache.project({121, bad}));
  EXPECT_FALSE(cache.project({std::nan(""), 39}));
  EXPECT_FALSE(cache.project({33, 0}));
}

} // namespace
} // namespace dalian
