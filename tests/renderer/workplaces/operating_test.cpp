// The parts of the operator's workplace that need no screen.
#include "renderer/workplaces/alarm_panel.hpp"
#include "renderer/workplaces/car_card.hpp"
#include "renderer/workplaces/route_deviation.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::workplaces {
namespace {

Instant const kStart = parse_utc("2026-09-26T08:40:00Z").value();

view::FleetRow row(std::uint32_t handle, std::string label, double speed_mps = 0) {
  view::FleetRow r;
  r.handle = handle;
  r.label = std::move(label);
  r.speed_mps = speed_mps;
  return r;
}

TEST(FleetMeter, CountsWhatIsMissingOfTheTenAndHowOldMessagesAre) {
  FleetMeter meter;
  for (int tick = 0; tick <= 40; ++tick) { // four seconds, eight messages a second, each 120 ms old when it is seen
    Instant const now = kStart + std::chrono::milliseconds(100 * tick);
    auto r = row(1, "a");
    r.updates = static_cast<std::uint32_t>(tick * 8 / 10);
    r.t_obs = now - std::chrono::milliseconds(120);
    meter.look({r}, now);
  }
  Delivery const d = meter.of(1);
  ASSERT_TRUE(d.rate_hz && d.missing && d.p50_s);
  EXPECT_NEAR(*d.rate_hz, 8, 1e-9);
  EXPECT_NEAR(*d.missing, 0.2, 1e-9);
  EXPECT_NEAR(*d.p50_s, 0.12, 1e-6);
  EXPECT_NEAR(*d.p99_s, 0.12, 1e-6);
  EXPECT_EQ(meter.speeds(1).size(), 9U) << "twice a second";
  EXPECT_FALSE(meter.of(2).rate_hz);
}

TEST(FleetMeter, SaysNothingBeforeItHasListenedAndForgetsWhoLeft) {
  FleetMeter meter;
  meter.look({row(1, "a")}, kStart);
  meter.look({row(1, "a")}, kStart + std::chrono::seconds(1));
  EXPECT_FALSE(meter.of(1).rate_hz);
  meter.look({}, kStart + std::chrono::seconds(2));
  EXPECT_TRUE(meter.speeds(1).empty());
}

TEST(Fleet, TellsALatencyThatItsColumnHolds) {
  Delivery d;
  EXPECT_EQ(latency_text(d), "–");
  d.p50_s = 0.12, d.p99_s = 0.3404;
  EXPECT_EQ(latency_text(d), "120/340");
  d.p99_s = 21.386;
  EXPECT_EQ(latency_text(d), "120/>9999");
  d.p50_s = 20.827;
  EXPECT_EQ(latency_text(d), ">9999");
}

TEST(AlarmOrder, IsMadeOnceAList) {
  auto list = std::make_shared<alarms::AlarmList>();
  for (std::uint64_t id = 1; id <= 10'000; ++id) {
    alarms::Alarm alarm;
    alarm.id = id;
    alarm.severity = alarms::Severity::medium;
    alarm.grouped = id % 2 == 0;
    if (id == 7) alarm.severity = alarms::Severity::critical;
    if (id == 9) alarm.state = alarms::State::acknowledged;
    list->alarms.emplace(id, alarm);
  }
  AlarmOrder order;
  for (int frame = 0; frame < 100; ++frame)
    order.follow(list);
  EXPECT_EQ(order.times_ordered(), 1U);
  EXPECT_EQ(order.by_urgency().size(), 5000U);
  EXPECT_EQ(order.by_urgency().front()->id, 7U);
  EXPECT_EQ(order.open(), 9999U);
  order.follow(std::make_shared<alarms::AlarmList>());
  EXPECT_TRUE(order.by_urgency().empty()) << "another list is looked at anew";
}

TEST(Fleet, SortsByAnyColumnAndLeavesTheUnknownLast) {
  std::mt19937 random(20261127);
  std::vector<FleetLine> lines;
  for (std::uint32_t i = 1; i <= 200; ++i) {
    FleetLine line{row(i, "v" + std::to_string(random() % 50), random() % 30), {}};
    if (random() % 3) line.row.charge_pct = random() % 100;
    lines.push_back(line);
  }
  for (bool const upward : {true, false}) {
    sort_fleet(lines, FleetColumn::charge, upward);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      auto const &a = lines[i - 1].row.charge_pct, &b = lines[i].row.charge_pct;
      ASSERT_TRUE(a || !b);
      if (a && b) {
        ASSERT_TRUE(upward ? *a <= *b : *a >= *b);
      }
    }
    sort_fleet(lines, FleetColumn::speed, upward);
    for (std::size_t i = 1; i < lines.size(); ++i)
      ASSERT_TRUE(upward ? lines[i - 1].row.speed_mps <= lines[i].row.speed_mps
                         : lines[i - 1].row.speed_mps >= lines[i].row.speed_mps);
  }
}

TEST(Fleet, FilterLooksAtNameIdRouteAndType) {
  auto r = row(1, "T1-03");
  r.entity = "car:T1-03", r.route = "cv-t1", r.type = "shuttle";
  for (char const* text : {"", "t1-0", "CV-T1", "Shut", "car:"})
    EXPECT_TRUE(fits(r, text)) << text;
  EXPECT_FALSE(fits(r, "cv-t2"));
}

TEST(RouteDeviation, AgreesWithManyPointsAlongTheLine) {
  view::City city;
  view::Route route;
  route.id = "cv-t1";
  route.line = {{0, 0}, {400, 0}, {400, 300}, {0, 300}, {0, 20}}; // a loop: the ends are 20 m apart
  city.routes.push_back(route);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> place(-200, 600);
  for (int i = 0; i < 200; ++i) {
    MapPoint const p{place(random), place(random)};
    double least = 1e9;
    for (std::size_t s = 0; s < route.line.size(); ++s)
      for (int k = 0; k <= 400; ++k) {
        MapPoint const a = route.line[s], b = route.line[(s + 1) % route.line.size()];
        double const t = k / 400.0;
        least = std::min(least, std::hypot(a.east_m + t * (b.east_m - a.east_m) - p.east_m,
                                           a.north_m + t * (b.north_m - a.north_m) - p.north_m));
      }
    auto const found = deviation_from(city, "cv-t1", p);
    ASSERT_TRUE(found);
    EXPECT_LE(found->metres, least + 1e-9);
    EXPECT_GE(found->metres, least - 0.5); // half a step of the brute force
  }
  EXPECT_FALSE(deviation_from(city, "cv-t2", {}));
  EXPECT_FALSE(deviation_from(city, "", {}));
}

TEST(CarCard, TimeToCollisionIsTheGapOverTheClosingSpeed) {
  view::Mover behind, ahead;
  behind.handle = 1, ahead.handle = 2;
  behind.length_m = ahead.length_m = 5, behind.width_m = ahead.width_m = 2;
  behind.t0 = ahead.t0 = kStart;
  behind.until = ahead.until = kStart + std::chrono::seconds(60);
  behind.velocity_north_mps = 15, ahead.velocity_north_mps = 5;
  ahead.position.north_m = 35; // bumpers 30 m apart, closing at 10 m/s: 3 s
  auto const ttc = time_to_collision_s({behind, ahead}, 1, kStart);
  ASSERT_TRUE(ttc);
  EXPECT_NEAR(*ttc, 3, 0.02);
  EXPECT_NEAR(*time_to_collision_s({behind, ahead}, 1, kStart + std::chrono::seconds(1)), 2, 0.02);
  ahead.position.east_m = 10; // another lane
  EXPECT_FALSE(time_to_collision_s({behind, ahead}, 1, kStart));
  EXPECT_FALSE(time_to_collision_s({ahead}, 1, kStart));
}

TEST(Alarms, TheWorstFirstAndWhatIsShelvedLast) {
  alarms::AlarmList list;
  auto const put = [&](std::uint64_t id, alarms::Severity severity, alarms::State state, bool grouped = false) {
    alarms::Alarm a;
    a.id = id, a.severity = severity, a.state = state, a.grouped = grouped;
    list.alarms[id] = a;
  };
  using alarms::Severity;
  using alarms::State;
  put(1, Severity::high, State::acknowledged);
  put(2, Severity::high, State::unacknowledged);
  put(3, Severity::critical, State::shelved);
  put(4, Severity::critical, State::acknowledged);
  put(5, Severity::high, State::unacknowledged);
  put(6, Severity::low, State::unacknowledged, true);
  std::vector<std::uint64_t> ids;
  for (alarms::Alarm const* alarm : by_urgency(list))
    ids.push_back(alarm->id);
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{4, 5, 2, 1, 3}));
}

/// As after ten thousand in a minute: none is lost, and the order is that of a plain comparison.
TEST(Alarms, TenThousandAreAllThereInOrder) {
  constexpr unsigned kSeed = 20261127;
  std::mt19937 random(kSeed);
  alarms::AlarmList list;
  for (std::uint64_t id = 1; id <= 10000; ++id) {
    alarms::Alarm a;
    a.id = id;
    a.severity = static_cast<alarms::Severity>(random() % 4);
    a.state = static_cast<alarms::State>(1 + random() % 5);
    list.alarms[id] = a;
  }
  auto const order = by_urgency(list);
  ASSERT_EQ(order.size(), 10000U);
  auto const worse = [](alarms::Alarm const& a, alarms::Alarm const& b) {
    bool const shelved_a = a.state == alarms::State::shelved, shelved_b = b.state == alarms::State::shelved;
    if (shelved_a != shelved_b) return shelved_b;
    if (a.severity != b.severity) return a.severity > b.severity;
    if (a.state != b.state) return a.state < b.state;
    return a.id > b.id;
  };
  for (std::size_t i = 1; i < order.size(); ++i)
    ASSERT_TRUE(worse(*order[i - 1], *order[i])) << "seed " << kSeed << ", place " << i;
}

} // namespace
} // namespace dalian::workplaces
