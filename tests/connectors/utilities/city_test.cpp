#include "connectors/synth/fleet.hpp"
#include "tests/connectors/utilities/made_city.hpp"

#include "twin/base/quantities.hpp"

#include <map>
#include <set>

namespace dalian::utilities {
namespace {

using test::city_at;
using test::instant;
using test::said;

/// Everything a city shows, bit for bit.
std::string all_of(City const& city) {
  std::string text;
  for (auto const& thing : city.things()) {
    text += fmt::format("{} {} {}", thing.kind, thing.id, thing.status);
    for (auto const& value : thing.values)
      text += fmt::format(" {}={:a}", value.quantity, value.value);
    text += '\n';
  }
  for (std::size_t i = 0; i < city.meters().meters().size(); ++i) {
    auto const shown = city.reading(i);
    text += shown ? fmt::format("{} {:a} {:a} {:a}\n", i, shown->rate, shown->total, shown->grade) : "-\n";
  }
  return text;
}

TEST(City, TheSameSeedAndInstantShowTheSame) {
  auto const t = "2026-09-26T14:55:07+08:00";
  auto const once = all_of(city_at(t));
  EXPECT_EQ(once, all_of(city_at(t)));
  EXPECT_NE(once, all_of(city_at(t, 2)));
  City early(test::inputs(), instant("2026-09-26T06:00:00+08:00")); // whoever looks all the time sees the same day
  for (auto at = instant("2026-09-26T06:00:00+08:00"); at < instant(t); at += std::chrono::seconds(97))
    early.advance(at);
  early.advance(instant(t));
  EXPECT_EQ(once, all_of(early));
}

TEST(City, EverythingItSaysIsAQuantityOfTheTwinWithinItsBounds) {
  std::set<std::string> ids;
  for (auto const* t : {"2026-01-15T03:00:00+08:00", "2026-07-15T13:00:00+08:00", "2026-09-26T15:01:00+08:00"})
    for (auto const& thing : city_at(t).things()) {
      ids.insert(fmt::format("{}/{}", thing.kind, thing.id));
      EXPECT_FALSE(thing.values.empty()) << thing.id;
      for (auto const& value : thing.values) {
        auto const q = find_quantity(value.quantity);
        ASSERT_TRUE(q) << value.quantity;
        EXPECT_TRUE(value.value >= quantities()[*q].low && value.value <= quantities()[*q].high)
            << thing.kind << "/" << thing.id << " " << value.quantity << " " << value.value;
      }
    }
  EXPECT_GT(ids.size(), 160U);
}

/// Where and when ships lie is what they say themselves by AIS. Over a week no crane moves anything before an empty
/// berth, one before a ship that calls works exactly while she lies, lashing and papers apart, and each ship is worked.
TEST(City, CranesWorkWhereAndWhileAShipLies) {
  auto const in = test::inputs();
  auto const fleet = synth::make_fleet(in.fleet, in.seed);
  ASSERT_TRUE(fleet) << fleet.error();
  auto const before = [&](PlacedThing const& crane, synth::Vessel const& ship, double second) {
    return synth::status_at(ship, second) == synth::NavStatus::moored &&
           distance_m(to_map(crane.place), synth::state_at(ship, second).position) < 0.4 * ship.length_m + 80;
  };
  Port const port(in.plan.port, moored_ships(in.fleet, in.seed), in.seed);
  std::set<std::string> working, worked, calls;
  for (auto const& ship : *fleet)
    if (ship.call && ship.kind == "container") calls.insert(ship.id);
  for (int minute = 0; minute < 7 * 1440; minute += 10) {
    Moment now;
    now.t = instant("2026-09-21T00:00:00+08:00") + std::chrono::minutes(minute);
    now.second_of_day = 60 * (minute % 1440);
    std::vector<Thing> things;
    port.tell(now, things);
    for (auto const& crane : in.plan.port.cranes) {
      bool const moves = said(things, "crane", crane.id, "moves_ph") > 0;
      if (moves) working.insert(crane.id);
      std::set<std::string> there;
      for (auto const& ship : *fleet)
        if (before(crane, ship, now.second_of_day)) there.insert(ship.id);
      EXPECT_TRUE(!moves || !there.empty()) << crane.id << " works before an empty berth at minute " << minute;
      if (moves) worked.insert(there.begin(), there.end());
    }
  }
  EXPECT_GT(working.size(), 12U);
  EXPECT_LT(working.size(), in.plan.port.cranes.size());
  for (auto const& id : calls)
    EXPECT_TRUE(worked.contains(id)) << id;
}

TEST(City, AShipThatCallsIsWorkedFromLashingToLashing) {
  auto const in = test::inputs();
  Port const port(in.plan.port, moored_ships(in.fleet, in.seed), in.seed);
  auto const works = [&](std::string const& crane, double second) {
    Moment now;
    now.t = instant("2026-09-21T00:00:00+08:00") + from_seconds(second);
    now.second_of_day = second;
    std::vector<Thing> things;
    port.tell(now, things);
    return said(things, "crane", crane, "moves_ph") > 0;
  };
  int worked = 0;
  for (auto const& ship : moored_ships(in.fleet, in.seed)) {
    if (!ship.hours) continue;
    for (auto const& crane : in.plan.port.cranes) {
      if (!lies_before(crane, ship)) continue;
      ++worked;
      for (double const first : {1.0, ship.hours->stay_s() / 2, ship.hours->stay_s() - in.plan.port.lashing_s - 1})
        EXPECT_EQ(works(crane.id, std::fmod(ship.hours->berthed_s + first, synth::kDay_s)), first > 1) << ship.id;
      for (double const after : {-60.0, -in.plan.port.lashing_s + 1, 60.0})
        EXPECT_FALSE(works(crane.id, std::fmod(ship.hours->leaves_s + after, synth::kDay_s))) << ship.id << after;
    }
  }
  EXPECT_GE(worked, 12);
}

TEST(City, EverySystemOfThePlanIsThere) {
  auto const city = city_at("2026-09-26T12:00:00+08:00");
  std::map<std::string_view, int> kinds;
  for (auto const& thing : city.things())
    ++kinds[thing.kind];
  for (auto const* kind : {"turbine", "crane", "gate", "battery", "roof", "electrolyser", "hydrogen-bay", "tide",
                           "buoy", "air", "parking", "campus", "hospital", "weather"})
    EXPECT_GT(kinds[kind], 0) << kind;
  EXPECT_EQ(kinds["turbine"], 101);
  EXPECT_GE(city.meters().meters().size(), 500U);
  std::set<Medium> media;
  for (auto const& meter : city.meters().meters())
    media.insert(meter.medium);
  EXPECT_EQ(media.size(), kMedia);
}

/// Feeders see what their meters see and what the network loses.
TEST(City, WhatFeedersGiveIsWhatMetersTakeAndTheLosses) {
  auto const in = test::inputs();
  for (auto const* t : {"2026-01-15T08:30:00+08:00", "2026-07-15T19:10:30+08:00"}) {
    auto const city = city_at(t);
    std::map<std::pair<std::string, Medium>, double> taken, given;
    auto const& meters = city.meters().meters();
    for (std::size_t i = 0; i < meters.size(); ++i)
      (meters[i].head ? given : taken)[{meters[i].zone, meters[i].medium}] += city.truth(i).rate;
    EXPECT_EQ(taken.size(), given.size());
    for (auto const& [where, rate] : given) {
      double const loss = in.plan.meters.media[static_cast<std::size_t>(where.second)].loss;
      EXPECT_NEAR(rate * (1 - loss), taken[where], 1e-9 * rate) << where.first << " " << name(where.second);
    }
  }
}

TEST(City, MetersCountWhatFlowsThroughThem) {
  City city(test::inputs(), instant("2026-09-26T09:00:00+08:00"));
  city.advance(instant("2026-09-26T09:00:00+08:00"));
  std::size_t const meter = 5;
  double const before = city.truth(meter).total;
  double sum = 0;
  for (int minute = 1; minute <= 120; ++minute) {
    city.advance(instant("2026-09-26T09:00:00+08:00") + std::chrono::minutes(minute));
    sum += city.truth(meter).rate / 60;
  }
  EXPECT_NEAR(city.truth(meter).total - before, sum, 0.01 * sum);
}

TEST(City, TheMorningShiftRaisesTheDemandOfTheWorks) {
  auto const works = [](City const& city) {
    double sum = 0;
    for (std::size_t i = 0; i < city.meters().meters().size(); ++i)
      if (city.meters().meters()[i].profile == "works" && city.meters().meters()[i].medium == Medium::power)
        sum += city.truth(i).rate;
    return sum;
  };
  double const night = works(city_at("2026-09-26T05:00:00+08:00")), day = works(city_at("2026-09-26T10:00:00+08:00"));
  EXPECT_GT(day, 1.5 * night);
  EXPECT_GT(night, 0);
}

TEST(City, TheRoofsPeakAtNoonAndSleepAtNight) {
  auto const power = [](char const* t) { return said(city_at(t).things(), "roof", "njip-assembly", "power_kw"); };
  double const noon = power("2026-07-15T12:00:00+08:00");
  EXPECT_GT(noon, power("2026-07-15T07:30:00+08:00"));
  EXPECT_GT(noon, power("2026-07-15T17:00:00+08:00"));
  EXPECT_EQ(power("2026-07-15T23:00:00+08:00"), 0);
}

TEST(City, ABatteryLosesAsMuchAsItsRoundTripSays) {
  City city(test::inputs(), instant("2026-09-26T00:00:00+08:00"));
  auto const charge = [](std::vector<Thing> const& things) {
    return said(things, "battery", "huayuankou-east", "charge_pct");
  };
  auto const first = charge(city.things());
  double in = 0, out = 0, low = 100, high = 0;
  for (int minute = 1; minute <= 1439; ++minute) {
    city.advance(instant("2026-09-26T00:00:00+08:00") + std::chrono::minutes(minute));
    auto const things = city.things();
    double const power = said(things, "battery", "huayuankou-east", "power_kw");
    (power < 0 ? in : out) += std::abs(power) / 60;
    low = std::min(low, charge(things));
    high = std::max(high, charge(things));
  }
  double const stored = (charge(city.things()) - first) / 100 * 100'000, way = std::sqrt(0.70);
  EXPECT_GT(in, 50'000);
  EXPECT_NEAR(stored, in * way - out / way, 0.02 * in);
  EXPECT_GE(low, 0);
  EXPECT_LE(high, 100);
  EXPECT_GT(high - low, 60);
}

/// The story: at three a bay leaks; the pressure falls, the sensor rises, the valve shuts, the hurt take beds.
TEST(City, AtThreeABayLeaksAndThePlanOfTheDayRuns) {
  auto const at = [](char const* t) {
    auto const things = city_at(t).things();
    return [things](char const* quantity) { return said(things, "hydrogen-bay", "xizhongdao-2", quantity); };
  };
  auto const before = at("2026-09-26T14:59:50+08:00"), leaking = at("2026-09-26T15:01:00+08:00"),
             shut = at("2026-09-26T15:02:00+08:00"), clear = at("2026-09-26T15:20:00+08:00");
  EXPECT_EQ(before("leak_alarm"), 0);
  EXPECT_EQ(leaking("leak_alarm"), 1);
  EXPECT_EQ(leaking("valve_open"), 1);
  EXPECT_GT(leaking("concentration_mgpm3"), 1500);
  EXPECT_LT(leaking("concentration_mgpm3"), 3300) << "below the lower limit of flammability";
  EXPECT_EQ(shut("valve_open"), 0);
  EXPECT_LT(shut("pressure_kpa"), leaking("pressure_kpa"));
  EXPECT_EQ(clear("leak_alarm"), 0);
  auto const hospital = [](char const* t, char const* quantity) {
    return said(city_at(t).things(), "hospital", "njip-clinic", quantity);
  };
  EXPECT_EQ(hospital("2026-09-26T15:27:00+08:00", "free_beds_count"),
            hospital("2026-09-26T15:25:00+08:00", "free_beds_count") - 3);
  EXPECT_LE(hospital("2026-09-26T15:06:00+08:00", "ambulances_count"),
            hospital("2026-09-26T15:02:30+08:00", "ambulances_count") - 1);
}

} // namespace
} // namespace dalian::utilities
