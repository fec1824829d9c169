#include "connectors/gtfs/to_wire.hpp"

#include "tests/connectors/gtfs/small_city.hpp"
#include "twin/wire/codec.hpp"

#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

using test::kNow_s;

Instant at(std::int64_t posix_s) {
  return from_unix_ns(posix_s * 1'000'000'000);
}

struct Told {
  Schedule const city = test::small_city();
  Converter converter{&city, {}};
  Counters details;

  std::vector<wire::Observation> convert(proto::FeedMessage const& feed) {
    std::vector<wire::Observation> out;
    converter.convert(feed, at(kNow_s + 2), out, details);
    for (auto const& o : out)
      EXPECT_EQ(wire::check(o), "") << o.ShortDebugString();
    return out;
  }
};

wire::SensorValue const* value_of(std::vector<wire::Observation> const& all, std::string const& entity,
                                  std::string const& quantity) {
  for (auto const& o : all)
    if (o.entity() == entity && o.sensor().quantity() == quantity) return &o.sensor();
  return nullptr;
}

TEST(GtfsToWire, AVehicleWithItsPlaceRouteAndDelay) {
  Told told;
  auto feed = test::good_feed();
  test::vehicle_of(feed).set_stop_id("B");
  test::vehicle_of(feed).set_occupancy_percentage(40);
  test::vehicle_of(feed).set_current_status(proto::VehiclePosition::STOPPED_AT);
  test::vehicle_of(feed).mutable_vehicle()->set_license_plate("LIAO-B 12345");
  auto const all = told.convert(feed);
  ASSERT_GE(all.size(), 4U);
  auto const& o = all.front();
  EXPECT_EQ(o.entity(), "transit:bus-7");
  EXPECT_EQ(o.kind(), wire::ROAD_VEHICLE);
  EXPECT_EQ(o.t_obs(), static_cast<std::uint64_t>(to_unix_ns(at(kNow_s - 5))));
  EXPECT_FLOAT_EQ(static_cast<float>(o.fix().lat_deg()), 39.1F);
  EXPECT_FLOAT_EQ(o.fix().course_deg(), 90);
  EXPECT_FLOAT_EQ(o.fix().speed_mps(), 10);
  EXPECT_EQ(o.road_vehicle().route(), "101");
  EXPECT_EQ(o.road_vehicle().vehicle_type(), "bus");
  EXPECT_EQ(o.road_vehicle().label(), "7");
  EXPECT_EQ(value_of(all, "transit:bus-7", "occupancy_pct")->number(), 40);
  EXPECT_EQ(value_of(all, "transit:bus-7", "next_stop")->text(), "Harbour");
  EXPECT_EQ(value_of(all, "transit:bus-7", "status")->text(), "STOPPED_AT");
  EXPECT_EQ(value_of(all, "transit:bus-7", "delay_s")->number(), 60) << "08:12:00 instead of 08:11:00";
  for (auto const& each : all)
    EXPECT_EQ(each.SerializeAsString().find("12345"), std::string::npos) << "a licence plate left the connector";
}

TEST(GtfsToWire, WhatIsRepeatedIsNotToldTwice) {
  Told told;
  auto feed = test::good_feed();
  EXPECT_FALSE(told.convert(feed).empty());
  EXPECT_TRUE(told.convert(feed).empty());
  EXPECT_EQ(told.details.get("unchanged_entities"), 3U);
  test::vehicle_of(feed).set_timestamp(kNow_s);
  auto const again = told.convert(feed);
  ASSERT_FALSE(again.empty());
  for (auto const& o : again)
    EXPECT_FALSE(o.has_sensor() && o.sensor().quantity() == "delay_s");
}

TEST(GtfsToWire, AnAlertIsAnEventThatEnds) {
  Told told;
  auto feed = test::good_feed();
  auto const all = told.convert(feed);
  auto const* const message = value_of(all, "transit-alert:a", "message");
  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->text(), "Harbour stop moved");
  EXPECT_EQ(value_of(all, "transit-alert:a", "status")->text(), "DETOUR");
  for (auto const& o : all)
    if (o.entity() == "transit-alert:a") {
      EXPECT_EQ(o.event(), o.has_sensor());
      EXPECT_DOUBLE_EQ(o.has_fix() ? o.fix().lon_deg() : 121.75, 121.75);
    }
  feed.mutable_entity()->RemoveLast();
  auto const after = told.convert(feed);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].sensor().text(), "ENDED");
  EXPECT_TRUE(told.convert(feed).empty());
}

TEST(GtfsToWire, AnAlertOutsideItsPeriodIsSilent) {
  Told told;
  auto feed = test::good_feed();
  auto& period = *test::alert_of(feed).add_active_period();
  period.set_start(kNow_s + 100);
  EXPECT_EQ(value_of(told.convert(feed), "transit-alert:a", "message"), nullptr);
  period.set_start(kNow_s - 100);
  EXPECT_NE(value_of(told.convert(feed), "transit-alert:a", "message"), nullptr);
}

TEST(GtfsToWire, ATimeFromTheFutureDoesNotSilenceTheVehicle) {
  Told told;
  auto feed = test::good_feed();
  test::vehicle_of(feed).set_timestamp(kNow_s * 1000);
  auto const first = told.convert(feed);
  EXPECT_EQ(first.front().t_obs(), static_cast<std::uint64_t>(to_unix_ns(at(kNow_s))));
  test::vehicle_of(feed).set_timestamp(kNow_s + 1);
  EXPECT_EQ(told.convert(feed).front().entity(), "transit:bus-7");
}

TEST(GtfsToWire, WithoutPositionOrScheduleWhatIsLeftIsTold) {
  Counters details;
  Converter converter(nullptr, {.scheme = "metro"});
  auto feed = test::good_feed();
  test::vehicle_of(feed).mutable_position()->set_latitude(0);
  test::vehicle_of(feed).mutable_position()->set_longitude(0);
  std::vector<wire::Observation> all;
  converter.convert(feed, at(kNow_s), all, details);
  EXPECT_FALSE(all.front().has_fix());
  EXPECT_EQ(all.front().entity(), "metro:bus-7");
  EXPECT_EQ(all.front().road_vehicle().route(), "R1");
  EXPECT_EQ(details.get("without_position"), 1U);
  EXPECT_EQ(details.get("without_delay"), 1U);
}

} // namespace
} // namespace dalian::gtfs
