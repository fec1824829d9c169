// Each rule alone: a feed that keeps all of them, and one change that breaks one. The rules and their codes are those
// of MobilityData/gtfs-realtime-validator, RULES.md.
#include "connectors/gtfs/rules.hpp"

#include "tests/connectors/gtfs/small_city.hpp"

#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace dalian::gtfs {
namespace {

using Codes = std::vector<std::string>;
using Change = std::function<void(proto::FeedMessage&)>;

Schedule const& city() {
  static Schedule const schedule = test::small_city();
  return schedule;
}

Codes codes_of(Findings const& findings) {
  Codes codes;
  for (auto const& [code, n] : findings.by_code())
    codes.push_back(code);
  return codes;
}

Codes broken_by(Change const& change, std::int64_t now_s = test::kNow_s + 10) {
  auto feed = test::good_feed();
  change(feed);
  Findings findings;
  check_feed(feed, std::nullopt, {&city(), now_s}, findings);
  check_pairs(&feed, &feed, findings);
  return codes_of(findings);
}

proto::TripDescriptor& both_trips(proto::FeedMessage& feed, std::string const& id) {
  auto& trip = *test::update_of(feed).mutable_trip();
  trip.set_trip_id(id);
  test::vehicle_of(feed).mutable_trip()->CopyFrom(trip);
  test::update_of(feed).clear_stop_time_update();
  test::update_of(feed).set_delay(0);
  test::vehicle_of(feed).clear_trip();
  test::vehicle_of(feed).clear_vehicle();
  test::vehicle_of(feed).mutable_vehicle()->set_id("another");
  return trip;
}

struct Case {
  Codes codes;
  Change change;
};

std::vector<Case> cases() {
  using namespace test;
  auto const stop = [](proto::FeedMessage & f, int i) -> auto& {
    return *update_of(f).mutable_stop_time_update(i);
  };
  using T = proto::TripDescriptor;
  using S = proto::TripUpdate::StopTimeUpdate;
  return {
      {{"E001"}, [](auto& f) { vehicle_of(f).set_timestamp(17); }},
      {{"E001"}, [](auto& f) { alert_of(f).add_active_period()->set_start(kNow_s * 1000); }},
      {{"E001"}, [=](auto& f) { stop(f, 1).mutable_arrival()->set_time(kNow_s * 1000); }},
      {{"E002", "E051"}, [=](auto& f) { stop(f, 0).set_stop_sequence(4); }},
      {{"E003"},
       [](auto& f) {
         vehicle_of(f).mutable_trip()->set_trip_id("T8");
         update_of(f).mutable_trip()->set_trip_id("T8");
       }},
      {{"E004", "E035"}, [](auto& f) { update_of(f).mutable_trip()->set_route_id("R8"); }},
      {{"E006", "W003"},
       [](auto& f) {
         auto& t = both_trips(f, "OFTEN");
         t.clear_start_time();
         t.set_schedule_relationship(T::UNSCHEDULED);
       }},
      {{"E009", "W003"},
       [=](auto& f) {
         auto& t = both_trips(f, "LOOP");
         t.set_route_id("R2");
         t.set_direction_id(1);
         t.set_start_time("09:00:00");
         auto& s = *update_of(f).add_stop_time_update();
         s.set_stop_id("A");
         s.mutable_arrival()->set_delay(0);
       }},
      {{"E011"}, [](auto& f) { vehicle_of(f).set_stop_id("Z"); }},
      {{"E011", "E045"}, [=](auto& f) { stop(f, 0).set_stop_id("Z"); }},
      {{"E012"}, [](auto& f) { vehicle_of(f).set_timestamp(kNow_s + 1); }},
      {{"E013", "W003"}, [](auto& f) { both_trips(f, "OFTEN").set_start_time("06:00:00"); }},
      {{"E015", "E045"}, [=](auto& f) { stop(f, 0).set_stop_id("S"); }},
      {{"E016"}, [](auto& f) { update_of(f).mutable_trip()->set_schedule_relationship(T::ADDED); }},
      {{"E019", "W003"}, [](auto& f) { both_trips(f, "EXACT").set_start_time("06:05:00"); }},
      {{"E020"}, [](auto& f) { update_of(f).mutable_trip()->set_start_time("8 o'clock"); }},
      {{"E021"}, [](auto& f) { update_of(f).mutable_trip()->set_start_date("2026-11-26"); }},
      {{"E022"}, [=](auto& f) { stop(f, 1).mutable_arrival()->set_time(kNow_s + 120); }},
      {{"E023"}, [](auto& f) { update_of(f).mutable_trip()->set_start_time("08:01:00"); }},
      {{"E024"}, [](auto& f) { vehicle_of(f).mutable_trip()->set_direction_id(1); }},
      {{"E025"}, [=](auto& f) { stop(f, 0).mutable_departure()->set_time(kNow_s + 59); }},
      {{"E026"}, [](auto& f) { vehicle_of(f).mutable_position()->set_latitude(91); }},
      {{"E026"}, [](auto& f) { vehicle_of(f).mutable_position()->set_latitude(std::nanf("")); }},
      {{"E027"}, [](auto& f) { vehicle_of(f).mutable_position()->set_bearing(361); }},
      {{"E028"}, [](auto& f) { vehicle_of(f).mutable_position()->set_latitude(39.12F); }},
      {{"E029"}, [](auto& f) { vehicle_of(f).mutable_position()->set_latitude(39.102F); }},
      {{"E030"},
       [](auto& f) {
         auto& informed = *alert_of(f).mutable_informed_entity(0);
         informed.set_route_id("R2");
         informed.mutable_trip()->set_trip_id("T1");
         informed.mutable_trip()->set_schedule_relationship(T::SCHEDULED);
       }},
      {{"E031"},
       [](auto& f) {
         auto& informed = *alert_of(f).mutable_informed_entity(0);
         informed.set_route_id("R2");
         informed.mutable_trip()->set_route_id("R1");
         informed.mutable_trip()->set_schedule_relationship(T::SCHEDULED);
       }},
      {{"E032"}, [](auto& f) { alert_of(f).clear_informed_entity(); }},
      {{"E033"}, [](auto& f) { alert_of(f).mutable_informed_entity(0)->clear_stop_id(); }},
      {{"E034"}, [](auto& f) { alert_of(f).mutable_informed_entity(0)->set_agency_id("XX"); }},
      {{"E035"}, [](auto& f) { vehicle_of(f).mutable_trip()->set_route_id("R2"); }},
      {{"E036", "E045"}, [=](auto& f) { stop(f, 1).set_stop_sequence(2); }},
      {{"E037", "E045"}, [=](auto& f) { stop(f, 1).set_stop_id("B"); }},
      {{"E038"}, [](auto& f) { f.mutable_header()->set_gtfs_realtime_version("3"); }},
      {{"E039"}, [](auto& f) { f.mutable_entity(0)->set_is_deleted(true); }},
      {{"E040"},
       [=](auto& f) {
         stop(f, 0).clear_stop_id();
         stop(f, 0).clear_stop_sequence();
       }},
      {{"E041"}, [](auto& f) { update_of(f).clear_stop_time_update(); }},
      {{"E042"}, [=](auto& f) { stop(f, 1).set_schedule_relationship(S::NO_DATA); }},
      {{"E043"}, [=](auto& f) { stop(f, 1).clear_arrival(); }},
      {{"E044"}, [=](auto& f) { stop(f, 1).mutable_arrival()->clear_time(); }},
      {{"E045"}, [=](auto& f) { stop(f, 1).set_stop_id("A"); }},
      {{"E046"},
       [=](auto& f) {
         stop(f, 1).mutable_arrival()->clear_time();
         stop(f, 1).mutable_arrival()->set_delay(30);
       }},
      {{"E047", "W003"},
       [](auto& f) {
         auto& t = *vehicle_of(f).mutable_trip();
         t.set_trip_id("LOOP");
         t.set_route_id("R2");
         t.set_direction_id(1);
         t.set_start_time("09:00:00");
       }},
      {{"E048", "W001"}, [](auto& f) { f.mutable_header()->clear_timestamp(); }},
      {{"E049"}, [](auto& f) { f.mutable_header()->clear_incrementality(); }},
      {{"E050"}, [](auto& f) { f.mutable_header()->set_timestamp(kNow_s + 600); }},
      {{"E051"}, [=](auto& f) { stop(f, 1).set_stop_sequence(9); }},
      {{"E052"},
       [](auto& f) {
         auto& twin = *f.add_entity();
         twin.CopyFrom(f.entity(0));
         twin.set_id("v2");
       }},
      {{"W001"}, [](auto& f) { vehicle_of(f).clear_timestamp(); }},
      {{"W002"}, [](auto& f) { vehicle_of(f).mutable_vehicle()->clear_id(); }},
      {{"W003"}, [](auto& f) { vehicle_of(f).clear_trip(); }},
      {{"W004"}, [](auto& f) { vehicle_of(f).mutable_position()->set_speed(27); }},
      {{"W003", "W006"}, [](auto& f) { update_of(f).mutable_trip()->clear_trip_id(); }},
      {{"W009"}, [](auto& f) { update_of(f).mutable_trip()->clear_schedule_relationship(); }},
  };
}

TEST(GtfsRules, AFeedThatKeepsAllBreaksNone) {
  EXPECT_EQ(broken_by([](auto&) {}), Codes{});
}

TEST(GtfsRules, EachChangeBreaksItsRules) {
  for (auto const& c : cases())
    EXPECT_EQ(broken_by(c.change), c.codes) << fmt::format("{}", fmt::join(c.codes, " "));
}

TEST(GtfsRules, AgainstTheFeedBefore) {
  auto const before = test::good_feed();
  auto const after = [&](Change const& change) {
    auto feed = before;
    change(feed);
    Findings findings;
    check_feed(feed, remember(before), {&city(), test::kNow_s + 60}, findings);
    return codes_of(findings);
  };
  EXPECT_EQ(after([](auto&) {}), Codes{});
  EXPECT_EQ(after([](auto& f) { test::vehicle_of(f).mutable_position()->set_speed(3); }), Codes{"E017"});
  EXPECT_EQ(after([](auto& f) { f.mutable_header()->set_timestamp(test::kNow_s - 1); }), Codes{"E018"});
  EXPECT_EQ(after([](auto& f) { f.mutable_header()->set_timestamp(test::kNow_s + 36); }), Codes{"W007"});
  EXPECT_EQ(after([](auto& f) { f.mutable_entity()->SwapElements(0, 1); }), Codes{}) << "order says nothing";
}

TEST(GtfsRules, AnOldHeaderIsToldByTheClock) {
  EXPECT_EQ(broken_by([](auto&) {}, test::kNow_s + 66), Codes{"W008"});
}

TEST(GtfsRules, EveryRuleThatIsListedIsTested) {
  std::set<std::string> tested{"E017", "E018", "W007", "W008"};
  for (auto const& c : cases())
    tested.insert(c.codes.begin(), c.codes.end());
  for (auto const code : rule_codes())
    EXPECT_TRUE(tested.contains(std::string(code))) << code;
}

TEST(GtfsRules, WithoutAScheduleOnlyTheFeedItselfIsJudged) {
  auto feed = test::good_feed();
  test::vehicle_of(feed).mutable_trip()->set_trip_id("unknown");
  test::vehicle_of(feed).mutable_position()->set_latitude(10);
  Findings findings;
  check_feed(feed, std::nullopt, {nullptr, test::kNow_s}, findings);
  EXPECT_EQ(codes_of(findings), Codes{});
}

TEST(Pairs, OfDifferentMomentsAreNotCompared) {
  auto const updates = test::good_feed();
  auto positions = updates;
  test::vehicle_of(positions).mutable_trip()->set_trip_id("next");
  auto const codes = [&](std::uint64_t later_s) {
    positions.mutable_header()->set_timestamp(later_s == 0 ? 0 : updates.header().timestamp() + later_s);
    Findings findings;
    check_pairs(&positions, &updates, findings);
    return codes_of(findings);
  };
  EXPECT_EQ(codes(5), (Codes{"E047", "W003"}));
  EXPECT_EQ(codes(6), Codes{});
  EXPECT_EQ(codes(0), (Codes{"E047", "W003"})); // says no time
}

} // namespace
} // namespace dalian::gtfs
