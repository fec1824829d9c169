#include "twin/app/sequence_window.hpp"

#include <gtest/gtest.h>
#include <random>
#include <set>

namespace dalian::app {
namespace {

TEST(SequenceWindow, TakesEachNumberOnce) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(1));
  EXPECT_FALSE(window.take(1));
  EXPECT_TRUE(window.take(3));
  EXPECT_TRUE(window.take(2));
  EXPECT_FALSE(window.take(2));
  EXPECT_EQ(window.high(), 3U);
}

TEST(SequenceWindow, TakesWhatIsTooFarBackForADuplicate) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(10'000));
  EXPECT_TRUE(window.take(10'000 - SequenceWindow::kSize + 1));
  EXPECT_FALSE(window.take(10'000 - SequenceWindow::kSize));
}

TEST(SequenceWindow, AgreesWithASetOnRandomOrders) {
  unsigned const seed = 4096;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20; ++round) {
    SequenceWindow window;
    std::set<std::uint64_t> seen;
    std::uint64_t base = 1;
    for (int i = 0; i < 20'000; ++i) {
      base += random() % 3;
      if (random() % 1000 == 0) base += random() % 10'000;
      auto const back = random() % 5000;
      auto const seq = base > back ? base - back : 1;
      bool const in_reach = seq > window.high() || window.high() - seq < SequenceWindow::kSize;
      ASSERT_EQ(window.take(seq), in_reach && seen.count(seq) == 0) << seq;
      if (in_reach) seen.insert(seq);
    }
  }
}

} // namespace
} // namespace dalian::app
