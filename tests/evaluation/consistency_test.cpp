#include "twin/evaluation/consistency.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <random>

namespace dalian::evaluation {
namespace {

TEST(Consistency, NeesEqualsEigens) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0, 3);
    auto const draw = [&] { return normal(random); };
    Eigen::Matrix4d const a = Eigen::Matrix4d::NullaryExpr(draw);
    Eigen::Matrix4d const p = a * a.transpose() + Eigen::Matrix4d::Identity();
    Eigen::Vector4d const x = Eigen::Vector4d::NullaryExpr(draw);
    std::array<double, 10> upper{};
    for (int i = 0, k = 0; i < 4; ++i)
      for (int j = i; j < 4; ++j, ++k)
        upper[static_cast<std::size_t>(k)] = p(i, j);
    double const expected = x.dot(p.ldlt().solve(x));
    EXPECT_NEAR(nees({x[0], x[1], x[2], x[3]}, upper), expected, 1e-8 * expected);
    double const two = x.head<2>().dot(p.topLeftCorner<2, 2>().ldlt().solve(x.head<2>()));
    EXPECT_NEAR(nees(std::array{x[0], x[1]}, {p(0, 0), p(0, 1), p(1, 1)}), two, 1e-8 * two);
  }
}

TEST(Consistency, QuantilesOfTheTable) {
  // NIST/SEMATECH e-Handbook of Statistical Methods, tables of chi-square 1.3.6.7.4: 97.5 % and 2.5 %.
  EXPECT_NEAR(chi_square_at(1.959964, 10), 20.483, 0.01 * 20.483);
  EXPECT_NEAR(chi_square_at(-1.959964, 10), 3.247, 0.01 * 3.247);
  EXPECT_NEAR(chi_square_at(1.959964, 100), 129.561, 1e-3 * 129.561);
  EXPECT_NEAR(chi_square_at(-1.959964, 100), 74.222, 1e-3 * 74.222);
}

TEST(Consistency, BandOfTheBook) {
  // Bar-Shalom, Li, Kirubarajan 2001, §5.4.2 example: 50 runs, 2 dimensions: [1.484, 2.591] = χ²₁₀₀ / 50.
  Band const band = nees_band(50, 2);
  EXPECT_NEAR(band.low, 74.222 / 50, 0.003);
  EXPECT_NEAR(band.high, 129.561 / 50, 0.003);
  EXPECT_TRUE(band.contains(2));
  EXPECT_FALSE(band.contains(2.7));
}

} // namespace
} // namespace dalian::evaluation
