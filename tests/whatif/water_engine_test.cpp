#include "twin/whatif/water_engine.hpp"

#include "tests/whatif/engines.hpp"
#include "tests/whatif/mended.hpp"
#include "tests/whatif/towns.hpp"
#include "twin/whatif/report.hpp"
#include "twin/whatif/water_part.hpp"
#include "twin/whatif/water_words.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Edits;
using plan::Layer;
using plan::Layout;
using plan::Value;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;

Layout watered_town() {
  return watered(plan::testing::town());
}

Runner water_runner() {
  return Runner({land_engine(programme()), water_engine(mains_table())});
}

Evaluation water_of(Layout const& layout) {
  auto const outcome = water_runner().run(layout, {}).at("water");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return outcome.evaluation ? *outcome.evaluation : Evaluation{};
}

double kpi(Evaluation const& e, std::string_view name, std::string_view scope = {}) {
  auto const* found = e.kpi(name, scope);
  EXPECT_NE(found, nullptr) << name;
  return found ? found->value : NAN;
}

plan::Finding const* finding(Evaluation const& e, std::string_view code, std::string_view id = {}) {
  for (auto const& f : e.findings)
    if (f.code.starts_with(code) && (id.empty() || f.id == id)) return &f;
  return nullptr;
}

double value_of(Evaluation const& e, std::string_view column, std::string_view id) {
  for (auto const& [name, value] : e.column(column)->values)
    if (name == id) return value;
  return NAN;
}

TEST(WaterEngine, SuppliesTheParcelsAndItsBooksClose) {
  auto const outcomes = water_runner().run(watered_town(), {});
  Evaluation const& water = *outcomes.at("water").evaluation;
  Kpi const* wanted = outcomes.at("land").evaluation->kpi("water");
  ASSERT_NE(wanted, nullptr);
  EXPECT_NEAR(kpi(water, "water_demand"), wanted->value, 1e-9 * wanted->value) << "all that land asks for";
  EXPECT_NEAR(water.kpi("water_demand")->high, wanted->high, 1e-9 * wanted->high);
  EXPECT_EQ(kpi(water, "water_unserved"), 0);
  EXPECT_EQ(kpi(water, "water_unconnected"), 0);
  ASSERT_EQ(water.certificates.size(), 4u);
  for (auto const& c : water.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
  Kpi const* lowest = water.kpi("lowest_pressure", "z");
  ASSERT_NE(lowest, nullptr);
  EXPECT_LE(lowest->low, lowest->value);
  EXPECT_LT(lowest->value, lowest->high) << "less drawn, more pressure";
  EXPECT_GT(kpi(water, "pump_energy"), 0);
  EXPECT_GT(kpi(water, "oldest_water"), 0);
}

TEST(WaterEngine, APipeLosesWhatHazenAndWilliamsSay) {
  Evaluation const e = water_of(watered_town());
  double const q = value_of(e, "pipe_flow", "oe") / 3600;
  double const lost = 10.67 * 1000 * std::pow(q / 130, 1.852) / std::pow(0.9, 4.8704); // in metres, usual form
  EXPECT_NEAR(value_of(e, "node_pressure", "e"), 60 - lost - 5, 2e-3 * lost);
  double sum = 0; // the peak hour of what is wanted
  auto const land = water_runner().run(watered_town(), {}).at("land").evaluation;
  for (auto const& [parcel, m3_d] : land->column("water")->values)
    if (parcel >= "p100") sum += m3_d;
  auto const& day = mains_table()->water_day;
  EXPECT_NEAR(q, sum / 86400 * *std::max_element(day.begin(), day.end()), 1e-6 * q);
}

TEST(WaterEngine, NamesTheParcelBelowItsPressureAndTheEditThatItNamesMendsIt) {
  Layout const base = watered_town();
  ASSERT_EQ(finding(water_of(base), "water.pressure_low"), nullptr);
  for (auto const& spoilt : {set(Layer::pipe, "bc", "diameter_m", 0.2), set(Layer::pump, "pumps", "head_m", 24.0)}) {
    Layout const layout = applied(base, {spoilt, removed(Layer::pipe, "dc")});
    Evaluation const e = water_of(layout);
    auto const* low = finding(e, "water.pressure_low");
    ASSERT_NE(low, nullptr) << spoilt.id;
    EXPECT_LT(value_of(e, "water_pressure", low->id), 28);
    EXPECT_NE(low->message.find("brings all to"), std::string::npos) << low->message;
    EXPECT_EQ(finding(water_of(mended(layout, *low)), "water.pressure_low"), nullptr) << low->mend;
  }
}

TEST(WaterEngine, SaysWhatIsCutOffDryOrCannotLift) {
  Layout const base = watered_town();
  {
    plan::Shape const at{{121.6, 39.2}};
    Evaluation const shut = water_of(
        applied(base, {add(Layer::valve, "gate", {{"at", at}, {"pipe", std::string("oe")}, {"open", false}})}));
    auto const* cut = finding(shut, "water.cut_off", "e");
    ASSERT_NE(cut, nullptr);
    EXPECT_NE(cut->message.find("p100"), std::string::npos) << "the parcels are named";
    EXPECT_GT(kpi(shut, "water_unserved"), 0);
    EXPECT_TRUE(std::isnan(value_of(shut, "node_pressure", "e")));
  }
  Evaluation const high = water_of(applied(base, {set(Layer::water_node, "a", "elevation_m", 90.0)}));
  EXPECT_NE(finding(high, "water.pressure_low"), nullptr);
  Evaluation const weak = water_of(
      applied(base, {set(Layer::pump, "pumps", "head_m", 4.0),
                     add(Layer::water_node, "hill", {{"at", plan::Shape{{121.6, 39.2}}}, {"fixed_head_m", 40.0}}),
                     water_pipe("hill", "hill", "c", 500, 0.8)}));
  EXPECT_NE(finding(weak, "water.pump_stands", "pumps"), nullptr);
  Evaluation const dry = water_of(applied(
      base,
      {add(Layer::valve, "gate", {{"at", plan::Shape{{121.6, 39.2}}}, {"pipe", std::string("inlet")}, {"open", false}}),
       set(Layer::tank, "t", "diameter_m", 30.0)}));
  EXPECT_NE(finding(dry, "water.tank_empty", "t"), nullptr);
  EXPECT_LT(kpi(dry, "tank_least_filled"), 1);
  Evaluation const bare = water_of(applied(base, {set(Layer::pipe, "ab", "diameter_m", Value{})}));
  EXPECT_NE(finding(bare, "water.pipe_diameter", "ab"), nullptr);
}

/// Each column of what only another reservoir feeds is the same to the last bit, and all that is pumped is told.
TEST(WaterEngine, AnEditLeavesWhatOtherReservoirsFeedAsItIs) {
  Layout const base = watered_town();
  auto const before = water_of(base), after = water_of(applied(base, {set(Layer::pipe, "bc", "diameter_m", 0.35)}));
  for (char const* column : {"node_pressure", "fire_pressure", "water_age"}) {
    EXPECT_EQ(value_of(before, column, "e"), value_of(after, column, "e")) << column;
    EXPECT_NE(value_of(before, column, "c"), value_of(after, column, "c")) << column;
  }
  EXPECT_NEAR(kpi(before, "pump_energy"), 24e-3 * value_of(before, "pump_power", "pumps"), 1e-9);
  EXPECT_GT(value_of(before, "tank_least", "t"), 0.5);
}

/// A tank, its controls and a link between two reservoirs stay with what they belong to.
TEST(WaterParts, TheDayIsDividedByReservoirsAlone) {
  using water::NodeKind;
  water::Network net;
  for (auto const kind : {NodeKind::reservoir, NodeKind::junction, NodeKind::tank, NodeKind::reservoir,
                          NodeKind::junction, NodeKind::junction}) {
    net.nodes.emplace_back();
    net.nodes.back().id = fmt::format("n{}", net.nodes.size() - 1);
    net.nodes.back().kind = kind;
  }
  for (auto const& [from, to] : {std::pair{0u, 1u}, {0u, 3u}, {3u, 4u}, {1u, 2u}}) {
    net.links.emplace_back();
    net.links.back().id = fmt::format("l{}", net.links.size() - 1);
    net.links.back().from = from, net.links.back().to = to;
  }
  net.controls.push_back({water::Control::When::above, {3, false, false, 0}, 2, 5, 0});
  auto const parts = parts_of_the_day(net);
  ASSERT_EQ(parts.size(), 4u);
  EXPECT_EQ(parts[0].link, (std::vector<std::uint32_t>{0, 3})) << "past the tank";
  ASSERT_EQ(parts[0].network.controls.size(), 1u);
  auto const& control = parts[0].network.controls[0];
  EXPECT_EQ(parts[0].link[control.action.link], 3u);
  EXPECT_EQ(parts[0].node[control.node], 2u);
  EXPECT_EQ(parts[1].link, std::vector<std::uint32_t>{2});
  EXPECT_EQ(parts[2].node, std::vector<std::uint32_t>{5}) << "of itself";
  EXPECT_EQ(parts[3].link, std::vector<std::uint32_t>{1}) << "from reservoir to reservoir";
}

TEST(WaterEngine, AFireAtAThinPipeIsAFinding) {
  Layout const base = watered_town();
  EXPECT_EQ(finding(water_of(base), "water.fire_short"), nullptr);
  Evaluation const e = water_of(applied(
      base, {add(Layer::water_node, "end", {{"at", plan::Shape{{121.6, 39.2}}}, {"elevation_m", 5.0}}),
             water_pipe("thin", "c", "end", 300, 0.1), set(Layer::parcel, "p000", "water_node", std::string("end"))}));
  auto const* fire = finding(e, "water.fire_short", "end");
  ASSERT_NE(fire, nullptr);
  EXPECT_EQ(kpi(e, "fire_short"), 1);
  EXPECT_LT(value_of(e, "fire_pressure", "end"), 10);
}

TEST(WaterEngine, ValvesHoldTheirSettings) {
  plan::Shape const at{{121.6, 39.2}};
  Layout const base = watered_town();
  Evaluation const reduced = water_of(applied(base, {add(Layer::valve, "v",
                                                         {{"at", at},
                                                          {"pipe", std::string("oe")},
                                                          {"kind", std::string("pressure_reducing")},
                                                          {"setting_m", 30.0}})}));
  EXPECT_NEAR(value_of(reduced, "node_pressure", "e"), 30, 1e-3);
}

TEST(WaterEngine, WithoutWaterItHasNothingToSay) {
  Evaluation const e = water_of(plan::testing::town());
  EXPECT_TRUE(e.columns.empty());
  EXPECT_TRUE(e.certificates.empty());
  EXPECT_NE(finding(e, "water.no_customer"), nullptr);
}

TEST(WaterEngine, ItsFindingsAreToldInEveryLanguage) {
  std::vector<std::string> const values{"v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"};
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = read_report_words(assets_source() / "lang/report.json", language);
    ASSERT_TRUE(words) << words.error();
    for (Words const& w : kWaterWords) {
      plan::Finding const f = told({plan::Severity::warning, "pipe", "x", ""}, w, values);
      std::string const here = words->of_finding(f);
      EXPECT_EQ(here == plan::to_text(f), language == "en") << w.code;
      for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(here.find(values[i]) == std::string::npos, f.message.find(values[i]) == std::string::npos)
            << w.code << ": {" << i << "} in " << language;
    }
  }
}

TEST(WaterEngine, TheCityIsSuppliedAboveItsLeastPressure) {
  Evaluation const e = water_of(city());
  EXPECT_EQ(kpi(e, "water_unconnected"), 0);
  EXPECT_EQ(kpi(e, "water_unserved"), 0);
  for (auto const& f : e.findings)
    EXPECT_EQ(f.severity, plan::Severity::note) << plan::to_text(f);
  for (auto const& c : e.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
}

} // namespace
} // namespace dalian::whatif
