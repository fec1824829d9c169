#include "twin/view/freshness.hpp"

#include "tests/view/tracks.hpp"

#include <gtest/gtest.h>

namespace dalian::view {
namespace {

double interval_s(state::Track const& track, double speed_kn) {
  return to_seconds(reporting_interval(track, speed_kn * 1852 / 3600));
}

// ITU-R M.1371-5, annex 1, table 1.
TEST(Freshness, ClassAReportsByStatusAndSpeed) {
  auto track = ship();
  EXPECT_EQ(interval_s(track, 0), 10);
  EXPECT_EQ(interval_s(track, 13.9), 10);
  EXPECT_EQ(interval_s(track, 14.1), 6);
  EXPECT_EQ(interval_s(track, 22.9), 6);
  EXPECT_EQ(interval_s(track, 23.1), 2);
  for (unsigned const status : {1U, 5U}) {
    track.nav_status = status;
    EXPECT_EQ(interval_s(track, 2.9), 180);
    EXPECT_EQ(interval_s(track, 3.1), 10);
  }
}

// The same, table 2.
TEST(Freshness, OthersReportByClass) {
  auto track = ship();
  track.class_b = true;
  EXPECT_EQ(interval_s(track, 1.9), 180);
  EXPECT_EQ(interval_s(track, 2.1), 30);
  EXPECT_EQ(interval_s(track, 30), 30);
  track.kind = state::Kind::aircraft;
  EXPECT_EQ(interval_s(track, 100), 10);
  track.kind = state::Kind::base_station;
  EXPECT_EQ(interval_s(track, 0), 10);
  track.kind = state::Kind::aid_to_navigation;
  EXPECT_EQ(interval_s(track, 0), 180);
}

TEST(Freshness, StaleAfterThreeIntervalsAndTwoSecondsOnTheRoad) {
  EXPECT_EQ(stale_after(ship(), 0), std::chrono::seconds(30));
  EXPECT_EQ(stale_after(car(), 10), std::chrono::seconds(2));
}

} // namespace
} // namespace dalian::view
