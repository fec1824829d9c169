#include "twin/base/geo.hpp"

#include <GeographicLib/LocalCartesian.hpp>
#include <GeographicLib/TransverseMercator.hpp>
#include <gtest/gtest.h>
#include <proj.h>

#include <memory>
#include <numbers>
#include <random>

namespace dalian {
namespace {

constexpr std::uint32_t kSeed = 20260926;

struct ProjDeleter {
  void operator()(PJ* p) const { proj_destroy(p); }
};

/// EPSG:4326 → EPSG:32651 as PROJ does it, axes in the order longitude, latitude.
std::unique_ptr<PJ, ProjDeleter> proj_utm51() {
  std::unique_ptr<PJ, ProjDeleter> const raw(
      proj_create_crs_to_crs(PJ_DEFAULT_CTX, "EPSG:4326", "EPSG:32651", nullptr));
  return std::unique_ptr<PJ, ProjDeleter>(proj_normalize_for_visualization(PJ_DEFAULT_CTX, raw.get()));
}

GeoPoint random_point(std::mt19937& random, GeoPoint low, GeoPoint high) {
  return {std::uniform_real_distribution(low.lon_deg, high.lon_deg)(random),
          std::uniform_real_distribution(low.lat_deg, high.lat_deg)(random)};
}

TEST(Geo, AgreesWithProjWithinAMillimetreOverTheStatedDomain) {
  auto const proj = proj_utm51();
  ASSERT_TRUE(proj);
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    GeoPoint const p = random_point(random, {117, 0}, {129, 84});
    PJ_COORD const expected = proj_trans(proj.get(), PJ_FWD, proj_coord(p.lon_deg, p.lat_deg, 0, 0));
    MapPoint const actual = to_map(p);
    ASSERT_LT(distance_m(actual, {expected.xy.x, expected.xy.y}), 0.001) << p.lon_deg << ' ' << p.lat_deg;
    GeoPoint const back = to_geo(actual);
    ASSERT_NEAR(back.lon_deg, p.lon_deg, 1e-11) << p.lat_deg; // 1e-11° is about a micrometre
    ASSERT_NEAR(back.lat_deg, p.lat_deg, 1e-11);
  }
}

TEST(Geo, CentralMeridianAndEquatorAreWhereTheDefinitionPutsThem) {
  MapPoint const origin = to_map({123, 0});
  EXPECT_NEAR(origin.east_m, 500000, 1e-6);
  EXPECT_NEAR(origin.north_m, 0, 1e-6);
  EXPECT_NEAR(point_scale({123, 39}), 0.9996, 1e-12);
  EXPECT_NEAR(meridian_convergence_rad({123, 39}), 0, 1e-15);
}

TEST(Geo, ConvergenceAndScaleAgreeWithGeographicLib) {
  auto const& reference = GeographicLib::TransverseMercator::UTM();
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    GeoPoint const p = random_point(random, {117, 0}, {129, 84});
    double x, y, convergence_deg, scale;
    reference.Forward(123, p.lat_deg, p.lon_deg, x, y, convergence_deg, scale);
    ASSERT_NEAR(meridian_convergence_rad(p), convergence_deg * std::numbers::pi / 180, 1e-12);
    ASSERT_NEAR(point_scale(p), scale, 1e-12);
  }
}

TEST(Geo, ConvergenceIsTheAngleToAPointDueNorth) {
  GeoPoint const here{121.65, 39.25};
  MapPoint const a = to_map(here), b = to_map({here.lon_deg, here.lat_deg + 1e-5});
  double const grid_bearing = std::atan2(b.east_m - a.east_m, b.north_m - a.north_m);
  EXPECT_NEAR(grid_bearing, -meridian_convergence_rad(here), 1e-6); // grid bearing = true (0) − convergence
}

TEST(Geo, ProjectAgreesWithGeographicLibAroundTheWorld) {
  GeographicLib::TransverseMercator const reference(6378137.0, 1 / 298.257223563, 0.9996);
  std::mt19937 random(kSeed);
  int inside = 0;
  for (int i = 0; i < 20000; ++i) {
    GeoPoint const p = random_point(random, {-180, -90}, {180, 90});
    auto const projected = project(p);
    if (!projected) continue;
    double x, y, convergence_deg, scale;
    reference.Forward(123, p.lat_deg, p.lon_deg, x, y, convergence_deg, scale);
    ASSERT_NEAR(projected->point.east_m, 500000 + x, 0.01) << p.lon_deg << ' ' << p.lat_deg;
    ASSERT_NEAR(projected->point.north_m, y, 0.01);
    ASSERT_NEAR(
        std::remainder(projected->convergence_rad() - convergence_deg * std::numbers::pi / 180, 2 * std::numbers::pi),
        0, 1e-8);
    ASSERT_NEAR(projected->scale / scale, 1, 1e-8);
    ++inside;
  }
  EXPECT_GT(inside, 18000); // the caps left out are 6 % of the sphere, a little less of the degrees drawn here
}

TEST(Geo, ProjectRefusesWhatIsNoPlaceOnTheMap) {
  EXPECT_TRUE(project({10.75, 59.9})); // Oslo, beyond the pole from here
  EXPECT_TRUE(project({123, 90}));
  EXPECT_FALSE(project({121, 91}));
  EXPECT_FALSE(project({181, 39}));
  EXPECT_FALSE(project({33, 0})); // where the projection has no value
  EXPECT_FALSE(project({std::nan(""), 39}));
  EXPECT_FALSE(project({121, INFINITY}));
}

TEST(LocalFrame, AgreesWithGeographicLibAndComesBack) {
  GeographicLib::LocalCartesian const reference(39.255, 121.678, 20);
  LocalFrame const frame({121.678, 39.255}, 20);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    GeoPoint const p = random_point(random, {121.2, 38.9}, {122.2, 39.6});
    double const height = std::uniform_real_distribution(-50.0, 700.0)(random);
    double x, y, z;
    reference.Forward(p.lat_deg, p.lon_deg, height, x, y, z);
    LocalFrame::Point const local = frame.to_local(p, height);
    ASSERT_NEAR(local.east_m, x, 1e-6);
    ASSERT_NEAR(local.north_m, y, 1e-6);
    ASSERT_NEAR(local.up_m, z, 1e-6);
    double back_height = 0;
    GeoPoint const back = frame.to_geo(local, &back_height);
    ASSERT_LT(distance_m(to_map(back), to_map(p)), 0.001);
    ASSERT_NEAR(back_height, height, 0.001);
  }
}

} // namespace
} // namespace dalian
