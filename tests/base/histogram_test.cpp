#include "twin/base/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace dalian {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Whole microseconds over nine decades.
std::vector<std::int64_t> random_us(std::uint32_t seed, std::size_t n) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> exponent(0, 9.6);
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(static_cast<std::int64_t>(std::pow(10, exponent(random))) - 1);
  return values;
}

TEST(LatencyHistogram, QuantilesAreThoseOfTheSortedListWithinOneThirtySecond) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    auto values = random_us(seed, 37 * seed);
    LatencyHistogram histogram;
    for (auto const us : values)
      histogram.record(microseconds(us));
    std::sort(values.begin(), values.end());
    for (double const q : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      auto const rank = std::max(1.0, std::ceil(q * static_cast<double>(values.size())));
      auto const exact = values[static_cast<std::size_t>(rank) - 1];
      auto const read = histogram.quantile(q) / microseconds(1);
      EXPECT_GE(read, exact) << q;
      EXPECT_LE(read, exact + exact / 32) << q;
    }
    EXPECT_EQ(histogram.longest(), microseconds(values.back()));
  }
}

TEST(LatencyHistogram, CountsBelowAPowerOfTwoAreExact) {
  auto const values = random_us(5, 5000);
  LatencyHistogram histogram;
  for (auto const us : values)
    histogram.record(microseconds(us));
  for (unsigned e = 0; e <= 31; ++e)
    EXPECT_EQ(histogram.shorter_than_power_of_two_us(e),
              static_cast<std::uint64_t>(
                  std::count_if(values.begin(), values.end(), [e](auto us) { return us < std::int64_t{1} << e; })))
        << e;
}

TEST(LatencyHistogram, TheSumOfTwoIsTheOneOfAll) {
  LatencyHistogram all, odd, even;
  std::int64_t sum = 0, n = 0;
  for (auto const us : random_us(7, 3000)) {
    all.record(microseconds(us));
    (++n % 2 == 0 ? even : odd).record(microseconds(us));
    sum += us;
  }
  odd.add(even);
  odd.add(LatencyHistogram{});
  EXPECT_EQ(odd.count(), 3000U);
  EXPECT_EQ(odd.sum(), microseconds(sum));
  EXPECT_EQ(odd.longest(), all.longest());
  for (int percent = 0; percent <= 100; ++percent)
    EXPECT_EQ(odd.quantile(percent / 100.0), all.quantile(percent / 100.0)) << percent;
}

TEST(LatencyHistogram, WhatLiesOutsideIsCountedAtTheEnds) {
  LatencyHistogram histogram;
  histogram.record(milliseconds(-5));
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.negative(), 1U);
  EXPECT_EQ(histogram.quantile(1), Duration::zero());
  histogram.record(std::chrono::hours(24 * 365), 2);
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.quantile(1), LatencyHistogram::kLongest);
  EXPECT_EQ(histogram.quantile(0.3), Duration::zero());
}

TEST(LatencyHistogram, AnEmptyOneSaysZero) {
  LatencyHistogram const histogram;
  EXPECT_EQ(histogram.quantile(0.99), Duration::zero());
  EXPECT_EQ(histogram.shorter_than_power_of_two_us(10), 0U);
}

TEST(RecentLatency, ForgetsAfterTwoTurns) {
  RecentLatency recent;
  recent.record(milliseconds(1));
  recent.turn();
  recent.record(milliseconds(2));
  EXPECT_EQ(recent.both().count(), 2U);
  recent.turn();
  EXPECT_EQ(recent.both().count(), 1U);
  EXPECT_EQ(recent.both().longest(), milliseconds(2));
  EXPECT_EQ(recent.all().count(), 2U);
  EXPECT_EQ(recent.all().sum(), milliseconds(3));
}

} // namespace
} // namespace dalian
