#include "connectors/gtfs/to_wire.hpp"

#include "tests/connectors/gtfs/small_city.hpp"

#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

using test::kNow_s;

// Trip T1 leaves B at 08:11:00, kNow_s is 08:10:00 of the same day.
TEST(GtfsDelay, ATimeIsComparedWithTheSchedule) {
  auto const city = test::small_city();
  auto feed = test::good_feed();
  auto& update = test::update_of(feed);
  auto const delay = [&] { return delay_of(update, &city, kNow_s)->seconds; };
  update.mutable_stop_time_update(0)->mutable_departure()->set_time(kNow_s + 60);
  EXPECT_EQ(delay(), 0);
  update.mutable_stop_time_update(0)->mutable_departure()->set_time(kNow_s + 180);
  EXPECT_EQ(delay(), 120);
  update.mutable_trip()->clear_start_date(); // then the nearest service day
  EXPECT_EQ(delay(), 120);
  update.mutable_stop_time_update(0)->mutable_departure()->set_time(kNow_s + 86'400 - 30);
  EXPECT_EQ(delay(), -90);
  update.mutable_trip()->set_start_date("20261126");
  EXPECT_EQ(delay(), 86'400 - 90);
}

TEST(GtfsDelay, ADelayThatIsToldStands) {
  auto feed = test::good_feed();
  auto& update = test::update_of(feed);
  auto& departure = *update.mutable_stop_time_update(0)->mutable_departure();
  departure.set_delay(-45);
  auto const told = delay_of(update, nullptr, kNow_s);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->seconds, -45);
  EXPECT_EQ(told->stop->stop_id(), "B");
  departure.set_time(kNow_s - 1); // past: the next stop speaks
  update.mutable_stop_time_update(1)->mutable_arrival()->set_delay(7);
  EXPECT_EQ(delay_of(update, nullptr, kNow_s)->seconds, 7);
  update.clear_stop_time_update();
  EXPECT_FALSE(delay_of(update, nullptr, kNow_s));
  update.set_delay(300);
  EXPECT_EQ(delay_of(update, nullptr, kNow_s)->seconds, 300);
}

TEST(GtfsDelay, StopsWithoutDataAndTimesOfNowhereSayNothing) {
  auto const city = test::small_city();
  auto feed = test::good_feed();
  auto& update = test::update_of(feed);
  for (auto& stop : *update.mutable_stop_time_update())
    stop.set_schedule_relationship(proto::TripUpdate::StopTimeUpdate::NO_DATA);
  EXPECT_FALSE(delay_of(update, &city, kNow_s));
  auto hostile = test::good_feed();
  for (auto const t : {INT64_MAX, INT64_MIN, std::int64_t{-1}}) {
    test::update_of(hostile).mutable_stop_time_update(0)->mutable_departure()->set_time(t);
    test::update_of(hostile).mutable_stop_time_update(1)->mutable_arrival()->set_time(t);
    EXPECT_FALSE(delay_of(test::update_of(hostile), &city, kNow_s)) << t;
  }
}

} // namespace
} // namespace dalian::gtfs
