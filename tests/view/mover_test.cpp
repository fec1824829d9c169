#include "twin/view/mover.hpp"

#include "tests/view/tracks.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace dalian::view {
namespace {

Mover mover_of(state::Track const& track, Instant now = kNow) {
  GridNorth north;
  auto const mover = to_mover(track, now, north);
  EXPECT_TRUE(mover);
  return mover.value_or(Mover{});
}

state::Track sized(std::uint32_t type, float length_m, float width_m) {
  auto t = ship();
  t.vessel->ship_type = type;
  if (length_m > 0) {
    t.vessel->bow_m = length_m * 0.75F;
    t.vessel->stern_m = length_m * 0.25F;
    t.vessel->port_m = t.vessel->starboard_m = width_m / 2;
  }
  return t;
}

// ITU-R M.1371-5, table 53.
TEST(Mover, ShapeFollowsTheShipType) {
  struct Case {
    std::uint32_t type;
    float length_m, width_m;
    Shape shape;
  };
  for (Case const c : {Case{30, 0, 0, Shape::fishing_boat},
                       Case{31, 0, 0, Shape::tug},
                       Case{52, 0, 0, Shape::tug},
                       Case{60, 0, 0, Shape::ferry},
                       Case{69, 0, 0, Shape::ferry},
                       Case{40, 0, 0, Shape::ferry},
                       Case{80, 0, 0, Shape::tanker},
                       Case{84, 295, 46, Shape::tanker},
                       Case{0, 0, 0, Shape::other_ship},
                       Case{37, 0, 0, Shape::other_ship},
                       Case{71, 148, 23, Shape::container_ship},
                       Case{70, 400, 61, Shape::container_ship},
                       Case{70, 294, 32, Shape::container_ship},
                       Case{70, 190, 32, Shape::bulk_carrier},
                       Case{70, 229, 32, Shape::bulk_carrier},
                       Case{70, 292, 45, Shape::bulk_carrier},
                       Case{79, 200, 32, Shape::car_carrier},
                       Case{79, 200, 38, Shape::car_carrier},
                       Case{79, 366, 51, Shape::container_ship},
                       Case{255, 0, 0, Shape::other_ship}})
    EXPECT_EQ(shape_of(sized(c.type, c.length_m, c.width_m)), c.shape) << c.type << ' ' << c.length_m;
}

TEST(Mover, ShapeOfOtherKinds) {
  auto t = car();
  for (auto const& [type, shape] : {std::pair{"car", Shape::car},
                                    {"bus", Shape::bus},
                                    {"truck", Shape::truck},
                                    {"shuttle", Shape::shuttle},
                                    {"tram", Shape::car}}) {
    t.road->vehicle_type = type;
    EXPECT_EQ(shape_of(t), shape) << type;
  }
  t.kind = state::Kind::aid_to_navigation;
  EXPECT_EQ(shape_of(t), Shape::buoy);
  t.kind = state::Kind::base_station;
  EXPECT_EQ(shape_of(t), Shape::base_station);
  t.kind = state::Kind::sensor;
  EXPECT_EQ(shape_of(t), Shape::sensor);
  t.kind = state::Kind::aircraft;
  EXPECT_EQ(shape_of(t), Shape::aircraft);
}

TEST(Mover, IsNamedWhenPeopleCanCallItSo) {
  EXPECT_TRUE(mover_of(ship()).named); // its MMSI at least
  auto t = car();
  EXPECT_TRUE(mover_of(t).named);
  t.road->label.clear();
  EXPECT_FALSE(mover_of(t).named) << "the temporary id of a passer-by";
  t.kind = state::Kind::sensor;
  EXPECT_FALSE(mover_of(t).named);
}

TEST(Mover, SizeIsTheStatedOneElseTheUsualOne) {
  EXPECT_EQ(mover_of(sized(71, 366, 51)).length_m, 366);
  EXPECT_EQ(mover_of(sized(71, 366, 51)).width_m, 51);
  EXPECT_EQ(mover_of(sized(71, 0, 0)).length_m, 294);
  auto t = car();
  EXPECT_NEAR(mover_of(t).length_m, 4.7, 1e-5);
  t.road->length_m = 9.4F; // no width: in proportion
  EXPECT_NEAR(mover_of(t).width_m, 3.8, 1e-5);
}

TEST(Mover, HeadingElseCourseElseNorth) {
  auto t = ship();
  double const convergence = meridian_convergence_rad(to_geo(t.position));
  t.velocity_east_mps = 5;
  EXPECT_NEAR(mover_of(t).heading_rad, std::numbers::pi / 2, 1e-6) << "course over the grid";
  t.heading_deg = 10;
  EXPECT_NEAR(mover_of(t).heading_rad, 10 * std::numbers::pi / 180 - convergence, 3e-4) << "true → grid";
  t.heading_deg.reset();
  t.velocity_east_mps = 0.1F;
  EXPECT_EQ(mover_of(t).heading_rad, 0);
}

TEST(Mover, GridNorthAgreesWithTheProjectionOverTheWholeWindow) {
  std::uint32_t const seed = 8;
  std::mt19937 random(seed);
  GridNorth north;
  for (int i = 0; i < 5000; ++i) {
    GeoPoint const p{std::uniform_real_distribution(120.8, 123.4)(random),
                     std::uniform_real_distribution(38.6, 40.2)(random)};
    ASSERT_NEAR(north.convergence_rad(to_map(p)), meridian_convergence_rad(p), 2e-4) << "seed " << seed;
    ASSERT_NEAR(north.scale(to_map(p)), point_scale(p), 1e-5);
  }
}

TEST(Mover, StandsOnTheMiddleOfTheHullNotOnTheAntenna) {
  auto t = sized(71, 400, 60); // antenna 300 m from the bow, 100 m from the stern
  t.vessel->port_m = 10, t.vessel->starboard_m = 50;
  t.heading_deg = static_cast<float>(90 + meridian_convergence_rad(to_geo(t.position)) * 180 / std::numbers::pi);
  Mover const m = mover_of(t); // heading grid east: ahead is east, starboard is south
  EXPECT_NEAR(m.position.east_m - t.position.east_m, 100, 0.1);
  EXPECT_NEAR(m.position.north_m - t.position.north_m, -20, 0.1);
}

TEST(Mover, IsCarriedOnNoFurtherThanItIsFresh) {
  auto const fast = at_speed(ship(), 20);
  EXPECT_EQ(mover_of(fast).until, kNow + std::chrono::seconds(18)); // 3 × 6 s
  EXPECT_EQ(mover_of(fast, kNow + std::chrono::milliseconds(17'999)).freshness, Freshness::fresh);
  EXPECT_EQ(mover_of(fast, kNow + std::chrono::seconds(18)).freshness, Freshness::stale);
  EXPECT_EQ(mover_of(fast, kNow + std::chrono::hours(1)).until, kNow + std::chrono::seconds(18));
  auto const parked = car();
  EXPECT_EQ(mover_of(parked, kNow + std::chrono::seconds(2)).freshness, Freshness::stale);
  auto mirrored = fast;
  mirrored.life = state::Life::stale;
  EXPECT_EQ(mover_of(mirrored).freshness, Freshness::stale);
}

TEST(Mover, WhatLiesStillDoesNotDrift) {
  auto t = at_speed(ship(), 0.3);
  EXPECT_GT(mover_of(t).velocity_north_mps, 0);
  t.nav_status = 5;
  EXPECT_EQ(mover_of(t).velocity_north_mps, 0);
  t = at_speed(t, 8); // says moored, but sails: forgot to switch
  EXPECT_GT(mover_of(t).velocity_north_mps, 0);
  t.kind = state::Kind::base_station;
  EXPECT_EQ(mover_of(t).velocity_north_mps, 0);
}

TEST(Mover, TurnsOnlyWhileItMovesAndNotFasterThanAnyShipCan) {
  auto t = at_speed(ship(), 10);
  t.turn_rate_dps = 2;
  EXPECT_NEAR(mover_of(t).turn_rate_rps, 2 * std::numbers::pi / 180, 1e-6);
  t.turn_rate_dps = 700;
  EXPECT_NEAR(mover_of(t).turn_rate_rps, 30 * std::numbers::pi / 180, 1e-6);
  t = at_speed(t, 0.2);
  EXPECT_EQ(mover_of(t).turn_rate_rps, 0);
}

TEST(Mover, SigmaIsTheLargerAxisOfTheEllipse) {
  auto t = ship();
  EXPECT_NEAR(mover_of(t).sigma_m, 5, 1e-5);
  t.covariance[0] = t.covariance[4] = 10;
  t.covariance[1] = 6; // eigenvalues 16 and 4
  EXPECT_NEAR(mover_of(t).sigma_m, 4, 1e-5);
}

TEST(Mover, HeightCountsOffTheWaterOnly) {
  auto t = ship();
  t.altitude_m = 33;
  EXPECT_EQ(mover_of(t).up_m, 0);
  t.kind = state::Kind::road_vehicle;
  EXPECT_EQ(mover_of(t).up_m, 33);
}

TEST(Mover, NoneForWhatHasEndedOrNoPosition) {
  GridNorth north;
  auto t = ship();
  t.life = state::Life::ended;
  EXPECT_FALSE(to_mover(t, kNow, north));
  t = ship();
  t.has_position = false;
  EXPECT_FALSE(to_mover(t, kNow, north));
}

} // namespace
} // namespace dalian::view
