#include "twin/alarms/encounter.hpp"

#include "twin/state/edge_strips.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace dalian::alarms {
namespace {

constexpr double kMile_m = 1852, kKnot_mps = 1852.0 / 3600;
constexpr double kPointTolerance_m = 0.03; // a hull without size is a square of 2 cm

Hull point(double east_m, double north_m, double course_deg, double speed_mps) {
  double const course = course_deg * std::numbers::pi / 180;
  Hull h;
  h.reference = {east_m, north_m};
  h.velocity_east_mps = speed_mps * std::sin(course);
  h.velocity_north_mps = speed_mps * std::cos(course);
  h.heading_rad = course;
  return h;
}

Hull car(double east_m, double north_m, double course_deg, double speed_mps, double length_m = 4.6) {
  Hull h = point(east_m, north_m, course_deg, speed_mps);
  h.ahead_m = h.astern_m = length_m / 2;
  h.left_m = h.right_m = 0.9;
  return h;
}

struct ArpaScenario {
  char const* name;
  double own_course_deg, own_speed_kn, range_nm, bearing_deg, relative_course_deg, relative_speed_kn;
  double cpa_nm, tcpa_min; // from the definition of the relative track
};

class Arpa : public testing::TestWithParam<ArpaScenario> {};

// The operational scenarios of IMO resolution A.823(19), performance standards for automatic radar plotting aids: own
// ship, range and bearing of the target, its relative course and speed. Where the relative track points at own ship,
// CPA is 0 and TCPA range by relative speed; in the second it is at right angles to the bearing: nearest now.
INSTANTIATE_TEST_SUITE_P(Scenarios, Arpa,
                         testing::Values(ArpaScenario{"1", 0, 10, 8, 0, 180, 20, 0, 24},
                                         ArpaScenario{"2", 0, 10, 1, 0, 90, 10, 1, 0},
                                         ArpaScenario{"3", 0, 5, 8, 45, 225, 20, 0, 24},
                                         ArpaScenario{"4", 0, 25, 8, 45, 225, 20, 0, 24}),
                         [](auto const& scenario) { return std::string("Number") + scenario.param.name; });

TEST_P(Arpa, CpaAndTcpa) {
  auto const& s = GetParam();
  double const bearing = s.bearing_deg * std::numbers::pi / 180;
  Hull const own = point(0, 0, s.own_course_deg, s.own_speed_kn * kKnot_mps);
  Hull target = point(s.range_nm * kMile_m * std::sin(bearing), s.range_nm * kMile_m * std::cos(bearing),
                      s.relative_course_deg, s.relative_speed_kn * kKnot_mps);
  target.velocity_east_mps += own.velocity_east_mps;
  target.velocity_north_mps += own.velocity_north_mps;
  Encounter const e = meet(own, target, 3600);
  EXPECT_NEAR(e.distance_m, s.cpa_nm * kMile_m, kPointTolerance_m);
  EXPECT_NEAR(e.closest_s, s.tcpa_min * 60, 0.01);
}

TEST(Encounter, OfPointsIsTheClosedForm) { // t = −Δp·Δv/|Δv|², any textbook of marine radar
  std::uint32_t const seed = 8;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-5000, 5000), course(0, 360), speed(0.5, 15);
  for (int i = 0; i < 2000; ++i) {
    Hull const a = point(place(random), place(random), course(random), speed(random));
    Hull const b = point(place(random), place(random), course(random), speed(random));
    double const pe = b.reference.east_m - a.reference.east_m, pn = b.reference.north_m - a.reference.north_m;
    double const ve = b.velocity_east_mps - a.velocity_east_mps, vn = b.velocity_north_mps - a.velocity_north_mps;
    double const t = std::max(0.0, -(pe * ve + pn * vn) / (ve * ve + vn * vn));
    Encounter const e = meet(a, b, 1e5);
    ASSERT_NEAR(e.distance_m, std::hypot(pe + t * ve, pn + t * vn), kPointTolerance_m) << "seed " << seed;
    ASSERT_NEAR(std::sqrt(least_distance2({pe, pn, ve, vn}, 1e5)), std::hypot(pe + t * ve, pn + t * vn), 1e-6);
  }
}

// Minderhoud and Bovy 2001, "Extended time-to-collision measures for road traffic safety assessment", eq. 1 (after
// Hayward 1972): TTC = (x_leader − x_follower − l_leader) / (v_follower − v_leader), x of the front bumpers.
TEST(Encounter, OfTwoCarsInALaneIsHaywardsTimeToCollision) {
  double const follower_front = 0, leader_front = 42, leader_length = 12, v_follower = 22, v_leader = 14;
  double const expected = (leader_front - follower_front - leader_length) / (v_follower - v_leader);
  for (double const course : {0.0, 33.0, 90.0, 200.0, 315.0}) {
    double const c = course * std::numbers::pi / 180;
    double const middle_f = follower_front - 2.3, middle_l = leader_front - leader_length / 2;
    Hull const follower = car(middle_f * std::sin(c), middle_f * std::cos(c), course, v_follower);
    Hull const leader = car(middle_l * std::sin(c), middle_l * std::cos(c), course, v_leader, leader_length);
    Encounter const e = meet(follower, leader, 60);
    EXPECT_NEAR(e.contact_s, expected, 1e-9) << "course " << course;
    EXPECT_NEAR(e.closing_mps, v_follower - v_leader, 1e-9);
    EXPECT_EQ(e.distance_m, 0);
    EXPECT_TRUE(std::isinf(meet(follower, leader, expected - 0.01).contact_s)); // beyond the horizon
    EXPECT_TRUE(std::isinf(meet(leader, follower, 60).contact_s) == false);     // the same pair from the other side
  }
}

TEST(Encounter, InTheNextLaneIsNone) {
  Hull const a = car(0, 0, 0, 20), b = car(3.25, 100, 0, 5);
  Encounter const e = meet(a, b, 60);
  EXPECT_TRUE(std::isinf(e.contact_s));
  EXPECT_NEAR(e.distance_m, 3.25 - 1.8, 1e-9); // side by side
}

TEST(Encounter, AtRightAnglesMeetsAtTheCorner) {
  // a drives north, its front 2.3 m ahead of the middle; b comes from the west, its right side on a's lane in time.
  Hull const a = car(0, -30, 0, 10), b = car(-25, 0, 90, 10);
  // b's front reaches a's left side (x = −0.9) at (25 − 2.3 − 0.9)/10; a's front reaches b's right side (y = −0.9) at
  // (30 − 2.3 − 0.9)/10: they touch at the later of the two, if b's tail is not past then.
  EXPECT_NEAR(meet(a, b, 60).contact_s, 2.68, 1e-9);
}

TEST(Encounter, CountsTheAntennaWhereItIs) {
  Hull tanker = point(0, 0, 0, 0);
  tanker.ahead_m = 280;
  tanker.astern_m = 50; // the antenna is far aft
  tanker.left_m = 20;
  tanker.right_m = 40;
  EXPECT_NEAR(meet(tanker, point(0, 400, 180, 1), 10).distance_m, 400 - 280 - 10, kPointTolerance_m);
  EXPECT_NEAR(meet(tanker, point(0, -400, 0, 1), 10).distance_m, 400 - 50 - 10, kPointTolerance_m);
  EXPECT_NEAR(meet(tanker, point(100, 0, 0, 0), 10).distance_m, 100 - 40, kPointTolerance_m);
  EXPECT_NEAR(meet(tanker, point(-100, 0, 0, 0), 10).distance_m, 100 - 20, kPointTolerance_m);
}

/// The corners of a hull at a time; nothing of the code under test.
std::array<MapPoint, 4> corners(Hull const& h, double t) {
  double const s = std::sin(h.heading_rad), c = std::cos(h.heading_rad);
  auto const corner = [&](double ahead, double right) {
    return MapPoint{h.reference.east_m + t * h.velocity_east_mps + ahead * s + right * c,
                    h.reference.north_m + t * h.velocity_north_mps + ahead * c - right * s};
  };
  return {corner(h.ahead_m, h.right_m), corner(-h.astern_m, h.right_m), corner(-h.astern_m, -h.left_m),
          corner(h.ahead_m, -h.left_m)};
}

bool covers(std::array<MapPoint, 4> const& r, MapPoint p) {
  int left = 0, right = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    auto const &a = r[i], &b = r[(i + 1) % 4];
    double const side =
        (b.east_m - a.east_m) * (p.north_m - a.north_m) - (b.north_m - a.north_m) * (p.east_m - a.east_m);
    (side > 0 ? left : right) += side != 0;
  }
  return left == 0 || right == 0;
}

bool cross(MapPoint a, MapPoint b, MapPoint c, MapPoint d) {
  auto const side = [](MapPoint x, MapPoint y, MapPoint z) {
    return (y.east_m - x.east_m) * (z.north_m - x.north_m) - (y.north_m - x.north_m) * (z.east_m - x.east_m);
  };
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/// Distance of two rectangles at one moment by all pairs of their sides.
double brute_distance(Hull const& a, Hull const& b, double t) {
  auto const ra = corners(a, t), rb = corners(b, t);
  double best = 1e99;
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) {
      best = std::min({best, state::segment_distance_m(ra[i], rb[j], rb[(j + 1) % 4]),
                       state::segment_distance_m(rb[i], ra[j], ra[(j + 1) % 4])});
      if (cross(ra[i], ra[(i + 1) % 4], rb[j], rb[(j + 1) % 4]) || covers(ra, rb[j]) || covers(rb, ra[j])) return 0;
    }
  return best;
}

TEST(Encounter, EqualsSmallStepsInTime) {
  std::uint32_t const seed = 12;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-300, 300), course(0, 360), speed(0, 15), size(1, 90);
  int contacts = 0;
  for (int i = 0; i < 300; ++i) {
    Hull a = point(place(random), place(random), course(random), speed(random));
    Hull b = point(place(random), place(random), course(random), speed(random));
    for (Hull* h : {&a, &b}) {
      h->heading_rad = course(random) * std::numbers::pi / 180; // ships drift
      h->ahead_m = size(random);
      h->astern_m = size(random);
      h->left_m = size(random) / 6;
      h->right_m = size(random) / 6;
    }
    double const horizon = 60, step = 0.02;
    double first_contact = std::numeric_limits<double>::infinity(), least = 1e99;
    for (double t = 0; t <= horizon && std::isinf(first_contact); t += step) {
      double const d = brute_distance(a, b, t);
      least = std::min(least, d);
      if (d == 0) first_contact = t;
    }
    Encounter const e = meet(a, b, horizon);
    double const slack_m = step * 30 + 1e-9; // how far the two can move in a step
    ASSERT_NEAR(e.distance_m, least, slack_m) << "seed " << seed << " round " << i;
    ASSERT_LE(e.distance_m, least + 1e-9);
    if (!std::isinf(first_contact)) {
      ++contacts;
      ASSERT_NEAR(e.contact_s, first_contact, step + 1e-9) << "seed " << seed << " round " << i;
    }
  }
  EXPECT_GT(contacts, 30);
}

} // namespace
} // namespace dalian::alarms
