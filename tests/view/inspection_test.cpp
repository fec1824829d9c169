#include "twin/view/inspection.hpp"

#include "tests/view/tracks.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace dalian::view {
namespace {

/// "words-key|value" of a row, "" when it is not there.
std::string row(Inspection const& about, std::string const& key) {
  for (auto const& r : about.rows)
    if (r.key == "inspector." + key) return r.value_key.empty() ? r.value : r.value_key + "|" + r.value;
  return "";
}
std::string row(state::Track const& track, std::string const& key) {
  return row(inspect_track(track, kNow), key);
}

TEST(Inspection, PositionInDegreesMinutesSeconds) {
  EXPECT_EQ(format_dms({121.886167, 39.023167}), "39°01′23.4″N 121°53′10.2″E"); // by hand: .023167·3600 = 83.40
  EXPECT_EQ(format_dms({-0.5, -33.0}), "33°00′00.0″S 000°30′00.0″W");
  EXPECT_EQ(format_dms({121.9999999, 38.9999999}), "39°00′00.0″N 122°00′00.0″E");
  EXPECT_EQ(row(ship(), "position"), "39°00′00.0″N 121°54′00.0″E · 39.00000°, 121.90000°");
}

TEST(Inspection, SpeedInTheUnitOfItsKindOverGroundNotOverTheGrid) {
  double const scale = point_scale({121.9, 39.0});
  EXPECT_EQ(row(at_speed(ship(), 10 * scale), "speed"), "10.0 kn · 5.1 m/s");
  EXPECT_EQ(row(at_speed(car(), 3600.0 / 1852 * 20 * scale), "speed"), "72.0 km/h · 20.0 m/s");
}

TEST(Inspection, CourseIsTrue) {
  auto t = at_speed(ship(), 10); // grid north; 1.1° west of 123°E grid north lies 0.69° west of true north
  EXPECT_EQ(row(t, "course"), "359.3°");
  EXPECT_EQ(row(at_speed(ship(), 0.1), "course"), "");
  t.heading_deg = 359.97F;
  EXPECT_EQ(row(t, "heading"), "000.0°");
  t.turn_rate_dps = 0.5F;
  EXPECT_EQ(row(t, "turn_rate"), "+30.0 °/min");
}

TEST(Inspection, UncertaintyPerAxisAndAsEllipse) {
  auto t = ship();
  EXPECT_EQ(row(t, "sigma"), "E 5.0 m · N 4.0 m · vE 0.20 m/s · vN 0.30 m/s");
  // Larger axis along grid east, which bears 90° + convergence (−0.69°).
  EXPECT_EQ(row(t, "covariance"), "5.0 m × 4.0 m, 089.3°");
  t.covariance[0] = t.covariance[4] = 10;
  t.covariance[1] = 6; // eigenvalues 16 and 4, the larger towards north-east
  EXPECT_EQ(row(t, "covariance"), "4.0 m × 2.0 m, 044.3°");
  t.covariance[1] = -6; // towards south-east
  EXPECT_EQ(row(t, "covariance"), "4.0 m × 2.0 m, 134.3°");
  t.last_nis = 2.34F;
  EXPECT_EQ(row(t, "nis"), "2.3 (≤ 13.8)");
}

TEST(Inspection, WhatAShipSaysOfItself) {
  auto t = ship();
  t.vessel->name = "BO HAI ZHU";
  t.vessel->imo = 9074729;
  t.vessel->ship_type = 74;
  t.vessel->destination = "YANTAI";
  t.vessel->bow_m = 37, t.vessel->stern_m = 100, t.vessel->port_m = 10, t.vessel->starboard_m = 13.5F;
  t.vessel->draught_m = 5.6F;
  t.nav_status = 5;
  auto const about = inspect_track(t, kNow);
  EXPECT_EQ(about.name, "BO HAI ZHU");
  EXPECT_EQ(about.kind, "vessel");
  EXPECT_EQ(row(about, "mmsi"), "413000007");
  EXPECT_EQ(row(about, "imo"), "9074729");
  EXPECT_EQ(row(about, "ship_type"), "ship_type.7x|(74)");
  EXPECT_EQ(row(about, "nav_status"), "nav_status.5|");
  EXPECT_EQ(row(about, "destination"), "YANTAI");
  EXPECT_EQ(row(about, "size"), "137.0 m × 23.5 m");
  EXPECT_EQ(row(about, "draught"), "5.6 m");
  EXPECT_EQ(row(about, "ais_class"), "A");
  EXPECT_EQ(row(ship(), "imo"), "") << "not known: no row";
  EXPECT_EQ(row(ship(), "size"), "");
}

TEST(Inspection, WhatAVehicleAndAnAidSay) {
  auto t = car();
  t.road->mode = 1;
  t.road->route = "cv-t1";
  EXPECT_EQ(row(t, "vehicle_type"), "vehicle_type.car|");
  EXPECT_EQ(row(t, "mode"), "mode.1|");
  EXPECT_EQ(row(t, "route"), "cv-t1");
  t.road->vehicle_type = "tram";
  EXPECT_EQ(row(t, "vehicle_type"), "tram");
  auto aid = ship();
  aid.kind = state::Kind::aid_to_navigation;
  aid.aid->aid_type = 14;
  aid.aid->off_position = true;
  EXPECT_EQ(row(aid, "aid_type"), "aid_type.14|");
  EXPECT_EQ(row(aid, "off_position"), "answer.yes|");
}

TEST(Inspection, OriginAndAge) {
  auto t = ship();
  t.sources = {"satellite", "radio"};
  t.updates = 12;
  auto const about = inspect_track(t, kNow + std::chrono::milliseconds(31'250));
  EXPECT_DOUBLE_EQ(about.age_s, 31.25);
  EXPECT_EQ(row(about, "age"), "31.2 s");
  EXPECT_EQ(row(about, "freshness"), "freshness.stale|");
  EXPECT_EQ(row(about, "provenance"), "provenance.synthetic|");
  EXPECT_EQ(row(about, "sources"), "satellite, radio");
  EXPECT_EQ(row(about, "t_obs"), "2026-09-26 16:40:00.0 UTC+8");
  EXPECT_EQ(row(about, "t_rx"), "2026-09-26 16:40:00.3 UTC+8");
  EXPECT_EQ(row(about, "updates"), "12");
}

TEST(Inspection, OnTheOtherSideOfThePole) {
  auto t = ship();
  t.position = project({10.75, 59.9})->point; // a recording from the Oslo fjord
  EXPECT_EQ(row(t, "position"), "59°54′00.0″N 010°45′00.0″E · 59.90000°, 10.75000°");
}

TEST(Inspection, EveryLanguageHasEveryKey) {
  auto const keys = inspection_keys();
  EXPECT_GT(keys.size(), 100U);
  for (auto const* language : {"zh", "ja", "en"}) {
    std::ifstream in(std::string(std::getenv("DALIAN_SOURCE")) + "/assets/lang/" + language + ".json");
    auto const words = nlohmann::json::parse(in);
    for (auto const& key : keys)
      EXPECT_TRUE(words.contains(key)) << key << " is missing in assets/lang/" << language << ".json";
  }
}

TEST(Inspection, UsesNoKeyThatIsNotListed) {
  auto const list = inspection_keys();
  std::set<std::string> const keys(list.begin(), list.end());
  auto everything = ship();
  everything.vessel = state::VesselStatic{1, 30, 2, "N", "C", "D", 1.F, 1.F, 1.F, 1.F, 1.F};
  everything.heading_deg = everything.turn_rate_dps = everything.last_nis = 1.F;
  everything.velocity_east_mps = 9;
  everything.altitude_m = 5;
  everything.road = state::RoadVehicle{"L", "R", "bus", 2, 3.F, 4.F};
  everything.aid = state::Aid{3, "A", false, true};
  for (auto const kind :
       {state::Kind::unspecified, state::Kind::vessel, state::Kind::road_vehicle, state::Kind::aid_to_navigation,
        state::Kind::base_station, state::Kind::aircraft, state::Kind::sensor, state::Kind::unidentified})
    for (std::uint32_t code = 0; code < 300; ++code) {
      everything.kind = kind;
      everything.nav_status = everything.vessel->ship_type = everything.road->mode = everything.aid->aid_type = code;
      for (auto const& r : inspect_track(everything, kNow).rows) {
        ASSERT_TRUE(keys.contains(r.key)) << r.key;
        ASSERT_TRUE(r.value_key.empty() || keys.contains(r.value_key)) << r.value_key;
      }
    }
}

TEST(Inspection, LabelIsTheNameElseTheId) {
  EXPECT_EQ(label_of(ship()), "mmsi:413000007");
  EXPECT_EQ(label_of(car()), "T1-03");
}

} // namespace
} // namespace dalian::view
