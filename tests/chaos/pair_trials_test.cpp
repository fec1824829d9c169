// The trials of tools/chaos in short; a hundred more by hand: chaos_postgres --promotions 100.
#include "tools/chaos/pair_trials.hpp"

#include <gtest/gtest.h>

namespace dalian::chaos {
namespace {

TEST(PairTrials, NothingAcknowledgedIsLostByAKillOfOneOrBoth) {
  auto const figures = run_pair_trials({.promotions = 2, .both = 1, .seed = 20261127});
  EXPECT_GT(figures.acknowledged, 0U);
  EXPECT_EQ(figures.lost, 0U);
  EXPECT_EQ(figures.twice, 0U);
}

} // namespace
} // namespace dalian::chaos
