#include "twin/fusion/track_lifecycle.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace dalian::fusion {
namespace {

TEST(TrackLifecycle, EndsExactlyWhatABruteForceScanEnds) {
  std::uint32_t const seed = 5;
  std::mt19937 random(seed);
  ExpiryQueue queue;
  std::map<std::uint32_t, Instant> deadlines;
  std::uint32_t next_slot = 0;
  double now = 0;
  for (int round = 0; round < 2000; ++round) {
    now += std::uniform_real_distribution(-0.5, 2.0)(random); // the clock may step back
    Instant const fresh = at(now + 20);
    deadlines[next_slot] = fresh;
    queue.watch(next_slot++, fresh);
    for (auto& [slot, deadline] : deadlines)
      if (random() % 10 == 0) deadline = std::max(deadline, at(now + 20));
    std::vector<std::uint32_t> expected, ended;
    for (auto const& [slot, deadline] : deadlines)
      if (deadline < at(now)) expected.push_back(slot);
    queue.expire(
        at(now), [&](std::uint32_t slot) { return deadlines.at(slot); },
        [&](std::uint32_t slot) { ended.push_back(slot), deadlines.erase(slot); });
    std::sort(ended.begin(), ended.end());
    ASSERT_EQ(ended, expected) << "round " << round << ", seed " << seed;
  }
  EXPECT_GT(next_slot - deadlines.size(), 1000U);
}

} // namespace
} // namespace dalian::fusion
