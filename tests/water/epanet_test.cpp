// Against EPANET 2.3.5 on networks of our own: every valve, pump, formula, control and rule.
#include "tests/water/epanet_cases.hpp"
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::water {
namespace {

void compare(test::EpanetCase const& want, InpFile const& file, Field const& field) {
  Network const& network = file.network;
  for (std::size_t n = 0; n < network.nodes.size(); ++n) // feet or metres
    EXPECT_NEAR(field.head_m[n] / file.units.length, want.head.at(network.nodes[n].id), 2e-4) << network.nodes[n].id;
  for (std::size_t k = 0; k < network.links.size(); ++k) {
    double const right = want.flow.at(network.links[k].id);
    EXPECT_NEAR(field.flow_m3s[k] / file.units.flow, right, 2e-3 * std::max(1.0, std::abs(right)) / 2)
        << network.links[k].id;
  }
}

TEST(Epanet, EveryElementAnswersAlike) {
  for (test::EpanetCase const& want : test::kEpanetCases) {
    auto const file = read_inp(want.inp, "case");
    ASSERT_TRUE(file) << file.error();
    SCOPED_TRACE(file->network.title + " at hour " + std::to_string(want.hour));
    bool met = false;
    auto const visit = [&](Step const& step) {
      if (step.time_s != want.hour * 3600) return true;
      met = true;
      EXPECT_TRUE(step.convergence.balanced);
      compare(want, file.value(), step.field);
      return true;
    };
    auto const summary = simulate(file->network, {}, visit);
    ASSERT_TRUE(summary) << summary.error();
    EXPECT_TRUE(met);
    EXPECT_LE(summary->residual.mass_m3s, 1e-6); // open valves without loss: a large conductance times rounded heads
    EXPECT_LE(summary->residual.head_m, 1e-4);
    EXPECT_NEAR(summary->imbalance_m3(), 0, 0.05);
  }
}

} // namespace
} // namespace dalian::water
