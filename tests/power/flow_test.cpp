#include "twin/power/flow.hpp"

#include "tests/power/grids.hpp"

#include <Eigen/Dense>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::power {
namespace {

using test::buses;
using test::line;
using testing::HasSubstr;

/// Mismatch of every bus from a dense admittance matrix, written down once more; p.u.
double dense_mismatch(Network const& n, Flow const& flow) {
  auto const size = static_cast<Eigen::Index>(n.buses.size());
  Eigen::MatrixXcd y = Eigen::MatrixXcd::Zero(size, size);
  Eigen::VectorXcd v(size), s(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    Bus const& b = n.buses[static_cast<std::size_t>(i)];
    y(i, i) += Complex(b.shunt_mw, b.shunt_mvar) / n.base_mva;
    v(i) = std::polar(flow.vm[static_cast<std::size_t>(i)],
                      flow.va_deg[static_cast<std::size_t>(i)] * std::numbers::pi / 180);
    s(i) = -Complex(b.load_mw, b.load_mvar) / n.base_mva;
  }
  for (Branch const& b : n.branches) {
    if (!b.on) continue;
    Complex const tap = std::polar(b.ratio, b.shift_deg * std::numbers::pi / 180), ys = 1.0 / Complex(b.r, b.x);
    y(b.from, b.from) += (ys + Complex(0, b.b / 2)) / (b.ratio * b.ratio);
    y(b.to, b.to) += ys + Complex(0, b.b / 2);
    y(b.from, b.to) += -ys / std::conj(tap);
    y(b.to, b.from) += -ys / tap;
  }
  for (std::size_t i = 0; i < n.generators.size(); ++i)
    s(n.generators[i].bus) += flow.generators[i] / n.base_mva;
  return (v.cwiseProduct((y * v).conjugate()) - s).cwiseAbs().maxCoeff();
}

bool has(Flow const& flow, Network const& n, std::string const& words) {
  for (Trouble const& t : flow.troubles)
    if (to_text(t, n).find(words) != std::string::npos) return true;
  return false;
}

TEST(Flow, TwoBusesAsInClosedForm) {
  Network n = buses(2);
  n.buses[1].load_mw = 50, n.buses[1].load_mvar = 20;
  n.branches.push_back(line(0, 1, 0.02, 0.1));
  Flow const flow = solve_flow(n);
  ASSERT_TRUE(flow.converged);
  // |V|⁴ + (2 (r p + x q) - 1) |V|² + |z|² |s|² = 0
  double const p = 0.5, q = 0.2, half = (1 - 2 * (0.02 * p + 0.1 * q)) / 2;
  double const v2 = half + std::sqrt(half * half - (0.0004 + 0.01) * (p * p + q * q));
  EXPECT_NEAR(flow.vm[1], std::sqrt(v2), 1e-9);
  EXPECT_NEAR(flow.losses_mw, 100 * 0.02 * (p * p + q * q) / v2, 1e-6);
  EXPECT_NEAR(flow.generation_mw, 50 + flow.losses_mw, 1e-9);
}

TEST(Flow, RandomNetworksBalanceAtEveryBus) {
  std::mt19937_64 random(51);
  RecordProperty("seed", 51);
  for (int trial = 0; trial < 60; ++trial) {
    Network n = test::random_network(2 + static_cast<int>(random() % 60), trial % 7, random);
    if (n.buses.size() > 10) {
      n.buses[5].kind = BusKind::generator;
      Generator g;
      g.bus = 5, g.p_mw = 3, g.q_max = 50, g.q_min = -50, g.vm = 1.01;
      n.generators.push_back(g);
      n.branches[2].shift_deg = 3;
    }
    Flow const flow = solve_flow(n);
    ASSERT_TRUE(flow.converged) << "trial " << trial;
    EXPECT_LT(dense_mismatch(n, flow), 2e-8) << "trial " << trial;
  }
}

TEST(Flow, GeneratorsGiveUpTheirVoltageAtALimitAndTakeItUpAgain) {
  Network n = buses(3);
  n.buses[1].kind = BusKind::generator;
  n.buses[1].load_mvar = 60, n.buses[2].load_mw = 40;
  n.generators.push_back({.bus = 1, .p_mw = 10, .q_max = 20, .q_min = -20, .vm = 1.02, .p_max = 20});
  n.branches = {line(0, 1, 0.01, 0.1), line(1, 2, 0.01, 0.1)};
  FlowOptions limits;
  limits.reactive_limits = true;
  Flow const free = solve_flow(n), held = solve_flow(n, limits);
  EXPECT_NEAR(free.vm[1], 1.02, 1e-12);
  EXPECT_GT(free.generators[1].imag(), 20);
  EXPECT_NEAR(held.generators[1].imag(), 20, 1e-6);
  EXPECT_LT(held.vm[1], 1.02);
  EXPECT_TRUE(has(held, n, "note: bus 2: its generators are at their upper reactive limit"));
  EXPECT_LT(dense_mismatch(n, held), 2e-8);
  n.buses[1].load_mvar = -10;
  EXPECT_NEAR(solve_flow(n, limits).vm[1], 1.02, 1e-12);
}

TEST(Flow, SwitchesShuntsUntilTheVoltageIsInItsBand) {
  Network n = buses(2);
  n.buses[1].load_mvar = 60, n.buses[1].load_mw = 10;
  n.branches.push_back(line(0, 1, 0.01, 0.15));
  n.shunts.push_back({.bus = 1, .step_mvar = 10, .steps = 6, .v_low = 0.95, .v_high = 1.05});
  Flow const flow = solve_flow(n);
  EXPECT_GE(flow.vm[1], 0.95);
  EXPECT_GT(flow.shunt_steps[0], 0);
  EXPECT_LT(flow.shunt_steps[0], 6);
  n.buses[1].shunt_mvar = 10.0 * flow.shunt_steps[0];
  n.shunts.clear();
  EXPECT_NEAR(solve_flow(n).vm[1], flow.vm[1], 1e-9);
}

TEST(Flow, IslandsAreFedByTheirLargestGeneratorOrDead) {
  Network n = buses(6);
  n.buses[2].kind = n.buses[3].kind = BusKind::generator;
  n.generators.push_back({.bus = 2, .p_mw = 1, .vm = 1, .p_max = 5});
  n.generators.push_back({.bus = 3, .p_mw = 1, .vm = 1, .p_max = 9});
  n.buses[2].load_mw = 4, n.buses[4].load_mw = 7, n.buses[1].load_mw = 1;
  n.branches = {line(0, 1, 0.01, 0.1), line(2, 3, 0.01, 0.1), line(4, 5, 0.01, 0.1)};
  Flow const flow = solve_flow(n);
  EXPECT_TRUE(flow.converged);
  EXPECT_TRUE(has(flow, n, "warning: bus 4: its island has no slack"));
  EXPECT_TRUE(has(flow, n, "error: bus 5: nothing feeds its island of 2 buses and 7.000 MW"));
  EXPECT_NEAR(flow.generators[2].real(), 3, 1e-2);
  EXPECT_EQ(flow.unserved_mw, 7);
  EXPECT_EQ(flow.vm[4], 0);
  EXPECT_NEAR(flow.load_mw, 5, 1e-12);
}

TEST(Flow, NoImpedanceMakesOneNodeAndItsFlowIsTheBalance) {
  Network n = buses(4);
  n.buses[2].load_mw = 30, n.buses[3].load_mw = 10;
  n.branches = {line(0, 1, 0.01, 0.1), line(1, 2, 0, 0), line(2, 3, 0.01, 0.1)};
  Flow const flow = solve_flow(n);
  ASSERT_TRUE(flow.converged);
  EXPECT_EQ(flow.vm[1], flow.vm[2]);
  EXPECT_NEAR(flow.branches[1].from.real(), 30 + flow.branches[2].from.real(), 1e-6);
  EXPECT_NEAR(std::abs(flow.branches[1].from + flow.branches[0].to), 0, 1e-6);
  n.branches.push_back(line(1, 2, 0, 0));
  Flow const ring = solve_flow(n);
  EXPECT_TRUE(ring.converged);
  EXPECT_TRUE(std::isnan(ring.branches[1].from.real()));
  EXPECT_TRUE(has(ring, n, "a ring without impedance"));
}

TEST(Flow, WithoutASolutionItIsTheBestStateAndSaysSo) {
  Network n = buses(2);
  n.buses[1].load_mw = 1000;
  n.branches.push_back(line(0, 1, 0.02, 0.1));
  Flow const flow = solve_flow(n);
  EXPECT_FALSE(flow.converged);
  EXPECT_GT(flow.mismatch_pu, 0.1);
  EXPECT_LT(flow.mismatch_pu, 10);
  EXPECT_TRUE(has(flow, n, "no solution"));
  EXPECT_TRUE(std::isfinite(flow.vm[1]));
}

TEST(Flow, TakesAnythingThatIsWellFormed) {
  Flow const nothing = solve_flow(Network{});
  EXPECT_TRUE(nothing.converged);
  Network off = buses(2);
  off.buses[1].kind = BusKind::off;
  off.branches.push_back(line(0, 1, 0.01, 0.1));
  EXPECT_TRUE(solve_flow(off).converged);
  Network bad = buses(2);
  bad.branches.push_back(line(0, 5, 0, 1));
  auto const mistake = find_mistake(bad);
  ASSERT_TRUE(mistake);
  EXPECT_EQ(mistake->code, "power.no_bus");
  EXPECT_EQ(mistake_text(*mistake, bad), "branch 1: a bus is not there");
}

TEST(Flow, EveryMistakeHasACodeAndItsElement) {
  struct Case {
    char const* code;
    Element element;
    void (*spoil)(Network&);
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Case const cases[] = {
      {"power.base", Element::network, [](Network& n) { n.base_mva = 0; }},
      {"power.not_finite", Element::bus, [](Network& n) { n.buses[1].load_mw = nan; }},
      {"power.no_number", Element::bus, [](Network& n) { n.buses[1].v_max = nan; }},
      {"power.bus_twice", Element::bus, [](Network& n) { n.buses[1].number = n.buses[0].number; }},
      {"power.no_bus", Element::generator, [](Network& n) { n.generators[0].bus = 7; }},
      {"power.not_finite", Element::generator, [](Network& n) { n.generators[0].p_mw = nan; }},
      {"power.no_number", Element::generator, [](Network& n) { n.generators[0].q_max = nan; }},
      {"power.no_voltage", Element::generator, [](Network& n) { n.generators[0].vm = 0; }},
      {"power.not_finite", Element::branch, [](Network& n) { n.branches[0].x = nan; }},
      {"power.no_ratio", Element::branch, [](Network& n) { n.branches[0].ratio = 0; }},
      {"power.shunt", Element::network, [](Network& n) { n.shunts.push_back({.bus = 0, .steps = 1, .now = 2}); }}};
  Network good = buses(2);
  good.branches.push_back(line(0, 1, 0.01, 0.1));
  good.generators.emplace_back();
  EXPECT_FALSE(find_mistake(good));
  for (Case const& c : cases) {
    Network bad = good;
    c.spoil(bad);
    auto const found = find_mistake(bad);
    ASSERT_TRUE(found) << c.code;
    EXPECT_EQ(found->code, c.code);
    EXPECT_EQ(found->element, c.element) << c.code;
    EXPECT_EQ(found->weight, Trouble::Weight::error);
  }
}

TEST(Flow, BridgesAreWhatHoldsTheNetworkTogether) {
  std::mt19937_64 random(52);
  for (int trial = 0; trial < 50; ++trial) {
    Network n = test::random_network(2 + static_cast<int>(random() % 12), trial % 9, random);
    std::vector<Trouble> none;
    auto const t = find_topology(n, none);
    auto const found = find_bridges(n, t);
    for (std::size_t i = 0; i < n.branches.size(); ++i) {
      Network less = n;
      less.branches[i].on = false;
      auto const roles = find_topology(less, none).role;
      EXPECT_EQ(found[i] != 0, std::count(roles.begin(), roles.end(), Role::dead) > 0) << "trial " << trial;
    }
  }
}

} // namespace
} // namespace dalian::power
