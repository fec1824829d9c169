// Each rule with a made track that goes in and out of its condition, through the whole book.
#include "tests/alarms/made_city.hpp"

#include <gmock/gmock.h>

#include <random>

namespace dalian::alarms {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kAtOnce[] = "off_delay_s = 0\nhold_s = 0\n";

class Find : public testing::Test {
 protected:
  void watch(std::string const& text) { book_.emplace(rules(text)); }
  /// Subjects of all conditions that are present at `s`: "car:1" or "mmsi:1+mmsi:2".
  std::vector<std::string> present(double s) {
    book_->evaluate(city_.look(), at(s));
    std::vector<std::string> out;
    for (auto const& [id, a] : book_->list()->alarms)
      if (a.present) out.push_back(a.other.empty() ? a.subject : a.subject + "+" + a.other);
    std::sort(out.begin(), out.end());
    return out;
  }
  double value() { return book_->list()->alarms.rbegin()->second.value; }

  MadeCity city_;
  std::optional<AlarmBook> book_;
};

TEST_F(Find, InsideAFence) {
  watch(square_place("works", 100) +
        rule("r", "geofence", "road_vehicle",
             std::string("area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 5\n") + kAtOnce));
  city_.hear("car:1", 0, here(-150, 0));
  city_.hear("mmsi:1", 0, here(0, 0)); // of another class
  EXPECT_THAT(present(0), IsEmpty());
  city_.hear("car:1", 1, here(-99, 0));
  EXPECT_THAT(present(1), ElementsAre("car:1"));
  city_.hear("car:1", 2, here(-104, 0)); // on the line: stays
  EXPECT_THAT(present(2), ElementsAre("car:1"));
  city_.hear("car:1", 3, here(-106, 0));
  EXPECT_THAT(present(3), IsEmpty());
}

TEST_F(Find, OutsideAFence) {
  watch(square_place("works", 100) +
        rule("r", "geofence", "road_vehicle",
             std::string("area = \"works\"\nwhen = \"outside\"\nhysteresis_m = 5\n") + kAtOnce));
  city_.hear("car:1", 0, here(0, 0));
  EXPECT_THAT(present(0), IsEmpty());
  city_.hear("car:1", 1, here(100.5, 0));
  EXPECT_THAT(present(1), ElementsAre("car:1"));
  city_.hear("car:1", 2, here(96, 0));
  EXPECT_THAT(present(2), ElementsAre("car:1"));
  city_.hear("car:1", 3, here(94, 0));
  EXPECT_THAT(present(3), IsEmpty());
}

TEST_F(Find, EnteringAndLeavingAreMoments) {
  std::string const more = "area = \"works\"\nhysteresis_m = 5\nlasts_s = 3\n";
  watch(square_place("works", 100) + rule("in", "geofence", "road_vehicle", more + "when = \"enter\"\n" + kAtOnce) +
        rule("out", "geofence", "road_vehicle", more + "when = \"exit\"\n" + kAtOnce));
  city_.hear("car:1", 0, here(0, 0)); // first seen inside: it did not enter
  EXPECT_THAT(present(0), IsEmpty());
  city_.hear("car:1", 1, here(150, 0));
  EXPECT_THAT(present(1), ElementsAre("car:1"));
  EXPECT_EQ(book_->list()->alarms.begin()->second.rule, "out");
  city_.hear("car:1", 3, here(150, 0));
  EXPECT_THAT(present(3.9), ElementsAre("car:1"));
  EXPECT_THAT(present(4), IsEmpty());
  city_.hear("car:1", 5, here(50, 0));
  EXPECT_THAT(present(5), ElementsAre("car:1"));
  EXPECT_EQ(book_->list()->alarms.rbegin()->second.rule, "in");
}

TEST_F(Find, DeviationFromACorridor) {
  watch(fmt::format("[[place]]\nid = \"cv\"\nhalf_width_m = 20\nline = [{}, {}, {}]\n", lon_lat(-500, 0), lon_lat(0, 0),
                    lon_lat(0, 500)) +
        rule("r", "corridor", "road_vehicle",
             std::string("corridor = \"cv\"\nbeyond_m = 10\nhysteresis_m = 2\nroute = \"cv-t1\"\non_delay_s = 2\n") +
                 kAtOnce));
  city_["car:1"].road->route = "cv-t1";
  city_["car:2"].road->route = "cv-t2";
  auto const drive = [&](double s, double off_m) {
    city_.hear("car:1", s, here(-200, off_m));
    city_.hear("car:2", s, here(-200, 300)); // elsewhere, and rightly so
    return present(s);
  };
  EXPECT_THAT(drive(0, 9), IsEmpty());
  EXPECT_THAT(drive(1, 11), IsEmpty()); // not for long enough yet
  EXPECT_THAT(drive(2, 11), IsEmpty());
  EXPECT_THAT(drive(3, 12), ElementsAre("car:1"));
  EXPECT_NEAR(value(), 12, 0.05); // 0.04 % is the scale of the map
  EXPECT_THAT(drive(4, 9), ElementsAre("car:1"));
  EXPECT_THAT(drive(5, 7.9), IsEmpty());
}

TEST_F(Find, Silence) {
  watch(square_place("port", 1000) +
        rule("r", "silence", "vessel", std::string("after_s = 360\nwithin = \"port\"\n") + kAtOnce));
  city_.hear("mmsi:1", 0, here(0, 0));
  city_.hear("mmsi:2", 0, here(5000, 0)); // at sea
  EXPECT_THAT(present(360), IsEmpty());
  EXPECT_THAT(present(361), ElementsAre("mmsi:1"));
  EXPECT_EQ(value(), 361);
  city_.hear("mmsi:1", 365, here(0, 0));
  EXPECT_THAT(present(366), IsEmpty());
}

TEST_F(Find, SpeedInTheUnitsOfTheTrade) {
  watch(square_place("port", 1000) +
        rule("ship", "speed", "vessel", std::string("over_kn = 12\nhysteresis = 1\nwithin = \"port\"\n") + kAtOnce) +
        rule("slow", "speed", "road_vehicle", std::string("under_kmh = 36\nhysteresis = 3.6\n") + kAtOnce));
  double const kn = 1852.0 / 3600;
  city_.hear("mmsi:1", 0, here(0, 0), 12.1 * kn, 0);
  city_.hear("mmsi:2", 0, here(3000, 0), 20 * kn, 0); // outside the port
  city_.hear("car:1", 0, here(0, 0), 10.1, 0);
  EXPECT_THAT(present(0), ElementsAre("mmsi:1"));
  EXPECT_NEAR(value(), 12.1, 1e-5);
  city_.hear("mmsi:1", 1, here(0, 0), 11.2 * kn, 0);
  city_.hear("car:1", 1, here(0, 0), 9.9, 0);
  EXPECT_THAT(present(1), ElementsAre("car:1", "mmsi:1"));
  EXPECT_NEAR(value(), 9.9 * 3.6, 1e-5);
  city_.hear("mmsi:1", 2, here(0, 0), 10.9 * kn, 0);
  city_.hear("car:1", 2, here(0, 0), 10.9, 0);
  EXPECT_THAT(present(2), ElementsAre("car:1"));
  city_.hear("car:1", 3, here(0, 0), 11.1, 0);
  EXPECT_THAT(present(3), IsEmpty());
}

TEST_F(Find, TimeToCollisionOnOneRoute) {
  watch(rule("r", "time_to_collision", "road_vehicle",
             std::string("below_s = 3\nhysteresis_s = 1\nmin_closing_mps = 1\nsame_route = true\n") + kAtOnce));
  for (auto const* name : {"car:1", "car:2", "car:3"}) {
    city_[name].road->length_m = 4.0F;
    city_[name].road->width_m = 1.8F;
    city_[name].road->route = "cv-t1";
  }
  city_["car:3"].road->route = "";
  auto const gap = [&](double s, double gap_m, double closing_mps) {
    city_.hear("car:1", s, here(0, 0), 10 + closing_mps, 0);
    city_.hear("car:2", s, here(gap_m + 4, 0), 10, 0);
    city_.hear("car:3", s, here(gap_m + 4, 0), 10, 0); // at the same place, but of no route
    return present(s);
  };
  EXPECT_THAT(gap(0, 31, 10), IsEmpty());
  EXPECT_THAT(gap(1, 29, 10), ElementsAre("car:1+car:2"));
  EXPECT_NEAR(value(), 2.9, 1e-4);
  EXPECT_THAT(gap(2, 39, 10), ElementsAre("car:1+car:2"));
  EXPECT_THAT(gap(3, 41, 10), IsEmpty());
  EXPECT_THAT(gap(4, 1, 0.9), IsEmpty()); // stop and go
  EXPECT_THAT(gap(5, 5, -10), IsEmpty()); // parting
}

TEST_F(Find, ClosestApproachCountsTheHulls) {
  watch(rule(
      "r", "closest_approach", "vessel",
      std::string("distance_m = 200\nhysteresis_m = 50\nwithin_s = 600\nmin_speed_kn = 2\nexcept_ship_types = [52]\n"
                  "except_nav_status = [5]\n") +
          kAtOnce));
  for (auto const* name : {"mmsi:1", "mmsi:2", "mmsi:3"}) {
    auto& ship = city_[name].vessel.edit();
    ship.bow_m = ship.stern_m = 100.0F;
    ship.port_m = ship.starboard_m = 15.0F;
    city_[name].heading_deg = 0.0F;
  }
  city_["mmsi:3"].vessel->ship_type = 52; // a tug may
  auto const pass = [&](double s, double aside_m) {
    city_.hear("mmsi:1", s, here(0, 0), 0, 5);
    city_.hear("mmsi:2", s, here(aside_m, 3000), 0, -5);
    city_.hear("mmsi:3", s, here(50, 0), 0, 5);
    return present(s);
  };
  // They pass hull to hull at aside − 30 m after (3000 − 200)/10 s; their headings differ from the grid's by 0.7°.
  EXPECT_THAT(pass(0, 240), IsEmpty());
  EXPECT_THAT(pass(1, 225), ElementsAre("mmsi:1+mmsi:2"));
  EXPECT_NEAR(value(), 195, 3);
  EXPECT_THAT(pass(2, 270), ElementsAre("mmsi:1+mmsi:2"));
  EXPECT_THAT(pass(3, 290), IsEmpty());
  city_.hear("mmsi:2", 4, here(100, 0), 0, 0);
  city_.hear("mmsi:1", 4, here(0, 0), 0, 0.5); // moored side by side
  EXPECT_THAT(present(4), IsEmpty());
  EXPECT_THAT(pass(5, 225), ElementsAre("mmsi:1+mmsi:2"));
  city_["mmsi:2"].nav_status = 1; // at anchor: still to be passed at a distance
  EXPECT_THAT(pass(6, 225), ElementsAre("mmsi:1+mmsi:2"));
  city_["mmsi:2"].nav_status = 5; // moored
  EXPECT_THAT(pass(7, 225), IsEmpty());
}

TEST_F(Find, LimitOfAnyValueWithHysteresis) {
  watch(rule("r", "limit", "vessel", std::string("quantity = \"draught_m\"\nabove = 9\nhysteresis = 0.5\n") + kAtOnce));
  auto const draught = [&](double s, std::optional<float> m) {
    city_["mmsi:1"].vessel->draught_m = m;
    return present(s);
  };
  EXPECT_THAT(draught(0, std::nullopt), IsEmpty());
  EXPECT_THAT(draught(1, 9.0F), IsEmpty());
  EXPECT_THAT(draught(2, 9.1F), ElementsAre("mmsi:1"));
  EXPECT_NEAR(value(), 9.1, 1e-6);
  EXPECT_THAT(draught(3, 8.6F), ElementsAre("mmsi:1"));
  EXPECT_THAT(draught(4, std::nullopt), ElementsAre("mmsi:1")); // says nothing: nothing is known to be over
  EXPECT_THAT(draught(5, 8.4F), IsEmpty());
}

TEST_F(Find, AnOldPositionNeitherRaisesNorEnds) {
  watch(square_place("works", 100) +
        rule("r", "geofence", "road_vehicle",
             std::string("area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 0\n") + kAtOnce));
  city_.hear("car:1", 0, here(0, 0));
  city_.hear("car:2", 0, here(-200, 0));
  EXPECT_THAT(present(0), ElementsAre("car:1"));
  city_["car:1"].position = here(200, 0); // were it believed, it would have left …
  city_["car:2"].position = here(0, 0);   // … and this one entered
  EXPECT_THAT(present(10), ElementsAre("car:1"));
  city_.remove("car:1");
  EXPECT_THAT(present(11), IsEmpty());
}

TEST_F(Find, CarriesPositionsOnToTheInstant) {
  watch(square_place("works", 100) +
        rule("r", "geofence", "road_vehicle",
             std::string("area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 0\n") + kAtOnce));
  city_.hear("car:1", 0, here(-115, 0), 20, 0);
  EXPECT_THAT(present(0.5), IsEmpty());
  EXPECT_THAT(present(1), ElementsAre("car:1"));
}

/// All pairs, without a grid.
std::vector<std::string> brute_pairs(MadeCity& city, std::vector<std::string> const& names, double distance_m,
                                     double within_s) {
  std::vector<std::string> out;
  auto const snapshot = city.look();
  Lookout lookout;
  World const& world = lookout.look(snapshot, at(0));
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      auto const *a = world.find(city[names[i]].handle), *b = world.find(city[names[j]].handle);
      auto const e = meet(hull_of(*a), hull_of(*b), within_s);
      bool const moving = std::max(a->speed_mps, b->speed_mps) >= 2 * 1852.0 / 3600;
      if (moving && e.closing_mps > 0 && e.distance_m < distance_m) out.push_back(names[i] + "+" + names[j]);
    }
  std::sort(out.begin(), out.end());
  return out;
}

TEST_F(Find, PairsEqualBruteForce) {
  std::uint32_t const seed = 4;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-6000, 6000), speed(-8, 8);
  std::vector<std::string> names;
  for (int i = 1; i <= 150; ++i) {
    names.push_back(fmt::format("mmsi:{:03}", i));
    city_.hear(names.back(), 0, here(place(random), place(random)), i % 5 == 0 ? 0 : speed(random),
               i % 5 == 0 ? 0 : speed(random));
    if (i % 3 == 0) city_[names.back()].vessel->bow_m = static_cast<float>(random() % 300);
  }
  watch(rule("r", "closest_approach", "vessel",
             std::string("distance_m = 300\nhysteresis_m = 0\nwithin_s = 300\nmin_speed_kn = 2\n") + kAtOnce));
  auto const expected = brute_pairs(city_, names, 300, 300);
  EXPECT_GT(expected.size(), 50U);
  EXPECT_EQ(present(0), expected) << "seed " << seed;
}

} // namespace
} // namespace dalian::alarms
