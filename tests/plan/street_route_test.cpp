#include "tests/plan/random_edits.hpp"
#include "twin/plan/street_route.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

constexpr std::uint32_t kSeed = 271126;

/// Length of the shortest way between two places by relaxing every link until nothing changes (Bellman–Ford).
double brute_force_m(Layout const& layout, StreetGraph const& graph, StreetPlace const& from, StreetPlace const& to) {
  auto const may = [&](std::uint32_t l, bool forward) {
    auto const way = layout.find(Layer::road, graph.streets()[graph.links()[l].street].id)->text("direction");
    return way == "both" || (way == "forward") == forward;
  };
  std::vector<double> gone(graph.nodes().size(), INFINITY);
  auto const& first = graph.links()[from.link];
  if (may(from.link, true)) gone[first.to] = first.length_m() - from.along_m;
  if (may(from.link, false)) gone[first.from] = std::min(gone[first.from], from.along_m);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t l = 0; l < graph.links().size(); ++l)
      for (bool const forward : {true, false}) {
        auto const& link = graph.links()[l];
        auto const a = forward ? link.from : link.to, b = forward ? link.to : link.from;
        if (may(l, forward) && gone[a] + link.length_m() < gone[b]) gone[b] = gone[a] + link.length_m(), changed = true;
      }
  }
  auto const& last = graph.links()[to.link];
  double best = INFINITY;
  if (may(to.link, true)) best = gone[last.from] + to.along_m;
  if (may(to.link, false)) best = std::min(best, gone[last.to] + last.length_m() - to.along_m);
  return best;
}

TEST(StreetRoute, IsTheShortestThatBruteForceFindsWithOneWayStreets) {
  std::mt19937 random(kSeed);
  Layout layout = town(1);
  for (int i = 0; i < 15; ++i) {
    constexpr std::array ways{"both", "forward", "backward"};
    layout = applied(layout,
                     {set(Layer::road, fmt::format("row{:02}", i), "direction", std::string(ways[random() % 3])),
                      set(Layer::road, fmt::format("column{:02}", i), "direction", std::string(ways[random() % 3]))});
  }
  DrivenStreets const streets(layout);
  for (int round = 0; round < 60; ++round) {
    auto const draw = [&] {
      return *streets.nearest(dalian::to_map(GeoPoint{121.6 + 0.056 * (random() % 1000) / 1000.0,
                                                      39.2 + 0.056 * (random() % 1000) / 1000.0}),
                              1000);
    };
    auto const from = draw(), to = draw();
    if (from.link == to.link) continue;
    double const expected = brute_force_m(layout, streets.graph(), from, to);
    auto const route = streets.route(from, to);
    ASSERT_EQ(route.has_value(), std::isfinite(expected)) << "seed " << kSeed << " round " << round;
    if (!route) continue;
    EXPECT_NEAR(length_m(*route) / expected, 1, 1e-3) << "junctions join cuts a little apart, "
                                                      << "seed " << kSeed << " round " << round;
    EXPECT_LT(distance_m(route->front(), streets.at(from)), 0.1);
    EXPECT_LT(distance_m(route->back(), streets.at(to)), 0.1);
  }
}

TEST(StreetRoute, ClosedStreetsAndPathsCarryNobody) {
  Layout const layout = applied(
      town(1), {set(Layer::road, "row00", "closed", true), set(Layer::road, "row01", "class", std::string("path"))});
  DrivenStreets const streets(layout);
  EXPECT_FALSE(streets.nearest(dalian::to_map(GeoPoint{121.602, 39.2}), 100));
  EXPECT_FALSE(streets.nearest(dalian::to_map(GeoPoint{121.602, 39.204}), 100));
  EXPECT_TRUE(streets.nearest(dalian::to_map(GeoPoint{121.602, 39.208}), 100));
}

} // namespace
} // namespace dalian::plan
