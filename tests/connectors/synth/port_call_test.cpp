// Ships that call: each minute of the day of the plan that comes with the program.
#include "connectors/synth/port_call.hpp"

#include "connectors/ais/stream.hpp"
#include "connectors/synth/ais_traffic.hpp"
#include "tests/connectors/synth/hulls.hpp"
#include "tests/connectors/synth/test_plan.hpp"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::synth {
namespace {

using namespace std::chrono_literals;

constexpr double kPi = std::numbers::pi;
constexpr double kMinute_s = 60;

std::vector<Vessel> fleet_at(double second_of_day) {
  auto vessels = make_fleet(project_plan(), 1, second_of_day);
  EXPECT_TRUE(vessels) << vessels.error();
  return std::move(vessels).value();
}

std::vector<Vessel> calls_at(double second_of_day) {
  auto all = fleet_at(second_of_day);
  std::erase_if(all, [](Vessel const& v) { return !v.call; });
  EXPECT_GE(all.size(), 10U);
  return all;
}

struct Wall {
  MapPoint from, to;
};

/// The quays of the city's layout, as they are drawn and built.
std::vector<Wall> walls() {
  std::ifstream in(source_dir() / "assets/city/reclamation.geojson");
  std::vector<Wall> out;
  auto const file = nlohmann::json::parse(in);
  for (auto const& feature : file["features"])
    if (feature["properties"]["kind"] == "quay") {
      auto const& line = feature["geometry"]["coordinates"];
      out.push_back({to_map({line[0][0], line[0][1]}), to_map({line[1][0], line[1][1]})});
    }
  return out;
}

TEST(PortCall, LiesFastInItsHoursParallelToAQuayOfTheLayoutAndFenderWideFromIt) {
  auto const quays = walls();
  for (auto const& v : calls_at(0)) {
    auto const berth = state_at(v, v.call->hours().berthed_s);
    int beside = 0;
    for (auto const& quay : quays) {
      double const e = quay.to.east_m - quay.from.east_m, n = quay.to.north_m - quay.from.north_m, l = std::hypot(e, n);
      double const x = berth.position.east_m - quay.from.east_m, y = berth.position.north_m - quay.from.north_m;
      double const along = (x * e + y * n) / l, to_left = (y * e - x * n) / l; // the water lies to the left
      if (std::abs(to_left - (v.beam_m / 2 + 2.5)) > 0.5 || along < v.length_m / 2 || along > l - v.length_m / 2)
        continue;
      ++beside;
      EXPECT_NEAR(std::sin(berth.heading_rad - std::atan2(e, n)), 0, 1e-3) << v.id;
    }
    EXPECT_EQ(beside, 1) << v.id;
    for (double t = 0; t < kDay_s; t += kMinute_s) {
      bool const fast = v.call->hours().since_berthed_s(t) < v.call->hours().stay_s();
      ASSERT_EQ(status_at(v, t), fast ? NavStatus::moored : NavStatus::under_way) << v.id << " at " << t;
      if (!fast) continue;
      auto const s = state_at(v, t);
      ASSERT_EQ(s.speed_mps, 0) << v.id;
      ASSERT_EQ(s.position, berth.position) << v.id;
      ASSERT_EQ(s.heading_rad, berth.heading_rad) << v.id;
    }
  }
}

TEST(PortCall, ComesAndGoesWithoutAJumpAndSlowlyNearTheQuay) {
  for (auto const& v : calls_at(0)) {
    auto before = state_at(v, 0);
    double farthest = 0;
    for (double t = 1; t <= kDay_s; ++t) {
      auto const now = state_at(v, t);
      double const fastest = std::max(before.speed_mps, now.speed_mps), way = distance_m(before.position, now.position);
      ASSERT_LE(way, fastest * 1.01 + 0.03) << v.id << " at " << t;
      ASSERT_LE(std::abs(std::remainder(now.heading_rad - before.heading_rad, 2 * kPi)), 0.0065) << v.id << " at " << t;
      double const off = distance_m(now.position, v.call->berth());
      ASSERT_TRUE(off > 300 || now.speed_mps < 3.1 * kMpsPerKnot) << v.id << " at " << t;
      farthest = std::max(farthest, off);
      before = now;
    }
    EXPECT_GT(farthest, 50'000) << v.id;
  }
}

/// Nor any other ship: whatever the hour at which the feed starts, others that share no lane with them are where they
/// may always be, and here they are looked at from midnight on.
TEST(PortCall, TouchesNobodyAtAnyMinuteOfTheDay) {
  auto const fleet = fleet_at(0);
  std::vector<HullCorners> hulls(fleet.size());
  for (double t = 0; t < kDay_s; t += kMinute_s) {
    for (std::size_t i = 0; i < fleet.size(); ++i)
      hulls[i] = hull(fleet[i], t);
    for (std::size_t i = 0; i < fleet.size(); ++i)
      for (std::size_t k = 0; fleet[i].call && k < fleet.size(); ++k)
        if (k != i && distance_m(hulls[i][0], hulls[k][0]) < 1000) {
          ASSERT_FALSE(overlap(hulls[i], hulls[k])) << fleet[i].id << ' ' << fleet[k].id << " at " << t;
        }
  }
}

TEST(PortCall, FindsItsBerthFreeWhateverTheSeed) {
  auto const calls = calls_at(0);
  FleetPlan quays;
  quays.kinds = project_plan().kinds;
  quays.quays = project_plan().quays;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    auto const moored = make_fleet(quays, seed);
    ASSERT_TRUE(moored) << moored.error();
    for (auto const& v : calls)
      for (auto const& other : *moored)
        ASSERT_FALSE(overlap(hull(v, v.call->hours().berthed_s), hull(other, 0)))
            << v.id << ' ' << other.id << ", seed " << seed;
  }
}

TEST(PortCall, TheClockOfTheDayAndNotTheStartSaysWhereSheIs) {
  auto const midnight = calls_at(0), afternoon = calls_at(15 * 3600);
  for (std::size_t i = 0; i < midnight.size(); ++i)
    for (double t = 0; t < kDay_s; t += 1800) {
      EXPECT_LT(distance_m(state_at(midnight[i], t + 15 * 3600).position, state_at(afternoon[i], t).position), 1e-3);
      EXPECT_LT(distance_m(state_at(midnight[i], t).position, state_at(midnight[i], t + kDay_s).position), 1e-3);
    }
}

/// What a receiver hears of the morning's ship from before she comes alongside until she has left, through our decoder.
TEST(PortCall, SaysByAisWhenSheIsFastAndWhereSheGoesNext) {
  auto const start = parse_utc("2026-09-26T06:20:00+08:00").value(),
             fast = parse_utc("2026-09-26T06:40:00+08:00").value(),
             off = parse_utc("2026-09-26T17:30:00+08:00").value();
  auto fleet = calls_at(6 * 3600 + 20 * 60);
  std::erase_if(fleet, [](Vessel const& v) { return v.id != "morning-call/01"; });
  ASSERT_EQ(fleet.size(), 1U);
  auto const v = fleet.front();
  std::map<Instant, std::string> destination;
  std::map<Instant, double> draught;
  std::map<std::uint32_t, unsigned> statuses;
  Instant now{};
  ais::Stream lines(ais::Stream::Kind::live, [&](ais::Message const& message, ais::Reception const&) {
    if (auto const* p = std::get_if<ais::PositionReport>(&message.body)) {
      ++statuses[p->navigational_status];
      EXPECT_EQ(p->navigational_status == 5, now >= fast && now < off) << format_utc(now, 0);
      if (p->navigational_status == 5) {
        EXPECT_LT(p->speed_over_ground_kn.value_or(9), 0.3);
      }
    }
    if (auto const* s = std::get_if<ais::StaticAndVoyageData>(&message.body)) {
      destination[now] = s->destination.view();
      draught[now] = s->draught_m.value_or(0);
    }
  });
  AisTraffic traffic({v}, {}, 1, start);
  while (traffic.next_time() < off + 40min) {
    auto const said = traffic.next();
    now = said.at;
    for (std::size_t at = 0; at < said.nmea.size();) {
      auto const end = said.nmea.find('\n', at);
      ais::Stream::Line line;
      line.text = std::string_view(said.nmea).substr(at, end - at);
      line.arrival = said.at;
      lines.take(line);
      at = end == std::string::npos ? said.nmea.size() : end + 1;
    }
  }
  EXPECT_GT(statuses[0], 100U);
  EXPECT_GT(statuses[5], 150U);
  EXPECT_EQ(destination.begin()->second, "DALIAN");
  EXPECT_EQ(destination.rbegin()->second, "BUSAN");
  EXPECT_NE(draught.begin()->second, draught.rbegin()->second);
}

TEST(PortCall, AStayThatLeavesNoTimeForTheWayIsToldWithTheRemedy) {
  auto plan = project_plan();
  plan.calls.front().hours.leaves_s = plan.calls.front().hours.berthed_s + 20 * 3600;
  EXPECT_THAT(make_fleet(plan, 1).error(),
              testing::AllOf(testing::HasSubstr(plan.calls.front().id), testing::HasSubstr("leaves")));
  plan = project_plan();
  plan.calls.front().berth_m = 100;
  EXPECT_THAT(make_fleet(plan, 1).error(), testing::HasSubstr("do not fit"));
}

} // namespace
} // namespace dalian::synth
