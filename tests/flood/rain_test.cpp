#include "twin/flood/rain.hpp"
#include "twin/flood/roads.hpp"
#include "twin/flood/tide.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace dalian::flood {
namespace {

/// q = 1900 (1 + 0.66 lg P) / (t + 8)^0.8 of a handbook for Dalian: 247 L/(s ha) for 3 years and 10 minutes.
constexpr StormFormula kDalian{1900, 0.66, 8, 0.8};

TEST(Rain, FormulaOfDalian) {
  EXPECT_NEAR(mean_intensity_mm_h(kDalian, 3, 10) / 0.36, 247, 1);
  EXPECT_NEAR(mean_intensity_mm_h(kDalian, 3, 10), 89, 0.5);
  EXPECT_GT(mean_intensity_mm_h(kDalian, 50, 60), mean_intensity_mm_h(kDalian, 5, 60));
}

/// The property that the storm is made for: the heaviest stretch of any length is that of the formula.
TEST(Rain, EveryStretchAboutThePeakIsThatOfTheFormula) {
  Storm const storm{50, 180, 0.4};
  auto const steps = chicago_mm_h(kDalian, storm, 1);
  ASSERT_EQ(steps.size(), 180u);
  auto const mm = [&](int from, int to) { return std::accumulate(steps.begin() + from, steps.begin() + to, 0.0) / 60; };
  EXPECT_NEAR(mm(0, 180), depth_mm(kDalian, 50, 180), 1e-9);
  for (int const minutes : {5, 30, 60, 120}) {
    int const before = static_cast<int>(0.4 * minutes); // whole minutes
    EXPECT_NEAR(mm(72 - before, 72 - before + minutes), depth_mm(kDalian, 50, minutes), 1e-9) << minutes;
  }
  EXPECT_EQ(std::max_element(steps.begin(), steps.end()) - steps.begin(), 71 + (steps[72] > steps[71] ? 1 : 0));
}

TEST(Rain, StepsThatDoNotDivideTheStormKeepItsWater) {
  auto const steps = chicago_mm_h(kDalian, {10, 100, 0.35}, 7);
  EXPECT_EQ(steps.size(), 15u);
  EXPECT_NEAR(std::accumulate(steps.begin(), steps.end(), 0.0) * 7 / 60, depth_mm(kDalian, 10, 100), 1e-9);
}

TEST(Tide, HighAndLowWaterAndASurgeUponIt) {
  Sea const sea{0.1, 2.2, 3, 1.5, 3, 12};
  EXPECT_DOUBLE_EQ(level_m(sea, 3), 0.1 + 1.1 + 1.5);
  EXPECT_NEAR(level_m({0, 2, 0, 0, 0, 0}, kTidePeriod_h / 2), -1, 1e-12);
  EXPECT_DOUBLE_EQ(level_m(sea, 3 + kTidePeriod_h), 0.1 + 1.1) << "the surge is over";
}

/// Figure 4 of Pregnolato et al. (2017): 86.9 km/h on a dry road, some 24 in 15 cm, none from 30 cm on.
TEST(Roads, SpeedInWater) {
  EXPECT_NEAR(safe_speed_kmh(0), 86.9448, 1e-9);
  EXPECT_NEAR(safe_speed_kmh(0.15), 24.26, 0.01);
  EXPECT_EQ(safe_speed_kmh(0.3), 0);
  EXPECT_GT(safe_speed_kmh(0.299), 0);
}

} // namespace
} // namespace dalian::flood
