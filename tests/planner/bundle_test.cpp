#include "twin/planner/bundle.hpp"

#include "tests/planner/made_session.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::planner {
namespace {

using testing::build;
using testing::spot;

BundleView afternoon() {
  BundleView v;
  v.eye = {500123.25, 4345678.0625};
  v.up_m = 412.3;
  v.heading_rad = 0.1;
  v.pitch_rad = -0.7;
  v.light = *parse_utc("2026-09-26T08:40:00.25Z");
  v.layers = {"corridor", "density"};
  v.language = "ja";
  v.layer = "building", v.id = "b1";
  v.column = "jobs";
  v.swipe = 0.3;
  return v;
}

Bundle made() {
  Bundle out{{"a works", "why \"so\"", {1, 2}, {}}, plan::Scenario{"another", "", {1, 2}, {}}, afternoon(), {}, {}};
  out.figures = {{"land", {"jobs", "njip", 1234.5, 1000, 1500, "", "a source", 0}},
                 {"traffic", {"delay", "", 0.1, 0.05, 0.2, "h", "BPR", 1e-4}}};
  out.assumptions = {{"demand", "trips", "office", {1, 2, 3}, "1/m²", "a survey", "recollected", 2019},
                     {"energy", "grid", "", {0.5, 0.6, 0.7}, "kg/kWh", "a standard", "published", 0}};
  return out;
}

TEST(Bundle, ComesBackAsItWasAndIsWrittenTheSameAgain) {
  auto const text = to_text(made());
  auto const back = parse_bundle(text, "x");
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(*back, made());
  EXPECT_EQ(to_text(*back), text);
}

TEST(Bundle, NamesTheFileAndWhatIsWrongWithIt) {
  auto const text = to_text(made());
  auto const with = [&](std::string const& from, std::string const& to) {
    auto changed = text;
    auto const at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return changed.replace(at, from.size(), to);
  };
  for (auto const& [broken, told] : std::vector<std::pair<std::string, std::string>>{
           {text.substr(0, text.size() / 2), "damaged"},
           {with("dalian-bundle", "dalian-scenario"), "another kind of file"},
           {with("\"version\": 1", "\"version\": 2"), "use the program that wrote it"},
           {with("\"pitch_rad\":-0.7", "\"pitch_rad\":-1.6"), "pitch_rad"},
           {with("\"light\":\"2026", "\"light\":\"soon"), "light"},
           {with("\"heading_rad\"", "\"heading\""), "heading_rad"},
           {with("\"figures\"", "\"numbers\""), "figures"}}) {
    auto const read = parse_bundle(broken, "b.bundle.json");
    ASSERT_FALSE(read) << broken;
    EXPECT_NE(read.error().find("b.bundle.json"), std::string::npos) << read.error();
    EXPECT_NE(read.error().find(told), std::string::npos) << read.error();
  }
}

TEST(Bundle, DriftNamesWhatMovedWentOrCame) {
  auto const bundle = made();
  EXPECT_TRUE(drift_of(bundle, bundle.figures, bundle.assumptions).figures.empty());
  EXPECT_TRUE(drift_of(bundle, bundle.figures, bundle.assumptions).assumptions.empty());
  auto figures = bundle.figures;
  figures[0].kpi.value *= 1 + 1e-12; // another processor
  figures[1].kpi.value += 0.9e-4;    // within what its computing may be off
  EXPECT_TRUE(drift_of(bundle, figures, bundle.assumptions).figures.empty());
  figures[0].kpi.value += 1;
  figures[1].kpi.name = "wait";
  EXPECT_EQ(drift_of(bundle, figures, bundle.assumptions).figures,
            (std::vector<std::string>{"land: jobs njip", "traffic: delay", "traffic: wait"}));
  auto assumptions = bundle.assumptions;
  assumptions[0].range.high = 4;
  EXPECT_EQ(drift_of(bundle, bundle.figures, assumptions).assumptions,
            std::vector<std::string>{"demand: trips office"});
}

TEST(Bundle, ASessionOpensWhatAnotherKept) {
  using testing::counting;
  whatif::Programme const programme;
  whatif::EnergyFactors const energy;
  auto const with_tables = [&] {
    SessionSetup setup{plan::testing::town(), split({counting()}, {}), nullptr, {}, 1};
    setup.paper.programme = std::make_shared<whatif::Programme const>(programme);
    setup.paper.energy = std::make_shared<whatif::EnergyFactors const>(energy);
    return setup;
  };
  Session mine(with_tables());
  ASSERT_TRUE(build(mine, spot(0, 0)).changed);
  mine.name("offices");
  ASSERT_TRUE(testing::settled(mine));
  auto const kept = mine.bundle(afternoon());
  ASSERT_TRUE(kept) << kept.error();

  Session theirs(with_tables());
  auto const read = parse_bundle(to_text(*kept), "x");
  ASSERT_TRUE(read) << read.error();
  ASSERT_TRUE(theirs.open(*read));
  EXPECT_EQ(theirs.layout().hash(), mine.layout().hash());
  EXPECT_FALSE(theirs.unsaved());
  ASSERT_TRUE(testing::settled(theirs));
  EXPECT_TRUE(theirs.drift(*read).figures.empty());
  EXPECT_EQ(to_text(*theirs.bundle(afternoon())), to_text(*kept));
  ASSERT_TRUE(build(theirs, spot(1, 1)).changed);
  ASSERT_TRUE(testing::settled(theirs));
  EXPECT_EQ(theirs.drift(*read).figures, std::vector<std::string>{"count: buildings"});

  auto other = *kept;
  other.scenario.base = {};
  auto const before = theirs.layout().hash();
  EXPECT_FALSE(theirs.open(other));
  EXPECT_EQ(theirs.layout().hash(), before);
}

TEST(Bundle, ItsScenarioIsReadWhereAScenarioIsAskedFor) {
  test::TempFolder folder;
  auto const file = folder.path() / "x.bundle.json";
  std::ofstream(file) << to_text(made());
  ASSERT_TRUE(is_bundle(file));
  auto const read = read_scenario_of(file);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, made().scenario);
}

} // namespace
} // namespace dalian::planner
