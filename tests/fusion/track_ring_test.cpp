#include "twin/fusion/track_ring.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace dalian::fusion {
namespace {

MotionModel const& model() {
  return motion_model(state::Kind::road_vehicle);
}

Measurement at_point(double t_s, double east) {
  Measurement m;
  m.t = at(t_s);
  m.position = {east, 0};
  m.sigma_m = 3;
  return m;
}

bool same(Estimate const& a, Estimate const& b) {
  return a.started == b.started && a.t == b.t && a.x == b.x && a.p == b.p && a.jump_pending == b.jump_pending &&
         a.rank == b.rank;
}

TEST(TrackRing, AnyArrivalWithinFiveSecondsEqualsTheOrderOfTime) {
  std::mt19937_64 random(99);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int round = 0; round < 200; ++round) {
    double const interval = round % 2 == 0 ? 0.1 : 1.7; // 49 fixes or 2 within the ring's time
    struct Arrival {
      double when;
      Measurement m;
    };
    std::vector<Arrival> arrivals;
    for (int i = 0; i < 150; ++i) {
      double const t = i * interval;
      auto m = at_point(t, 15 * t + 3 * uniform(random));
      if (uniform(random) < 0.05) m.position.north_m = 30'000; // a jump
      m.rank = uniform(random) < 0.05 ? 2 : 0;
      arrivals.push_back({i < 3 ? t : t + 4.9 * uniform(random), m});
    }
    TrackRing in_order, as_they_come;
    for (auto const& a : arrivals)
      in_order.take(a.m, model());
    std::stable_sort(arrivals.begin(), arrivals.end(), [](auto const& a, auto const& b) { return a.when < b.when; });
    for (auto const& a : arrivals) {
      ASSERT_TRUE(as_they_come.reaches(a.m.t)) << "round " << round;
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
