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

TEST(Models, StandOnTheGroundAndFloatOnTheWater) {
  auto const all = index();
  std::set<std::string> const afloat{"container_ship", "bulk_carrier", "tanker",     "car_carrier", "ferry",
                                     "fishing_boat",   "tug",          "other_ship", "buoy",        "jetty"};
  for (auto const& entry : all.at("models")) {
    std::string const name = entry.at("name");
    double const low = entry.at("min_m")[2];
    if (afloat.contains(name)) {
      EXPECT_LT(low, -1) << name;
    } else {
      EXPECT_NEAR(low, 0, 0.12) << name; // the feet of a lattice are cut across its slant
    }
  }
}

TEST(Models, KeepTheirBudgets) {
  auto const all = index();
  std::set<std::string> const few{"container_ship", "assembly_hall", "jetty"};
  for (auto const& entry : all.at("models")) {
    std::string const name = entry.at("name");
    auto const& levels = entry.at("levels");
    EXPECT_LE(levels.front().at("triangles").get<int>(), few.contains(name) ? 6500 : 3400) << name;
    EXPECT_GE(levels.size(), 2U) << name;
    double before = -1;
    for (auto const& level : levels) {
      EXPECT_GT(level.at("error_m").get<double>(), before) << name;
      before = level.at("error_m");
    }
  }
  for (char const* name : {"house_gable", "house_long", "tree_pine", "tree_plane", "tower_slab", "office_bar",
                           "container_stack_a", "car", "factory_flat", "lamp"}) {
    EXPECT_LE(model(all, name).at("levels").back().at("triangles").get<int>(), 60) << name << ": there are thousands";
  }
}

TEST(Models, EveryVariantOfAGroupIsAModel) {
  fs::path const sources = fs::path(std::getenv("DALIAN_SOURCE")) / "assets/models";
  Catalog const catalog = Catalog::read(sources / "catalog.toml");
  EXPECT_GE(catalog.models.size(), 40U);
  EXPECT_GE(catalog.groups.size(), 6U);
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
