#include "twin/fusion/sensor_state.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace dalian::fusion {
namespace {

using state::SensorStatus;
using Taken = SensorSeries::Taken;

SensorSeries series(char const* quantity) {
  return SensorSeries(find_quantity(quantity).value());
}

/// One value a second.
SensorSeries filled(char const* quantity, std::vector<double> const& values) {
  auto s = series(quantity);
  double t = 0;
  for (double const v : values)
    s.take({at(t++), v, SensorStatus::good}, "");
  return s;
}

TEST(SensorSeries, TheFirstValueStandsAlone) {
  auto const r = filled("power_kw", {12}).reading();
  EXPECT_EQ(r.value, 12);
  EXPECT_EQ(r.t_obs, at(0));
  EXPECT_FALSE(r.outlier || r.typical || r.rate_per_s || r.interval_s);
  EXPECT_FALSE(state::is_stale(r, at(1e6)));
}

TEST(SensorSeries, RateAndIntervalAreThoseOfARamp) {
  auto s = series("flow_m3ph");
  for (int i = 0; i < 30; ++i)
    s.take({at(60 * i), 100 + 3.0 * i, SensorStatus::good}, "");
  auto const r = s.reading();
  EXPECT_DOUBLE_EQ(r.rate_per_s.value(), 3.0 / 60);
  EXPECT_EQ(r.interval_s, 60);
  EXPECT_FALSE(r.outlier);
  EXPECT_FALSE(state::is_stale(r, at(60 * 29 + 179)));
  EXPECT_TRUE(state::is_stale(r, at(60 * 29 + 181)));
}

/// By hand: median of the eleven before is 10, deviations 0,0,0,1,1,1,1,2,2,2,3 have the median 1: 3 · 1.4826 = 4.4478.
TEST(SensorSeries, MarksWhatHampelsIdentifierMarks) {
  std::vector<double> values{10, 10, 10, 9, 11, 9, 11, 8, 12, 12, 7};
  for (auto const& [value, outlier] : {std::pair{14.4, false}, {14.5, true}, {5.6, false}, {5.5, true}}) {
    values.push_back(value);
    auto const r = filled("power_kw", values).reading();
    EXPECT_EQ(r.typical, 10);
    EXPECT_EQ(r.outlier, outlier) << value;
    values.pop_back();
  }
}

TEST(SensorSeries, ASteadyValueHasTheRoomOfItsResolution) {
  std::vector<double> values(12, 230.0);
  values.back() = 230.29; // three resolutions of voltage_v are 0.3
  EXPECT_FALSE(filled("voltage_v", values).reading().outlier);
  values.back() = 230.31;
  EXPECT_TRUE(filled("voltage_v", values).reading().outlier);
}

TEST(SensorSeries, ASpikeDoesNotMoveTheRateAndANewLevelIsAcceptedInTime) {
  std::vector<double> values(8, 50.0);
  values.push_back(500);
  auto r = filled("power_kw", values).reading();
  EXPECT_TRUE(r.outlier);
  EXPECT_EQ(r.rate_per_s, 0);
  values.push_back(50);
  r = filled("power_kw", values).reading();
  EXPECT_FALSE(r.outlier);
  EXPECT_EQ(r.rate_per_s, 0);
  int until_usual = 0;
  do {
    values.push_back(80);
    ++until_usual;
  } while (filled("power_kw", values).reading().outlier);
  EXPECT_EQ(until_usual, 6); // of the eleven before five are new and one the spike: the median is new
}

TEST(SensorSeries, AnAngleGoesRoundTheCircle) {
  auto r = filled("wind_from_deg", {358, 359, 0, 1, 359, 358, 2, 1, 359}).reading();
  EXPECT_FALSE(r.outlier);
  EXPECT_EQ(r.rate_per_s, -2);
  EXPECT_EQ(r.typical, 359); // lower middle of 358 358 359 359 360 361 361 362
  EXPECT_TRUE(filled("wind_from_deg", {358, 359, 0, 1, 359, 358, 2, 1, 180}).reading().outlier);
}

TEST(SensorSeries, BadValuesAreShownButNothingIsLearntFromThem) {
  auto s = filled("power_kw", {10, 11, 12, 11, 10, 11});
  for (int i = 0; i < 11; ++i)
    s.take({at(6 + i), 900, SensorStatus::bad}, "");
  auto const r = s.reading();
  EXPECT_EQ(r.status, SensorStatus::bad);
  EXPECT_EQ(r.value, 900);
  EXPECT_FALSE(r.rate_per_s); // one good value is left in the window
}

TEST(SensorSeries, CodesAndTextsHaveNoStatistics) {
  auto const r = filled("signal_phase", {3, 3, 3, 3, 3, 3, 6}).reading();
  EXPECT_EQ(r.value, 6);
  EXPECT_FALSE(r.outlier || r.typical || r.rate_per_s);
  EXPECT_EQ(r.interval_s, 1);
  auto text = series("message");
  text.take({at(2), 0, SensorStatus::good}, "new");
  text.take({at(1), 0, SensorStatus::good}, "old");
  EXPECT_EQ(text.reading().text, "new");
}

TEST(SensorSeries, LateValuesWithinFiveSecondsCountLikeInOrder) {
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::normal_distribution<double> noise(100, 5);
    std::vector<SensorSample> samples;
    for (int i = 0; i < 40; ++i)
      samples.push_back({at(0.7 * i), noise(random), i % 9 == 8 ? SensorStatus::bad : SensorStatus::good});
    auto arrival = samples;
    for (std::size_t i = 0; i + 5 <= arrival.size(); i += 5)
      std::shuffle(arrival.begin() + static_cast<long>(i), arrival.begin() + static_cast<long>(i) + 5, random);
    auto in_order = series("pressure_kpa"), mixed = series("pressure_kpa");
    for (std::size_t i = 0; i < samples.size(); ++i) {
      EXPECT_EQ(in_order.take(samples[i], ""), Taken::newest);
      EXPECT_NE(mixed.take(arrival[i], ""), Taken::too_late);
      if (i % 5 == 4) {
        EXPECT_EQ(mixed.reading(), in_order.reading()) << i;
      }
    }
  }
}

TEST(SensorSeries, WhatIsMoreThanFiveSecondsLateIsRefused) {
  auto s = filled("power_kw", {1, 2, 3, 4, 5, 6, 7, 8});
  auto const before = s.reading();
  EXPECT_EQ(s.take({at(7 - 5.001), 99, SensorStatus::good}, ""), Taken::too_late);
  EXPECT_EQ(s.reading(), before);
  EXPECT_EQ(s.take({at(7 - 5), 99, SensorStatus::good}, ""), Taken::late);
  EXPECT_EQ(s.take({at(7), 9, SensorStatus::good}, ""), Taken::newest); // said again: replaced
  EXPECT_EQ(s.reading().value, 9);
}

wire::SensorValue value(std::string const& quantity, double number) {
  wire::SensorValue v;
  v.set_quantity(quantity);
  v.set_number(number);
  return v;
}

TEST(SensorValues, EachQuantityOfAnEntityHasItsOwnSeries) {
  std::vector<SensorSeries> all;
  EXPECT_EQ(take_value(all, value("pressure_kpa", 350), at(10)), Taken::newest);
  EXPECT_EQ(take_value(all, value("flow_m3ph", 20), at(2)), Taken::newest); // not late: another quantity
  auto const readings = readings_of(all);
  ASSERT_EQ(readings.size(), 2U);
  EXPECT_LT(readings[0].quantity, readings[1].quantity);
}

TEST(SensorValues, OnlyWhatTheTableAllowsIsAValue) {
  EXPECT_TRUE(sensor_quantity(value("valve_open", 1)));
  EXPECT_FALSE(sensor_quantity(value("valve_open", 1.01)));
  EXPECT_FALSE(sensor_quantity(value("valve_open", std::nan(""))));
  EXPECT_FALSE(sensor_quantity(value("valve_opened", 1)));
  EXPECT_FALSE(sensor_quantity(value("signal_phase", 3))); // a code is no number
  auto status = value("power_kw", 3);
  status.set_status(static_cast<wire::SensorStatus>(7));
  EXPECT_FALSE(sensor_quantity(status));
}

} // namespace
} // namespace dalian::fusion
