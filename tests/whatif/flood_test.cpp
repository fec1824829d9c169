// The engine flood over a small zone with a hollow, near a low coast: what it says, what edits do, and that answers
// depend on the layout alone.
#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/plan/merge.hpp"
#include "twin/whatif/flood.hpp"
#include "twin/whatif/flood_roads.hpp"
#include "twin/whatif/flood_words.hpp"
#include "twin/whatif/report.hpp"

#include <cmath>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::set;

constexpr double kSide_deg = 0.008; // of the zone: 690 by 890 m
constexpr GeoPoint kCorner{121.6, 39.2};

/// With a short storm and few drains, so that tests are quick and something floods.
std::shared_ptr<FloodTable const> table() {
  static auto const shared = [] {
    auto read = read_flood_table(assets_source() / "config/flood.toml");
    EXPECT_TRUE(read) << read.error();
    FloodTable out = std::move(read).value();
    for (auto const& [name, value] : {std::pair{"storm_time", 40.0}, {"after_storm", 40.0}, {"drain_return", 0.1}})
      out.figures.figures.find(name)->second.by_group[""] = exactly(value);
    return std::make_shared<FloodTable const>(std::move(out));
  }();
  return shared;
}

/// Falls a metre in a kilometre from north to south, where the sea is from 1.2 km on; a hollow of 1.5 m in the middle.
std::shared_ptr<FloodTerrain const> terrain() {
  static auto const shared = [] {
    FloodTerrain out;
    layout::TerrainGrid& grid = out.terrain.window;
    MapPoint const corner = to_map(kCorner);
    grid.origin = {corner.east_m - 2000, corner.north_m - 2000};
    grid.spacing_m = 50;
    grid.columns = grid.rows = 100;
    for (std::uint32_t i = 0; i < 10000; ++i) {
      double const x = 50.0 * (i % 100) - 2000, y = 50.0 * (i / 100) - 2000; // from the corner
      double const away = std::hypot(x - 345, y - 445);
      double const height = 2.0 + y / 1000 - (away < 200 ? 1.5 * (1 - away / 200) : 0);
      grid.height_m.push_back(static_cast<float>(height));
      grid.cover.push_back(static_cast<std::uint8_t>(y < -200 ? layout::Cover::sea : layout::Cover::field));
    }
    out.hash = plan::hash_of("synthetic");
    return std::make_shared<FloodTerrain const>(std::move(out));
  }();
  return shared;
}

Runner flood_runner(std::size_t kept = 64) {
  return Runner({flood_engine(programme(), table(), terrain())}, kept);
}
Evaluation answer(Layout const& layout) {
  static Runner runner = flood_runner();
  return *runner.run(layout, {})["flood"].evaluation;
}

Layout town(std::string const& use = "parts") {
  double const mid = kCorner.lat_deg + kSide_deg / 2;
  return applied(
      {},
      {add(Layer::zone, "z", {{"outline", plan::testing::square(kCorner.lon_deg, kCorner.lat_deg, kSide_deg)}}),
       add(Layer::parcel, "works",
           {{"outline", plan::testing::square(kCorner.lon_deg, kCorner.lat_deg, kSide_deg)},
            {"use", use},
            {"zone", std::string("z")}}),
       add(Layer::road, "through",
           {{"line", plan::Shape{{kCorner.lon_deg, mid}, {kCorner.lon_deg + kSide_deg, mid}}},
            {"class", std::string("arterial")},
            {"width_m", 20.0}}),
       add(Layer::road, "high",
           {{"line", plan::Shape{{kCorner.lon_deg, kCorner.lat_deg + kSide_deg},
                                 {kCorner.lon_deg + kSide_deg, kCorner.lat_deg + kSide_deg}}},
            {"class", std::string("local")},
            {"width_m", 8.0}}),
       add(Layer::road, "far",
           {{"line", plan::Shape{{121.9, 39.5}, {121.91, 39.5}}}, {"class", std::string("local")}, {"width_m", 8.0}})});
}
double of(Evaluation const& e, std::string_view column, std::string_view id) {
  for (auto const& [at, v] : e.column(column)->values)
    if (at == id) return v;
  return NAN;
}

TEST(Flood, WaterGathersInTheHollowAndClosesTheRoadThroughIt) {
  auto const e = answer(town());
  EXPECT_GT(of(e, "flood_depth", "through"), 0.3);
  EXPECT_EQ(of(e, "flood_speed", "through"), 0);
  EXPECT_GT(of(e, "flood_hours", "through"), 0.1);
  EXPECT_LT(of(e, "flood_depth", "high"), 0.15);
  EXPECT_TRUE(std::isnan(of(e, "flood_depth", "far"))) << "on no grid";
  ASSERT_EQ(e.findings.size(), 1u);
  EXPECT_EQ(e.findings[0].id, "through");
  EXPECT_NEAR(e.kpi("flood_closed", "z")->value, 0.69, 0.02);
  ASSERT_EQ(e.certificates.size(), 1u);
  EXPECT_TRUE(e.certificates[0].good()) << e.certificates[0].value;
  for (Kpi const& k : e.kpis)
    EXPECT_TRUE(k.low <= k.value && k.value <= k.high) << k.name;
}

TEST(Flood, TheRoadThroughItIsClosedForOtherEnginesAsWell) {
  auto const edits = flooded_roads(answer(town()), town(), 0.15);
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_EQ(edits[0].id, "through");
  EXPECT_EQ(edits[0].field, "closed");
}

/// Half of the zone lies lower than every high water: sea, of which nothing is told.
TEST(Flood, WhatEveryHighWaterReachesIsNoLand) {
  auto lower = std::make_shared<FloodTerrain>(*terrain());
  for (std::uint32_t i = 0; i < 10000; ++i)
    if (50.0 * (i / 100) - 2000 < 445) lower->terrain.window.height_m[i] = 0.5;
  lower->hash = plan::hash_of("lower");
  auto const e = *Runner({flood_engine(programme(), table(), lower)}).run(town(), {})["flood"].evaluation;
  double const ha = 69 * 89 / 2.0;
  EXPECT_NEAR(e.kpi("flood_tidal", "z")->value, ha / 100, 0.1 * ha / 100);
  EXPECT_EQ(answer(town()).kpi("flood_tidal", "z")->value, 0);
  EXPECT_LE(e.kpi("flood_drained", "z")->value, 100);
  EXPECT_TRUE(e.certificates[0].good()) << e.certificates[0].value;
}

TEST(Flood, GreenLandHoldsMoreBack) {
  auto const built = answer(town()), green = answer(town("green"));
  EXPECT_LT(of(green, "flood_depth", "through"), of(built, "flood_depth", "through"));
  EXPECT_EQ(green.kpi("flood_drained", "z")->value, 0) << "no pipes";
  EXPECT_GT(built.kpi("flood_drained", "z")->value, 5);
}

/// Only what lies in the zone's window is computed again, and a road's class is no matter of water.
TEST(Flood, AnswersDependOnTheLayoutAlone) {
  Layout const base = town();
  auto const edit = set(Layer::parcel, "works", "use", std::string("residential"));
  std::vector<Layout> layouts{base, *plan::apply(base, edit)};
  layouts.push_back(*plan::apply(layouts[1], set(Layer::road, "high", "class", std::string("collector"))));
  layouts.push_back(*plan::apply(layouts[1], plan::inverse(base, edit)));
  std::vector<std::vector<ContentHash>> expected;
  for (Layout const& layout : layouts)
    expected.push_back(hashes(flood_runner().run(layout, {1, {}, {}})));
  EXPECT_EQ(expected[3], expected[0]);
  EXPECT_EQ(expected[2], expected[1]);
  EXPECT_NE(expected[1], expected[0]);
  auto runner = flood_runner(2);
  auto const outcomes = runner.run(layouts, {4, {}, {}});
  for (std::size_t i = 0; i < layouts.size(); ++i)
    EXPECT_EQ(hashes(outcomes[i]), expected[i]) << i;
}

/// Edits of five fields, with values drawn anew.
plan::Edits random_edits(std::mt19937& random) {
  constexpr std::array kUses{"residential", "green", "office", "water"};
  auto const draw = [&](unsigned n) { return static_cast<double>(random() % n); };
  double const east = 1e-3 * draw(7), north = 1e-3 * draw(7), width = 6 + draw(20), low = 1e-4 * draw(30);
  auto const use = static_cast<std::size_t>(draw(kUses.size()));
  auto const along = [](double lat) { return plan::Shape{{kCorner.lon_deg, lat}, {kCorner.lon_deg + kSide_deg, lat}}; };
  return {set(Layer::parcel, "works", "use", std::string(kUses[use])),
          set(Layer::road, "high", "line", along(kCorner.lat_deg + kSide_deg - low)),
          set(Layer::road, "through", "width_m", width),
          add(Layer::parcel, "park",
              {{"outline", plan::testing::square(kCorner.lon_deg + east, kCorner.lat_deg + north, 1e-3)},
               {"use", std::string("green")},
               {"zone", std::string("z")}}),
          add(Layer::road, "drawn",
              {{"line", along(kCorner.lat_deg + 1e-3 + low)}, {"class", std::string("local")}, {"width_m", 8.0}})};
}

/// As tests/whatif/runner_test.cpp has it of the engines that always run.
TEST(Flood, RandomEditsGiveTheSameBytesPermutedMergedAndAfterUndo) {
  constexpr std::uint32_t kSeed = 90;
  std::mt19937 random(kSeed);
  Layout const base = town();
  auto const of_base = hashes(flood_runner().run(base, {1, {}, {}}));
  auto runner = flood_runner(2); // nearly nothing is kept: also what comes back is computed anew
  for (int round = 0; round < 3; ++round) {
    SCOPED_TRACE(::testing::Message() << "seed " << kSeed << " round " << round);
    plan::Edits edits = random_edits(random);
    Layout const edited = applied(base, edits);
    auto const expected = hashes(flood_runner().run(edited, {1, {}, {}}));
    EXPECT_NE(expected, of_base);
    Layout const one = applied(base, {edits[0], edits[3]}), other = applied(base, {edits[1], edits[2], edits[4]});
    std::shuffle(edits.begin(), edits.end(), random);
    Layout undone = edited;
    for (auto const& edit : edits)
      undone = *plan::apply(undone, plan::inverse(base, edit));
    std::vector<Layout> const layouts{applied(base, edits), plan::merge(base, one, other).layout,
                                      plan::merge(base, other, one).layout, undone};
    for (unsigned const threads : {1u, 2u, 4u}) {
      auto const outcomes = runner.run(layouts, {threads, {}, {}});
      for (std::size_t i = 0; i < layouts.size(); ++i)
        EXPECT_EQ(hashes(outcomes[i]), i == 3 ? of_base : expected) << i << ", threads " << threads;
    }
  }
}

TEST(Flood, WithoutZonesThereIsNothingToSay) {
  auto const e = answer(Layout());
  EXPECT_TRUE(e.kpis.empty() && e.findings.empty() && e.certificates.empty());
}

TEST(Flood, ItsFindingsAreToldInEveryLanguage) {
  EXPECT_EQ(answer(town()).findings[0].code, kFloodRoad.code);
  std::vector<std::string> const values{"v0", "v1", "v2"};
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = read_report_words(assets_source() / "lang/report.json", language);
    ASSERT_TRUE(words) << words.error();
    for (Words const& w : kFloodWords) {
      plan::Finding const f = told({plan::Severity::warning, "road", "x", ""}, w, values);
      EXPECT_EQ(words->of_finding(f) == plan::to_text(f), language == "en") << w.code;
    }
  }
}

} // namespace
} // namespace dalian::whatif
