#include "twin/whatif/traffic_users.hpp"

#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Shape;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::square;

plan::Edit road(char const* id, char const* road_class, Shape line) {
  return add(Layer::road, id,
             {{"line", std::move(line)}, {"class", std::string(road_class)}, {"width_m", 12.0}, {"lanes", 1.0}});
}
plan::Edit parcel(char const* id, char const* use, double lon, double size) {
  return add(Layer::parcel, id,
             {{"outline", square(lon, 39.2065, size)}, {"use", std::string(use)}, {"zone", std::string("z")}});
}

/// Homes in the west, works in the east, and between them one street that all must drive, besides those from and to
/// beyond.
PeakHour valley() {
  auto const layout =
      applied({}, {add(Layer::zone, "z", {{"outline", square(121.58, 39.18, 0.08)}}),
                   road("main", "arterial", {{121.59, 39.206}, {121.612, 39.206}}),
                   road("bridge", "collector", {{121.612, 39.206}, {121.62, 39.206}}),
                   road("east", "collector", {{121.62, 39.206}, {121.64, 39.206}}),
                   parcel("homes", "residential", 121.606, 0.003), parcel("works", "parts", 121.63, 0.003)});
  Runner runner({land_engine(programme())}, 1);
  auto const land = runner.run(layout, {}).at("land");
  auto made = peak_hour(layout, *land.evaluation, {programme(), traffic_table(), 1e-9, 1});
  if (!made) throw std::runtime_error(made.error());
  return std::move(made).value();
}

TEST(RoadUsers, OfTheOnlyWayAreAllTripsAndTheFlowOfTheRoad) {
  auto const peak = valley();
  auto const directions = users_of(peak, "bridge");
  ASSERT_TRUE(directions) << directions.error();
  ASSERT_EQ(directions->size(), 2U);
  for (auto const& users : *directions) {
    double flow = 0;
    for (auto const c : {kCar, kTruck, kBus})
      flow += peak.vehicles(c, users.link);
    EXPECT_GT(flow, 0);
    EXPECT_NEAR(users.vehicles_h(), flow, 1e-6 * flow);
    double zones = 0;
    for (auto const& [ends, vehicles_h] : by_zones(peak, users))
      zones += vehicles_h;
    EXPECT_NEAR(zones, flow, 1e-6 * flow);
    for (std::size_t i = 1; i < users.uses.size(); ++i)
      EXPECT_LE(users.uses[i].vehicles_h, users.uses[i - 1].vehicles_h);
  }
  // To the east: from the homes to the works, every one of them.
  auto const& east = directions->at(0);
  EXPECT_GT(east.to.east_m, east.from.east_m);
  double to_work = 0, planned = 0;
  auto const& places = peak.places.all;
  for (auto const& use : east.uses)
    if (use.by == kCar && places[use.from].id == "homes" && places[use.to].id == "works") to_work += use.vehicles_h;
  for (auto const& trip : peak.problem.demand[1].classes[kCar].trips)
    if (places[trip.origin].id == "homes" && places[trip.destination].id == "works") planned += trip.amount;
  EXPECT_GT(planned, 1);
  EXPECT_NEAR(to_work, planned, 1e-6 * planned);
}

TEST(RoadUsers, AreNotMadeUpForARoadThatIsNone) {
  auto const none = users_of(valley(), "atlantis");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().find("atlantis"), std::string::npos);
}

} // namespace
} // namespace dalian::whatif
