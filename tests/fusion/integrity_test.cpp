#include "twin/fusion/integrity.hpp"

#include "tests/fusion/observations.hpp"
#include "twin/fusion/parameters.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <random>

namespace dalian::fusion {
namespace {

using state::Integrity;
using state::Kind;

/// Drives one thing along its true path and reports it as its class does, with the errors of its receiver.
struct Drive {
  explicit Drive(Kind k, std::uint32_t seed = 1) : kind(k), random(seed) {}
  Kind kind;
  std::mt19937_64 random;
  double t = 0, step_s = 10, sigma_m = 10, speed_sigma = 0.1, course_sigma = 0.02, stamp_s = 1;
  MapPoint true_at = kPort;
  double speed = 6, course = 0.7, turn_rps = 0, acceleration = 0;
  IntegrityWatch watch;
  SurfaceMap const* surface = nullptr;

  double noise(double sigma) { return std::normal_distribution<double>(0, sigma)(random); }

  void move(double seconds) {
    int const n = std::max(1, static_cast<int>(seconds / 0.1));
    for (int i = 0; i < n; ++i, t += seconds / n) {
      speed = std::max(0.0, speed + acceleration * seconds / n);
      course += turn_rps * seconds / n;
      true_at.east_m += speed * std::sin(course) * seconds / n;
      true_at.north_m += speed * std::cos(course) * seconds / n;
    }
  }

  IntegrityFix report() {
    IntegrityFix fix;
    fix.t = at(stamp_s > 0 ? std::floor(t / stamp_s) * stamp_s : t);
    fix.sigma_m = sigma_m;
    // Errors of a receiver are mostly slow ones: half of the variance stays the same from fix to fix here.
    fix.position = {true_at.east_m + noise(sigma_m / 2), true_at.north_m + noise(sigma_m / 2)};
    double const v = std::max(0.0, speed + noise(speed_sigma)), c = course + noise(course_sigma);
    fix.has_velocity = true;
    fix.velocity_east_mps = static_cast<float>(v * std::sin(c));
    fix.velocity_north_mps = static_cast<float>(v * std::cos(c));
    return fix;
  }

  using Spoil = std::function<void(IntegrityFix&)>;
  /// Flags that were up at any time, as bits.
  unsigned run(double seconds, Spoil const& spoil = {}) {
    unsigned seen = 0;
    for (double const end = t + seconds; t < end;) {
      move(step_s);
      auto fix = report();
      if (spoil) spoil(fix);
      watch.note(fix, default_parameters().integrity_of(kind), surface);
      seen |= watch.flags();
    }
    return seen;
  }
};

Drive car(std::uint32_t seed = 1) {
  Drive d(Kind::road_vehicle, seed);
  d.step_s = 0.1;
  d.sigma_m = 3;
  d.speed = 12;
  d.stamp_s = 0;
  return d;
}

unsigned bit(Integrity flag) {
  return 1U << static_cast<unsigned>(flag);
}

TEST(Integrity, AHonestShipStaysClean) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    Drive ship(Kind::vessel, seed);
    unsigned seen = ship.run(1200);
    ship.turn_rps = 20 * std::numbers::pi / 180 / 60; // 20°/min
    seen |= ship.run(600);
    ship.turn_rps = 0;
    ship.acceleration = -0.02;
    seen |= ship.run(600); // comes to rest
    ship.acceleration = 0;
    ship.step_s = 180;
    seen |= ship.run(7200); // moored
    ship.step_s = 10;
    ship.acceleration = 0.03;
    seen |= ship.run(400);
    ship.acceleration = 0;
    ship.step_s = 30; // class B
    ship.turn_rps = 0.003;
    seen |= ship.run(3000);
    EXPECT_EQ(seen, 0U) << seed;
  }
}

TEST(Integrity, AHonestCarStaysClean) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    auto c = car(seed);
    unsigned seen = 0;
    for (int i = 0; i < 20; ++i) { // drive, brake, stand, pull away round a corner
      seen |= c.run(12);
      c.acceleration = -3;
      seen |= c.run(5);
      c.acceleration = 0;
      seen |= c.run(20);
      c.acceleration = 2;
      c.turn_rps = 0.3;
      seen |= c.run(5);
      c.acceleration = c.turn_rps = 0;
      c.step_s = i % 2 == 0 ? 1 : 0.1; // radio shadows thin the reports out
    }
    EXPECT_EQ(seen, 0U) << seed;
  }
}

TEST(Integrity, AJumpIsFlaggedAtOnceAndFallsAfterAWhile) {
  Drive ship(Kind::vessel);
  ship.run(100);
  EXPECT_EQ(ship.run(10, [](auto& fix) { fix.position.east_m += 5000, fix.fit = Fit::held; }), bit(Integrity::jump));
  auto const since = ship.watch.raised().front().since;
  ship.run(280);
  EXPECT_EQ(ship.watch.flags(), bit(Integrity::jump));
  EXPECT_EQ(ship.watch.raised().front().since, since);
  ship.run(40);
  EXPECT_EQ(ship.watch.flags(), 0U);
  EXPECT_TRUE(ship.watch.raised().empty());
}

TEST(Integrity, AHeldFixLeavesTheComparisonOfSpeedsAlone) {
  Drive ship(Kind::vessel);
  ship.speed = 15;
  int n = 0;
  unsigned const seen = ship.run(2000, [&](auto& fix) {
    if (++n % 40 == 0) fix.position.east_m += 9000, fix.fit = Fit::held;
  });
  EXPECT_EQ(seen & ~bit(Integrity::duplicate_id), bit(Integrity::jump));
}

TEST(Integrity, TwoPlacesThatTakeTurnsAreTwoSenders) {
  for (bool const twice : {false, true}) { // every second report, or two and two: then the track follows each time
    Drive ship(Kind::vessel);
    Drive other(Kind::vessel, 2);
    other.true_at = {kPort.east_m + 30000, kPort.north_m};
    bool track_is_other = false;
    for (int i = 0; i < 24; ++i) {
      bool const is_other = twice ? i / 2 % 2 == 1 : i % 2 == 1;
      ship.move(10), other.move(10);
      auto fix = is_other ? other.report() : ship.report();
      if (is_other != track_is_other) {
        bool const confirmed = twice && i % 2 == 1;
        fix.fit = confirmed ? Fit::reset : Fit::held;
        if (confirmed) track_is_other = is_other;
      }
      ship.watch.note(fix, default_parameters().integrity_of(Kind::vessel), nullptr);
      EXPECT_EQ(ship.watch.has(Integrity::duplicate_id), i >= (twice ? 8 : 7)) << i;
    }
  }
}

TEST(Integrity, ARepeatedWildFixElsewhereEachTimeIsNoSecondSender) {
  Drive ship(Kind::vessel, 4);
  std::uniform_real_distribution<double> wild(-1e6, 1e6);
  int n = 0;
  ship.run(3000, [&](auto& fix) {
    if (++n % 5 == 0) fix.position = {wild(ship.random), wild(ship.random)}, fix.fit = Fit::held;
  });
  EXPECT_FALSE(ship.watch.has(Integrity::duplicate_id));
  EXPECT_TRUE(ship.watch.has(Integrity::jump));
}

TEST(Integrity, ImpossibleSpeedByReportOrByDisplacement) {
  Drive reported(Kind::vessel);
  unsigned const by_report = reported.run(60, [](auto& fix) { fix.velocity_east_mps = 35; });
  EXPECT_TRUE(by_report & bit(Integrity::impossible_speed));
  Drive moved(Kind::vessel);
  moved.speed = 45; // within the filter's reach, beyond any ship
  EXPECT_TRUE(moved.run(60, [](auto& fix) { fix.has_velocity = false; }) & bit(Integrity::impossible_speed));
  Drive fast(Kind::vessel);
  fast.speed = 28;   // a fast ferry
  fast.step_s = 2.3; // its stamps are whole seconds
  EXPECT_EQ(fast.run(1200), 0U);
  Drive once(Kind::vessel);
  int n = 0;
  EXPECT_EQ(once.run(40,
                     [&](auto& fix) {
                       if (++n == 2) fix.velocity_east_mps = 35;
                     }),
            0U);
}

TEST(Integrity, FrozenIsTheSameUnderWayAndNotTheSameAtRest) {
  Drive ship(Kind::vessel);
  ship.run(30);
  auto const stuck = ship.report();
  auto const freeze = [&](auto& fix) {
    auto const t = fix.t;
    fix = stuck;
    fix.t = t;
  };
  EXPECT_FALSE(ship.run(60, freeze) & bit(Integrity::frozen));
  EXPECT_TRUE(ship.run(30, freeze) & bit(Integrity::frozen));
  ship.run(100);
  EXPECT_FALSE(ship.watch.has(Integrity::frozen));

  Drive moored(Kind::vessel);
  moored.speed = 0;
  moored.step_s = 180;
  auto const still = moored.report();
  EXPECT_EQ(moored.run(7200,
                       [&](auto& fix) {
                         fix.position = still.position;
                         fix.velocity_east_mps = fix.velocity_north_mps = 0;
                       }),
            0U);
}

TEST(Integrity, AReportedSpeedThatTheShipDoesNotMakeIsAMismatch) {
  Drive ship(Kind::vessel);
  ship.run(300);
  unsigned const seen = ship.run(300, [](auto& fix) { fix.velocity_east_mps += 4; });
  EXPECT_EQ(seen, bit(Integrity::speed_mismatch));
  ship.run(300);
  EXPECT_EQ(ship.watch.flags(), 0U);
  auto c = car();
  EXPECT_EQ(c.run(30, [](auto& fix) { fix.velocity_north_mps = 0, fix.velocity_east_mps = 0; }),
            bit(Integrity::speed_mismatch));
}

/// Pulled off at 1 m/s, as a spoofer does who does not want to be noticed.
TEST(Integrity, ASteadySmallPullIsADrift) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Drive ship(Kind::vessel, seed);
    EXPECT_EQ(ship.run(900), 0U);
    double pulled = 0;
    unsigned const seen = ship.run(1200, [&](auto& fix) { fix.position.north_m += pulled += 10; });
    EXPECT_EQ(seen, bit(Integrity::gnss_drift)) << seed;
    double const weak_until = pulled;
    Drive weak(Kind::vessel, seed);
    pulled = 0;
    EXPECT_EQ(weak.run(3000, [&](auto& fix) { fix.position.north_m += pulled += 2; }), 0U) << seed; // 0.2 m/s
    EXPECT_GT(weak_until, 1000);
  }
}

/// Land east of a line, a road along it.
class Shore final : public SurfaceMap {
 public:
  std::uint64_t hash() const override { return 1; }
  std::optional<double> metres_from_water(MapPoint p, double enough_m) const override {
    if (p.north_m > kPort.north_m + 50000) return std::nullopt;
    return std::clamp(p.east_m - kPort.east_m, 0.0, enough_m);
  }
  std::optional<double> metres_from_road(MapPoint p, double enough_m) const override {
    return std::min(std::abs(p.east_m - kPort.east_m), enough_m);
  }
};

TEST(Integrity, AShipOnLandAndACarInTheFieldsAreOff) {
  Shore const shore;
  for (auto const& [kind, off, flag] : {std::tuple{Kind::vessel, 400.0, Integrity::off_sea},
                                        {Kind::vessel, 150.0, Integrity::jump}, // behind a quay: nothing
                                        {Kind::road_vehicle, 120.0, Integrity::off_road},
                                        {Kind::road_vehicle, 40.0, Integrity::jump}}) {
    Drive d = kind == Kind::vessel ? Drive(Kind::vessel) : car();
    d.surface = &shore;
    d.course = 0;
    d.true_at.east_m += off;
    EXPECT_EQ(d.run(600), flag == Integrity::jump ? 0U : bit(flag)) << off;
    d.true_at.east_m -= off;
    d.run(10, [](auto& fix) { fix.fit = Fit::reset; });
    d.run(600);
    EXPECT_FALSE(d.watch.has(flag)) << off;
    d.true_at.north_m += 60000;
    d.true_at.east_m += 5000;
    if (kind == Kind::vessel) { // where the map does not reach
      EXPECT_EQ(d.run(600, [](auto& fix) { fix.fit = Fit::within; }) & bit(Integrity::off_sea), 0U);
    }
  }
}

TEST(Integrity, LateFixesAndSilencesAreNotJudged) {
  Drive ship(Kind::vessel);
  ship.run(100);
  auto late = ship.report();
  late.t -= std::chrono::seconds(30);
  late.position.east_m += 9000;
  EXPECT_FALSE(ship.watch.note(late, default_parameters().integrity_of(Kind::vessel), nullptr));
  ship.move(1000); // silent for longer than gap_s, and gone another way than it said
  ship.true_at.east_m -= 8000;
  EXPECT_EQ(ship.run(300), 0U);
}

/// Writes or reads plain values, as the real ones do.
struct Bytes {
  std::string data;
  std::size_t at = 0;
  bool reads = false;
  template <class... Ts>
  void operator()(Ts&... values) {
    (one(values), ...);
  }
  template <class T>
  void one(T& value) {
    auto* const p = reinterpret_cast<char*>(&value);
    if (reads)
      data.copy(p, sizeof value, at), at += sizeof value;
    else
      data.append(p, sizeof value);
  }
};

TEST(Integrity, GoesOnFromBytesAsIfNothingHadHappened) {
  auto const spoil = [](auto& fix) { fix.velocity_east_mps += 4; };
  Drive whole(Kind::vessel, 5), broken(Kind::vessel, 5);
  whole.run(150, spoil);
  broken.run(150, spoil);
  Bytes bytes;
  EXPECT_TRUE(IntegrityWatch::describe(broken.watch, bytes));
  bytes.reads = true;
  broken.watch = IntegrityWatch{};
  EXPECT_TRUE(IntegrityWatch::describe(broken.watch, bytes));
  EXPECT_EQ(bytes.at, bytes.data.size());
  whole.run(600, spoil);
  broken.run(600, spoil);
  EXPECT_NE(whole.watch.flags(), 0U);
  EXPECT_EQ(whole.watch.raised(), broken.watch.raised());
}

TEST(Integrity, FitsBesideATrack) {
  EXPECT_LE(sizeof(IntegrityWatch), 80U);
}

} // namespace
} // namespace dalian::fusion
