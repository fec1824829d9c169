#include "twin/whatif/memo.hpp"
#include "twin/whatif/result_store.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

Evaluation numbered(double n) {
  Evaluation out;
  out.kpis = {{"n", "", n, n, n, "", "", 0}};
  return out;
}

TEST(ResultStore, ForgetsTheLongestUnusedAndWhatLastsLast) {
  ResultStore store(3);
  store.put({0, 1}, numbered(1), plan::Durability::lasting);
  store.put({0, 2}, numbered(2), plan::Durability::plan);
  store.put({0, 3}, numbered(3), plan::Durability::plan);
  EXPECT_NE(store.find({0, 2}), nullptr); // used
  store.put({0, 4}, numbered(4), plan::Durability::plan);
  EXPECT_EQ(store.find({0, 3}), nullptr);
  store.put({0, 5}, numbered(5), plan::Durability::plan);
  store.put({0, 6}, numbered(6), plan::Durability::plan);
  ASSERT_NE(store.find({0, 1}), nullptr) << "it rests on what does not change";
  EXPECT_EQ(store.find({0, 1})->kpis[0].value, 1);
  EXPECT_EQ(store.size(), 3u);
}

TEST(ResultStore, TheFirstStays) {
  ResultStore store;
  auto const first = store.put({0, 1}, numbered(1), plan::Durability::plan);
  EXPECT_EQ(store.put({0, 1}, numbered(1), plan::Durability::plan), first);
}

TEST(Memo, MakesOnceAndAgainWhenForgotten) {
  Memo<int> memo(4);
  int made = 0;
  auto const get = [&](std::uint64_t key) {
    return memo.get({0, key}, [&] { return ++made, static_cast<int>(10 * key); });
  };
  for (int round = 0; round < 3; ++round)
    EXPECT_EQ(get(1), 10);
  EXPECT_EQ(made, 1);
  for (std::uint64_t key = 2; key < 20; ++key)
    EXPECT_EQ(get(key), static_cast<int>(10 * key));
  EXPECT_EQ(get(1), 10);
  EXPECT_EQ(made, 20) << "18 others, and 1 again";
}

} // namespace
} // namespace dalian::whatif
