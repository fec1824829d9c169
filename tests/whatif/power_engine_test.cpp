#include "twin/whatif/power_engine.hpp"

#include "tests/whatif/engines.hpp"
#include "tests/whatif/mended.hpp"
#include "tests/whatif/towns.hpp"
#include "twin/whatif/power_words.hpp"
#include "twin/whatif/report.hpp"

#include <gtest/gtest.h>

#include <set>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::Value;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;

Layout supplied_town() {
  return supplied(plan::testing::town());
}

Runner power_runner() {
  return Runner({land_engine(programme()), power_engine(programme(), energy_factors())});
}

Evaluation power_of(Layout const& layout) {
  auto const outcome = power_runner().run(layout, {}).at("power");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return outcome.evaluation ? *outcome.evaluation : Evaluation{};
}

double kpi(Evaluation const& e, std::string_view name, std::string_view scope = {}) {
  auto const* found = e.kpi(name, scope);
  EXPECT_NE(found, nullptr) << name;
  return found ? found->value : NAN;
}

bool has_finding(Evaluation const& e, std::string const& id, std::string const& words) {
  return std::any_of(e.findings.begin(), e.findings.end(),
                     [&](plan::Finding const& f) { return f.id == id && f.message.find(words) != std::string::npos; });
}

TEST(PowerEngine, SuppliesTheParcels) {
  auto const outcomes = power_runner().run(supplied_town(), {});
  Evaluation const& power = *outcomes.at("power").evaluation;
  Kpi const* peak = outcomes.at("land").evaluation->kpi("power_peak");
  ASSERT_NE(peak, nullptr);
  EXPECT_NEAR(kpi(power, "grid_load"), peak->value, 1e-9 * peak->value) << "all that land asks for, with coincidence";
  EXPECT_EQ(kpi(power, "grid_unserved"), 0);
  EXPECT_GT(kpi(power, "grid_losses"), 0);
  double feeders = 0;
  for (auto const* name : {"feeder_losses", "transformer_losses"})
    for (auto const& [id, kw] : power.column(name)->values)
      feeders += kw / 1e3;
  EXPECT_NEAR(feeders, kpi(power, "grid_losses"), 1e-6);
  EXPECT_EQ(power.column("feeder_loading")->values.size(), 2u) << "circuits are one feeder";
  EXPECT_LT(kpi(power, "lowest_voltage", "z"), 1);
  EXPECT_GT(kpi(power, "one_out_loading"), kpi(power, "worst_loading"));
  ASSERT_EQ(power.certificates.size(), 1u);
  EXPECT_TRUE(power.certificates[0].good());
}

TEST(PowerEngine, NamesWhatIsBeyondItsLimitAndWhatWouldMendIt) {
  Layout const base = supplied_town();
  double const load = kpi(power_of(base), "grid_load");
  Evaluation const small = power_of(applied(base, {set(Layer::transformer, "transformer-a0", "rating_mva", load / 3),
                                                   removed(Layer::transformer, "transformer-a1")}));
  EXPECT_TRUE(has_finding(small, "transformer-a0", "% of its rating: about")) << "overloaded";
  EXPECT_TRUE(has_finding(small, "transformer-a0", "MW are not fed")) << "one out";
  EXPECT_GT(kpi(small, "worst_loading"), 100);
  EXPECT_EQ(kpi(small, "least_charger_room"), 0);
  Evaluation const cut = power_of(applied(base, {set(Layer::feeder, "cable-a", "open", true)}));
  EXPECT_TRUE(has_finding(cut, "a10", "nothing feeds its island"));
  EXPECT_GT(kpi(cut, "grid_unserved"), 0.3 * load);
  Evaluation const bare = power_of(applied(base, {set(Layer::feeder, "cable-a", "x_ohm_km", Value{})}));
  EXPECT_TRUE(has_finding(bare, "cable-a", "give r_ohm_km and x_ohm_km"));
}

TEST(PowerEngine, TheEditThatAViolationNamesMendsIt) {
  Layout const base = supplied(plan::testing::town(20));
  auto const coded = [](Evaluation const& e, std::string_view code) -> plan::Finding const* {
    for (auto const& f : e.findings)
      if (f.code == code) return &f;
    return nullptr;
  };
  double const load = kpi(power_of(base), "grid_load");
  for (auto const& [spoilt, code] :
       {std::pair{set(Layer::feeder, "cable-a", "x_ohm_km", 8.0), "power.voltage_low"},
        std::pair{set(Layer::feeder, "cable-a", "rating_mva", 0.4 * load), "power.overload"}}) {
    Layout const layout = applied(base, {spoilt});
    Evaluation const e = power_of(layout);
    auto const* found = coded(e, code);
    ASSERT_NE(found, nullptr) << code;
    Evaluation const after = power_of(mended(layout, *found));
    EXPECT_FALSE(std::any_of(after.findings.begin(), after.findings.end(), [&](plan::Finding const& f) {
      return f.code == code && f.id == found->id;
    })) << found->mend;
  }
}

TEST(PowerEngine, RangesOfTheLoadAreRangesOfItsFigures) {
  Evaluation const e = power_of(supplied(plan::testing::town(20)));
  for (auto const* name : {"grid_load", "grid_losses", "worst_loading"}) {
    EXPECT_LT(e.kpi(name)->low, e.kpi(name)->value) << name;
    EXPECT_LT(e.kpi(name)->value, e.kpi(name)->high) << name;
  }
  EXPECT_LT(e.kpi("lowest_voltage")->low, e.kpi("lowest_voltage")->value) << "more load, less voltage";
}

TEST(PowerEngine, ABatteryLowersTheHighestLoadOfTheDay) {
  Layout const base = supplied_town();
  Evaluation const without = power_of(base);
  EXPECT_EQ(kpi(without, "day_shaved"), 0);
  Evaluation const with = power_of(applied(base, {plan::testing::add(Layer::storage, "battery",
                                                                     {{"at", plan::Shape{{121.6, 39.2}}},
                                                                      {"kind", std::string("lithium_battery")},
                                                                      {"bus", std::string("a10")},
                                                                      {"power_mw", 2.0},
                                                                      {"energy_mwh", 4.0}})}));
  EXPECT_GT(kpi(with, "day_shaved"), 0);
  EXPECT_LE(kpi(with, "day_shaved"), 2);
  EXPECT_NEAR(kpi(with, "day_peak") + kpi(with, "day_shaved"), kpi(without, "day_peak"), 1e-6);
  EXPECT_NEAR(kpi(without, "day_peak"), kpi(without, "grid_load"), 1e-6 * kpi(without, "grid_load")) << "its peak hour";
}

TEST(PowerEngine, ItsFindingsAreToldInEveryLanguage) {
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = read_report_words(assets_source() / "lang/report.json", language);
    ASSERT_TRUE(words) << words.error();
    for (Words const& w : kPowerWords) {
      plan::Finding const f = told({plan::Severity::warning, "pipe", "x", ""}, w, {"v0", "v1", "v2", "v3"});
      EXPECT_EQ(words->of_finding(f) == plan::to_text(f), language == "en") << w.code;
    }
  }
}

TEST(PowerEngine, EveryFaultOfAGridHasACode) {
  std::vector<plan::Edits> const faults{
      {set(Layer::feeder, "cable-a", "length_km", 900.0)},
      {set(Layer::power_bus, "grid", "kind", std::string("pq"))},
      {set(Layer::feeder, "cable-a", "r_ohm_km", 0.0), set(Layer::feeder, "cable-a", "x_ohm_km", 0.0)},
      {set(Layer::feeder, "cable-a", "open", true)},
      {set(Layer::power_bus, "grid", "setpoint_pu", 1.2)}};
  std::set<std::string> met;
  for (plan::Edits const& edits : faults)
    for (plan::Finding const& f : power_of(applied(supplied_town(), edits)).findings) {
      EXPECT_FALSE(f.code.empty()) << f.message;
      met.insert(f.code);
    }
  for (char const* code : {"power.no_solution", "power.not_fed", "power.no_impedance", "power.voltage_high_held"})
    EXPECT_TRUE(met.contains(code)) << code;
}

TEST(PowerEngine, WithoutASolutionTheFiguresSaySo) {
  Evaluation const e = power_of(applied(supplied_town(), {set(Layer::feeder, "cable-a", "length_km", 900.0)}));
  EXPECT_FALSE(e.certificates.at(0).good());
  EXPECT_NE(e.kpi("grid_losses")->source.find("NO SOLUTION"), std::string::npos);
  EXPECT_TRUE(std::any_of(e.findings.begin(), e.findings.end(),
                          [](plan::Finding const& f) { return f.severity == plan::Severity::error; }));
}

TEST(PowerEngine, WithoutAGridItHasNothingToSay) {
  Evaluation const e = power_of(plan::testing::town());
  EXPECT_TRUE(e.columns.empty());
  EXPECT_TRUE(e.certificates.empty());
  EXPECT_TRUE(has_finding(e, "", "no load names a bus"));
}

TEST(PowerEngine, HistoryLeavesNoTrace) {
  Layout const base = supplied_town();
  auto const fresh = hash_of(power_of(base));
  Runner runner = power_runner();
  std::mt19937 random(57);
  RecordProperty("seed", 57);
  Layout other = base;
  for (int i = 0; i < 10; ++i) {
    other = applied(other, {plan::testing::random_edit(other, random)});
    auto const outcome = runner.run(other, {}).at("power");
    ASSERT_EQ(outcome.ending, Ending::done);
    if (i % 5 == 4) {
      EXPECT_EQ(hash_of(*outcome.evaluation), hash_of(power_of(other)));
    }
  }
  EXPECT_EQ(hash_of(*runner.run(base, {}).at("power").evaluation), fresh);
}

} // namespace
} // namespace dalian::whatif
