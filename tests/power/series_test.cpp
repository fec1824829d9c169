#include "twin/power/series.hpp"

#include "tests/power/grids.hpp"

#include <gtest/gtest.h>
#include <numeric>

namespace dalian::power {
namespace {

TEST(Series, StorageHoldsTheLowestCap) {
  std::vector<double> const demand{10, 10, 20, 30, 20, 10};
  // 5 MW, much energy: power is what limits
  auto const strong = shave(demand, {.power_mw = 5, .energy_mwh = 100, .efficiency = 1});
  EXPECT_NEAR(strong.cap_mw, 25, 1e-4);
  // 3 MWh: only the one hour above 27
  auto const small = shave(demand, {.power_mw = 5, .energy_mwh = 3, .efficiency = 0.8});
  EXPECT_NEAR(small.cap_mw, 27, 1e-4);
  for (auto const* d : {&strong, &small})
    for (std::size_t h = 0; h < demand.size(); ++h) {
      EXPECT_LE(demand[h] - d->given_mw[h], d->cap_mw + 1e-9);
      EXPECT_LE(std::abs(d->given_mw[h]), 5 + 1e-9);
    }
  double taken = 0, given = 0; // a day that repeats gives back what it takes, less its losses
  for (double const mw : small.given_mw)
    (mw > 0 ? given : taken) += std::abs(mw);
  EXPECT_NEAR(given, 0.8 * taken, 1e-9);
  EXPECT_EQ(shave(demand, {}).cap_mw, 30);
}

TEST(Series, EachHourIsThePowerFlowOfThatHour) {
  std::mt19937_64 random(59);
  Network n = test::random_network(30, 10, random);
  n.buses[4].kind = BusKind::load;
  n.generators.push_back({.bus = 4, .p_mw = 2, .vm = 1});
  for (Branch& b : n.branches)
    b.rating_mva = 30;
  Study study(n);
  ASSERT_TRUE(study.ready());
  std::vector<Hour> hours;
  for (int h = 0; h < 24; ++h)
    hours.push_back({h >= 18 && h < 21 ? 1.5 : 0.6, {0, h > 8 && h < 16 ? 5.0 : 0.0}});
  std::vector<Storage> const storages{{.bus = 7, .power_mw = 3, .energy_mwh = 8}};
  auto const results = solve_series(study, hours, storages);
  ASSERT_EQ(results.size(), 24u);
  EXPECT_GT(results[19].storage_mw[0], 0);
  for (std::size_t const h : {std::size_t{3}, std::size_t{12}, std::size_t{19}}) {
    Network now = n;
    for (Bus& b : now.buses)
      b.load_mw *= hours[h].load_factor, b.load_mvar *= hours[h].load_factor;
    now.generators[1].p_mw = hours[h].generator_mw[1];
    now.buses[7].load_mw -= results[h].storage_mw[0];
    Flow const flow = solve_flow(now);
    EXPECT_TRUE(results[h].converged);
    EXPECT_NEAR(results[h].losses_mw, flow.losses_mw, 1e-5);
    EXPECT_NEAR(results[h].lowest_vm, *std::min_element(flow.vm.begin(), flow.vm.end()), 1e-7);
  }
}

} // namespace
} // namespace dalian::power
