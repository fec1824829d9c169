// The simulation against closed forms that are exact, and against what it is by definition.
#include "twin/port/draws.hpp"
#include "twin/port/queueing.hpp"
#include "twin/port/stations.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace dalian::port {
namespace {

constexpr std::uint64_t kSeed = 20;
constexpr int kCustomers = 200000;

struct Line {
  std::vector<double> arrival_h, service_h;
};
/// Poisson arrivals; services of mean 1 as Erlang distributions of `stages`, 0 = all the same.
Line poisson(double arrivals_per_h, int stages, std::uint64_t seed) {
  Line line;
  double t = 0;
  for (std::uint64_t i = 0; i < kCustomers; ++i) {
    line.arrival_h.push_back(t += exponential(seed, 10 * i) / arrivals_per_h);
    double service = stages == 0 ? 1 : 0;
    for (int s = 0; s < stages; ++s)
      service += exponential(seed, 10 * i + 1 + static_cast<std::uint64_t>(s)) / stages;
    line.service_h.push_back(service);
  }
  return line;
}
double mean(std::vector<double> const& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

TEST(Stations, WaitOfMMcIsThatOfErlang) {
  for (int const servers : {1, 2, 4}) {
    double const rate = 0.7 * servers;
    Line const line = poisson(rate, 1, kSeed);
    double const wanted = wait_mmc_h({rate, 1, servers});
    EXPECT_NEAR(mean(waits_h(line.arrival_h, line.service_h, servers)), wanted, 0.05 * wanted) << servers;
  }
}

/// Services all alike and in two and four stages (M/E2/c is what UNCTAD's tables of ports take).
TEST(Stations, ApproximationsOfMGcHold) {
  for (int const servers : {2, 4, 8})
    for (double const busy : {0.5, 0.7, 0.85})
      for (int const stages : {0, 2, 4}) {
        Line const line = poisson(busy * servers, stages, kSeed + 1);
        double const cv2 = stages == 0 ? 0 : 1.0 / stages;
        double const wanted = wait_mgc_h({busy * servers, 1, servers}, cv2);
        EXPECT_NEAR(mean(waits_h(line.arrival_h, line.service_h, servers)), wanted, 0.06 * wanted)
            << servers << " servers, load " << busy << ", stages " << stages << ", seed " << kSeed + 1;
      }
}

/// Burke (1956): what leaves M/M/c is Poisson, so the next station waits as if the first were not there.
TEST(Stations, TwoInARowWaitAsEachAlone) {
  Line const line = poisson(1.5, 1, kSeed + 2);
  std::vector<double> second;
  for (std::uint64_t i = 0; i < kCustomers; ++i)
    second.push_back(0.5 * exponential(kSeed + 3, i));
  auto const passages = pass(line.arrival_h, {{2, 0, line.service_h}, {1, 0.25, second}});
  double first_wait = 0, second_wait = 0;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    first_wait += passages[i].wait_h[0] / kCustomers;
    second_wait += passages[i].wait_h[1] / kCustomers;
    double const inside = line.service_h[i] + 0.25 + second[i] + passages[i].wait_h[0] + passages[i].wait_h[1];
    ASSERT_NEAR(passages[i].leaves_h - line.arrival_h[i], inside, 1e-6);
  }
  EXPECT_NEAR(first_wait, wait_mmc_h({1.5, 1, 2}), 0.05 * wait_mmc_h({1.5, 1, 2}));
  EXPECT_NEAR(second_wait, wait_mmc_h({1.5, 0.5, 1}), 0.05 * wait_mmc_h({1.5, 0.5, 1}));
}

TEST(Stations, WhoComesFirstIsServedFirst) {
  std::vector<double> const arrival{0, 0, 1, 1.5}, service{2, 1, 1, 1};
  EXPECT_EQ(waits_h(arrival, service, 1), (std::vector<double>{0, 2, 2, 2.5}));
  EXPECT_EQ(waits_h(arrival, service, 2), (std::vector<double>{0, 0, 0, 0.5}));
  auto const passages = pass({0, 0.1}, {{2, 0, {1, 0.2}}, {1, 0, {1, 1}}});
  EXPECT_DOUBLE_EQ(passages[1].leaves_h, 1.3) << "the second overtook the first";
  EXPECT_DOUBLE_EQ(passages[0].wait_h[1], 0.3);
}

} // namespace
} // namespace dalian::port
