// A changed problem from the base's solution against the same problem from nothing.
#include "tests/traffic/roads.hpp"

#include <gtest/gtest.h>

namespace dalian::traffic {
namespace {

constexpr std::uint64_t kSeed = 712;
constexpr double kGap = 1e-11;

Equilibrium must(Result<Equilibrium> answer) {
  EXPECT_TRUE(answer) << answer.error();
  return std::move(*answer);
}

void remove_zone(test::Town& town, std::uint32_t zone) {
  Network& net = town.network;
  std::erase_if(net.links, [&](Link const& l) { return l.tail == zone || l.head == zone; });
  for (Link& l : net.links)
    for (std::uint32_t* end : {&l.tail, &l.head})
      if (*end > zone) --*end;
  net.nodes.erase(net.nodes.begin() + zone);
  --net.zones;
  for (VehicleClass& kind : town.demand.classes) {
    std::erase_if(kind.trips, [&](Trip const& t) { return t.origin == zone || t.destination == zone; });
    for (Trip& t : kind.trips)
      for (std::uint32_t* end : {&t.origin, &t.destination})
        if (*end > zone) --*end;
  }
}

void add_zone(test::Town& town, std::mt19937_64& random) { // it becomes the last zone: the nodes behind it move up
  Network& net = town.network;
  std::uint32_t const zone = net.zones++;
  for (Link& l : net.links)
    for (std::uint32_t* end : {&l.tail, &l.head})
      if (*end >= zone) ++*end;
  net.nodes.insert(net.nodes.begin() + zone, 1000 + random());
  for (int i = 0; i < 3; ++i) {
    auto other = static_cast<std::uint32_t>(random() % net.nodes.size());
    if (other == zone) other = 0;
    for (bool const out : {true, false}) {
      Link link = net.links.front();
      link.tail = out ? zone : other;
      link.head = out ? other : zone;
      link.key = 1000 + random();
      net.links.push_back(link);
    }
  }
  for (VehicleClass& kind : town.demand.classes)
    for (std::uint32_t z = 0; z < zone; ++z) {
      kind.trips.push_back({zone, z, 5});
      kind.trips.push_back({z, zone, 4});
    }
}

void change(test::Town& town, std::mt19937_64& random) {
  auto& links = town.network.links;
  auto& link = links[random() % links.size()];
  auto& kind = town.demand.classes[random() % town.demand.classes.size()];
  switch (random() % 9) {
  case 0:
    link.capacity *= 0.5;
    break;
  case 1:
    link.capacity *= 3;
    break;
  case 2:
    link.capacity = 0;
    break;
  case 3:
    link.free_time *= 2;
    break;
  case 4:
    links.erase(links.begin() + static_cast<std::ptrdiff_t>(random() % links.size()));
    break;
  case 5: {
    Link more = link;
    more.key = 1000 + random();
    more.head = (more.head + 2) % static_cast<std::uint32_t>(town.network.nodes.size());
    if (more.head != more.tail) links.insert(links.begin(), more);
    break;
  }
  case 6:
    remove_zone(town, static_cast<std::uint32_t>(random() % town.network.zones));
    break;
  case 7:
    add_zone(town, random);
    break;
  default:
    if (!kind.trips.empty()) kind.trips[random() % kind.trips.size()].amount *= static_cast<double>(random() % 3);
  }
}

class Incremental : public testing::TestWithParam<int> {
 protected:
  Incremental() : random_(kSeed + static_cast<std::uint64_t>(GetParam())) {
    town_ = test::random_town(random_, 5 + GetParam() % 4, 16, 1 + GetParam() % 2);
    base_ = must(solve(town_.network, town_.demand, {.gap = kGap}));
  }
  std::mt19937_64 random_;
  test::Town town_;
  Equilibrium base_;
};

TEST_P(Incremental, AnyChangeGivesTheColdAnswer) {
  for (int changes = 0; changes < 12; ++changes) {
    change(town_, random_);
    auto const cold = must(solve(town_.network, town_.demand, {.gap = kGap}));
    auto const warm = must(solve_from(base_, town_.network, town_.demand, {.gap = kGap}));
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << " + " << GetParam() << " after change " << changes);
    EXPECT_TRUE(cold.converged);
    EXPECT_TRUE(warm.converged);
    EXPECT_NEAR(warm.certificate.objective, cold.certificate.objective, 1e-9 * cold.certificate.objective);
    EXPECT_NEAR(test::relative_gap(town_, warm), warm.certificate.gap, 1e-12);
    EXPECT_LT(warm.certificate.imbalance, 1e-8);
    ASSERT_EQ(warm.unconnected.size(), cold.unconnected.size());
    for (std::size_t i = 0; i < warm.flow.size(); ++i)
      EXPECT_NEAR(warm.flow[i], cold.flow[i], 1e-2);
  }
}

TEST_P(Incremental, NoChangeGivesTheBytesOfTheBase) {
  auto const again = must(solve_from(base_, town_.network, town_.demand, {.gap = kGap}));
  EXPECT_EQ(again.flow, base_.flow);
  EXPECT_EQ(again.class_flow, base_.class_flow);
  EXPECT_EQ(again.certificate.objective, base_.certificate.objective);
  EXPECT_EQ(again.certificate.gap, base_.certificate.gap);
}

TEST_P(Incremental, WhatWasAskedBeforeChangesNothing) {
  auto const before = town_;
  change(town_, random_);
  auto const first = must(solve_from(base_, town_.network, town_.demand, {.gap = kGap}));
  auto other = before;
  for (int changes = 0; changes < 3; ++changes)
    change(other, random_);
  (void)must(solve_from(base_, other.network, other.demand, {.gap = kGap}));
  auto const undone = must(solve_from(base_, before.network, before.demand, {.gap = kGap}));
  EXPECT_EQ(undone.flow, base_.flow);
  EXPECT_EQ(must(solve_from(base_, town_.network, town_.demand, {.gap = kGap})).class_flow, first.class_flow);
}

TEST_P(Incremental, AnyNumberOfThreadsGivesTheSameBytes) {
  for (int changes = 0; changes < 4; ++changes)
    change(town_, random_);
  auto const one = must(solve_from(base_, town_.network, town_.demand, {.gap = kGap}));
  for (unsigned const threads : {2U, 4U}) {
    auto const more = must(solve_from(base_, town_.network, town_.demand, {.gap = kGap, .threads = threads}));
    EXPECT_EQ(one.flow, more.flow);
    EXPECT_EQ(one.certificate.objective, more.certificate.objective);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Incremental, testing::Range(0, 12));

} // namespace
} // namespace dalian::traffic
