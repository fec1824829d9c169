#include "renderer/scene/rotor_clock.hpp"

#include <cmath>
#include <gtest/gtest.h>

using namespace dalian::scene;

namespace {
constexpr float kNine = 9; // m/s
}

TEST(RotorClock, BeginsAsAPictureThatStandsAlone) {
  RotorClock clock;
  EXPECT_EQ(clock.at(36000, kNine), rotor_time_s(36000, kNine));
  EXPECT_FLOAT_EQ(rotor_time_s(36000, 11), 36000);
  EXPECT_EQ(rotor_time_s(36000, 2), 0) << "too little wind to turn";
  EXPECT_EQ(rotor_time_s(36000, 26), 0) << "a storm: the rotor is held";
}

TEST(RotorClock, GoesOnFromWhereItIsWhenTheWindChanges) {
  RotorClock clock;
  float before = clock.at(50000, kNine);
  for (int tick = 1; tick < 200; ++tick) {
    float const wind = tick < 50 ? kNine : tick < 100 ? 12.0F : tick < 150 ? 4.0F : 0.5F;
    float const now = clock.at(50000 + static_cast<float>(tick) * 0.25F, wind);
    EXPECT_NEAR(now - before, 0.25F * spin_share(wind), 0.01) << "tick " << tick;
    before = now;
  }
}

TEST(RotorClock, OfTheSameMomentTwiceStandsStill) {
  RotorClock clock;
  float const first = clock.at(40000, kNine);
  EXPECT_EQ(clock.at(40000, 20), first);
}

TEST(RotorClock, GoesOnOverMidnight) {
  RotorClock clock;
  float const before = clock.at(86399.5F, 11);
  float const after = clock.at(0.5F, 11);
  EXPECT_NEAR(std::remainder(after - before - 1, 86400), 0, 0.02);
}

TEST(RotorClock, AnotherMomentIsLookedAtAfresh) {
  RotorClock clock;
  clock.at(50000, kNine);
  clock.at(50010, 12);
  EXPECT_EQ(clock.at(20000, kNine), rotor_time_s(20000, kNine)) << "back";
  EXPECT_EQ(clock.at(30000, kNine), rotor_time_s(30000, kNine)) << "far ahead";
}
