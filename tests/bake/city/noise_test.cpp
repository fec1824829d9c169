#include "tools/bake/city/noise.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace dalian::bake {
namespace {

TEST(Noise, SlopesAreTheDerivativesOfTheValue) {
  constexpr double kStep = 1e-5;
  for (double x = -3.3; x < 3; x += 0.37)
    for (double y = -2.1; y < 2; y += 0.41) {
      NoiseSample const n = gradient_noise(x, y, 7);
      EXPECT_NEAR(n.dx, (gradient_noise(x + kStep, y, 7).value - gradient_noise(x - kStep, y, 7).value) / (2 * kStep),
                  1e-6);
      EXPECT_NEAR(n.dy, (gradient_noise(x, y + kStep, 7).value - gradient_noise(x, y - kStep, 7).value) / (2 * kStep),
                  1e-6);
    }
}

TEST(Noise, StaysInItsRangeAndHasNoBias) {
  double sum = 0;
  int count = 0;
  for (double x = 0; x < 200000; x += 1371)
    for (double y = 0; y < 200000; y += 1193) {
      double const v = fractal({x, y}, {1000, 4, 3});
      ASSERT_LT(std::abs(v), 1.6);
      double const hills = worn_hills({x, y}, {5000, 5, 3});
      ASSERT_GE(hills, 0);
      ASSERT_LE(hills, 1.3);
      sum += v;
      ++count;
    }
  EXPECT_NEAR(sum / count, 0, 0.02);
}

TEST(KeyedRandom, DependsOnItsKeyAlone) {
  KeyedRandom a(5), b(5), c(6);
  double const first = a.uniform();
  EXPECT_EQ(first, b.uniform());
  EXPECT_NE(first, c.uniform());
}

TEST(KeyedRandom, LogNormalHasTheAskedMedian) {
  int below = 0;
  for (std::uint64_t key = 0; key < 4000; ++key)
    below += KeyedRandom(key).log_normal(40, 0.5) < 40 ? 1 : 0;
  EXPECT_NEAR(below, 2000, 150); // 5 standard deviations of a fair coin
}

} // namespace
} // namespace dalian::bake
