#include "connectors/synth/road_traffic.hpp"

#include "tests/connectors/synth/test_plan.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <set>
#include <unistd.h>

namespace dalian::synth {
namespace {

using namespace std::chrono_literals;

constexpr double kPi = std::numbers::pi;
Instant const kStart = from_unix_ns(1'790'412'000'000'000'000);

/// Distance from a polyline and the side: positive to the right. Brute force over all segments.
double offset_from(std::vector<MapPoint> const& line, MapPoint p) {
  double best = 1e300;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const e = line[i + 1].east_m - line[i].east_m, n = line[i + 1].north_m - line[i].north_m;
    double const x = p.east_m - line[i].east_m, y = p.north_m - line[i].north_m;
    double const f = std::clamp((x * e + y * n) / (e * e + n * n), 0.0, 1.0);
    best = std::min(best, std::hypot(x - f * e, y - f * n));
  }
  return best;
}

/// A bent road of 3 km, a point every 50 m, rising 1 in 100.
RouteLine bent_road() {
  RouteLine r;
  MapPoint p{400'000, 4'340'000};
  double bearing = 0.3;
  for (int i = 0; i <= 60; ++i) {
    r.line.push_back(p);
    r.height_m.push_back(0.5 * i);
    bearing += 0.08 * std::sin(i * 0.21);
    p = {p.east_m + 50 * std::sin(bearing), p.north_m + 50 * std::cos(bearing)};
  }
  return r;
}

RouteLine loop_road() {
  RouteLine r;
  for (int i = 0; i <= 64; ++i)
    r.line.push_back({400'000 + 500 * std::sin(i * 2 * kPi / 64), 4'340'000 + 500 * std::cos(i * 2 * kPi / 64)});
  r.line.back() = r.line.front();
  return r;
}

RoadGroup group(int count, double lane_offset_m) {
  RoadGroup g;
  g.id = "g";
  g.route = "cv-t9";
  g.vehicle_type = "car";
  g.count = count;
  g.lane_offset_m = lane_offset_m;
  g.speed_kmh = 60;
  g.length_m = 4.6;
  g.width_m = 1.9;
  return g;
}

RoadTraffic traffic(RoadGroup const& g, RouteLine const& route) {
  auto made = RoadTraffic::make({g}, {{"cv-t9", route}}, 1, kStart);
  EXPECT_TRUE(made) << made.error();
  return std::move(made).value();
}

TEST(RoadTraffic, KeepsToItsLane) {
  for (double const lane : {1.75, 5.25}) {
    auto const road = bent_road();
    auto const stream = traffic(group(3, lane), road);
    for (auto const& v : stream.vehicles())
      for (double t = 0; t < v.lane->timetable.period_s(); t += 0.5) {
        auto const s = RoadTraffic::state_at(v, t);
        double const off = offset_from(road.line, s.position);
        ASSERT_LE(off, lane + 0.3) << v.label << " at " << t;
        bool const near_end =
            distance_m(s.position, road.line.front()) < 20 || distance_m(s.position, road.line.back()) < 20;
        if (!near_end) {
          ASSERT_NEAR(off, lane, 0.3) << v.label << " at " << t;
        }
      }
  }
}

TEST(RoadTraffic, ALoopIsDrivenRoundAndRound) {
  auto const road = loop_road();
  auto const stream = traffic(group(2, 1.75), road);
  auto const& table = stream.vehicles()[0].lane->timetable;
  EXPECT_NEAR(table.length_m(), 2 * kPi * (500 - 1.75), 10); // drawn clockwise: the right-hand lane is the inner one
  for (double t = 0; t < table.period_s(); t += 0.5)
    ASSERT_NEAR(offset_from(road.line, RoadTraffic::state_at(stream.vehicles()[0], t).position), 1.75, 0.4);
}

TEST(RoadTraffic, IsBoundByComfortAndNeverJumps) {
  auto const stream = traffic(group(1, 1.75), bent_road());
  auto const& v = stream.vehicles()[0];
  double const dt = 0.1;
  auto before = RoadTraffic::state_at(v, 0);
  for (double t = dt; t < v.lane->timetable.period_s(); t += dt) {
    auto const now = RoadTraffic::state_at(v, t);
    ASSERT_LE(distance_m(before.position, now.position), 60 / 3.6 * dt * 1.01);
    ASSERT_LE(std::abs(now.speed_mps - before.speed_mps), 1.2 * dt * 1.1 + 0.01);
    ASSERT_LE(std::abs(now.turn_rate_rps) * now.speed_mps, 1.5 * 1.1);
    before = now;
  }
}

TEST(RoadTraffic, StopsAtEverySecondSignal) {
  auto g = group(1, 1.75);
  g.signals = 4;
  auto const stream = traffic(g, bent_road());
  auto const& v = stream.vehicles()[0];
  int stops = 0;
  bool standing = false;
  for (double t = 0; t < v.lane->timetable.period_s(); t += 0.5) {
    bool const now = RoadTraffic::state_at(v, t).speed_mps == 0;
    stops += now && !standing;
    standing = now;
  }
  EXPECT_EQ(stops, 4); // two there, two back
}

TEST(RoadTraffic, PlatoonsKeepTheirGap) {
  auto g = group(4, 5.25);
  g.platoon = 4;
  g.length_m = 16.5;
  g.gap_m = 15;
  auto const stream = traffic(g, bent_road());
  for (double t = 0; t < 600; t += 1)
    for (std::size_t i = 1; i < 4; ++i) {
      auto const ahead = RoadTraffic::state_at(stream.vehicles()[i - 1], t),
                 here = RoadTraffic::state_at(stream.vehicles()[i], t);
      double const along = std::fmod(ahead.along_m - here.along_m + stream.vehicles()[0].lane->timetable.length_m(),
                                     stream.vehicles()[0].lane->timetable.length_m());
      ASSERT_NEAR(along, 31.5, 0.01);
    }
}

TEST(RoadTraffic, ReportsTenTimesASecondInTurn) {
  auto stream = traffic(group(5, 1.75), bent_road());
  std::map<std::string, std::vector<std::uint64_t>> times;
  while (stream.next_time() < kStart + 2s) {
    auto const o = stream.next();
    times[o.entity()].push_back(o.t_obs());
  }
  EXPECT_EQ(times.size(), 5u);
  for (auto const& [entity, at] : times) {
    EXPECT_EQ(at.size(), 20u) << entity;
    for (std::size_t i = 1; i < at.size(); ++i)
      EXPECT_EQ(at[i] - at[i - 1], 100'000'000u);
  }
}

TEST(RoadTraffic, AnObservationSaysWhatAPilotVehicleSays) {
  auto stream = traffic(group(1, 1.75), bent_road());
  auto const& v = stream.vehicles()[0];
  for (int i = 0; i < 200; ++i) {
    auto const o = stream.next();
    auto const s = RoadTraffic::state_at(v, i * 0.1);
    EXPECT_EQ(o.entity(), "car:T9-01");
    EXPECT_EQ(o.kind(), wire::ROAD_VEHICLE);
    EXPECT_EQ(o.road_vehicle().route(), "cv-t9");
    EXPECT_GE(o.fix().sigma_m(), 0.1f);
    EXPECT_LE(o.fix().sigma_m(), 0.35f);
    EXPECT_LT(distance_m(to_map({o.fix().lon_deg(), o.fix().lat_deg()}), s.position), 3.5 * o.fix().sigma_m());
    EXPECT_NEAR(o.fix().speed_mps(), s.speed_mps, 1e-4);
    EXPECT_GE(o.fix().altitude_m(), 0);
    EXPECT_LE(o.fix().altitude_m(), 30);
  }
}

TEST(RoadTraffic, AnUnknownRouteIsTold) {
  auto const made = RoadTraffic::make({group(1, 1.75)}, {}, 1, kStart);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().find("cv-t9"), std::string::npos);
}

TEST(ReadRoutes, DamagedFilesAreToldWithTheirName) {
  auto const missing = read_routes("/nowhere/routes.geojson");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("/nowhere/routes.geojson"), std::string::npos);
  auto const file = std::filesystem::temp_directory_path() / ("synth_routes_" + std::to_string(::getpid()));
  std::ofstream(file)
      << R"({"features":[{"properties":{"id":"a"},"geometry":{"type":"LineString","coordinates":[[1]]}}]})";
  auto const damaged = read_routes(file);
  std::filesystem::remove(file);
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().find(file.string()), std::string::npos);
}

} // namespace
} // namespace dalian::synth
