#include "twin/view/weather_report.hpp"

#include "tests/view/tracks.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

namespace dalian::view {
namespace {

state::SensorReading reading(char const* quantity, double value, Instant t, std::string words = {}) {
  state::SensorReading r;
  r.quantity = find_quantity(quantity).value();
  r.value = value;
  r.text = std::move(words);
  r.t_obs = t;
  return r;
}

state::Track station(std::uint32_t handle, char const* entity, double east_m, Instant t) {
  state::Track s = ship();
  s.kind = state::Kind::sensor;
  s.handle = handle;
  s.entity = entity;
  s.position.east_m += east_m;
  s.readings = {reading("wind_speed_mps", 6, t), reading("wind_from_deg", 240, t), reading("visibility_m", 3000, t),
                reading("cloud_cover_pct", 75, t), reading("weather", 0, t, "-SHRA BR")};
  return s;
}

std::optional<WeatherReport> near(std::vector<state::Track> const& tracks, Instant now = kNow) {
  state::SnapshotStore store(1);
  std::vector<state::TrackRecord> records(tracks.begin(), tracks.end());
  return weather_near(*store.publish(kNow, records, {}), ship().position, now);
}

TEST(WeatherReport, TellsWhatTheStationSaid) {
  auto const t = kNow - std::chrono::minutes(12);
  auto const report = near({ship(), station(9, "metar:ZYTL", 0, t)});
  ASSERT_TRUE(report);
  WeatherReport expected{"metar:ZYTL", Provenance::synthetic, t, Precipitation::rain, true, 6, 240, 3000, 75};
  EXPECT_EQ(*report, expected);
}

TEST(WeatherReport, IsOfTheNearestStationThatIsNotOld) {
  auto const far = station(9, "metar:FAR", 90'000, kNow);
  EXPECT_EQ(near({far, station(10, "metar:NEAR", 500, kNow)})->station, "metar:NEAR");
  EXPECT_EQ(near({far, station(10, "metar:NEAR", 500, kNow - std::chrono::minutes(91))})->station, "metar:FAR");
  EXPECT_FALSE(near({far}, kNow + std::chrono::minutes(91)));
  auto nowhere = station(10, "metar:NOWHERE", 0, kNow);
  nowhere.has_position = false;
  EXPECT_EQ(near({nowhere, far})->station, "metar:FAR");
  EXPECT_EQ(near({nowhere})->station, "metar:NOWHERE");
}

TEST(WeatherReport, ATurbineOrADeadStationIsNone) {
  auto turbine = station(9, "turbine:7", 0, kNow);
  turbine.readings.resize(2); // wind alone
  auto ended = station(10, "metar:ENDED", 0, kNow);
  ended.life = state::Life::ended;
  EXPECT_FALSE(near({turbine, ended, ship()}));
}

TEST(WeatherReport, WhatIsLeftFromAnEarlierReportIsNotOfThisOne) {
  auto calm = station(9, "metar:ZYTL", 0, kNow - std::chrono::minutes(30));
  calm.readings[0] = reading("wind_speed_mps", 0, kNow);
  calm.readings[2] = reading("visibility_m", 10'000, kNow); // that or more
  auto const report = near({calm});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->wind_speed_mps, 0);
  EXPECT_FALSE(report->wind_from_deg);
  EXPECT_FALSE(report->visibility_m);
  EXPECT_FALSE(report->cloud_cover_pct);
  EXPECT_EQ(report->falls, Precipitation::none);
}

TEST(WeatherReport, ReadsTheGroupsOfCodeTable4678) {
  auto const of = [](char const* groups) {
    WeatherReport r;
    read_weather_groups(groups, r);
    return std::pair(r.falls, r.obscured);
  };
  using enum Precipitation;
  EXPECT_EQ(of(""), std::pair(none, false));
  EXPECT_EQ(of("+SHSN"), std::pair(snow, false));
  EXPECT_EQ(of("RASN BR"), std::pair(snow, true));
  EXPECT_EQ(of("FZDZ"), std::pair(rain, false));
  EXPECT_EQ(of("TSGR"), std::pair(rain, false)); // hail; not "SG"
  EXPECT_EQ(of("VCSH VCFG"), std::pair(none, false));
  EXPECT_EQ(of("-RA VCTS FG"), std::pair(rain, true));
  EXPECT_EQ(of("TS"), std::pair(none, false));
  EXPECT_EQ(of("R"), std::pair(none, false));
}

} // namespace
} // namespace dalian::view
