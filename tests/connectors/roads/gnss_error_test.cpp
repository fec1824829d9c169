// The error of a receiver against the theory of its process: variance, autocorrelation and power spectrum of a
// Gauss-Markov process (Brown and Hwang, "Introduction to Random Signals and Applied Kalman Filtering", 4th ed.).
#include "connectors/roads/gnss_error.hpp"

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace dalian::roads {
namespace {

constexpr double kStep_s = 0.1;
constexpr std::uint64_t kSeed = 20261127;

/// One process alone.
std::vector<double> errors(double sigma, double tau, std::size_t n) {
  GnssError error(kSeed, "car", {sigma, tau, 0, 0, 1});
  std::vector<double> all;
  for (std::size_t i = 0; i < n; ++i) {
    error.step(kStep_s, 0);
    all.push_back(error.east_m());
  }
  return all;
}

double correlation(std::vector<double> const& x, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = 0; i + lag < x.size(); ++i)
    sum += x[i] * x[i + lag];
  return sum / static_cast<double>(x.size() - lag);
}

TEST(GnssErrorTest, ItsVarianceAndCorrelationAreThoseOfTheProcess) {
  auto const x = errors(0.5, 20, 400'000); // 2000 times its correlation time
  double const variance = correlation(x, 0);
  EXPECT_NEAR(std::sqrt(variance), 0.5, 0.03) << "seed " << kSeed;
  EXPECT_NEAR(correlation(x, 200) / variance, std::exp(-1.0), 0.08);
  EXPECT_NEAR(correlation(x, 400) / variance, std::exp(-2.0), 0.08);
}

/// S(f) = 2σ²τ/(1 + (2πfτ)²), two-sided, as the mean of periodograms.
TEST(GnssErrorTest, ItsSpectrumFallsAsTheTheorySays) {
  constexpr std::size_t kPart = 4096;
  constexpr double kTau_s = 20, kSigma_m = 0.5;
  auto const x = errors(kSigma_m, kTau_s, 128 * kPart);
  for (std::size_t const k : {20U, 60U, 200U}) {
    double const f = static_cast<double>(k) / (kPart * kStep_s);
    double power = 0;
    for (std::size_t part = 0; part < 128; ++part) {
      std::complex<double> sum = 0;
      for (std::size_t i = 0; i < kPart; ++i) {
        double const window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kPart); // Hann
        sum += window * x[part * kPart + i] *
               std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * i % kPart) / kPart);
      }
      power += std::norm(sum) * kStep_s / (0.375 * kPart) / 128;
    }
    double const theory = 2 * kSigma_m * kSigma_m * kTau_s / (1 + std::pow(2 * std::numbers::pi * f * kTau_s, 2));
    EXPECT_NEAR(power / theory, 1, 0.3) << f << " Hz, seed " << kSeed;
  }
}

TEST(GnssErrorTest, WallsMakeItWorseAndItSaysSo) {
  GnssError open(kSeed, "a"), street(kSeed, "a");
  double open_m2 = 0, street_m2 = 0;
  for (int i = 0; i < 100'000; ++i) {
    open.step(kStep_s, 0);
    street.step(kStep_s, 1);
    open_m2 += std::pow(open.east_m(), 2) / 100'000;
    street_m2 += std::pow(street.east_m(), 2) / 100'000;
  }
  EXPECT_GT(street_m2, 4 * open_m2);
  EXPECT_NEAR(std::sqrt(street_m2), street.sigma_m(), 0.3 * street.sigma_m());
}

} // namespace
} // namespace dalian::roads
