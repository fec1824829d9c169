#include "twin/whatif/hazard_chain.hpp"

#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using hazard::Failure;
using hazard::Stability;
using plan::Layer;
using plan::Shape;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::set;
using plan::testing::square;

constexpr GeoPoint kTank{121.62, 39.207};

plan::Edit tank(GeoPoint at, char const* substance, double tonnes) {
  return add(Layer::hazard, "tank",
             {{"at", Shape{at}},
              {"substance", std::string(substance)},
              {"mass_t", tonnes},
              {"pressure_bar", 7.6},
              {"phase", std::string("liquefied")}});
}
plan::Edit road(char const* id, char const* road_class, Shape line, double lanes = 1) {
  return add(Layer::road, id,
             {{"line", std::move(line)}, {"class", std::string(road_class)}, {"width_m", 12.0}, {"lanes", lanes}});
}
plan::Edit parcel(char const* id, char const* use, double lon, double lat, double size) {
  return add(Layer::parcel, id,
             {{"outline", square(lon, lat, size)}, {"use", std::string(use)}, {"zone", std::string("z")}});
}

/// A main road from west to east, a street north of it with two ways up; homes at the west of that, works at the east,
/// and the tank between them in the middle of the street, on a parcel of its own.
plan::Layout town(plan::Edits const& more) {
  plan::Edits edits{add(Layer::zone, "z", {{"outline", square(121.58, 39.18, 0.08)}}),
                    road("main", "arterial", {{121.59, 39.2}, {121.65, 39.2}}, 2),
                    road("north", "local", {{121.605, 39.206}, {121.635, 39.206}}),
                    road("west", "collector", {{121.605, 39.2}, {121.605, 39.206}}),
                    road("east", "collector", {{121.635, 39.2}, {121.635, 39.206}}),
                    parcel("homes", "residential", 121.606, 39.2065, 0.003),
                    parcel("works", "parts", 121.63, 39.2065, 0.003),
                    parcel("store", "logistics", 121.61, 39.1968, 0.002),
                    parcel("chemist", "fine_chem", 121.6195, 39.2058, 0.0015)};
  edits.insert(edits.end(), more.begin(), more.end());
  return applied({}, edits);
}

Result<Chain> chain_of(plan::Layout const& layout, ChainRequest const& request, bool with_roads = true) {
  ChainMaker maker(programme(), hazard_tables(), with_roads ? traffic_table() : nullptr);
  return maker.make(layout, request);
}
/// Ammonia of ten minutes in a still night.
ChainRequest ammonia(std::optional<double> from_deg, double wind_mps) {
  return {"tank", Failure::ten_minutes, {Stability::f, wind_mps, 1}, from_deg, 5};
}
/// A burst beside the street, whose gas drifts over it.
ChainRequest propane() {
  return {"tank", Failure::burst, {Stability::d, 5, 1}, 0.0, 5};
}

DetourClass const& of(Detour const& detour, DetourKind kind) {
  return detour.classes[static_cast<std::size_t>(kind)];
}
bool says(Chain const& chain, std::string const& part) {
  return std::any_of(chain.findings.begin(), chain.findings.end(),
                     [&](plan::Finding const& f) { return f.message.find(part) != std::string::npos; });
}

TEST(Chain, PeopleDownwindAreCountedByTheHour) {
  auto const homes = town({tank({121.6075, 39.2165}, "ammonia", 20)}); // a kilometre north of them
  auto const chain = chain_of(homes, ammonia(0, 2), false);
  ASSERT_TRUE(chain) << chain.error();
  EXPECT_EQ(chain->contours[chain->closing].ring.name, "AEGL-2");
  auto const& people = chain->people;
  EXPECT_GT(people.inside[3], 0);
  for (std::size_t h = 0; h < 24; ++h) {
    EXPECT_LE(people.dying[h], people.inside[h]);
    EXPECT_LE(people.outdoors[h], people.harmed[h] + 1e-9);
    EXPECT_LE(people.harmed[h], people.inside[h] + 1e-9);
    EXPECT_GE(people.evacuation_s[h], 300 + people.farthest_m / 1.2 - 1e-9) << "warned after 5 min, 1.2 m/s";
  }
  EXPECT_NEAR(people.arrival_s, 900, 300) << "some 900 m at 1 m/s near the ground";
  auto const away = chain_of(homes, ammonia(180, 2), false);
  ASSERT_TRUE(away) << away.error();
  EXPECT_EQ(away->people.inside[3], 0) << "the wind blows the other way";
  EXPECT_TRUE(says(*away, "nobody lives or works in the area"));
}

TEST(Chain, CalmOrWithoutDirectionTakesItAnyWay) {
  auto const homes = town({tank({121.6075, 39.2165}, "ammonia", 20)});
  for (auto const& request : {ammonia(180, 0), ammonia({}, 2)}) {
    auto const chain = chain_of(homes, request, false);
    ASSERT_TRUE(chain) << chain.error();
    EXPECT_GT(chain->people.inside[3], 0);
    EXPECT_LT(chain->people.dying[3], chain->people.inside[3] / 4) << "of sixteen ways few lead over the homes";
    EXPECT_TRUE(says(*chain, "any way"));
  }
}

TEST(Chain, WhoWentThroughGoesRoundByTheMainRoad) {
  auto const chain = chain_of(town({tank(kTank, "propane", 1)}), propane());
  ASSERT_TRUE(chain) << chain.error();
  ASSERT_TRUE(chain->detour);
  Detour const& d = *chain->detour;
  EXPECT_EQ(d.closed, std::vector<std::string>{"north"});
  EXPECT_LE(d.gap, 1e-4);
  auto const& cars = of(d, DetourKind::car);
  EXPECT_GT(cars.detoured, 0) << "homes to works";
  EXPECT_GT(cars.longer_h, 0);
  EXPECT_LE(cars.detoured + cars.cut_off, cars.trips);
  bool told = false;
  for (auto const& t : d.trips)
    if (t.kind == DetourKind::car && t.from == "homes" && t.to == "works") {
      told = true;
      EXPECT_GT(t.after_min, t.before_min);
      ASSERT_FALSE(t.before.empty());
      ASSERT_FALSE(t.after.empty());
      auto const south_of_street = [](MapPoint p) { return to_geo(p).lat_deg < 39.2005; };
      EXPECT_FALSE(std::any_of(t.before.begin(), t.before.end(), south_of_street)) << "along the street";
      EXPECT_TRUE(std::any_of(t.after.begin(), t.after.end(), south_of_street)) << "down to the main road and up again";
    }
  EXPECT_TRUE(told);
  EXPECT_GT(of(d, DetourKind::dangerous).cut_off, 0) << "the works at the tank cannot be reached";
  EXPECT_LE(of(d, DetourKind::dangerous).trips, of(d, DetourKind::truck).trips);
  ASSERT_FALSE(d.gates.empty());
  EXPECT_EQ(d.gates[0].id, "chemist");
}

TEST(Chain, WholeTownCutOff) {
  auto const chain =
      chain_of(town({tank(kTank, "chlorine", 200)}), {"tank", Failure::burst, {Stability::f, 1.5, 1}, {}, 5});
  ASSERT_TRUE(chain) << chain.error();
  ASSERT_TRUE(chain->detour);
  for (auto const& kind : chain->detour->classes) {
    EXPECT_NEAR(kind.cut_off, kind.trips, 1e-9 * kind.trips);
    EXPECT_EQ(kind.detoured, 0);
  }
  EXPECT_EQ(chain->detour->closed.size(), 4);
  EXPECT_EQ(chain->detour->exits_m, 0);
  EXPECT_TRUE(says(*chain, "no road leads out"));
}

TEST(Chain, AVesselAtSeaClosesNothing) {
  auto const chain = chain_of(town({tank({121.2, 38.9}, "ammonia", 20)}), ammonia(0, 3));
  ASSERT_TRUE(chain) << chain.error();
  EXPECT_TRUE(chain->detour->closed.empty());
  for (auto const& kind : chain->detour->classes) {
    EXPECT_EQ(kind.cut_off, 0);
    EXPECT_EQ(kind.detoured, 0);
    EXPECT_EQ(kind.longer_h, 0);
  }
  EXPECT_TRUE(says(*chain, "nobody lives or works in the area"));
}

TEST(Chain, WhatIsNotThereIsSaid) {
  auto const layout = town({tank(kTank, "ammonia", 20)});
  auto request = ammonia(0, 2);
  request.vessel = "phlogiston";
  auto const none = chain_of(layout, request);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().find("'phlogiston' is no vessel"), std::string::npos);
}

TEST(Chain, AskedBeforeOrNotTheSame) {
  auto const layout = town({tank(kTank, "propane", 1)}),
             moved = applied(layout, {set(Layer::hazard, "tank", "at", Shape{{121.61, 39.2}})});
  ChainMaker used(programme(), hazard_tables(), traffic_table());
  ASSERT_TRUE(used.make(moved, propane()));
  auto const first = used.make(layout, propane());
  auto const fresh = chain_of(layout, propane());
  ASSERT_TRUE(first && fresh);
  EXPECT_EQ(first->people.inside, fresh->people.inside);
  EXPECT_EQ(first->people.evacuation_s, fresh->people.evacuation_s);
  EXPECT_EQ(first->detour->change_pcu_h, fresh->detour->change_pcu_h);
  for (std::size_t k = 0; k < kDetourKinds; ++k)
    EXPECT_EQ(first->detour->classes[k].longer_h, fresh->detour->classes[k].longer_h);
}

} // namespace
} // namespace dalian::whatif
