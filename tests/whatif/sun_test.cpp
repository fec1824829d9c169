// The engine sun over a few blocks: rules, what mends, what an edit reaches.
#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/whatif/report.hpp"
#include "twin/whatif/sun.hpp"
#include "twin/whatif/sun_words.hpp"

#include <numbers>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;

constexpr double kMetre = 1 / 111320.0; // degrees of latitude

Evaluation answer(Layout const& layout) {
  static Runner runner({sun_engine(programme(), energy_factors(), sun_table())});
  return *runner.run(layout, {})["sun"].evaluation;
}
/// 40 m or so from west to east, 12 m deep, its south-west corner that many metres from 121.6° E, 39° N.
plan::Edit block(std::string id, double east_m, double north_m, double height_m, std::string use = "residential",
                 double wide_m = 40) {
  double const lon = 121.6 + east_m * kMetre / std::cos(39 * std::numbers::pi / 180), lat = 39 + north_m * kMetre;
  double const w = wide_m * kMetre / std::cos(39 * std::numbers::pi / 180), d = 12 * kMetre;
  return add(Layer::building, std::move(id),
             {{"outline", plan::Shape{{lon, lat}, {lon + w, lat}, {lon + w, lat + d}, {lon, lat + d}}},
              {"use", std::move(use)},
              {"height_m", height_m}});
}
double value(Evaluation const& e, std::string_view column, std::string_view id) {
  for (auto const& [at, v] : e.column(column)->values)
    if (at == id) return v;
  ADD_FAILURE() << "no " << column << " of " << id;
  return NAN;
}

TEST(SunEngine, ABlockAloneHasAllTheHoursAndItsRoofAllTheLight) {
  auto const e = answer(applied({}, {block("a", 0, 0, 20)}));
  EXPECT_NEAR(value(e, "sun_hours", "a"), 8, 1e-9);
  EXPECT_NEAR(value(e, "sun_longest", "a"), 8, 1e-9);
  EXPECT_NEAR(value(e, "roof_sun", "a"), 100, 1e-9);
  EXPECT_EQ(e.kpi("sun_kept")->value, 100);
  EXPECT_NEAR(e.kpi("roof_yield")->value, 0.52 * 0.16 * 1380 * 480 / 1e6, 1e-3) << "480 m² of roof";
  EXPECT_TRUE(e.findings.empty());
}

/// A row without end that is H high and 1.68 (H - sill) away lets the noon sun of the Great Cold in (coefficients of
/// the project: noon shadow 1.68 H); nearer, and the lowest row has none at noon.
TEST(SunEngine, ALongRowInTheSouthShadesAsTheNoonShadowSays) {
  auto const with_row = [](double away) {
    plan::Edits edits{block("home", 0, 0, 20)};
    for (int i = -8; i <= 8; ++i)
      edits.push_back(block(fmt::format("row{:02}", i + 8), 40 * i, -away - 12, 30, "office"));
    return answer(applied({}, edits));
  };
  double const shadow = 1.68 * (30 - 0.9);
  EXPECT_LT(value(with_row(0.9 * shadow), "sun_hours", "home"), 0.1);
  EXPECT_GT(value(with_row(1.15 * shadow), "sun_hours", "home"), 2);
  auto const e = with_row(0.9 * shadow);
  ASSERT_EQ(e.findings.size(), 1u);
  EXPECT_NE(e.findings[0].message.find("less than the 2 h on 01-20"), std::string::npos) << e.findings[0].message;
}

TEST(SunEngine, WhatWouldMendItDoes) {
  auto const scene = [](double height) {
    return applied({}, {block("home", 0, 0, 12), block("tower", -80, -30, height, "office", 200)});
  };
  auto const e = answer(scene(90));
  ASSERT_EQ(e.findings.size(), 1u);
  EXPECT_EQ(e.findings[0].id, "home");
  auto const at = e.findings[0].message.find("no higher than ");
  ASSERT_NE(at, std::string::npos) << e.findings[0].message;
  double const mending = std::stod(e.findings[0].message.substr(at + 15));
  EXPECT_TRUE(answer(scene(mending)).findings.empty()) << mending;
  EXPECT_FALSE(answer(scene(mending + 0.5)).findings.empty()) << mending;
}

/// A floor more on a far block changes nothing that was said of the others.
TEST(SunEngine, AnEditReachesItsNeighboursAlone) {
  plan::Edits edits;
  for (int i = 0; i < 5; ++i)
    edits.push_back(block(fmt::format("b{}", i), 400 * i, 0, 20));
  Layout const base = applied({}, edits);
  auto const before = answer(base), after = answer(applied(base, {block("new", 0, -40, 40, "office")}));
  EXPECT_LT(value(after, "sun_hours", "b0"), value(before, "sun_hours", "b0"));
  for (char const* id : {"b2", "b3", "b4"})
    for (char const* column : {"sun_hours", "roof_sun", "sky_view"})
      EXPECT_EQ(value(after, column, id), value(before, column, id)) << id << column;
}

TEST(SunEngine, AHigherNeighbourTakesLightFromARoof) {
  auto const e = answer(applied({}, {block("low", 0, 0, 10), block("high", 0, -25, 60, "office")}));
  EXPECT_LT(value(e, "roof_sun", "low"), 95);
  EXPECT_NEAR(value(e, "roof_sun", "high"), 100, 1e-9);
  EXPECT_LT(value(e, "sky_view", "low"), 80);
}

TEST(SunEngine, WithoutBuildingsThereIsNothingToSay) {
  auto const e = answer(Layout());
  EXPECT_TRUE(e.kpis.empty() && e.findings.empty());
}

// --- buildings of the picture

plan::MapRing ring_of(double east_m, double north_m, double wide_m = 40) {
  MapPoint const corner = to_map({121.6, 39});
  double const x = corner.east_m + east_m, y = corner.north_m + north_m;
  return {{x, y}, {x + wide_m, y}, {x + wide_m, y + 12}, {x, y + 12}};
}
plan::Edit estate(std::string id, double north_m) {
  double const lon = 121.5995, lat = 39 + (north_m - 30) * kMetre;
  return add(Layer::parcel, std::move(id),
             {{"outline",
               plan::Shape{{lon, lat}, {lon + 0.002, lat}, {lon + 0.002, lat + 80 * kMetre}, {lon, lat + 80 * kMetre}}},
              {"use", std::string("residential")},
              {"zone", std::string("z")}});
}
/// Two parcels 200 m apart with two rows each, the southern row high, long and near; a shed on no parcel.
Layout estates() {
  return applied({}, {add(Layer::zone, "z", {{"outline", plan::testing::square(121.59, 38.99, 0.03)}}), estate("a", 0),
                      estate("b", 200)});
}
std::shared_ptr<DrawnCity const> picture() {
  std::vector<PlacedBuilding> placed{{"z/shed", ring_of(0, 2000), 5}};
  for (double const north : {0.0, 200.0}) {
    placed.push_back({fmt::format("z/south-{}", north), ring_of(-300, north, 640), 50});
    placed.push_back({fmt::format("z/north-{}", north), ring_of(0, north + 25), 20});
  }
  return std::make_shared<DrawnCity const>(drawn_city(std::move(placed), estates()));
}
Evaluation with_picture(Layout const& layout) {
  static auto const drawn = picture();
  Runner runner({sun_engine(programme(), energy_factors(), sun_table(), drawn)});
  return *runner.run(layout, {})["sun"].evaluation;
}

TEST(SunEngine, BuildingsOfThePictureAreJudgedByParcel) {
  EXPECT_EQ(picture()->buildings.size(), 4u) << "the shed is on no parcel";
  auto const e = with_picture(estates());
  EXPECT_EQ(e.kpi("sun_judged", "z")->value, 4);
  EXPECT_EQ(e.kpi("sun_kept", "z")->value, 50);
  ASSERT_EQ(e.findings.size(), 2u);
  EXPECT_EQ(e.findings[0].code, "sun.little_drawn");
  EXPECT_EQ(e.findings[0].layer + e.findings[0].id, "parcela");
  EXPECT_EQ(e.findings[0].values[0] + e.findings[0].values[1], "12");
  EXPECT_NEAR(e.kpi("roof_yield", "z")->value,
              (value(e, "parcel_roof_yield", "a") + value(e, "parcel_roof_yield", "b")) / 1e3, 1e-9);
  EXPECT_TRUE(e.column("roof_yield")->values.empty()) << "nothing is planned";
}

TEST(SunEngine, ThePictureGivesWayToThePlan) {
  auto const office = with_picture(applied(estates(), {set(Layer::parcel, "a", "use", std::string("office"))}));
  EXPECT_EQ(office.kpi("sun_judged", "z")->value, 2) << "what stood on a is gone with its use";
  auto const gone = with_picture(applied(estates(), {removed(Layer::parcel, "a")}));
  EXPECT_EQ(gone.kpi("sun_judged", "z")->value, 2);
  auto const lower = with_picture(applied(estates(), {block("new", 0, 0, 8)}));
  EXPECT_EQ(lower.kpi("sun_judged", "z")->value, 4) << "one of them planned, in the place of the southern row";
  EXPECT_EQ(lower.findings.size(), 1u) << "it lets the northern row have its sun";
  EXPECT_EQ(lower.findings[0].id, "b");
}

/// By an engine that has seen others before and by a fresh one.
TEST(SunEngine, AmongThePictureWhateverWasAskedBeforeTheSameBytes) {
  auto const drawn = picture();
  Runner warm({sun_engine(programme(), energy_factors(), sun_table(), drawn)});
  std::vector<Layout> asked{estates()};
  asked.push_back(applied(estates(), {block("new", 0, 60, 70, "office", 100)}));
  asked.push_back(applied(asked[1], {set(Layer::parcel, "a", "use", std::string("office"))}));
  asked.push_back(applied(asked[1], {set(Layer::building, "new", "height_m", 20.0)}));
  asked.push_back(applied(estates(), {removed(Layer::parcel, "b")}));
  asked.push_back(estates());
  std::vector<ContentHash> hashes;
  for (Layout const& layout : asked) {
    hashes.push_back(hash_of(*warm.run(layout, {})["sun"].evaluation));
    EXPECT_EQ(hashes.back(), hash_of(with_picture(layout))) << hashes.size();
  }
  EXPECT_EQ(hashes.back(), hashes.front());
  for (std::size_t i = 1; i + 1 < hashes.size(); ++i)
    EXPECT_NE(hashes[i], hashes[i - 1]) << i;
}

TEST(SunEngine, ItsFindingsAreToldInEveryLanguage) {
  std::vector<std::string> const values{"v0", "v1", "v2", "v3", "v4", "v5", "v6"};
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = read_report_words(assets_source() / "lang/report.json", language);
    ASSERT_TRUE(words) << words.error();
    for (Words const& w : kSunWords) {
      plan::Finding const f = told({plan::Severity::warning, "building", "x", ""}, w, values);
      EXPECT_EQ(words->of_finding(f) == plan::to_text(f), language == "en") << w.code;
    }
  }
}

} // namespace
} // namespace dalian::whatif
