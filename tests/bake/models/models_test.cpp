// The models as they are: sizes against the facts of the real things, budgets, and faces that look the right way.
#include "tools/bake/models/catalog.hpp"
#include "tools/bake/models/grammar.hpp"
#include "tools/bake/models/ray_tree.hpp"

#include <cstdlib>
#include <fstream>
#include <set>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::bake {
namespace {

namespace fs = std::filesystem;

nlohmann::json index() {
  std::ifstream in(fs::path(std::getenv("DALIAN_ASSETS")) / "models/models.json");
  return nlohmann::json::parse(in);
}

nlohmann::json const& model(nlohmann::json const& all, std::string const& name) {
  for (auto const& entry : all.at("models")) {
    if (entry.at("name") == name) return entry;
  }
  throw std::runtime_error("no model " + name);
}

struct Extent {
  double width, length, low, high;
};
Extent extent(nlohmann::json const& all, std::string const& name) {
  auto const& m = model(all, name);
  auto const &low = m.at("min_m"), &high = m.at("max_m");
  return {high[0].get<double>() - low[0].get<double>(), high[1].get<double>() - low[1].get<double>(), low[2], high[2]};
}

// Real sizes in metres: builders' particulars of the classes (ultra-large container ship 366 × 51, VLCC 333 × 60, pure
// car carrier 200 × 38, cape-size 290 × 45, ro-pax 150 × 25), road vehicles by GB 1589-2016 (bus 12 × 2.55, articulated
// lorry 16.5 m … 4 m high).
TEST(Models, HaveTheSizeOfTheRealThing) {
  auto const all = index();
  struct Fact {
    char const* name;
    double width, length;
  };
  for (Fact const& fact :
       {Fact{"container_ship", 51, 366}, Fact{"tanker", 60, 333}, Fact{"car_carrier", 38, 200},
        Fact{"bulk_carrier", 45, 290}, Fact{"ferry", 25, 150}, Fact{"tug", 12, 35}, Fact{"fishing_boat", 7, 30},
        Fact{"bus", 2.55, 12}, Fact{"truck", 2.55, 16.5}, Fact{"car", 1.85, 4.6}}) {
    Extent const e = extent(all, fact.name);
    EXPECT_NEAR(e.width, fact.width, 0.03 * fact.width) << fact.name;
    EXPECT_NEAR(e.length, fact.length, 0.02 * fact.length) << fact.name;
  }
  Extent const crane = extent(all, "quay_crane"), turbine = extent(all, "wind_turbine"), tank = extent(all, "tank");
  EXPECT_NEAR(model(all, "quay_crane").at("max_m")[1].get<double>() - 15, 65, 1)
      << "outreach before the waterside rail";
  EXPECT_GT(crane.high, 70);
  EXPECT_NEAR(turbine.high, 120 + 80, 1) << "hub and half a rotor";
  EXPECT_TRUE(tank.width >= 20 && tank.width <= 80 && tank.high >= 15 && tank.high <= 22);
  EXPECT_NEAR(extent(all, "tank_sphere").width, 19, 1);
}

// What LOOK §1 and the named sources allow, as [least, most] metres over all, for things whose size a class bounds.
TEST(Models, LieInTheRangeOfTheirKind) {
  auto const all = index();
  struct Range {
    char const* name;
    glm::vec2 width, length, high; // x, y, top above z = 0
    char const* source;
  };
  for (Range const& r : {
           Range{"lng_carrier", {45, 47}, {290, 298}, {40, 60}, "LOOK §1: 295 × 46"},
           Range{"cruise", {32, 36.5}, {290, 296}, {45, 60}, "Panamax cruise ship, 293 × 32.2 without bridge wings"},
           Range{"patrol", {10.5, 11.5}, {88, 90}, {18, 30}, "Hateruma class, 89 × 11"},
           Range{"ev_car", {1.75, 1.9}, {4.2, 4.4}, {1.5, 1.65}, "compact electric hatchback"},
           Range{"rv", {2.3, 2.6}, {6.9, 7.5}, {2.8, 3.2}, "GB 1589-2016: at most 2.55 wide without mirrors"},
           Range{"ambulance", {2.0, 2.45}, {5.8, 6.2}, {2.6, 3.0}, "EN 1789 type C on a van"},
           Range{"fire_engine", {2.5, 2.6}, {8.0, 9.0}, {3.2, 3.6}, "pumping appliance, GB 1589-2016"},
           Range{"communication_vehicle", {2.3, 2.8}, {7.5, 8.5}, {5, 8}, "mast half raised"},
           Range{"fuel_cell_truck", {2.5, 2.9}, {8.5, 9.5}, {3.4, 4.0}, "GB 1589-2016: 4.0 high, 2.55 without mirrors"},
           Range{"tube_trailer", {2.5, 2.9}, {15, 17.1}, {3.2, 4.0}, "GB 1589-2016: articulated 17.1"},
           Range{"hazmat_tanker", {2.5, 2.9}, {13, 17.1}, {3.2, 4.0}, "GB 1589-2016: articulated 17.1"},
           Range{"yard_tractor", {2.4, 2.6}, {15, 17}, {3.5, 4.0}, "40-foot box on a terminal chassis"},
           Range{"jetty", {250, 320}, {120, 200}, {20, 35}, "mooring span for a VLCC of 333 m"},
           Range{"flow_battery_hall", {30, 60}, {60, 120}, {9, 15}, "LOOK §1: 60–120 m long"},
           Range{"electrolyser_hall", {25, 60}, {40, 80}, {10, 25}, "LOOK §1: 40–80 m with vents"},
           Range{"kiln_hall", {36, 60}, {110, 140}, {15, 40}, "LOOK §1: chimney 15–40 m"},
           Range{"air_separation", {40, 60}, {50, 70}, {45, 70}, "cold box of a 60 000 m³/h unit, about 60 m"},
           Range{"gasifier", {35, 50}, {50, 70}, {60, 90}, "entrained-flow structure, 60–90 m"},
           Range{"silo_row", {40, 50}, {40, 60}, {40, 50}, "slip-formed silos, 12 × 32 m"},
           Range{"substation", {50, 80}, {60, 100}, {20, 30}, "220 kV, gantry 15 m, lightning masts 25 m"},
           Range{"bund", {60, 68}, {60, 68}, {1, 2.1}, "LOOK §1: bunds 1–2 m"},
           Range{"clarifier", {30, 45}, {30, 45}, {2, 6}, "final clarifier, 30–45 m across"},
           Range{"data_centre", {50, 80}, {100, 140}, {12, 20}, "two storeys of halls"},
           Range{"machiya_row", {25, 28}, {15, 20}, {6, 8}, "fronts of 5.4 m (three ken), two low storeys"},
           Range{"school", {65, 80}, {40, 60}, {14, 20}, "LOOK §1: storeys of 3.6–4.2 m"},
           Range{"clinic", {45, 60}, {35, 50}, {20, 30}, "LOOK §1: storeys of 3.6–4.2 m"},
           Range{"refuelling_station", {30, 45}, {35, 50}, {6, 10}, "GB 50516: walls and distances"},
           Range{"hydrogen_tube_bank", {15, 25}, {12, 18}, {4, 10}, "tubes of 11–12 m"},
           Range{"traffic_signal", {6, 9}, {0.5, 2}, {6, 8}, "GB 14886: 5.5 m clear over the lanes"},
           Range{"roadside_unit", {0.5, 1.5}, {1, 3.5}, {6, 9}, "mast of 6–8 m"},
           Range{"sign_gantry", {24, 28}, {1, 3}, {7, 9.5}, "GB 5768: 5.5 m clear; six lanes of 3.5 m"},
           Range{"bus_stop", {6, 10}, {2, 3.5}, {2.5, 3.2}, "shelter with its kerb"},
       }) {
    Extent const e = extent(all, r.name);
    EXPECT_TRUE(e.width >= r.width.x && e.width <= r.width.y) << r.name << " is " << e.width << " m wide: " << r.source;
    EXPECT_TRUE(e.length >= r.length.x && e.length <= r.length.y) << r.name << " is " << e.length << " m: " << r.source;
    EXPECT_TRUE(e.high >= r.high.x && e.high <= r.high.y) << r.name << " is " << e.high << " m high: " << r.source;
  }
}

TEST(Models, StandOnTheGroundAndFloatOnTheWater) {
  auto const all = index();
  std::set<std::string> const afloat{"container_ship", "bulk_carrier", "tanker",     "car_carrier", "ferry",
                                     "fishing_boat",   "tug",          "other_ship", "buoy",        "jetty",
                                     "lng_carrier",    "cruise",       "patrol",     "quay_wall"};
  auto const on_a_rack = [](std::string const& name) {
    return name.starts_with("pipe_lower") || name.starts_with("pipe_upper");
  };
  for (auto const& entry : all.at("models")) {
    std::string const name = entry.at("name");
    double const low = entry.at("min_m")[2];
    if (on_a_rack(name)) {
      EXPECT_GT(low, 6) << name << ": clear of what drives below";
    } else if (afloat.contains(name)) {
      EXPECT_LT(low, -1) << name;
    } else {
      EXPECT_NEAR(low, 0, 0.12) << name; // the feet of a lattice are cut across its slant
    }
  }
}

TEST(Models, KeepTheirBudgets) {
  auto const all = index();
  std::set<std::string> const few{"container_ship", "assembly_hall", "jetty",        "substation",   "reactor_unit",
                                  "reformer_unit",  "furnace_row",   "trailer_bays", "tank_group_a", "tank_group_b"};
  for (auto const& entry : all.at("models")) {
    std::string const name = entry.at("name");
    auto const& levels = entry.at("levels");
    EXPECT_LE(levels.front().at("triangles").get<int>(), name == "distillation_unit" ? 16000
                                                         : few.contains(name)        ? 6500
                                                                                     : 3400)
        << name;
    EXPECT_GE(levels.size(), 2U) << name;
    double before = -1;
    for (auto const& level : levels) {
      EXPECT_GT(level.at("error_m").get<double>(), before) << name;
      before = level.at("error_m");
    }
    for (std::size_t i = 1; i < levels.size(); ++i)
      EXPECT_LT(levels[i].at("triangles").get<int>(), levels[i - 1].at("triangles").get<int>()) << name;
  }
  for (char const* name : {"house_gable", "house_long", "tree_pine", "tree_plane", "tower_slab", "office_bar",
                           "container_stack_a", "car", "factory_flat", "lamp"}) {
    EXPECT_LE(model(all, name).at("levels").back().at("triangles").get<int>(), 60) << name << ": there are thousands";
  }
}

TEST(Models, EveryVariantOfAGroupIsAModel) {
  fs::path const sources = fs::path(std::getenv("DALIAN_SOURCE")) / "assets/models";
  Catalog const catalog = Catalog::read(sources / "catalog.toml");
  std::set<std::string> sources_used; // variants of one source count once
  for (ModelEntry const& entry : catalog.models)
    sources_used.insert(entry.source);
  EXPECT_GE(sources_used.size(), 60U) << "distinct things to place";
  EXPECT_GE(catalog.groups.size(), 9U);
  for (ModelGroup const& group : catalog.groups)
    EXPECT_GE(group.variants.size(), 2U) << group.name;
}

// Rays from a shell around each model: what they meet first must look at them. A few slits remain where thin things
// cross.
TEST(Models, ShowNoFaceFromBehind) {
  fs::path const sources = fs::path(std::getenv("DALIAN_SOURCE")) / "assets/models";
  Palette const palette = Palette::read(sources / "palette.toml");
  Catalog const catalog = Catalog::read(sources / "catalog.toml");
  Grammar grammar(sources / "grammar", palette);
  for (ModelEntry const& entry : catalog.models) {
    Shape const shape = grammar.build(entry.source, entry.parameters, 0);
    RayTree const tree(shape);
    Box const box = bounding_box(shape);
    float const reach = glm::length(box.size());
    int hits = 0, behind = 0;
    for (int i = 0; i < 4000; ++i) {
      float const up = 0.12F + 0.85F * std::fmod(static_cast<float>(i) * 0.7548777F, 1.0F),
                  angle = 2.3999632F * static_cast<float>(i);
      glm::vec3 const from{std::cos(angle) * std::sqrt(1 - up * up), std::sin(angle) * std::sqrt(1 - up * up), up};
      glm::vec3 const share{std::fmod(static_cast<float>(i) * 0.5698403F, 1.0F),
                            std::fmod(static_cast<float>(i) * 0.3247180F, 1.0F),
                            std::fmod(static_cast<float>(i) * 0.9106427F, 1.0F)};
      glm::vec3 const target = box.min + box.size() * share;
      if (auto const hit = tree.nearest({target + from * reach * 2.0F, -from, reach * 4})) {
        ++hits;
        behind += hit->from_behind;
      }
    }
    EXPECT_GT(hits, 300) << entry.name;
    EXPECT_LE(behind * 100, hits) << entry.name << ": more than 1 % of what is seen is seen from behind";
  }
}

} // namespace
} // namespace dalian::bake
