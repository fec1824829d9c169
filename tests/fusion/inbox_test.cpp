#include "twin/fusion/inbox.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace dalian::fusion {
namespace {

Instant const kNow = at(60);
ProjectionCache projection;

std::optional<Outcome> judge(wire::Observation const& o) {
  Admitted admitted;
  return admit(o, kNow, {default_parameters(), projection}, admitted);
}
Admitted admitted(wire::Observation const& o) {
  Admitted a;
  EXPECT_EQ(admit(o, kNow, {default_parameters(), projection}, a), std::nullopt);
  return a;
}

TEST(Inbox, EveryOutcomeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kOutcomes; ++i)
    names.insert(to_string(static_cast<Outcome>(i)));
  EXPECT_EQ(names.size(), kOutcomes);
  EXPECT_EQ(to_string(Outcome::empty), "empty");
}

TEST(Inbox, TimesMoreThanTwoSecondsAheadAreQuarantined) {
  EXPECT_EQ(judge(fix("mmsi:1", 62, kPort)), std::nullopt);
  EXPECT_EQ(judge(fix("mmsi:1", 62.001, kPort)), Outcome::future);
  auto o = fix("mmsi:1", 0, kPort);
  o.set_t_obs(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(judge(o), Outcome::future);
  o.set_t_obs(wire_time(parse_utc("2038-01-19T03:14:08Z").value()));
  EXPECT_EQ(judge(o), Outcome::future);
  Admitted later;
  EXPECT_EQ(admit(o, parse_utc("2038-01-19T03:14:08Z").value(), {default_parameters(), projection}, later),
            std::nullopt); // fine once it is 2038
  o.set_t_obs(0);
  EXPECT_EQ(judge(o), Outcome::invalid_time);
}

TEST(Inbox, HostileObservationsEndInAReason) {
  auto const with = [](auto change) {
    auto o = fix("mmsi:1", 59, kPort);
    change(o);
    return judge(o);
  };
  float const nan = std::nanf(""), inf = INFINITY;
  EXPECT_EQ(with([](auto& o) { o.set_entity(""); }), Outcome::invalid_entity);
  EXPECT_EQ(with([](auto& o) { o.set_entity(std::string(65, 'x')); }), Outcome::invalid_entity);
  EXPECT_EQ(with([](auto& o) { o.set_kind(wire::KIND_UNSPECIFIED); }), Outcome::invalid_kind);
  EXPECT_EQ(with([](auto& o) { o.set_kind(static_cast<wire::Kind>(99)); }), Outcome::invalid_kind);
  EXPECT_EQ(with([](auto& o) { o.clear_fix(); }), Outcome::empty);
  EXPECT_EQ(with([](auto& o) { o.mutable_fix()->set_lat_deg(91); }), Outcome::invalid_fix);
  EXPECT_EQ(with([](auto& o) { o.mutable_fix()->set_lon_deg(181); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_lat_deg(nan); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_sigma_m(nan); }), Outcome::invalid_fix);
  EXPECT_EQ(with([](auto& o) { o.mutable_fix()->set_sigma_m(-1); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_speed_mps(inf); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_course_deg(nan); }), Outcome::invalid_fix);
  EXPECT_EQ(with([](auto& o) { o.mutable_fix()->set_heading_deg(511); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_altitude_m(inf); }), Outcome::invalid_fix);
  EXPECT_EQ(with([&](auto& o) { o.mutable_fix()->set_turn_rate_dps(nan); }), Outcome::invalid_fix);
  EXPECT_EQ(with([](auto& o) { o.mutable_fix()->set_lon_deg(33), o.mutable_fix()->set_lat_deg(0); }), Outcome::off_map);
  EXPECT_EQ(with([&](auto& o) { o.mutable_vessel_static()->set_bow_m(nan); }), Outcome::invalid_detail);
  EXPECT_EQ(with([](auto& o) { o.mutable_vessel_static()->set_name(std::string(300, 'x')); }), Outcome::invalid_detail);
  EXPECT_EQ(with([](auto& o) { o.mutable_road_vehicle()->set_length_m(-3); }), Outcome::invalid_detail);
  EXPECT_EQ(with([](auto& o) { o.mutable_aid()->set_name(std::string(300, 'x')); }), Outcome::invalid_detail);
}

TEST(Inbox, TrueCourseBecomesGridVelocityByMeridianConvergence) {
  // 121°E is 2° west of the central meridian, so grid north lies west of true north by 2°·sin 39° = 1.2586°.
  auto o = observation("mmsi:1", 59);
  o.mutable_fix()->set_lon_deg(121);
  o.mutable_fix()->set_lat_deg(39);
  o.mutable_fix()->set_speed_mps(10);
  o.mutable_fix()->set_course_deg(0);
  auto const m = admitted(o).fix;
  ASSERT_TRUE(m.has_velocity);
  double const bearing_deg = std::atan2(m.velocity_east_mps, m.velocity_north_mps) * 180 / std::numbers::pi;
  EXPECT_NEAR(bearing_deg, 1.2586, 0.001);
  // Ten metres due north, on the map.
  MapPoint const a = to_map({121, 39}), b = to_map({121, 39 + 10 / 111'016.0}); // m per degree of latitude at 39°N
  EXPECT_NEAR(m.velocity_east_mps, b.east_m - a.east_m, 0.01);
  EXPECT_NEAR(m.velocity_north_mps, b.north_m - a.north_m, 0.01);
}

TEST(Inbox, ASpeedWithoutCourseCountsOnlyWhenItSaysStanding) {
  auto o = fix("mmsi:1", 59, kPort);
  o.mutable_fix()->set_speed_mps(5);
  EXPECT_FALSE(admitted(o).fix.has_velocity);
  o.mutable_fix()->set_speed_mps(0.05F);
  EXPECT_TRUE(admitted(o).fix.has_velocity);
  EXPECT_EQ(admitted(o).fix.velocity_north_mps, 0);
  o.mutable_fix()->clear_speed_mps();
  EXPECT_FALSE(admitted(o).fix.has_velocity);
}

TEST(Inbox, TheSigmaOfAVelocityKeepsItsMeanSquareError) {
  auto o = fix("mmsi:1", 59, kPort);
  o.mutable_fix()->set_speed_mps(10);
  o.mutable_fix()->set_course_deg(45);
  auto const& vessel = default_parameters().of(state::Kind::vessel);
  double const along = vessel.speed_sigma_mps, across = along + 10 * vessel.course_sigma_rad;
  EXPECT_NEAR(admitted(o).fix.velocity_sigma_mps, std::sqrt((along * along + across * across) / 2), 0.001);
}

TEST(Inbox, AFixWithoutAccuracyGetsThatOfItsClass) {
  EXPECT_NEAR(admitted(fix("mmsi:1", 59, kPort, wire::VESSEL, 0)).fix.sigma_m, 10, 0.01);
  EXPECT_NEAR(admitted(fix("car:1", 59, kPort, wire::ROAD_VEHICLE, 0)).fix.sigma_m, 3, 0.01);
}

} // namespace
} // namespace dalian::fusion
