// The trials of tools/chaos in short; more by hand: chaos --seed 7 --minutes 30.
#include "tools/chaos/twin_trials.hpp"

#include <gtest/gtest.h>

namespace dalian::chaos {
namespace {

TEST(TwinTrials, NothingAcknowledgedAndNoEventIsLostOrStandsTwice) {
  auto const figures = run_twin_trials({.seed = 20261127, .minutes = 0.2});
  EXPECT_GT(figures.acknowledged, 0U);
  EXPECT_EQ(figures.lost, 0U);
  EXPECT_EQ(figures.twice, 0U);
  EXPECT_EQ(figures.damaged, 0U);
}

TEST(TwinTrials, SeeWhatIsLost) {
  EXPECT_GT(run_twin_trials({.seed = 3, .minutes = 0.05, .spoil = true}).lost, 0U);
}

} // namespace
} // namespace dalian::chaos
