// Trees from several origins at once against Bellman & Ford's method, from each origin alone.
#include "tests/traffic/roads.hpp"
#include "twin/traffic/memory.hpp"
#include "twin/traffic/trees_at_once.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace dalian::traffic {
namespace {

constexpr std::uint64_t kSeed = 20261128;

class Trees : public testing::TestWithParam<int> {
 protected:
  Trees() : random_(kSeed + static_cast<std::uint64_t>(GetParam())) {
    town_ = test::random_town(random_, 10, 70 + GetParam() % 3 * 30);
    Network& net = town_.network;
    if (GetParam() % 2 == 0) net.first_through = net.zones / 2;
    memory_ = lay_out({}, net, town_.demand);
    for (std::size_t link = 0; link < net.links.size(); ++link) { // some cost nothing, some are closed
      double const any = static_cast<double>(random_() % 1000) / 100;
      cost_.push_back(random_() % 10 == 0 ? 0 : random_() % 15 == 0 ? kInfinite : any);
    }
    slot_cost_.resize(memory_.graph.slots());
    for (std::size_t link = 0; link < cost_.size(); ++link)
      slot_cost_[memory_.slot_of_link[link]] = cost_[link];
  }

  std::vector<std::uint32_t> zones(std::size_t count) {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < count; ++i)
      out.push_back(memory_.node_of[random_() % town_.network.zones]);
    return out;
  }
  /// Trees that know nothing, their nodes in any order.
  std::vector<Tree> blank(std::vector<std::uint32_t> const& origins) {
    std::vector<Tree> out;
    for (std::uint32_t const origin : origins)
      out.push_back({std::vector<std::uint32_t>(memory_.graph.nodes(), kNone), any_order(origin)});
    return out;
  }
  static std::vector<TreesAtOnce::From> from(std::vector<std::uint32_t> const& origins,
                                             std::vector<Tree> const& trees) {
    std::vector<TreesAtOnce::From> out;
    for (std::size_t lane = 0; lane < origins.size(); ++lane)
      out.push_back({origins[lane], &trees[lane]});
    return out;
  }
  /// All nodes but one, anyhow.
  std::vector<std::uint32_t> any_order(std::uint32_t without) {
    std::vector<std::uint32_t> out(memory_.graph.nodes());
    std::iota(out.begin(), out.end(), 0);
    std::erase(out, without);
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  void expect_distances(TreesAtOnce const& trees, std::vector<std::uint32_t> const& origins) const {
    for (std::size_t lane = 0; lane < origins.size(); ++lane) {
      auto const expected = test::distances(town_.network, cost_, origins[lane]);
      for (std::uint32_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(trees.distance(lane, memory_.node_of[i]), expected[i]) << "seed " << kSeed << " + " << GetParam();
    }
  }

  std::mt19937_64 random_;
  test::Town town_;
  Memory memory_;
  std::vector<double> cost_, slot_cost_; // of links, and of slots
};

TEST_P(Trees, DistancesAreThoseOfEachOriginAloneInAnyOrder) {
  TreesAtOnce trees(memory_.graph);
  for (std::size_t count = 1; count <= TreesAtOnce::kLanes; ++count) {
    auto const origins = zones(count);
    auto const known = blank(origins);
    trees.find(from(origins, known), slot_cost_);
    expect_distances(trees, origins);
  }
}

TEST_P(Trees, WhatATreeKnewOfOtherCostsChangesNothing) {
  TreesAtOnce trees(memory_.graph);
  auto const origins = zones(TreesAtOnce::kLanes);
  auto known = blank(origins);
  trees.find(from(origins, known), slot_cost_);
  for (std::size_t lane = 0; lane < origins.size(); ++lane)
    trees.copy(lane, known[lane]);
  for (std::size_t link = 0; link < cost_.size(); ++link)
    if (random_() % 3 == 0) cost_[link] = random_() % 5 == 0 ? kInfinite : static_cast<double>(random_() % 1000) / 100;
  for (std::size_t link = 0; link < cost_.size(); ++link)
    slot_cost_[memory_.slot_of_link[link]] = cost_[link];
  trees.find(from(origins, known), slot_cost_);
  expect_distances(trees, origins);
}

TEST_P(Trees, ATreeLeadsBackToItsOriginAndIsAsLongAsItSays) {
  TreesAtOnce trees(memory_.graph);
  Graph const& graph = memory_.graph;
  auto const origins = zones(TreesAtOnce::kLanes);
  auto const known = blank(origins);
  trees.find(from(origins, known), slot_cost_);
  for (std::size_t lane = 0; lane < origins.size(); ++lane) {
    Tree tree{std::vector<std::uint32_t>(graph.nodes(), 0), any_order(origins[lane])};
    trees.copy(lane, tree);
    EXPECT_TRUE(std::is_sorted(tree.order.begin(), tree.order.end(),
                               [&](auto a, auto b) { return trees.distance(lane, a) < trees.distance(lane, b); }));
    EXPECT_FALSE(trees.is_out_of_order(lane, tree.order));
    for (std::uint32_t node = 0; node < graph.nodes(); ++node) {
      if (node == origins[lane] || trees.distance(lane, node) == kInfinite) {
        EXPECT_EQ(tree.predecessor[node], kNone);
        continue;
      }
      std::uint32_t at = node, steps = 0;
      for (; at != origins[lane] && steps < graph.nodes(); ++steps) {
        std::uint32_t const by = tree.predecessor[at];
        ASSERT_NE(by, kNone);
        EXPECT_EQ(trees.distance(lane, graph.tail[by]) + slot_cost_[by], trees.distance(lane, at));
        at = graph.tail[by];
        EXPECT_TRUE(at == origins[lane] || graph.through[at] != 0) << "nobody drives on from a place";
      }
      EXPECT_EQ(at, origins[lane]) << "a circle";
    }
  }
}

TEST_P(Trees, DetoursAreTheLinksThatNoShortestWayTakes) {
  TreesAtOnce trees(memory_.graph);
  Graph const& graph = memory_.graph;
  auto const origins = zones(3);
  auto const known = blank(origins);
  trees.find(from(origins, known), slot_cost_);
  for (std::size_t lane = 0; lane < origins.size(); ++lane)
    for (std::uint32_t slot = 0; slot < graph.slots(); ++slot) {
      double const head = trees.distance(lane, graph.head[slot]);
      bool const shortest = head < kInfinite && trees.distance(lane, graph.tail[slot]) + slot_cost_[slot] <= head;
      EXPECT_EQ((trees.detours(lane, slot / 64) >> (slot % 64)) & 1, shortest ? 0U : 1U) << slot;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Trees, testing::Range(0, 8));

} // namespace
} // namespace dalian::traffic
