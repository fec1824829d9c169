#include "twin/whatif/traffic.hpp"

#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/whatif/traffic_demand.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <unistd.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::Shape;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;
using plan::testing::square;

Runner runner_from(Layout const& base) {
  Engine const land = land_engine(programme());
  return Runner({land, traffic_engine({programme(), traffic_table(), land, base})});
}

Evaluation traffic_of(Layout const& layout, Layout const& base) {
  auto const outcome = runner_from(base).run(layout, {}).at("traffic");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  if (!outcome.evaluation) return {};
  for (plan::Finding const& f : outcome.evaluation->findings)
    EXPECT_FALSE(f.code.empty()) << f.message;
  return *outcome.evaluation;
}

plan::Edit road(char const* id, char const* road_class, Shape line, double lanes = 1) {
  return add(Layer::road, id,
             {{"line", std::move(line)}, {"class", std::string(road_class)}, {"width_m", 12.0}, {"lanes", lanes}});
}
plan::Edit parcel(char const* id, char const* use, double lon, double lat, double size) {
  return add(Layer::parcel, id,
             {{"outline", square(lon, lat, size)}, {"use", std::string(use)}, {"zone", std::string("z")}});
}

/// A main road from west to east, a street north of it with two ways up, homes, works and a store.
Layout town() {
  return applied(
      {}, {add(Layer::zone, "z", {{"outline", square(121.58, 39.18, 0.08)}}),
           road("main", "arterial", {{121.59, 39.2}, {121.65, 39.2}}, 2),
           road("north", "local", {{121.605, 39.206}, {121.635, 39.206}}),
           road("west", "collector", {{121.605, 39.2}, {121.605, 39.206}}),
           road("east", "collector", {{121.635, 39.2}, {121.635, 39.206}}),
           parcel("homes", "residential", 121.606, 39.2065, 0.003), parcel("works", "parts", 121.63, 39.2065, 0.003),
           parcel("works-2", "parts", 121.62, 39.2065, 0.002), parcel("store", "logistics", 121.61, 39.1968, 0.002)});
}

double value(Evaluation const& e, char const* name) {
  auto const* k = e.kpi(name);
  return k ? k->value : NAN;
}
double of_road(Evaluation const& e, char const* column, std::string const& id) {
  for (auto const& [road, v] : e.column(column)->values)
    if (road == id) return v;
  return NAN;
}
bool has_finding(Evaluation const& e, std::string const& id, std::string const& part) {
  return std::any_of(e.findings.begin(), e.findings.end(),
                     [&](plan::Finding const& f) { return f.id == id && f.message.find(part) != std::string::npos; });
}

TEST(Traffic, ATownHasTripsAndACertificate) {
  auto const e = traffic_of(town(), town());
  for (Certificate const& c : e.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
  EXPECT_GT(value(e, "car_trips"), 0);
  EXPECT_GT(value(e, "truck_trips"), 0);
  EXPECT_GT(value(e, "vehicle_hours"), 0);
  for (Kpi const& k : e.kpis) {
    EXPECT_LE(k.low, k.value) << k.name;
    EXPECT_LE(k.value, k.high) << k.name;
    EXPECT_FALSE(k.source.empty()) << k.name;
  }
  EXPECT_NEAR(value(e, "mean_speed"), value(e, "vehicle_km") / value(e, "vehicle_hours"), 1e-9);
  EXPECT_TRUE(e.findings.empty()) << e.findings[0].message;
}

TEST(Traffic, MoreWorkMeansMoreTripsAndWiderRoadsLessDelay) {
  auto const before = traffic_of(town(), town());
  auto const busier = traffic_of(applied(town(), {set(Layer::parcel, "works", "far", 1.5)}), town());
  EXPECT_GT(value(busier, "car_trips"), 1.5 * value(before, "car_trips"));
  EXPECT_GT(of_road(busier, "flow", "east"), of_road(before, "flow", "east"));
  auto const wider = traffic_of(
      applied(town(), {set(Layer::parcel, "works", "far", 1.5), set(Layer::road, "east", "lanes", 3.0)}), town());
  EXPECT_LT(value(wider, "delay"), value(busier, "delay"));
}

TEST(Traffic, RoadsAboveTheirCapacityAndNoOthersAreAtLevelF) {
  auto const e = traffic_of(applied(town(), {set(Layer::parcel, "works", "far", 8.0)}), town());
  std::size_t full = 0;
  for (auto const& [road, part] : e.column("volume_capacity")->values) {
    auto const at = std::find_if(e.findings.begin(), e.findings.end(),
                                 [&](plan::Finding const& f) { return f.code == "traffic.level_f" && f.id == road; });
    EXPECT_EQ(at != e.findings.end(), part > 1) << road << " " << part;
    if (at == e.findings.end()) continue;
    ++full;
    EXPECT_EQ(at->layer, "road");
    EXPECT_EQ(at->values.at(2), fmt::format("{:.0f}", 100 * part));
    double const flow = std::stod(at->values.at(0)), capacity = std::stod(at->values.at(1));
    EXPECT_NEAR(flow / capacity, part, 1e-2 * part);
    EXPECT_NEAR(std::stod(at->values.at(3)), flow - capacity, 2);
  }
  EXPECT_GT(full, 0);
  EXPECT_LT(full, e.column("volume_capacity")->values.size());
}

TEST(Traffic, WarmFromAnotherBaseIsTheColdAnswer) {
  plan::Edits const edits{set(Layer::road, "west", "closed", true),
                          set(Layer::parcel, "homes", "use", std::string("office"))};
  auto const layout = applied(town(), edits);
  auto const warm = traffic_of(layout, town()), cold = traffic_of(layout, layout);
  for (char const* name : {"vehicle_km", "vehicle_hours", "car_trips", "truck_trips"})
    EXPECT_NEAR(value(warm, name), value(cold, name), 1e-4 * value(cold, name)) << name;
  EXPECT_TRUE(std::isnan(of_road(warm, "flow", "west"))) << "closed: no flow is told";
}

TEST(Traffic, WhatNoStreetReachesIsFoundAndNotCertified) {
  auto const e = traffic_of(applied(town(), {parcel("far", "parts", 121.62, 39.24, 0.003)}), town());
  EXPECT_TRUE(has_finding(e, "far", "no street leads within"));
  EXPECT_FALSE(e.certificates.back().good());
  auto const island = traffic_of(applied(town(), {parcel("isle", "parts", 121.62, 39.24, 0.003),
                                                  road("lane", "local", {{121.62, 39.2399}, {121.63, 39.2399}})}),
                                 town());
  EXPECT_TRUE(has_finding(island, "isle", "joined to no main road"));
}

TEST(Traffic, TrucksKeepOffRoadsThatAreClosedToThem) {
  auto const before = traffic_of(town(), town());
  auto const east = traffic_of(applied(town(), {set(Layer::road, "east", "trucks", false)}), town());
  EXPECT_GT(value(before, "truck_km"), 0);
  EXPECT_NE(value(east, "truck_km"), value(before, "truck_km"));
  EXPECT_TRUE(east.findings.empty()) << "there is another way";
  auto const none = traffic_of(
      applied(town(), {set(Layer::road, "east", "trucks", false), set(Layer::road, "west", "trucks", false)}), town());
  EXPECT_TRUE(has_finding(none, "works", "have no way"));
}

TEST(Traffic, ATollSendsTrafficTheOtherWay) {
  auto const before = traffic_of(town(), town());
  auto const tolled = traffic_of(applied(town(), {set(Layer::road, "east", "toll_cny", 20.0)}), town());
  EXPECT_LT(of_road(tolled, "flow", "east"), 0.9 * of_road(before, "flow", "east"));
  EXPECT_GT(of_road(tolled, "flow", "west"), of_road(before, "flow", "west"));
  for (Certificate const& c : tolled.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
}

TEST(Traffic, ImpossibleFiguresAreRefusedWithTheirFieldAndTheRestIsSolved) {
  plan::Edits const edits{set(Layer::road, "east", "lanes", 0.0),
                          add(Layer::traffic_zone, "t", {{"at", Shape{{121.62, 39.2}}}, {"trips_per_day", -500.0}}),
                          set(Layer::road, "north", "speed_kmh", std::nan("")),
                          set(Layer::parcel, "works", "far", 0.9)};
  auto const scenario = plan::apply_all(town(), edits);
  EXPECT_EQ(scenario.findings.size(), 3u) << "no capacity, negative demand, no number; what is right is taken";
  for (plan::Finding const& f : scenario.findings)
    EXPECT_FALSE(f.field.empty() && f.message.empty()) << f.id;
  auto const right = applied(town(), {set(Layer::parcel, "works", "far", 0.9)});
  EXPECT_EQ(traffic_of(scenario.layout, town()), traffic_of(right, town()));
}

/// With one figure of the table at another value.
Evaluation with_figure(Layout const& layout, char const* name, double figure) {
  TrafficTable table = *traffic_table();
  table.figures.find(name)->second.by_group[""] = exactly(figure);
  table.hash = plan::hash_of(fmt::format("{} {}", name, figure));
  Engine const land = land_engine(programme());
  Runner runner({land, traffic_engine({programme(), std::make_shared<TrafficTable const>(table), land, layout})});
  return *runner.run(layout, {}).at("traffic").evaluation;
}

TEST(Traffic, ExhaustIsThatOfTheFuelThatIsBurnt) {
  auto const e = traffic_of(town(), town());
  auto const& table = *traffic_table();
  double const trucks = value(e, "truck_km"), cars = value(e, "vehicle_km") - trucks; // no bus drives here
  double const petrol_kg = cars * table.value("fuel_car") / 100 * table.value("petrol_density"),
               diesel_kg = trucks * table.value("fuel_truck") / 100 * table.value("diesel_density");
  EXPECT_NEAR(value(e, "traffic_nox"), (8.73 * petrol_kg + 33.37 * diesel_kg) / 1e3, 1e-9);
  EXPECT_NEAR(value(e, "traffic_pm"), (0.03 * petrol_kg + 0.94 * diesel_kg) / 1e3, 1e-9);
  for (Kpi const& k : e.kpis)
    if (k.name == "traffic_nox" || k.name == "traffic_pm") {
      EXPECT_LT(k.low, k.value) << k.name;
      EXPECT_GT(k.high, k.value) << k.name;
      EXPECT_NE(k.source.find("recollected"), std::string::npos) << k.name << ": a reader is told how sure it is";
    }
}

TEST(Traffic, FiguresOfSignalsAreThoseOfTheTable) {
  auto const layout = applied(
      town(), {add(Layer::junction, "j",
                   {{"at", Shape{{121.605, 39.2}}}, {"control", std::string("signals")}, {"green_share", 0.8}})});
  auto const full = [&](Evaluation const& e) { return of_road(e, "volume_capacity", "west"); };
  double const usual = full(traffic_of(layout, layout)); // the street keeps 1 - 0.1 - 0.8
  EXPECT_GT(full(with_figure(layout, "lost_share", 0.15)), 1.1 * usual)
      << "it keeps half of that, and some drive round";
  EXPECT_LT(full(with_figure(layout, "least_green", 0.3)), 0.8 * usual);
  EXPECT_NEAR(full(with_figure(layout, "least_green", 0.01)), usual, 1e-6) << "0.1 is more";
  EXPECT_NE(value(with_figure(town(), "signal_legs", 4), "vehicle_hours"),
            value(traffic_of(town(), town()), "vehicle_hours"))
      << "where three main roads meet are no signals then";
}

TEST(Traffic, ABusLineTakesPersonsOutOfCars) {
  auto const before = traffic_of(town(), town());
  EXPECT_EQ(value(before, "bus_share"), 0);
  plan::Edits const line{
      add(Layer::bus_stop, "a", {{"at", Shape{{121.6075, 39.206}}}}),
      add(Layer::bus_stop, "b", {{"at", Shape{{121.6315, 39.206}}}}),
      add(Layer::bus_line, "l", {{"stops", std::vector<std::string>{"a", "b"}}, {"headway_min", 5.0}})};
  auto const e = traffic_of(applied(town(), line), town());
  EXPECT_GT(value(e, "bus_share"), 0);
  EXPECT_LT(value(e, "car_trips"), value(before, "car_trips"));
  EXPECT_TRUE(e.findings.empty());
}

TEST(Traffic, WhoComesFromBeyondComesByWeightAndNearness) {
  auto const beyond = [](char const* id, double lon, double persons) {
    return add(Layer::traffic_zone, id, {{"at", Shape{{lon, 39.2}}}, {"outside_persons", persons}});
  };
  auto const flow_of = [&](double west, double east) {
    auto const layout = applied(town(), {beyond("w", 121.59, west), beyond("e", 121.65, east)});
    return traffic_of(layout, layout);
  };
  auto const even = flow_of(1, 1), western = flow_of(3, 1);
  EXPECT_GT(of_road(western, "flow", "west"), of_road(even, "flow", "west"));
  EXPECT_LT(of_road(western, "flow", "east"), of_road(even, "flow", "east"));
  EXPECT_NEAR(value(western, "car_trips"), value(even, "car_trips"), 1e-6 * value(even, "car_trips"))
      << "weights share out trips, they make none";
  EXPECT_NEAR(value(even, "truck_trips"), value(traffic_of(town(), town()), "truck_trips"), 1e-6)
      << "no weight for lorries: they come from all alike";
}

TEST(Traffic, TheCityRunsAtCredibleSpeeds) {
  auto const e = traffic_of(city(), city());
  for (Certificate const& c : e.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
  EXPECT_GT(value(e, "mean_speed"), 35) << "with expressways; traffic.toml says what is assumed";
  EXPECT_LT(value(e, "mean_speed"), 80);
  EXPECT_GT(e.kpi("mean_speed", "njip")->value, 22);
  EXPECT_LT(value(e, "crowded_roads"), 12);
}

TEST(Traffic, BalancedCellsHaveTheSumsAndTheProportions) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> some(0.1, 1);
  std::vector<std::vector<double>> weight(5, std::vector<double>(5));
  for (auto& row : weight)
    for (double& w : row)
      w = some(random);
  std::vector<double> const rows{1, 2, 3, 4, 5}, columns{5, 4, 3, 2, 1};
  auto const cells = balanced(weight, rows, columns);
  for (std::size_t i = 0; i < 5; ++i) {
    double row = 0, column = 0;
    for (std::size_t k = 0; k < 5; ++k)
      row += cells[i][k], column += cells[k][i];
    EXPECT_NEAR(row, rows[i], 1e-8);
    EXPECT_NEAR(column, columns[i], 1e-8);
  }
  auto const odds = [](auto const& c) { return c[0][0] * c[1][1] / (c[0][1] * c[1][0]); };
  EXPECT_NEAR(odds(cells), odds(weight), 1e-9) << "factors of rows and columns leave cross ratios as they were";
}

TEST(TrafficTable, CapacityOfALaneLiesBetweenTheRows) {
  EXPECT_EQ(traffic_table()->lane_capacity(10, false), 1100);
  EXPECT_EQ(traffic_table()->lane_capacity(55, false), 1375);
  EXPECT_EQ(traffic_table()->lane_capacity(70, true), 1575);
  EXPECT_EQ(traffic_table()->lane_capacity(120, true), 2000);
}

TEST(TrafficTable, WhatIsWrongIsNamedWithItsLine) {
  auto const file = std::filesystem::temp_directory_path() / fmt::format("traffic_table_{}.toml", ::getpid());
  std::ifstream in(assets_source() / "config/traffic.toml");
  std::string const good{std::istreambuf_iterator<char>(in), {}};
  auto const error_with = [&](std::string const& from, std::string const& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    std::ofstream(file) << text;
    auto const read = read_traffic_table(file);
    return read ? std::string() : read.error();
  };
  EXPECT_EQ(error_with("present", "present"), "");
  EXPECT_NE(error_with("low = 0.85", "low = nan").find(":14:"), std::string::npos)
      << error_with("low = 0.85", "low = nan");
  EXPECT_NE(error_with("low = 0.85", "low = -1").find("'low'"), std::string::npos);
  EXPECT_NE(error_with("\"present\"", "\"absent\"").find("'present' is missing"), std::string::npos);
  EXPECT_NE(error_with("store = 30", "store = -3").find("'low'"), std::string::npos);
  std::filesystem::remove(file);
}

} // namespace
} // namespace dalian::whatif
