#include "twin/fusion/fix.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace dalian::fusion {
namespace {

__extension__ using Float16 = _Float16; // the compiler's own binary16 is the reference

TEST(Fix, HalfRoundsLikeTheCompilersType) {
  for (std::uint32_t i = 0; i < 2'000'000; ++i) {
    float const value = std::bit_cast<float>(i * 2147U); // through all exponents and both signs
    auto const expected = static_cast<float>(static_cast<Float16>(value));
    float const got = Half(value).value();
    if (std::isnan(value))
      ASSERT_TRUE(std::isnan(got));
    else if (std::abs(value) < 6.1036e-5F)
      ASSERT_NEAR(got, 0, 6.1036e-5F) << value;
    else if (std::abs(value) >= 65504)
      ASSERT_EQ(got, std::copysign(65504, value));
    else
      ASSERT_EQ(got, expected) << value;
    ASSERT_EQ(Half(got), Half(value)) << value;
  }
}

TEST(Fix, KeepsWhatItIsGivenToTheStatedAccuracy) {
  Measurement m;
  m.t = at(123.456789012);
  m.t_rx = at(123.7);
  m.position = {412345.678, 4321098.765};
  m.sigma_m = 10;
  m.has_velocity = true;
  m.velocity_east_mps = 7.77F;
  m.velocity_north_mps = -0.05F;
  m.velocity_sigma_mps = 0.3F;
  m.heading_deg = 359.9875F; // a step of SAE J2735
  m.turn_rate_dps = 0.17F;
  m.altitude_m = 303;
  m.rank = 2;
  m.provenance = Provenance::live;
  Fix const fix(m);
  EXPECT_EQ(sizeof fix, 36U);
  EXPECT_EQ(fix.t.value(), m.t);
  EXPECT_NEAR(to_seconds(fix.t_rx() - m.t_rx), 0, 1e-6);
  EXPECT_LE(distance_m(fix.position.value(), m.position), 0.0071);
  EXPECT_NEAR(fix.velocity_east.value(), 7.77, 7.77 / 2048);
  EXPECT_NEAR(fix.velocity_north.value(), -0.05, 0.05 / 2048);
  EXPECT_EQ(fix.heading_deg(), 359.9875F);
  EXPECT_NEAR(fix.turn_rate.value(), 0.17, 0.17 / 2048);
  EXPECT_EQ(fix.altitude.value(), 303);
  EXPECT_EQ(fix.rank, 2);
}

TEST(Fix, WhatIsNotGivenStaysSo) {
  Measurement m;
  m.t = from_unix_ns(1);
  Fix const fix(m);
  EXPECT_EQ(fix.t_rx(), Instant{});
  EXPECT_TRUE(std::isnan(fix.heading_deg()));
  EXPECT_TRUE(std::isnan(fix.turn_rate.value()));
  EXPECT_TRUE(std::isnan(fix.altitude.value()));
  EXPECT_EQ(fix.velocity_sigma, Half());
}

TEST(Fix, TimesAtTheEndsOfTimeComeBack) {
  for (Instant const t : {Instant::min(), Instant::max(), from_unix_ns(-1), from_unix_ns(0), from_unix_ns(0xffffffff),
                          from_unix_ns(0x100000000)})
    EXPECT_EQ(PackedTime(t).value(), t);
  Measurement m;
  m.t = from_unix_ns(1);
  m.t_rx = Instant::max();
  EXPECT_GT(Fix(m).t_rx(), from_unix_ns(9'190'000'000'000'000'000)); // to seven digits
  m.t = Instant::max();
  m.t_rx = from_unix_ns(1);
  EXPECT_LT(Fix(m).t_rx(), from_unix_ns(40'000'000'000'000'000));
}

} // namespace
} // namespace dalian::fusion
