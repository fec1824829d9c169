#include "twin/whatif/gas_engine.hpp"

#include "tests/whatif/engines.hpp"
#include "tests/whatif/mended.hpp"
#include "tests/whatif/towns.hpp"
#include "twin/whatif/gas_words.hpp"
#include "twin/whatif/report.hpp"

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

plan::Edit works(char const* id, char const* kind, double kg_d) {
  return add(Layer::hydrogen, id,
             {{"at", plan::Shape{{121.61, 39.21}}},
              {"kind", std::string(kind)},
              {"capacity_kg_d", kg_d},
              {"gas_node", std::string("works")}});
}

Layout gassed_town() {
  return gassed(plan::testing::town());
}

Runner gas_runner() {
  return Runner({land_engine(programme()), gas_engine(mains_table())});
}

Evaluation gas_of(Layout const& layout) {
  auto const outcome = gas_runner().run(layout, {}).at("gas");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return outcome.evaluation ? *outcome.evaluation : Evaluation{};
}

double kpi(Evaluation const& e, std::string_view name) {
  auto const* found = e.kpi(name);
  EXPECT_NE(found, nullptr) << name;
  return found ? found->value : NAN;
}

plan::Finding const* finding(Evaluation const& e, std::string_view code) {
  for (auto const& f : e.findings)
    if (f.code == code) return &f;
  return nullptr;
}

double value_of(Evaluation const& e, std::string_view column, std::string_view id) {
  for (auto const& [name, value] : e.column(column)->values)
    if (name == id) return value;
  return NAN;
}

TEST(GasEngine, TakesWhatLandAsksForAndWorksGive) {
  auto const outcomes = gas_runner().run(gassed_town(), {});
  Evaluation const& gas = *outcomes.at("gas").evaluation;
  double const year = outcomes.at("land").evaluation->kpi("gas_dwellings")->value;
  EXPECT_NEAR(kpi(gas, "natural_gas_drawn"), 1e6 * year / 8760 * 3.4, 1e-6 * kpi(gas, "natural_gas_drawn"));
  EXPECT_NEAR(value_of(gas, "gas_flow", "sa"), kpi(gas, "natural_gas_drawn"), 1e-6 * kpi(gas, "natural_gas_drawn"));
  EXPECT_NEAR(value_of(gas, "gas_flow", "hs"), 4000.0 / 24 / 0.0899, 1) << "4 t a day at 0.0899 kg/m³";
  EXPECT_GT(value_of(gas, "gas_pressure", "works"), 20) << "it pushes";
  EXPECT_LT(value_of(gas, "gas_pressure", "b"), value_of(gas, "gas_pressure", "a"));
  EXPECT_EQ(kpi(gas, "gas_unconnected"), 0);
  for (auto const& c : gas.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
}

TEST(GasEngine, TheEditThatALowPressureNamesMendsIt) {
  Layout const layout = applied(gassed_town(), {set(Layer::gas_node, "b", "demand_m3_h", 6500.0),
                                                set(Layer::gas_node, "source", "pressure_bar", 9.2)});
  ASSERT_EQ(finding(gas_of(gassed_town()), "gas.pressure_low_pipe"), nullptr);
  Evaluation const e = gas_of(layout);
  auto const* low = finding(e, "gas.pressure_low_pipe");
  ASSERT_NE(low, nullptr) << value_of(e, "gas_pressure", "b");
  Evaluation const after = gas_of(mended(layout, *low));
  EXPECT_GE(value_of(after, "gas_pressure", "b"), 4);
  EXPECT_EQ(finding(after, "gas.pressure_low_pipe"), nullptr);
}

TEST(GasEngine, HydrogenInTheGasTakesMoreVolumeAndPressure) {
  Layout const base = applied(gassed_town(), {set(Layer::gas_node, "b", "demand_m3_h", 3000.0)});
  Evaluation const pure = gas_of(base),
                   mixed = gas_of(applied(base, {set(Layer::gas_node, "source", "hydrogen_percent", 20.0)}));
  EXPECT_NEAR(value_of(mixed, "hydrogen_share", "b"), 20, 1e-9);
  double const more = 35.88 / (0.8 * 35.88 + 0.2 * 10.78);
  EXPECT_NEAR(kpi(mixed, "natural_gas_drawn") / kpi(pure, "natural_gas_drawn"), more, 1e-6) << "the same energy";
  EXPECT_NE(value_of(mixed, "gas_pressure", "b"), value_of(pure, "gas_pressure", "b"));
}

TEST(GasEngine, CompressorsAndRegulatorsStandAtTheBeginningOfTheirPipe) {
  Layout const base = applied(gassed_town(), {set(Layer::gas_node, "b", "demand_m3_h", 3000.0)});
  Evaluation const strong = gas_of(applied(base, {set(Layer::gas_pipe, "ab", "compressor_ratio", 1.5)}));
  EXPECT_GT(kpi(strong, "natural_gas_compressors"), 0);
  EXPECT_GT(value_of(strong, "gas_pressure", "b"), value_of(gas_of(base), "gas_pressure", "b"));
  Evaluation const held = gas_of(applied(gassed_town(), {set(Layer::gas_pipe, "ab", "outlet_bar", 8.0)}));
  EXPECT_LT(value_of(held, "gas_pressure", "b"), 8);
}

TEST(GasEngine, SaysWhatHasNoSourceOrCannotBeHad) {
  Evaluation const island = gas_of(applied(gassed_town(), {removed(Layer::gas_pipe, "sa")}));
  EXPECT_NE(finding(island, "gas.unserved"), nullptr);
  EXPECT_GT(kpi(island, "natural_gas_unserved"), 0);
  Evaluation const too_much = gas_of(applied(gassed_town(), {set(Layer::gas_node, "b", "demand_m3_h", 1e6)}));
  EXPECT_NE(finding(too_much, "gas.not_had"), nullptr);
  Evaluation const bare = gas_of(applied(gassed_town(), {set(Layer::gas_pipe, "ab", "diameter_m", Value{})}));
  EXPECT_NE(finding(bare, "gas.pipe_diameter"), nullptr);
  EXPECT_NE(finding(gas_of(plan::testing::town()), "gas.no_customer"), nullptr);
}

TEST(GasEngine, HydrogenIsBalancedByTheHour) {
  Evaluation const bare = gas_of(gassed_town());
  EXPECT_GT(kpi(bare, "hydrogen_day_short"), 100) << "asked for by day, made evenly";
  auto const* lacking = finding(bare, "gas.hydrogen_short");
  ASSERT_NE(lacking, nullptr);
  EXPECT_EQ(lacking->id, "s");
  EXPECT_NEAR(value_of(bare, "hydrogen_short", "s"), kpi(bare, "hydrogen_day_short"), 1e-9);
  auto const store = works("tank", "store", 3000);
  Evaluation const kept = gas_of(applied(gassed_town(), {store}));
  EXPECT_NEAR(kpi(kept, "hydrogen_day_short"), 0, 1e-9);
  EXPECT_EQ(finding(kept, "gas.hydrogen_short"), nullptr);
  EXPECT_GT(kpi(kept, "hydrogen_store_least"), 0);
  Evaluation const less = gas_of(applied(gassed_town(), {store, set(Layer::hydrogen, "e", "capacity_kg_d", 3500.0)}));
  auto const* sinks = finding(less, "gas.hydrogen_sinks");
  ASSERT_NE(sinks, nullptr);
  EXPECT_EQ(sinks->id, "tank");
}

TEST(GasEngine, TrailersTakeHydrogenWhereNoPipeLeads) {
  Layout const cut = applied(gassed_town(), {removed(Layer::gas_pipe, "hs")});
  EXPECT_NEAR(kpi(gas_of(cut), "hydrogen_day_short"), 4000, 1e-6);
  Evaluation const e =
      gas_of(applied(cut, {set(Layer::hydrogen, "s", "capacity_kg_d", 1000.0), works("fill", "loading", 4000)}));
  EXPECT_NEAR(value_of(e, "hydrogen_loads", "fill"), 4000 / 277.0, 1);
  EXPECT_NEAR(kpi(e, "hydrogen_day_stations") + value_of(e, "hydrogen_short", "s"), 1000, 1e-6);
  EXPECT_GT(kpi(e, "hydrogen_day_stations"), 900);
}

TEST(GasEngine, ItsFindingsAreToldInEveryLanguage) {
  std::vector<std::string> const values{"v0", "v1", "v2", "v3", "v4", "v5", "v6"};
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = read_report_words(assets_source() / "lang/report.json", language);
    ASSERT_TRUE(words) << words.error();
    for (Words const& w : kGasWords) {
      plan::Finding const f = told({plan::Severity::warning, "pipe", "x", ""}, w, values);
      EXPECT_EQ(words->of_finding(f) == plan::to_text(f), language == "en") << w.code;
    }
  }
}

} // namespace
} // namespace dalian::whatif
