#include "twin/water/raise.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace dalian::water {
namespace {

TEST(Raise, IsThePowerToNearlyTheLastPlace) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> tens(-13, 4);
  std::vector<double> x;
  for (int i = 0; i < 100000; ++i)
    x.push_back(std::pow(10, tens(random)));
  for (double const edge : {std::sqrt(0.5), std::sqrt(2.0), 1.0, std::nextafter(1.0, 0.0), 0.5, 2.0, 1e-9, 1e3})
    x.push_back(edge);
  std::vector<double> got(x.size());
  for (double const exponent : {0.852, 1.852, 0.5, 1.0, 0.75}) {
    raise(x.data(), x.size(), exponent, got.data());
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_NEAR(got[i] / std::pow(x[i], exponent), 1, (2 + std::abs(exponent * std::log(x[i])) / 4) * 1e-15)
          << x[i] << "^" << exponent;
  }
}

TEST(Raise, OfManyIsBitForBitThatOfOne) {
  std::mt19937_64 random(12);
  std::uniform_real_distribution<double> tens(-13, 4);
  std::vector<double> x(1003), got(x.size());
  for (double& each : x)
    each = std::pow(10, tens(random));
  raise(x.data(), x.size(), 0.852, got.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    double alone = 0;
    raise(&x[i], 1, 0.852, &alone);
    ASSERT_EQ(got[i], alone) << x[i];
  }
}

TEST(Raise, OfNothingIsNothing) {
  double const x[] = {0, 1e-300};
  double got[2];
  raise(x, 2, 0.852, got);
  EXPECT_LT(got[0], 1e-100);
  EXPECT_LT(got[1], 1e-100);
}

} // namespace
} // namespace dalian::water
