#include "renderer/workplaces/section_axes.hpp"

#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

constexpr ui::Box kPlot{100, 50, 1100, 200};

Section flat(double length_m, double low_m, double high_m) {
  Section s;
  s.samples = {{0, low_m, {}, true}, {length_m, high_m, {}, true}};
  s.lowest_m = low_m, s.highest_m = high_m;
  return s;
}

double px_per_m_up(SectionAxes const& a) {
  return static_cast<double>(a.y_of(0) - a.y_of(1));
}

TEST(SectionAxes, HeightsAreExaggeratedByARoundNumberAndAllIsInThePlot) {
  for (double const length_m : {80.0, 950.0, 4300.0, 41'000.0})
    for (double const high_m : {3.0, 47.0, 210.0, 1130.0}) {
      auto const section = flat(length_m, -25, high_m);
      auto const axes = axes_of(section, kPlot);
      double const across = static_cast<double>(axes.x_of(1) - axes.x_of(0));
      EXPECT_NEAR(px_per_m_up(axes) / across, axes.exaggeration, 2e-3 * axes.exaggeration);
      EXPECT_GT(axes.y_of(high_m), kPlot.y0);
      EXPECT_LT(axes.y_of(-25), kPlot.y1);
      EXPECT_TRUE(axes.exaggeration >= 1 || axes.plot.x1 < kPlot.x1);
      EXPECT_EQ(exaggeration_text(axes.exaggeration).find('e'), std::string::npos);
      double const used = static_cast<double>(axes.y_of(-25) - axes.y_of(high_m)) / 150;
      EXPECT_GT(used, high_m + 25 < 1e-3 * length_m ? 0.2 : 0.5) << length_m << " m by " << high_m;
    }
}

TEST(SectionAxes, AHouseOnAShortLineStandsInIt) {
  auto section = flat(100, 3, 3);
  section.things.push_back({20, 60, 3, 43, "house", true, false});
  auto const axes = axes_of(section, kPlot);
  EXPECT_LT(axes.exaggeration, 1);
  EXPECT_NEAR(axes.plot.width(), 0.4F * kPlot.width(), 0.01F);
  EXPECT_GT(axes.y_of(43), kPlot.y0);
}

TEST(SectionAxes, AStreetIsSeenAsItIsRatherThanCompressed) {
  auto section = flat(300, 3, 3);
  section.things.push_back({20, 60, 3, 43, "house", true, false});
  auto const axes = axes_of(section, kPlot);
  EXPECT_EQ(axes.exaggeration, 1);
  EXPECT_LT(axes.plot.width(), kPlot.width());
  EXPECT_NEAR(axes.plot.x0 - kPlot.x0, kPlot.x1 - axes.plot.x1, 0.01F);
  EXPECT_EQ(axes_of(flat(300, 3, 3), kPlot).plot.x1, kPlot.x1);
}

TEST(SectionAxes, TheSeaIsThereUnlessItIsFarBelow) {
  EXPECT_LT(axes_of(flat(1000, 20, 90), kPlot).low_m, 0);
  EXPECT_GT(axes_of(flat(1000, 200, 230), kPlot).low_m, 100);
  EXPECT_GT(axes_of(flat(1000, -30, -10), kPlot).high_m, 0);
}

TEST(SectionAxes, APlainIsNoMountain) {
  auto const axes = axes_of(flat(40'000, 1, 3), kPlot);
  EXPECT_GE(axes.high_m - axes.low_m, 40);
}

TEST(SectionAxes, APixelIsAPlace) {
  auto const axes = axes_of(flat(5000, 0, 10), kPlot);
  EXPECT_NEAR(axes.along_at(axes.x_of(1234)), 1234, 0.1);
  EXPECT_LT(axes.along_at(kPlot.x0 - 5), 0);
}

TEST(SectionAxes, StepsAreRound) {
  EXPECT_DOUBLE_EQ(round_step(41'000, 8), 10'000);
  EXPECT_DOUBLE_EQ(round_step(100, 10), 10);
  EXPECT_DOUBLE_EQ(round_step(97, 5), 20);
  EXPECT_DOUBLE_EQ(round_step(3.1, 8), 0.5);
  EXPECT_EQ(ticks(-25, 60, 20), (std::vector<double>{-20, 0, 20, 40, 60}));
  EXPECT_EQ(ticks(0, 0.5, 0.1).size(), 6U);
}

TEST(SectionAxes, NumbersHaveTheUnitTheyAreReadIn) {
  EXPECT_EQ(exaggeration_text(8), "×8");
  EXPECT_EQ(exaggeration_text(0.4), "×0.4");
  EXPECT_EQ(exaggeration_text(150), "×150");
  EXPECT_EQ(distance_tick(0, 5000), "0");
  EXPECT_EQ(distance_tick(2500, 8000), "2.5 km");
  EXPECT_EQ(distance_tick(150, 900), "150 m");
  EXPECT_EQ(distance_tick(20'000, 41'000), "20 km");
}

} // namespace
} // namespace dalian::workplaces
