// Minutes of the morning: nobody drives into anybody, off his lane or past a red light. With all vehicles: bench_roads.
#include "tests/connectors/roads/small_town.hpp"
#include "tests/connectors/roads/watch.hpp"
#include "twin/layout/street_profile.hpp"

#include <fmt/ranges.h>

namespace dalian::roads {
namespace {

constexpr int kVehicles = 1500, kMinutes = 5;

class Morning : public testing::Test {
 protected:
  static RoadScene& scene() {
    static RoadScene made(test::scene("2026-11-27T07:20:00+08:00", kVehicles));
    return made;
  }
};

TEST_F(Morning, NobodyDrivesIntoAnybodyOrPastARedLight) {
  test::Watch watch(scene());
  watch.run(kMinutes * 600, 10);
  EXPECT_GT(watch.crossed(), 300U);
  EXPECT_TRUE(watch.at_red().empty()) << fmt::format("{}", fmt::join(watch.at_red(), "\n"));
  EXPECT_TRUE(watch.met().empty()) << fmt::format("{}", fmt::join(watch.met(), "\n"));
  auto const& counts = scene().traffic().counts();
  EXPECT_GT(counts.arrived, 200U);
  EXPECT_LT(counts.given_up, counts.begun / 100) << "less than one in a hundred is stuck";
}

/// Against the route's own line, not the network's samples: right of its axis and inside the carriageway.
TEST_F(Morning, VehiclesKeepToTheirSideOfTheRoad) {
  auto& town = scene();
  std::size_t seen = 0;
  for (auto const& m : town.traffic().movers()) {
    auto const& strip = town.network().strips()[m.strip];
    if (!m.active || strip.movement || m.aside_m != 0 || m.front_m < m.length_m + 5) continue;
    auto const& link = town.network().link_of(strip);
    auto const& route = test::city().routes[link.route];
    auto const pose = town.traffic().pose(m);
    double best = 1e9, side = 0;
    for (std::size_t i = 0; i + 1 < route.line.size(); ++i) {
      auto const a = route.line[i], b = route.line[i + 1];
      double const e = b.east_m - a.east_m, n = b.north_m - a.north_m, length = std::hypot(e, n);
      double const t = std::clamp(
          ((pose.front.east_m - a.east_m) * e + (pose.front.north_m - a.north_m) * n) / (length * length), 0.0, 1.0);
      double const d = distance_m(pose.front, {a.east_m + t * e, a.north_m + t * n});
      if (d >= best) continue;
      best = d;
      side = (e * (pose.front.north_m - a.north_m) - n * (pose.front.east_m - a.east_m)) / length;
    }
    double const middle = layout::street_profile(route).lane_middle_m(static_cast<int>(strip.lane));
    double const right = (link.forward ? -1 : 1) * side;
    EXPECT_NEAR(right, middle, 0.6) << route.id << " " << m.number;
    ++seen;
  }
  EXPECT_GT(seen, kVehicles / 2U);
}

TEST_F(Morning, AsManyAreOnTheRoadAsTheHourWants) {
  auto& town = scene();
  double const second = test::story().second_of_day(town.now());
  EXPECT_NEAR(static_cast<double>(town.traffic().active()), town.demand().wanted(second), 0.05 * kVehicles);
  double most = 0;
  for (int minute = 0; minute < 1440; ++minute)
    most = std::max(most, town.demand().wanted(60.0 * minute));
  EXPECT_NEAR(most, kVehicles, 1);
  EXPECT_LT(town.demand().wanted(3 * 3600), 0.15 * kVehicles) << "at night";
}

TEST_F(Morning, TheyDriveForWhatTheHourIsThere) {
  auto const& begun = scene().demand().begun();
  auto const of = [&](Purpose p) { return static_cast<double>(begun[static_cast<std::size_t>(p)]); };
  EXPECT_EQ(of(Purpose::from_work), 0) << "nobody leaves between seven and eight";
  EXPECT_GT(of(Purpose::to_work), 100);
  EXPECT_GT(of(Purpose::port), 6) << "a ship called at 06:40: 240 trucks in three hours";
}

} // namespace
} // namespace dalian::roads
