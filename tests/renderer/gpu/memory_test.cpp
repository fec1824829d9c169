#include "renderer/gpu/memory.hpp"

#include <gtest/gtest.h>
#include <random>
#include <vector>

using dalian::gpu::RangeList;

TEST(RangeList, HandsOutAlignedPiecesUntilFull) {
  RangeList list(1024);
  EXPECT_EQ(list.take(100, 64), 0u);
  EXPECT_EQ(list.take(100, 64), 128u);
  EXPECT_EQ(list.take(796, 1), 228u);
  EXPECT_EQ(list.free_bytes(), 1024u - 996u);
  EXPECT_EQ(list.take(29, 1), RangeList::kNone);
  EXPECT_EQ(list.take(28, 4), 100u) << "the gap left by alignment is 28 bytes from 100 on";
}

TEST(RangeList, MergesNeighboursBackIntoOnePiece) {
  RangeList list(300);
  for (int i = 0; i < 3; ++i)
    ASSERT_NE(list.take(100, 1), RangeList::kNone);
  list.give_back(0, 100);
  list.give_back(200, 100);
  EXPECT_EQ(list.pieces(), 2u);
  list.give_back(100, 100);
  EXPECT_EQ(list.pieces(), 1u);
  EXPECT_EQ(list.free_bytes(), 300u);
}

// Against a byte map: no piece may overlap another, and everything comes back.
TEST(RangeList, NeverOverlapsInRandomUse) {
  constexpr unsigned kSeed = 20260926;
  std::mt19937 random(kSeed);
  SCOPED_TRACE(kSeed);
  constexpr std::uint64_t kSize = 4096;
  RangeList list(kSize);
  std::vector<int> owner(kSize, 0);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> held;
  for (int step = 1; step <= 20000; ++step) {
    if (random() % 2 == 0) {
      std::uint64_t const size = 1 + random() % 200, alignment = 1ull << random() % 7;
      auto const offset = list.take(size, alignment);
      if (offset == RangeList::kNone) continue;
      ASSERT_EQ(offset % alignment, 0u);
      ASSERT_LE(offset + size, kSize);
      for (auto i = offset; i < offset + size; ++i)
        ASSERT_EQ(std::exchange(owner[i], step), 0) << "byte " << i << " was handed out twice";
      held.emplace_back(offset, size);
    } else if (!held.empty()) {
      auto const pick = random() % held.size();
      auto const [offset, size] = held[pick];
      list.give_back(offset, size);
      std::fill(owner.begin() + static_cast<long>(offset), owner.begin() + static_cast<long>(offset + size), 0);
      held.erase(held.begin() + static_cast<long>(pick));
    }
  }
  for (auto const& [offset, size] : held)
    list.give_back(offset, size);
  EXPECT_EQ(list.pieces(), 1u);
  EXPECT_EQ(list.free_bytes(), kSize);
}
