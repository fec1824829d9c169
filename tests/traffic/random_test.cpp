// Random towns, against methods that share nothing with the solver.
#include "tests/traffic/roads.hpp"

#include <gtest/gtest.h>

namespace dalian::traffic {
namespace {

constexpr std::uint64_t kSeed = 20261127;

class RandomTown : public testing::TestWithParam<int> {
 protected:
  RandomTown() : random_(kSeed + static_cast<std::uint64_t>(GetParam())) {
    std::uint32_t const classes = 1 + GetParam() % 3;
    town_ = test::random_town(random_, 3 + GetParam() % 5, 12 + GetParam() % 9, classes);
    if (GetParam() % 2 == 0) town_.network.first_through = town_.network.zones / 2;
  }
  std::mt19937_64 random_;
  test::Town town_;
};

TEST_P(RandomTown, NobodyFindsACheaperWay) { // Wardrop's condition itself, by Bellman and Ford's distances
  auto const answer = solve(town_.network, town_.demand, {.gap = 1e-11});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_TRUE(answer.value().converged) << "seed " << kSeed << " + " << GetParam();
  EXPECT_TRUE(answer.value().unconnected.empty());
  EXPECT_NEAR(test::relative_gap(town_, answer.value()), answer.value().certificate.gap, 1e-12);
  EXPECT_NEAR(test::beckmann(town_, answer.value().class_flow) / answer.value().certificate.objective, 1, 1e-13);
  for (std::size_t i = 0; i < answer.value().flow.size(); ++i) {
    double sum = 0;
    for (auto const& flow : answer.value().class_flow)
      sum += flow[i];
    EXPECT_NEAR(sum, answer.value().flow[i], 1e-9);
  }
}

TEST_P(RandomTown, FrankAndWolfeComeToTheSameFromAbove) {
  auto const answer = solve(town_.network, town_.demand, {.gap = 1e-11});
  ASSERT_TRUE(answer) << answer.error();
  double const ours = answer.value().certificate.objective;
  double const theirs = test::beckmann(town_, test::frank_wolfe(town_, 300));
  EXPECT_GE(theirs, ours * (1 - 1e-11)) << "seed " << kSeed << " + " << GetParam();
  EXPECT_LT(theirs, ours * 1.01);
}

TEST_P(RandomTown, AnyNumberOfThreadsGivesTheSameBytes) {
  auto const one = solve(town_.network, town_.demand, {.gap = 1e-8});
  ASSERT_TRUE(one) << one.error();
  for (unsigned const threads : {2U, 4U}) {
    auto const more = solve(town_.network, town_.demand, {.gap = 1e-8, .threads = threads});
    ASSERT_TRUE(more) << more.error();
    EXPECT_EQ(one.value().flow, more.value().flow);
    EXPECT_EQ(one.value().class_flow, more.value().class_flow);
    EXPECT_EQ(one.value().certificate.objective, more.value().certificate.objective);
    EXPECT_EQ(one.value().certificate.gap, more.value().certificate.gap);
    EXPECT_EQ(one.value().iterations, more.value().iterations);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTown, testing::Range(0, 12));

} // namespace
} // namespace dalian::traffic
