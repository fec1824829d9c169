#include "connectors/gtfs/schedule.hpp"

#include "tests/connectors/gtfs/small_city.hpp"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

TEST(Schedule, TablesAreFoundByIdAndJoined) {
  auto const city = test::small_city();
  auto const* const trip = city.trip("T1");
  ASSERT_NE(trip, nullptr);
  EXPECT_EQ(city.at(trip->route).short_name, "101");
  auto const times = city.stop_times(*trip);
  ASSERT_EQ(times.size(), 3U);
  EXPECT_EQ(city.at(times[1].stop).name, "Harbour");
  EXPECT_EQ(times[1].arrival_s, 8 * 3600 + 600);
  EXPECT_EQ(times[2].arrival_s, StopTime::kNone);
  ASSERT_NE(city.shape(*trip), nullptr);
  EXPECT_EQ(city.shape(*trip)->front(), (GeoPoint{121.70, 39.10})) << "points go by their sequence";
  EXPECT_EQ(city.shape(*city.trip("LOOP")), nullptr);
  EXPECT_TRUE(city.trip("EXACT")->frequencies.at(0).exact);
  EXPECT_EQ(city.stop("nowhere"), nullptr);
  EXPECT_TRUE(city.has_agency("JZ"));
  EXPECT_DOUBLE_EQ(city.area().west, 121.70);
  EXPECT_DOUBLE_EQ(city.area().east, 121.80);
}

TEST(Schedule, DamagedRowsAreLeftOutAndCounted) {
  auto tables = test::small_city_tables();
  tables["stops.txt"] += "A,Twice,39,121,0\n,Nameless,39,121,0\nD,Short row\nE,No place,x,y,0\n";
  tables["trips.txt"] += "R9,DAY,T9,0,\n";
  tables["stop_times.txt"] += "T9,08:00:00,08:00:00,A,1\nT1,08:00:00,08:00:00,Z,4\nT1,8,9,A,x\n";
  tables["frequencies.txt"] += "T1,06:00:00,22:00:00,0,0\n";
  auto const city = test::small_city(tables);
  EXPECT_EQ(city.counts().get("stops"), 5U);
  EXPECT_EQ(city.counts().get("stops_bad"), 3U);
  EXPECT_EQ(city.counts().get("trips_bad"), 1U);
  EXPECT_EQ(city.counts().get("stop_times_bad"), 3U);
  EXPECT_EQ(city.counts().get("frequencies_bad"), 1U);
  EXPECT_FALSE(city.stop("E")->has_place);
  EXPECT_EQ(city.stop_times(*city.trip("T1")).size(), 3U);
}

TEST(Schedule, AMissingTableOrZoneIsNamed) {
  for (auto const* table : {"agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"}) {
    auto tables = test::small_city_tables();
    tables.erase(table);
    test::TextArchive archive(tables);
    auto const schedule = Schedule::read(archive);
    ASSERT_FALSE(schedule) << table;
    EXPECT_NE(schedule.error().find(table), std::string::npos) << schedule.error();
  }
  auto tables = test::small_city_tables();
  tables["agency.txt"] = "agency_id,agency_timezone\nJZ,Nowhere/Town\n";
  test::TextArchive archive(tables);
  EXPECT_NE(Schedule::read(archive).error().find("agency_timezone"), std::string::npos);
}

TEST(Schedule, DistanceToALine) {
  Shape const line{{121.70, 39.10}, {121.80, 39.10}};
  EXPECT_NEAR(distance_to_line_m({121.75, 39.10}, line), 0, 1e-6);
  EXPECT_NEAR(distance_to_line_m({121.75, 39.11}, line), 1112, 1); // 0.01° of a meridian: 111.195 km a degree
  EXPECT_NEAR(distance_to_line_m({121.81, 39.10}, line), 863, 1);  // × cos 39.1°
  EXPECT_TRUE(std::isinf(distance_to_line_m({121.81, 39.10}, {})));
  EXPECT_NEAR(distance_to_line_m({121.80, 39.11}, {{121.80, 39.10}}), 1112, 1);
}

// Counted by hand in the files themselves (wc -l less the header).
TEST(Schedule, ARealOneIsReadWhole) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::string const file = std::string(data != nullptr ? data : "../shared/data") + "/gtfs_rt/ct.zip";
  auto archive = open_archive(file);
  if (!archive) GTEST_SKIP() << "skipped: no data";
  auto const schedule = Schedule::read(**archive);
  ASSERT_TRUE(schedule) << schedule.error();
  for (auto const& [name, n] : schedule->counts())
    EXPECT_FALSE(name.ends_with("_bad")) << name << " " << n;
  auto const* const trip = schedule->trip("501");
  ASSERT_NE(trip, nullptr);
  auto const times = schedule->stop_times(*trip);
  EXPECT_EQ(schedule->at(times[0].stop).id, "70271");
  EXPECT_EQ(times[0].arrival_s, 5 * 3600);
  EXPECT_EQ(schedule->stop("70021")->name, "22nd Street Caltrain Station");
}

} // namespace
} // namespace dalian::gtfs
