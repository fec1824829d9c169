// Against the definition of the Shapley value (the mean over all orders), on engines whose answers are written here.
#include "twin/whatif/attribution.hpp"

#include "tests/plan/random_edits.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Layout;
using plan::Part;
using plan::testing::town;

/// Engine of the capacities of hydrogen works: `formula` of their values by id.
Runner runner_of(std::function<double(std::map<std::string, double> const&)> formula, double error = 0) {
  Engine engine;
  engine.name = "works";
  engine.reads = {{Layer::hydrogen, {"capacity_kg_d"}}};
  engine.run = [formula = std::move(formula), error](Inputs const& inputs) {
    std::map<std::string, double> there;
    inputs.for_each(Layer::hydrogen, [&](plan::Entity const& e) { there[e.id()] = e.number("capacity_kg_d"); });
    Evaluation out;
    double const value = formula(there);
    out.kpis = {{"figure", "", value, value, value, "t", "", error}};
    return out;
  };
  return Runner({engine});
}

Part works(std::string id, double capacity) {
  return {"works " + id,
          {plan::testing::add(
              Layer::hydrogen, id,
              {{"at", plan::Shape{{121.61, 39.21}}}, {"kind", std::string("store")}, {"capacity_kg_d", capacity}})}};
}
double of(std::map<std::string, double> const& there, char const* id) {
  auto const it = there.find(id);
  return it == there.end() ? 0 : it->second;
}

Attribution explained(Runner& runner, std::vector<Part> const& parts) {
  AttributionPlan const plan(town(), parts);
  return attribute(plan, runner.run(plan.layouts(), {1, {}, {}}));
}

/// By the definition: over all orders.
std::vector<double> shapley(Runner& runner, std::vector<Part> const& parts) {
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> sum(parts.size());
  double orders = 0;
  auto const value = [&](Layout const& layout) {
    return runner.run(layout, {1, {}, {}}).at("works").evaluation->kpi("figure")->value;
  };
  do {
    Layout layout = town();
    double before = value(layout);
    for (std::size_t const part : order) {
      layout = plan::apply_all(layout, parts[part].edits).layout;
      double const after = value(layout);
      sum[part] += after - before;
      before = after;
    }
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  for (double& each : sum)
    each /= orders;
  return sum;
}

TEST(Attribution, SharesAddUpAndAreTheShapleyValueOfPairs) {
  auto runner = runner_of([](auto const& w) {
    return 3 * of(w, "a") + of(w, "b") * of(w, "c") - 2 * of(w, "a") * of(w, "d") + 0.5 * of(w, "b") * of(w, "d");
  });
  std::vector<Part> const parts{works("a", 2), works("b", 3), works("c", 5), works("d", 7)};
  auto const found = explained(runner, parts);
  ASSERT_EQ(found.figures.size(), 1u);
  auto const& figure = found.figures[0];
  auto const expected = shapley(runner, parts);
  double sum = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_NEAR(figure.parts[i].share, expected[i], 1e-12) << i;
    EXPECT_LE(figure.parts[i].least, figure.parts[i].share);
    EXPECT_GE(figure.parts[i].most, figure.parts[i].share);
    sum += figure.parts[i].share;
  }
  EXPECT_NEAR(sum, figure.change.change, 1e-12);
  EXPECT_EQ(figure.parts[1].least, 0) << "alone b does nothing";
  EXPECT_EQ(figure.parts[1].most, 3 * 5 + 0.5 * 3 * 7) << "last of all";
}

TEST(Attribution, PartsThatCancelEachOtherAreToldAllTheSame) {
  auto runner = runner_of([](auto const& w) { return of(w, "a") - of(w, "b"); });
  auto const found = explained(runner, {works("a", 4), works("b", 4)});
  ASSERT_EQ(found.figures.size(), 1u);
  EXPECT_TRUE(found.figures[0].change.within_error);
  EXPECT_EQ(found.figures[0].parts[0].share, 4);
  EXPECT_EQ(found.figures[0].parts[1].share, -4);
}

TEST(Attribution, WhatTheComputingMayBeOffIsNoContribution) {
  auto runner = runner_of([](auto const& w) { return of(w, "a") + of(w, "b"); }, 0.5);
  auto const found = explained(runner, {works("a", 4), works("b", 0.9)});
  ASSERT_EQ(found.figures.size(), 1u);
  EXPECT_FALSE(found.figures[0].parts[0].within_error);
  EXPECT_TRUE(found.figures[0].parts[1].within_error);
}

TEST(Attribution, OnePartIsTheWholeChangeAndNoneIsNothing) {
  auto runner = runner_of([](auto const& w) { return of(w, "a") * 10; });
  auto const found = explained(runner, {works("a", 4)});
  ASSERT_EQ(found.figures.size(), 1u);
  EXPECT_EQ(found.figures[0].parts[0].share, 40);
  EXPECT_EQ(found.figures[0].parts[0].least, found.figures[0].parts[0].most);
  EXPECT_TRUE(explained(runner, {}).figures.empty());
  EXPECT_EQ(AttributionPlan(town(), {works("a", 4)}).layouts().size(), 2u) << "none is evaluated twice";
}

TEST(Attribution, AnEngineThatFailsForOneOfTheLayoutsIsNamed) {
  auto runner = runner_of([](auto const& w) {
    if (w.size() == 1 && w.contains("b")) throw std::runtime_error("b alone cannot be");
    return of(w, "a");
  });
  auto const found = explained(runner, {works("a", 4), works("b", 1)});
  EXPECT_TRUE(found.figures.empty());
  EXPECT_EQ(found.failed, std::vector<std::string>{"works"});
}

} // namespace
} // namespace dalian::whatif
