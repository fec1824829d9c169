#include "twin/whatif/energy.hpp"

#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"

#include <cmath>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::Shape;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::square;

Evaluation energy_of(Layout const& layout) {
  static Runner runner = fresh_runner();
  auto const outcome = runner.run(layout, {}).at("energy");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return *outcome.evaluation;
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

plan::Edit unit(Layer layer, std::string id, std::string kind, std::vector<std::pair<std::string, plan::Value>> more) {
  more.insert(more.begin(), {{"at", Shape{{121.63, 39.22}}}, {"kind", std::move(kind)}});
  return add(layer, std::move(id), std::move(more));
}
plan::Edit works(std::string id, std::string kind, double kg_d) {
  return unit(Layer::hydrogen, std::move(id), std::move(kind), {{"capacity_kg_d", kg_d}});
}

TEST(Energy, TheBooksBalance) {
  auto const e = energy_of(plan::testing::town());
  EXPECT_NEAR(kpi(e, "power_use"), kpi(e, "bought") + kpi(e, "sun") - kpi(e, "unused"), 1e-6);
  EXPECT_GT(kpi(e, "sun"), 0) << "roofs";
  EXPECT_NEAR(kpi(e, "sun"), 1.38 * kpi(e, "sun_peak"), 0.01 * kpi(e, "sun")) << "1380 kWh/kWp";
  double const heat_gj = 1e3 * kpi(e, "heat_use");
  EXPECT_NEAR(kpi(e, "co2_scope2"), 1e3 * kpi(e, "bought") * 0.4878 + heat_gj * 0.11, 1) << "Liaoning 2023; JS/T 303";
  EXPECT_NEAR(kpi(e, "power_price"), 0.4878, 1e-9) << "one more kWh is bought";
  Runner runner = fresh_runner();
  auto const land = runner.run(plan::testing::town(), {}).at("land").evaluation;
  EXPECT_NEAR(kpi(e, "power_use"), kpi(*land, "electricity"), 1e-6);
  double const gas_m3 = 1e6 * kpi(*land, "gas_dwellings");
  EXPECT_NEAR(kpi(e, "co2_scope1"), 2.184e-3 * gas_m3, 1e-6 * gas_m3);
  EXPECT_NEAR(kpi(e, "energy_total"), 122.9 * kpi(e, "bought") + heat_gj / 29.307 + 1.33e-3 * gas_m3, 1);
  EXPECT_NEAR(kpi(e, "co2_intensity"), kpi(e, "co2") / (1e5 * kpi(*land, "output")), 1e-12);
}

TEST(Energy, ZonesAddUpToAllAndRangesRise) {
  auto const e = energy_of(city());
  for (auto const* name : {"power_use", "heat_use", "energy_total", "co2_scope1", "co2_scope2", "co2"}) {
    double sum = 0;
    for (Kpi const& k : e.kpis)
      if (k.name == name && !k.scope.empty()) sum += k.value;
    EXPECT_NEAR(sum, kpi(e, name), 1e-9 * sum) << name;
  }
  for (Kpi const& k : e.kpis)
    EXPECT_TRUE(k.low <= k.value && k.value <= k.high && std::isfinite(k.high)) << k.name << " " << k.scope;
  ASSERT_EQ(e.certificates.size(), 2u);
  for (Certificate const& c : e.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
  double parcels = 0;
  for (auto const& [id, co2] : e.column("co2")->values)
    parcels += co2;
  EXPECT_NEAR(parcels / kpi(e, "co2"), 1, 1e-9) << "no works stand in the base: all is of parcels";
}

TEST(Energy, WindAndABatteryReplaceWhatIsBought) {
  Layout const base = plan::testing::town();
  auto const before = energy_of(base);
  auto const wind = energy_of(applied(base, {unit(Layer::generator, "w", "wind", {{"power_mw", 20.0}})}));
  double const yield = 20 * 0.304 * 24 * 365 / 1e3;
  EXPECT_NEAR(kpi(wind, "wind"), yield, 1e-6);
  EXPECT_NEAR(kpi(before, "bought") - kpi(wind, "bought"), yield - kpi(wind, "unused"), 1e-6);
  // Far more wind than is used: a battery takes from the calm of the night what the day asks for.
  plan::Edits const gale{unit(Layer::generator, "w", "wind", {{"power_mw", 1000.0}})};
  auto const much = energy_of(applied(base, gale));
  ASSERT_GT(kpi(much, "bought"), 0);
  ASSERT_GT(kpi(much, "unused"), 0);
  auto kept = gale;
  kept.push_back(unit(Layer::storage, "b", "flow_battery", {{"power_mw", 100.0}, {"energy_mwh", 400.0}}));
  auto const stored = energy_of(applied(base, kept));
  double const saved = kpi(much, "bought") - kpi(stored, "bought");
  EXPECT_GT(saved, 0);
  EXPECT_NEAR(saved, kpi(stored, "battery_power"), 1e-6 * saved + 1e-6) << "all that it gives back was bought before";
  EXPECT_NEAR(kpi(much, "unused") - kpi(stored, "unused"), saved / 0.70, 1e-5 * saved + 1e-6);
}

TEST(Energy, HydrogenThatIsShortIsBoundToWhoHandsOutMost) {
  Layout const base = plan::testing::town();
  plan::Edits edits{works("small", "station", 500), works("large", "station", 2000), works("by", "byproduct", 1000)};
  auto const few = energy_of(applied(base, edits));
  EXPECT_NEAR(kpi(few, "hydrogen"), 2.5 * 365, 1e-6);
  EXPECT_NEAR(kpi(few, "hydrogen_short"), 1.5 * 365, 1e-6);
  EXPECT_TRUE(has_finding(few, "large", "are short: add electrolysers"));
  edits.push_back(works("r", "reformer", 5000));
  auto const enough = energy_of(applied(base, edits));
  EXPECT_EQ(kpi(enough, "hydrogen_short"), 0);
  EXPECT_NEAR(kpi(enough, "hydrogen_reformed"), 1.5 * 365, 1e-6);
  EXPECT_FALSE(has_finding(enough, "large", ""));
  EXPECT_NEAR(kpi(enough, "co2_scope3"), 2 * 1.5 * 365, 1e-6);
  EXPECT_NEAR(kpi(enough, "hydrogen_price"), 10, 1e-6) << "one more kg is reformed";
}

TEST(Energy, ByProductsGoFromPlantToPlant) {
  Layout const base = plan::testing::town();
  auto const plant = [](std::string id, std::string product, double kt_a) {
    return add(Layer::plant, std::move(id),
               {{"at", Shape{{121.63, 39.22}}}, {"product", std::move(product)}, {"capacity_kt_a", kt_a}});
  };
  auto const exchange = [](std::string id, std::string from, std::string medium, double kt_a) {
    return add(
        Layer::exchange, std::move(id),
        {{"from", std::move(from)}, {"to", std::string("user")}, {"medium", std::move(medium)}, {"flow_kt_a", kt_a}});
  };
  auto const before = energy_of(base);
  auto const after = energy_of(applied(base, {plant("chlor", "caustic soda", 100), plant("user", "polymer", 50),
                                              exchange("steam", "chlor", "steam", 10),
                                              exchange("h2", "chlor", "hydrogen", 9), works("s", "station", 1000)}));
  // Heat is asked for in the season alone, so a part of the steam comes when nobody wants it.
  EXPECT_GT(kpi(after, "heat_exchanged"), 0);
  EXPECT_LE(kpi(after, "heat_exchanged"), 10 * 2.4 + 1e-9);
  EXPECT_NEAR(kpi(after, "exchanged"), 10 + 2.5, 1e-9);
  EXPECT_TRUE(has_finding(after, "h2", "100 kt/a of caustic soda leave 2.5 at most")) << "25 kg/t";
  EXPECT_NEAR(kpi(after, "hydrogen_byproduct"), 365, 1e-6);
  EXPECT_LT(kpi(after, "co2_scope2") - 0.4878 * 2.5 * 365, kpi(before, "co2_scope2"));
}

TEST(Energy, WhatCountsForNothingSaysSo) {
  auto const e =
      energy_of(applied(plan::testing::town(),
                        {unit(Layer::generator, "n", "nuclear", {{"power_mw", 100.0}}),
                         unit(Layer::hydrogen, "s", "station", {}), unit(Layer::hydrogen, "el", "electrolyser", {}),
                         unit(Layer::storage, "h", "heat", {{"power_mw", 1.0}, {"energy_mwh", 10.0}})}));
  EXPECT_TRUE(has_finding(e, "n", "which the energy engine has no model of"));
  EXPECT_TRUE(has_finding(e, "s", "it counts for nothing"));
  EXPECT_TRUE(has_finding(e, "el", "it makes nothing"));
  EXPECT_TRUE(has_finding(e, "h", "takes by the day"));
}

TEST(Energy, UndefinedLandIsLeftOutAndNamed) {
  Engine land;
  land.name = "land";
  land.run = [](Inputs const&) {
    Evaluation out;
    out.columns = {{"net_ha", Layer::parcel, "ha", {{"p000", NAN}, {"p001", -1}, {"p002", 1}}},
                   {"building_ha", Layer::building, "ha", {}}};
    return out;
  };
  Runner runner({land, energy_engine(programme(), energy_factors())});
  auto const e = runner.run(plan::testing::town(), {}).at("energy");
  ASSERT_EQ(e.ending, Ending::done) << e.failure.message;
  EXPECT_TRUE(has_finding(*e.evaluation, "p000", "has nan ha of net_ha"));
  EXPECT_TRUE(has_finding(*e.evaluation, "p001", "has -1 ha of net_ha"));
  EXPECT_TRUE(std::isfinite(kpi(*e.evaluation, "co2")));
}

TEST(Energy, ABudgetHoldsEveryScenario) {
  auto factors = *energy_factors();
  factors.budgets = {{"energy_total", "z", "tce/a", "a notice", 1000},
                     {"energy_total", "nowhere", "tce/a", "a notice", 1}};
  Runner runner({land_engine(programme()), energy_engine(programme(), std::make_shared<EnergyFactors const>(factors))});
  auto const e = *runner.run(plan::testing::town(), {}).at("energy").evaluation;
  EXPECT_NEAR(kpi(e, "budget_energy_total", "z"), kpi(e, "energy_total", "z") / 10, 1e-6);
  EXPECT_TRUE(has_finding(e, "z", "above the budget of 1000: a notice"));
  EXPECT_TRUE(has_finding(e, "nowhere", "no figure of that name"));
}

} // namespace
} // namespace dalian::whatif
