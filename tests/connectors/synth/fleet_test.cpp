#include "connectors/synth/fleet.hpp"

#include "tests/connectors/synth/hulls.hpp"
#include "tests/connectors/synth/test_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace dalian::synth {
namespace {

constexpr double kPi = std::numbers::pi;

std::vector<Vessel> const& fleet() {
  static auto const vessels = make_fleet(project_plan(), 1);
  EXPECT_TRUE(vessels) << vessels.error();
  return *vessels;
}

TEST(Fleet, HasTheSizeAndTheKindsOfThePort) {
  EXPECT_GE(fleet().size(), 120u);
  EXPECT_LE(fleet().size(), 220u);
  std::set<std::string> kinds;
  for (auto const& v : fleet())
    kinds.insert(v.kind);
  for (auto const* kind : {"container", "bulk", "tanker", "car-carrier", "lng", "ferry", "fishing", "tug"})
    EXPECT_TRUE(kinds.contains(kind)) << kind;
}

TEST(Fleet, IsPlainlySynthetic) {
  std::set<std::uint32_t> mmsi;
  for (auto const& v : fleet()) {
    EXPECT_TRUE(v.data.name.starts_with("SYN ")) << v.data.name;
    EXPECT_LE(v.data.name.size(), 20u);
    EXPECT_EQ(v.data.imo, 0u);
    EXPECT_GE(v.mmsi, 412'990'001u);
    EXPECT_LE(v.mmsi, 412'990'999u);
    EXPECT_TRUE(mmsi.insert(v.mmsi).second) << v.mmsi;
    EXPECT_LE(v.data.call_sign.size(), 7u);
  }
}

TEST(Fleet, DimensionsAreOfRealShips) {
  for (auto const& v : fleet()) {
    EXPECT_GE(v.length_m / v.beam_m, 2.8) << v.id;
    EXPECT_LE(v.length_m / v.beam_m, 9.3) << v.id; // the slimmest: ships built to the old locks of Panama
    EXPECT_LE(v.length_m, 400) << v.id;
    EXPECT_NEAR(v.data.dimensions.bow_m + v.data.dimensions.stern_m, v.length_m, 0.6) << v.id;
    EXPECT_NEAR(v.data.dimensions.port_m + v.data.dimensions.starboard_m, v.beam_m, 0.6) << v.id;
    EXPECT_GT(v.data.draught_m, 0) << v.id;
  }
}

TEST(Fleet, OneMoreVesselChangesNoOther) {
  auto plan = project_plan();
  plan.voyages.front().count += 1;
  plan.anchorages.pop_back();
  auto const other = make_fleet(plan, 1);
  ASSERT_TRUE(other) << other.error();
  std::size_t same = 0;
  for (auto const& v : fleet())
    for (auto const& w : *other)
      if (v.id == w.id) {
        ++same;
        EXPECT_EQ(v.data.name, w.data.name);
        EXPECT_EQ(state_at(v, 500).position, state_at(w, 500).position) << v.id;
      }
  EXPECT_EQ(same, fleet().size() - static_cast<std::size_t>(project_plan().anchorages.back().count));
}

// Every bound of a real hull, over the whole round of every vessel.
TEST(Fleet, NobodyJumpsOrTurnsFasterThanItsKindCan) {
  for (auto const& v : fleet()) {
    auto const kind = std::find_if(project_plan().kinds.begin(), project_plan().kinds.end(),
                                   [&](ShipKind const& k) { return k.id == v.kind; });
    double const dt = 2, fastest = kind->cruise_kn * kMpsPerKnot;
    double const turn_limit = kind->turn_rate_dpm / 60 * kPi / 180;
    auto before = state_at(v, 0);
    for (double t = dt; t < 7200; t += dt) {
      auto const now = state_at(v, t);
      ASSERT_LE(distance_m(before.position, now.position), fastest * dt * 1.01 + 0.1) << v.id << " at " << t;
      ASSERT_LE(std::abs(std::remainder(now.heading_rad - before.heading_rad, 2 * kPi)), turn_limit * dt * 1.1 + 1e-4)
          << v.id << " at " << t;
      before = now;
    }
  }
}

TEST(Fleet, SpeedsAreWithinTwentyTwoKnots) {
  for (auto const& v : fleet())
    for (double t = 0; t < 36'000; t += 60)
      ASSERT_LE(state_at(v, t).speed_mps, 22 * kMpsPerKnot) << v.id;
}

TEST(Fleet, NoTwoStillShipsTouch) {
  std::vector<Vessel const*> still;
  for (auto const& v : fleet())
    if (!v.timetable) still.push_back(&v);
  for (double t = 0; t < 7200; t += 600)
    for (std::size_t i = 0; i < still.size(); ++i)
      for (std::size_t k = i + 1; k < still.size(); ++k)
        ASSERT_FALSE(overlap(hull(*still[i], t), hull(*still[k], t))) << still[i]->id << ' ' << still[k]->id;
}

// Ships under way may meet where fairways cross; in the first half hour, which every picture shows, none runs through
// another.
TEST(Fleet, NobodyRunsThroughAnotherInTheFirstHalfHour) {
  for (double t = 0; t < 1800; t += 20) {
    std::vector<HullCorners> hulls;
    for (auto const& v : fleet())
      hulls.push_back(hull(v, t));
    for (std::size_t i = 0; i < hulls.size(); ++i)
      for (std::size_t k = i + 1; k < hulls.size(); ++k)
        if (distance_m(hulls[i][0], hulls[k][0]) < 1000) {
          ASSERT_FALSE(overlap(hulls[i], hulls[k])) << fleet()[i].id << ' ' << fleet()[k].id << " at " << t << " s";
        }
  }
}

TEST(Fleet, MeasuredPlaceIsTheAntennaWithAFewMetresOfError) {
  for (auto const& v : fleet()) {
    auto const s = state_at(v, 100);
    auto const antenna = to_map(measured_at(v, 100).position);
    MapPoint const expected{s.position.east_m + v.antenna_ahead_m * std::sin(s.heading_rad),
                            s.position.north_m + v.antenna_ahead_m * std::cos(s.heading_rad)};
    EXPECT_LT(distance_m(antenna, expected), 8.0) << v.id;
    EXPECT_NEAR(v.antenna_ahead_m, v.length_m / 2 - v.data.dimensions.bow_m, 1e-9);
  }
}

TEST(Fleet, AQuayThatIsTooShortIsToldOnce) {
  FleetPlan plan;
  plan.kinds = {project_plan().kinds.front()};
  Quay quay;
  quay.id = "short";
  quay.kind = plan.kinds[0].id;
  quay.mmsi = 412'990'900;
  quay.count = 9;
  quay.from = {121.9, 39.0};
  quay.to = {121.91, 39.0};
  plan.quays = {quay};
  auto const made = make_fleet(plan, 1);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().find("[[quay]] short"), std::string::npos);
}

} // namespace
} // namespace dalian::synth
