// Each change of a study against a network solved from the start with that change.
#include "twin/power/study.hpp"

#include "tests/power/grids.hpp"
#include "twin/power/contingency.hpp"
#include "twin/power/hosting.hpp"
#include "twin/power/violations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::power {
namespace {

using test::buses;
using test::line;
using testing::HasSubstr;

TEST(Study, OtherLoadsAreAsIfSolvedFromTheStart) {
  std::mt19937_64 random(54);
  RecordProperty("seed", 54);
  for (int trial = 0; trial < 20; ++trial) {
    Network n = test::random_network(40, 20, random);
    Study study(n);
    ASSERT_TRUE(study.ready());
    for (Bus& b : n.buses)
      b.load_mw *= std::uniform_real_distribution<double>(0.5, 1.5)(random);
    std::vector<double> p, q;
    add_up_injections(n, study.topology(), p, q);
    VoltageState state, again;
    EXPECT_TRUE(study.solve(p, q, state).converged);
    Flow const whole = solve_flow(n);
    for (std::size_t b = 0; b < n.buses.size(); ++b)
      EXPECT_NEAR(state.vm[b], whole.vm[b], 1e-7);
    (void)study.solve_without(0, again); // whatever was asked between
    (void)study.solve(p, q, again);
    EXPECT_EQ(state.vm, again.vm);
    EXPECT_EQ(state.va, again.va);
  }
}

TEST(Study, OutagesAreAsIfSolvedWithoutTheBranch) {
  std::mt19937_64 random(55);
  RecordProperty("seed", 55);
  for (int trial = 0; trial < 15; ++trial) {
    Network n = test::random_network(25, 12, random);
    for (Branch& b : n.branches)
      b.rating_mva = 10;
    for (std::size_t i = 0; i < 8; ++i) // circuits that are alike, of some three
      n.branches.push_back(n.branches[random() % n.branches.size()]);
    Study study(n);
    for (Outage const& o : find_outages(study)) {
      Network less = n;
      less.branches[o.branch].on = false;
      Flow const flow = solve_flow(less);
      ASSERT_EQ(o.solved, flow.converged);
      EXPECT_EQ(o.parts, flow.unserved_mw > 0);
      EXPECT_NEAR(o.unserved_mw, flow.unserved_mw, 1e-12);
      EXPECT_NEAR(o.worst_loading, worst_loading(less, flow).value, 1e-6);
      EXPECT_NE(o.worst_branch, o.branch);
      EXPECT_NEAR(flow.branches[o.worst_branch].worst_mva() / 10, o.worst_loading, 1e-6);
      double lowest = 2;
      for (double const v : flow.vm)
        if (v > 0) lowest = std::min(lowest, v);
      EXPECT_NEAR(o.lowest_vm, lowest, 1e-7);
    }
  }
}

TEST(Study, SensitivitiesAreTheSlopesOfTheSolution) {
  std::mt19937_64 random(56);
  Network const n = test::random_network(20, 8, random);
  Study study(n);
  auto const voltage = study.of_voltage(7);
  auto const branch = study.of_branch(3);
  double const mw = 1e-4;
  for (std::size_t b : {std::size_t{5}, std::size_t{7}, std::size_t{12}}) {
    Network more = n;
    more.buses[b].load_mvar -= mw;
    Flow const by_q = solve_flow(more, {.newton = {.tolerance = 1e-12}});
    EXPECT_NEAR((by_q.vm[7] - study.base().vm[7]) / mw, voltage.by_q[b], 1e-5 + 1e-3 * std::abs(voltage.by_q[b]));
    more = n;
    more.buses[b].load_mw -= mw;
    Flow const by_p = solve_flow(more, {.newton = {.tolerance = 1e-12}});
    Flow const base = solve_flow(n, {.newton = {.tolerance = 1e-12}});
    EXPECT_NEAR((by_p.branches[3].worst_mva() - base.branches[3].worst_mva()) / mw, branch.by_p[b], 1e-4);
    EXPECT_NEAR((by_p.vm[7] - base.vm[7]) / mw, voltage.by_p[b], 1e-6);
  }
}

TEST(Violations, SayWhatWouldMendThem) {
  Network n = buses(3);
  n.buses[1].load_mw = 40, n.buses[2].load_mw = 20, n.buses[2].load_mvar = 10;
  n.buses[2].v_min = 0.985;
  n.branches = {line(0, 1, 0.01, 0.05), line(1, 2, 0.02, 0.1)};
  n.branches[0].rating_mva = 50;
  Study study(n);
  auto const found = find_violations(study);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_THAT(to_text(found[0], n), HasSubstr("warning: bus 3: 0.97"));
  EXPECT_THAT(found[0].message, HasSubstr("MVAr more here would bring it to 0.985"));
  EXPECT_THAT(to_text(found[1], n), HasSubstr("warning: branch 1-2: "));
  double const mvar = std::stod(found[0].message.substr(found[0].message.find("about ") + 6));
  n.buses[2].load_mvar -= mvar; // what it says, done
  EXPECT_NEAR(solve_flow(n).vm[2], 0.985, 5e-4);
}

TEST(Hosting, StopsAtTheLimitThatItNames) {
  Network n = buses(3);
  n.buses[2].load_mw = 5;
  n.branches = {line(0, 1, 0.02, 0.05), line(1, 2, 0.3, 0.1)};
  for (Branch& b : n.branches)
    b.rating_mva = 60;
  Study study(n);
  Hosting const solar = find_hosting(study, 2, Guest::generation, 200);
  EXPECT_THAT(solar.limit, HasSubstr("bus 3: its highest voltage"));
  n.generators.push_back({.bus = 2, .p_mw = solar.mw, .vm = 1});
  EXPECT_LE(solve_flow(n).vm[2], 1.1 + 1e-6);
  n.generators[1].p_mw += 0.3;
  EXPECT_GT(solve_flow(n).vm[2], 1.1);
  Hosting const charger = find_hosting(study, 1, Guest::load, 200);
  EXPECT_EQ(charger.limit, "branch 1-2: its rating");
  EXPECT_NEAR(charger.mw, 54, 1.5);
  EXPECT_TRUE(find_hosting(study, 1, Guest::load, 10).is_most);
}

} // namespace
} // namespace dalian::power
