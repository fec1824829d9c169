#include "twin/fusion/track_ring.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace dalian::fusion {
namespace {

FilterParameters model() {
  return {default_parameters().of(state::Kind::road_vehicle), default_parameters().fixes};
}

Measurement measured(double t_s, double east) {
  Measurement m;
  m.t = at(t_s);
  m.position = {east, 0};
  m.sigma_m = 3;
  return m;
}
Fix at_point(double t_s, double east) {
  return Fix(measured(t_s, east));
}

bool same(Estimate const& a, Estimate const& b) {
  return a.started == b.started && std::memcmp(&a.last, &b.last, sizeof a.last) == 0 &&
         std::memcmp(&a.modes, &b.modes, sizeof a.modes) == 0 && std::memcmp(&a.turn, &b.turn, sizeof a.turn) == 0 &&
         a.jump_pending == b.jump_pending;
}

TEST(TrackRing, AnyArrivalWithinFiveSecondsEqualsTheOrderOfTime) {
  std::mt19937_64 random(99);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int round = 0; round < 200; ++round) {
    double const interval = round % 2 == 0 ? 0.1 : 1.7; // 49 fixes or 2 within the ring's time
    struct Arrival {
      double when;
      Fix m;
    };
    std::vector<Arrival> arrivals;
    for (int i = 0; i < 150; ++i) {
      double const t = i * interval;
      auto m = measured(t, 15 * t + 3 * uniform(random));
      if (uniform(random) < 0.05) m.position.north_m = 30'000; // a jump
      m.rank = uniform(random) < 0.05 ? 2 : 0;
      m.has_velocity = uniform(random) < 0.5;
      m.velocity_east_mps = 15;
      m.velocity_sigma_mps = 0.5F;
      arrivals.push_back({i < 3 ? t : t + 4.9 * uniform(random), Fix(m)});
    }
    TrackRing in_order, as_they_come;
    for (auto const& a : arrivals)
      in_order.take(a.m, model());
    std::stable_sort(arrivals.begin(), arrivals.end(), [](auto const& a, auto const& b) { return a.when < b.when; });
    for (auto const& a : arrivals) {
      ASSERT_TRUE(as_they_come.reaches(a.m.t.value())) << "round " << round;
      as_they_come.take(a.m, model());
    }
    ASSERT_TRUE(same(in_order.newest(), as_they_come.newest())) << "round " << round << ", seed 99";
  }
}

TEST(TrackRing, ReachesBackFiveSecondsAndNoFurther) {
  TrackRing ring;
  EXPECT_TRUE(ring.reaches(at(-1e6)));
  ring.take(at_point(100, 0), model());
  EXPECT_TRUE(ring.reaches(at(95)));
  EXPECT_FALSE(ring.reaches(at(94.999)));
  EXPECT_FALSE(ring.is_late(at(100)));
  EXPECT_TRUE(ring.is_late(at(99)));
}

TEST(TrackRing, MoreThanItHoldsShortensItsReach) {
  TrackRing ring;
  for (int i = 0; i <= 400; ++i) // 100 Hz: 64 fixes are 0.64 s
    ring.take(at_point(i * 0.01, 0), model());
  EXPECT_TRUE(ring.reaches(at(3.5)));
  EXPECT_FALSE(ring.reaches(at(3.0)));
}

TEST(TrackRing, AFixBeforeTheFirstOneBecomesTheFirst) {
  TrackRing late, in_order;
  late.take(at_point(3, 45), model());
  late.take(at_point(1, 15), model());
  in_order.take(at_point(1, 15), model());
  in_order.take(at_point(3, 45), model());
  EXPECT_TRUE(same(late.newest(), in_order.newest()));
}

} // namespace
} // namespace dalian::fusion
