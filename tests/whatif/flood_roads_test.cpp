// What water on roads does to traffic: closed where it is deep, slow where it counts, nothing where it does not.
#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/flood/roads.hpp"
#include "twin/whatif/flood_roads.hpp"
#include "twin/whatif/traffic.hpp"

#include <cmath>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::Shape;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::square;

constexpr double kCounted_m = 0.15;

plan::Edit road(char const* id, Shape line, double kmh) {
  return add(Layer::road, id,
             {{"line", std::move(line)}, {"class", std::string("collector")}, {"width_m", 12.0}, {"speed_kmh", kmh}});
}

/// Homes in the west, works in the east, between them a low road and a longer one over a hill.
Layout town() {
  auto const parcel = [](char const* id, char const* use, double lon) {
    return add(Layer::parcel, id,
               {{"outline", square(lon, 39.1965, 0.003)}, {"use", std::string(use)}, {"zone", std::string("z")}});
  };
  return applied(
      {}, {add(Layer::zone, "z", {{"outline", square(121.58, 39.18, 0.08)}}),
           road("low", {{121.60, 39.2}, {121.64, 39.2}}, 50), road("up", {{121.60, 39.2}, {121.60, 39.204}}, 50),
           road("hill", {{121.60, 39.204}, {121.64, 39.204}}, 50), road("down", {{121.64, 39.204}, {121.64, 39.2}}, 50),
           road("west", {{121.59, 39.2}, {121.60, 39.2}}, 50), road("east", {{121.64, 39.2}, {121.65, 39.2}}, 50),
           parcel("homes", "residential", 121.593), parcel("works", "parts", 121.643)});
}

Evaluation flood_of(std::vector<std::pair<std::string, double>> depths_m) {
  Evaluation out;
  out.columns.push_back({"flood_depth", Layer::road, "m", std::move(depths_m)});
  return out;
}

TEST(FloodRoads, DeepWaterClosesLessSlowsAndWhatIsSlowerStays) {
  auto layout = applied(town(), {plan::testing::set(Layer::road, "up", "speed_kmh", 5.0),
                                 plan::testing::set(Layer::road, "down", "closed", true)});
  auto const edits =
      flooded_roads(flood_of({{"down", 1}, {"hill", 0.2}, {"low", 0.3}, {"up", 0.2}, {"away", 2}}), layout, kCounted_m);
  ASSERT_EQ(edits.size(), 2u);
  EXPECT_EQ(edits[0].id, "hill");
  EXPECT_EQ(std::get<double>(edits[0].value), std::round(flood::safe_speed_kmh(0.2)));
  EXPECT_EQ(edits[1].id, "low");
  EXPECT_EQ(edits[1].field, "closed");
  EXPECT_TRUE(flooded_roads(flood_of({{"low", 0.14}}), layout, kCounted_m).empty());
}

TEST(FloodRoads, TrafficGoesAroundTheWaterAndTakesLonger) {
  auto const read = read_traffic_table(assets_source() / "config/traffic.toml");
  ASSERT_TRUE(read) << read.error();
  auto const table = std::make_shared<TrafficTable const>(read.value());
  Layout const dry = town();
  auto const land = land_engine(programme());
  Runner runner({land, traffic_engine({programme(), table, land, dry, 1})});
  auto const of = [&](Layout const& layout) { return *runner.run(layout, {}).at("traffic").evaluation; };
  auto const flow = [](Evaluation const& e, std::string_view id) {
    for (auto const& [at, v] : e.column("flow")->values)
      if (at == id) return v;
    return 0.0;
  };
  auto const before = of(dry);
  auto const closed = of(applied(dry, flooded_roads(flood_of({{"low", 0.5}}), dry, kCounted_m)));
  auto const slowed = of(applied(dry, flooded_roads(flood_of({{"low", 0.2}}), dry, kCounted_m)));
  EXPECT_GT(flow(before, "low"), flow(before, "hill"));
  EXPECT_EQ(flow(closed, "low"), 0);
  EXPECT_GT(flow(closed, "hill"), flow(before, "hill"));
  EXPECT_GT(flow(slowed, "hill"), flow(before, "hill"));
  EXPECT_GT(closed.kpi("vehicle_hours")->value, before.kpi("vehicle_hours")->value);
}

} // namespace
} // namespace dalian::whatif
