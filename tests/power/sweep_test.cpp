// Against Newton on random radial networks.
#include "twin/power/sweep.hpp"

#include "tests/power/grids.hpp"
#include "twin/power/flow.hpp"

#include <gtest/gtest.h>

namespace dalian::power {
namespace {

TEST(Sweep, EqualsNewton) {
  std::mt19937_64 random(58);
  RecordProperty("seed", 58);
  for (int trial = 0; trial < 60; ++trial) {
    Network n = test::random_network(2 + static_cast<int>(random() % 80), 0, random);
    if (n.branches.size() > 4) n.branches[2].shift_deg = 5, std::swap(n.branches[3].from, n.branches[3].to);
    if (n.branches.size() > 9) n.branches[7].r = n.branches[7].x = 0, n.branches[7].ratio = 1, n.branches[7].b = 0;
    if (n.branches.size() > 20) n.branches[15].on = false;
    Solved solved;
    Flow const newton = solve_flow(n, {}, &solved);
    ASSERT_TRUE(newton.converged);
    auto sweep = Sweep::of(n, solved.topology);
    ASSERT_TRUE(sweep);
    VoltageState state = starting_state(n, solved.topology, true);
    std::vector<double> p, q;
    add_up_injections(n, solved.topology, p, q);
    auto const outcome = sweep->solve(p, q, state, {});
    ASSERT_TRUE(outcome.converged) << "trial " << trial << " " << outcome.mismatch;
    Newton check(Admittance(n, solved.topology), solved.topology.role); // its mismatch, by the other program
    std::vector<double> p_now(p.size()), q_now(q.size());
    check.injections(Admittance(n, solved.topology), state, p_now, q_now);
    for (std::size_t v = 0; v < p.size(); ++v) {
      EXPECT_NEAR(state.vm[v], solved.state.vm[v], 1e-7);
      EXPECT_NEAR(state.va[v], solved.state.va[v], 1e-7);
      if (solved.topology.role[v] != Role::load) continue;
      EXPECT_NEAR(p_now[v], p[v], 2e-8);
      EXPECT_NEAR(q_now[v], q[v], 2e-8);
    }
  }
}

TEST(Sweep, RefusesWhatIsNotRadial) {
  Network n = test::buses(3);
  n.branches = {test::line(0, 1, 0.01, 0.1), test::line(1, 2, 0.01, 0.1), test::line(0, 2, 0.01, 0.1)};
  std::vector<Trouble> none;
  EXPECT_FALSE(Sweep::of(n, find_topology(n, none)));
  n.branches.pop_back();
  EXPECT_TRUE(Sweep::of(n, find_topology(n, none)));
  n.buses[2].kind = BusKind::generator;
  n.generators.push_back({.bus = 2, .vm = 1});
  EXPECT_FALSE(Sweep::of(n, find_topology(n, none)));
}

} // namespace
} // namespace dalian::power
