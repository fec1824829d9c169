// The networks derived for the city of the repository hang together and say where they come from.
#include "tests/plan/random_edits.hpp"
#include "tests/support/temp_folder.hpp"
#include "twin/plan/assets.hpp"
#include "twin/plan/draft.hpp"
#include "twin/plan/networks.hpp"
#include "twin/plan/pipe_sizes.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace dalian::plan {
namespace {

std::filesystem::path city_folder() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city";
}

Layout const& city() {
  static Layout const layout = [] {
    auto assets = read_assets(city_folder());
    EXPECT_TRUE(assets) << assets.error();
    return assets ? assets->layout : Layout();
  }();
  return layout;
}

/// Node ids that lines of the layers reach from `starts`.
std::set<std::string> reached(std::set<std::string> found, std::vector<Layer> const& layers) {
  for (bool grows = true; grows;) {
    grows = false;
    for (Layer const layer : layers)
      city().for_each(layer, [&](Entity const& e) {
        auto const from = e.text("from"), to = e.text("to");
        if (from.empty() || to.empty() || found.contains(from) == found.contains(to)) return;
        found.insert(from);
        found.insert(to);
        grows = true;
      });
  }
  return found;
}

TEST(Networks, EveryParcelHasABusThatTheGridReachesFromItsStiffEnds) {
  std::set<std::string> slack;
  std::size_t buses = 0;
  city().for_each(Layer::power_bus, [&](Entity const& bus) {
    ++buses;
    if (bus.text("kind") == "slack") slack.insert(bus.id());
    EXPECT_TRUE(bus.has("voltage_kv")) << bus.id();
  });
  EXPECT_EQ(slack.size(), 3u);
  auto const live = reached(slack, {Layer::feeder, Layer::transformer});
  EXPECT_EQ(live.size(), buses) << "no island";
  city().for_each(Layer::parcel, [&](Entity const& parcel) {
    EXPECT_TRUE(live.contains(parcel.text("power_bus"))) << parcel.id();
    EXPECT_EQ(city().find(Layer::power_bus, parcel.text("power_bus"))->number("voltage_kv"), 10);
  });
  city().for_each(Layer::feeder, [&](Entity const& line) {
    EXPECT_GT(line.number("x_ohm_km"), 0) << line.id();
    auto const a = city().find(Layer::power_bus, line.text("from")), b = city().find(Layer::power_bus, line.text("to"));
    EXPECT_EQ(a->number("voltage_kv"), b->number("voltage_kv")) << line.id();
    EXPECT_EQ(a->number("voltage_kv"), line.number("voltage_kv")) << line.id();
  });
}

TEST(Networks, EveryParcelHasWaterThatTheReservoirReachesThroughATankAndPumps) {
  std::set<std::string> sources;
  std::size_t nodes = 0;
  city().for_each(Layer::water_node, [&](Entity const& node) {
    ++nodes;
    if (node.has("fixed_head_m")) sources.insert(node.id());
    EXPECT_TRUE(node.has("elevation_m")) << node.id();
  });
  EXPECT_EQ(sources.size(), 1u) << "both mains begin at one reservoir";
  auto const wet = reached(sources, {Layer::pipe});
  EXPECT_EQ(wet.size(), nodes);
  EXPECT_GT(nodes, 300u);
  city().for_each(Layer::parcel,
                  [&](Entity const& parcel) { EXPECT_TRUE(wet.contains(parcel.text("water_node"))) << parcel.id(); });
  city().for_each(Layer::pipe, [&](Entity const& pipe) {
    if (!pipe.has("from")) return; // on racks
    EXPECT_GT(pipe.number("diameter_m"), 0) << pipe.id();
    auto const line = to_map(pipe.shape("line"));
    EXPECT_LT(distance_m(line.front(), *place_of(*city().find(Layer::water_node, pipe.text("from")))), 61) << pipe.id();
    EXPECT_LT(distance_m(line.back(), *place_of(*city().find(Layer::water_node, pipe.text("to")))), 61) << pipe.id();
  });
  EXPECT_EQ(city().table(Layer::tank).size(), 5u) << "one a zone";
  EXPECT_EQ(city().table(Layer::pump).size(), 5u);
}

TEST(Networks, PipesAreAsWideAsWhatLiesBehindThemAsks) {
  // A ladder: 0-1-2 and 3-4-5 with rungs; all of it drawn from 0.
  auto const street = [](char const* id, MapPoint a, MapPoint b) { return StreetLine{id, {a, b}, false}; };
  StreetGraph const graph({street("low", {0, 0}, {200, 0}), street("high", {0, 100}, {200, 100}),
                           street("left", {0, 0}, {0, 100}), street("middle", {100, 0}, {100, 100}),
                           street("right", {200, 0}, {200, 100})});
  ASSERT_EQ(graph.nodes().size(), 6u);
  ASSERT_EQ(graph.links().size(), 7u);
  std::uint32_t root = 0;
  while (distance_m(graph.nodes()[root], {0, 0}) > 1)
    ++root;
  std::vector<double> const draw(6, 1.0);
  auto const flows = flows_behind(graph, root, draw);
  double from_root = 0, used = 0;
  for (std::size_t l = 0; l < flows.size(); ++l) {
    if (graph.links()[l].from == root || graph.links()[l].to == root) from_root += flows[l];
    used += flows[l] > 0;
  }
  EXPECT_DOUBLE_EQ(from_root, 5) << "all but what is drawn at the root itself";
  EXPECT_EQ(used, 5) << "a tree over six nodes";
  EXPECT_EQ(nominal_diameter_m(0.07, 1), 0.3) << "0.2985 m at 1 m/s";
  EXPECT_EQ(nominal_diameter_m(0.071, 1), 0.35);
  EXPECT_EQ(nominal_diameter_m(100, 1), 2.6) << "the widest";
}

TEST(Networks, GasMainsHangTogetherAndHydrogenPipesAreOfTheGasNetwork) {
  std::set<std::string> sources;
  city().for_each(Layer::gas_node, [&](Entity const& node) {
    if (node.flag("holds_pressure")) sources.insert(node.id());
  });
  EXPECT_EQ(sources.size(), 1u);
  auto const fed = reached(sources, {Layer::gas_pipe});
  std::size_t hydrogen = 0;
  city().for_each(Layer::gas_pipe, [&](Entity const& pipe) {
    if (pipe.text("medium") == "hydrogen") return void(++hydrogen);
    EXPECT_TRUE(fed.contains(pipe.text("to"))) << pipe.id();
  });
  EXPECT_GT(hydrogen, 5u);
  city().for_each(Layer::pipe, [&](Entity const& pipe) { EXPECT_NE(pipe.text("medium"), "hydrogen") << pipe.id(); });
}

TEST(Networks, WorksStandOnTheirParcelsWithAHazardAndCranesOnTheirQuay) {
  std::size_t hazards = 0;
  city().for_each(Layer::hazard, [&](Entity const& hazard) {
    ++hazards;
    auto const plant = *city().find(Layer::plant, hazard.text("plant"));
    auto const parcel = *city().find(Layer::parcel, plant.text("parcel"));
    EXPECT_TRUE(contains(to_map(parcel.shape("outline")), *place_of(hazard))) << hazard.id();
    EXPECT_LE(hazard.number("mass_low_t"), hazard.number("mass_t"));
    EXPECT_LE(hazard.number("mass_t"), hazard.number("mass_high_t"));
    EXPECT_EQ(hazard.text("provenance"), "modelled");
    EXPECT_NE(hazard.text("source").find("assumption"), std::string::npos) << "the mass says that it is one";
  });
  EXPECT_GT(hazards, 40u);
  EXPECT_EQ(city().table(Layer::plant).size(), hazards);
  std::map<std::string, int> cranes;
  city().for_each(Layer::crane, [&](Entity const& crane) { ++cranes[crane.text("berth")]; });
  EXPECT_EQ(cranes.size(), 2u) << "the container quays";
  for (auto const& [berth, count] : cranes) {
    auto const quay = *city().find(Layer::berth, berth);
    EXPECT_EQ(count, static_cast<int>(length_m(to_map(quay.shape("line"))) / quay.number("crane_spacing_m"))) << berth;
  }
}

TEST(Networks, FiguresThatAreMissingOrImpossibleAreToldWithFileAndField) {
  test::TempFolder const temporary;
  auto const folder = temporary.path();
  auto const text = [] {
    std::ifstream in(city_folder() / "networks.toml");
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  auto const why = [&](std::string const& from, std::string const& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    std::ofstream(folder / "networks.toml") << changed;
    return read_network_rules(folder / "networks.toml").error();
  };
  EXPECT_NE(why("name = \"cable_r\"", "name = \"cable_q\"").find("'name' is not asked for by any rule"),
            std::string::npos);
  EXPECT_NE(why("value = 0.06", "value = nan").find("'value' is nan; it must be within"), std::string::npos);
  EXPECT_NE(why("low = 0.04", "low = 7").find("'low' is 7"), std::string::npos);
  EXPECT_NE(why("slack = [", "slacks = [").find("'slack' is missing"), std::string::npos);
  auto rules = *read_network_rules(city_folder() / "networks.toml");
  rules.figures.find("line_circuits")->second.value = 1.5;
  auto const done = with_networks(city(), rules);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().find("feeder 'grid/line/hongyanhe-north': field 'circuits' must be a whole number"),
            std::string::npos)
      << done.error();
}

TEST(Schema, NoLayerHasAFieldTwice) {
  for (auto const& layer : schema()) {
    std::set<std::string_view> names;
    for (auto const& field : layer.fields)
      EXPECT_TRUE(names.insert(field.name).second) << layer.name << " " << field.name;
    EXPECT_LT(layer.fields.size(), 64u) << "a mask of fields has 64 bits";
  }
}

} // namespace
} // namespace dalian::plan
