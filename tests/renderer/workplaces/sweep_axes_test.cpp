#include "renderer/workplaces/sweep_panel.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

planner::SweepResults results() {
  planner::SweepResults out;
  out.axes = {"far", "use"};
  out.figures = {"land.jobs"};
  out.rows = {{1, {"2", "office"}, {100}, 0},
              {2, {"0.5", "green"}, {150}, 0},
              {3, {"1", "office"}, {NAN}, 1},
              {4, {"2", "parts"}, {200}, 0}};
  return out;
}

TEST(ParallelAxes, NumbersLieByTheirValueWordsInTheOrderInWhichTheyCome) {
  auto const axes = parallel_axes(results(), {});
  ASSERT_EQ(axes.size(), 2u);
  EXPECT_EQ(axes[0].low, "0.5");
  EXPECT_EQ(axes[0].high, "2");
  EXPECT_EQ(axes[0].at[0], 1);
  EXPECT_EQ(axes[0].at[1], 0);
  EXPECT_NEAR(axes[0].at[2], 0.5 / 1.5, 1e-12);
  EXPECT_EQ(axes[1].low, "office");
  EXPECT_EQ(axes[1].at, (std::vector<double>{0, 0.5, 0, 1}));
}

TEST(ParallelAxes, FiguresLieBetweenTheirEnds) {
  auto const found = results();
  auto const axes = parallel_axes(found, planner::moving_figures(found));
  ASSERT_EQ(axes.size(), 3u);
  EXPECT_EQ(axes[2].at[1], 0.5);
  EXPECT_TRUE(std::isnan(axes[2].at[2])) << "an engine failed there";
}

TEST(ParallelAxes, AnAxisThatStandsStillIsInTheMiddle) {
  planner::SweepResults one;
  one.axes = {"far", "use", "more"};
  one.rows = {{1, {"2", "office"}, {}, 0}};
  auto const axes = parallel_axes(one, {});
  EXPECT_EQ(axes[0].at[0], 0.5);
  EXPECT_EQ(axes[1].at[0], 0.5);
  EXPECT_TRUE(std::isnan(axes[2].at[0])) << "the case has no setting there";
}

} // namespace
} // namespace dalian::workplaces
