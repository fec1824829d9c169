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

TEST(ResultStore, ForgetsWhenItHoldsTooManyBytes) {
  auto const with_line = [](std::size_t points) {
    Evaluation out = numbered(0);
    out.contours = {{"heat", plan::Layer::hazard, "t", "W/m²", 1, plan::Shape(points)}};
    return out;
  };
  constexpr std::size_t kMost = 90'000;
  ResultStore store(100, kMost);
  for (std::uint64_t key = 1; key <= 4; ++key)
    store.put({0, key}, with_line(2000), plan::Durability::plan);
  EXPECT_EQ(store.size(), 2u) << "a third would make 96 kB of points";
  EXPECT_NE(store.find({0, 4}), nullptr);
  store.put({0, 5}, with_line(20'000), plan::Durability::plan);
  EXPECT_NE(store.find({0, 5}), nullptr) << "too large alone: as long as nothing else comes";
  store.put({0, 6}, numbered(6), plan::Durability::plan);
  EXPECT_EQ(store.find({0, 5}), nullptr);
  for (std::uint64_t key = 10; key < 20; ++key)
    store.put({0, key}, numbered(1), plan::Durability::plan);
  EXPECT_EQ(store.size(), 11u) << "small ones are many";
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
