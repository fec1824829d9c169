#include "twin/power/dc.hpp"

#include "tests/power/grids.hpp"

#include <gtest/gtest.h>

namespace dalian::power {
namespace {

TEST(Dc, ARingSharesByReactance) {
  Network n = test::buses(3);
  n.buses[2].load_mw = 90;
  n.branches = {test::line(0, 2, 0, 0.1), test::line(0, 1, 0, 0.1), test::line(1, 2, 0, 0.1)};
  Flow const flow = solve_dc(n);
  ASSERT_TRUE(flow.converged);
  EXPECT_NEAR(flow.branches[0].from.real(), 60, 1e-9);
  EXPECT_NEAR(flow.branches[1].from.real(), 30, 1e-9);
  EXPECT_NEAR(flow.generators[0].real(), 90, 1e-9);
  n.branches[0].shift_deg = 1; // drives power the other way round: shift / (sum of reactances)
  EXPECT_NEAR(solve_dc(n).branches[0].from.real(), 60 - 100 * 3.14159265358979 / 180 / 0.3, 1e-6);
}

TEST(Dc, IsWhatAcBecomesForLightLoads) {
  std::mt19937_64 random(53);
  Network n = test::random_network(30, 10, random);
  for (Branch& b : n.branches)
    b.r = 0, b.b = 0, b.ratio = 1;
  for (Bus& b : n.buses)
    b.load_mw /= 1e3, b.load_mvar = 0, b.shunt_mvar = 0;
  Flow const dc = solve_dc(n), ac = solve_flow(n);
  EXPECT_LT(dc.mismatch_pu, 1e-12);
  for (std::size_t i = 0; i < n.branches.size(); ++i)
    EXPECT_NEAR(dc.branches[i].from.real(), ac.branches[i].from.real(), 1e-5);
}

} // namespace
} // namespace dalian::power
