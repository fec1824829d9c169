#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/plan/street_graph.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::StreetGraph;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;
using plan::testing::square;

Evaluation services_of(Layout const& layout) {
  static Runner runner = fresh_runner();
  auto const outcome = runner.run(layout, {}).at("services");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return *outcome.evaluation;
}

/// One dwelling parcel of 100 m at the west end of a street of 1.2 km, and whatever is added.
Layout hamlet(plan::Edits const& more) {
  plan::Edits edits{
      add(Layer::zone, "z", {{"outline", square(121.59, 39.19, 0.03)}}),
      add(Layer::parcel, "homes",
          {{"outline", square(121.6, 39.2, 0.001)}, {"use", std::string("residential")}, {"zone", std::string("z")}}),
      add(Layer::road, "street",
          {{"line", plan::Shape{{121.6, 39.2}, {121.614, 39.2}}}, {"class", std::string("local")}, {"width_m", 8.0}})};
  edits.insert(edits.end(), more.begin(), more.end());
  return applied({}, edits);
}

double share(Evaluation const& e, char const* name) {
  auto const* k = e.kpi(name, "z");
  return k ? k->value : NAN;
}

TEST(Services, DistancesAreThoseOnTheStreet) {
  // The stop stands 0.008° east of the parcel's west side: 691 m; homes lie up to 111 m north of the street, 0…86 m
  // along.
  auto const near = services_of(hamlet({add(Layer::bus_stop, "s", {{"at", plan::Shape{{121.608, 39.2}}}})}));
  EXPECT_EQ(share(near, "stop_within_500_m"), 0);
  EXPECT_EQ(share(near, "stop_within_1000_m"), 100);
  double const metres = near.column("to_stop")->values[0].second;
  EXPECT_GT(metres, 691 - 86);
  EXPECT_LT(metres, 691 + 111);
  EXPECT_EQ(share(near, "school_within_1000_m"), 0) << "there is none";
}

TEST(Services, AStreetThatIsClosedOrGoneCutsTheWay) {
  auto const stop = add(Layer::bus_stop, "s", {{"at", plan::Shape{{121.6042, 39.2001}}}});
  auto const house = add(
      Layer::road, "lane",
      {{"line", plan::Shape{{121.6, 39.2005}, {121.601, 39.2005}}}, {"class", std::string("local")}, {"width_m", 8.0}});
  EXPECT_EQ(share(services_of(hamlet({stop})), "stop_within_500_m"), 100);
  auto const cut = services_of(hamlet({stop, house, set(Layer::road, "street", "closed", true)}));
  EXPECT_EQ(share(cut, "stop_within_1000_m"), 100) << "the lane's end is where the stop is reached across the field";
  auto const apart = services_of(hamlet({stop, house, removed(Layer::road, "street"),
                                         add(Layer::road, "other",
                                             {{"line", plan::Shape{{121.604, 39.2}, {121.606, 39.2}}},
                                              {"class", std::string("local")},
                                              {"width_m", 8.0}})}));
  EXPECT_EQ(share(apart, "stop_within_1000_m"), 0) << "no way between two pieces";
}

TEST(Services, HomesFarFromAnyStreetAreFoundAndNotCertified) {
  auto const lost =
      services_of(hamlet({set(Layer::road, "street", "line", plan::Shape{{121.61, 39.21}, {121.614, 39.21}})}));
  ASSERT_FALSE(lost.findings.empty());
  EXPECT_EQ(lost.findings[0].id, "homes");
  EXPECT_FALSE(lost.certificates[0].good());
}

TEST(Services, TheCityHasHomesAndServicesThatItsStreetsReach) {
  auto const e = services_of(city());
  EXPECT_TRUE(e.certificates[0].good()) << e.certificates[0].value;
  for (auto const* service : {"school", "clinic", "shop", "park", "stop"}) {
    double last = -1;
    for (int const radius : {300, 500, 1000}) {
      auto const* k = e.kpi(fmt::format("{}_within_{}_m", service, radius), "njip");
      ASSERT_NE(k, nullptr);
      EXPECT_GE(k->value, last) << "more within more";
      EXPECT_LE(k->value, 100 + 1e-9);
      last = k->value;
    }
  }
}

// --- the graph under it

std::vector<plan::StreetLine> random_lines(std::mt19937& random, int count) {
  std::uniform_real_distribution<double> number(0, 1000);
  std::vector<plan::StreetLine> lines;
  for (int i = 0; i < count; ++i)
    lines.push_back(
        {fmt::format("{}", i), {{number(random), number(random)}, {number(random), number(random)}}, false});
  return lines;
}

TEST(StreetGraph, LinksOfALineAddUpToIt) {
  std::mt19937 random(99);
  for (int round = 0; round < 30; ++round) {
    StreetGraph const graph(random_lines(random, 25));
    std::vector<double> sum(25);
    for (auto const& link : graph.links()) {
      sum[link.street] += link.length_m();
      EXPECT_GT(link.length_m(), 0);
    }
    for (std::size_t i = 0; i < sum.size(); ++i) { // an end within kMeets_m of a junction is in it
      double const whole = plan::length_m(graph.streets()[i].line);
      EXPECT_LE(sum[i], whole + 1e-6) << "seed 99 round " << round << " line " << i;
      EXPECT_GE(sum[i], whole - 2 * plan::kMeets_m - 1) << "seed 99 round " << round << " line " << i;
    }
  }
}

TEST(StreetGraph, NearestAndShortestAreThoseOfBruteForce) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> number(-50, 1050);
  for (int round = 0; round < 10; ++round) {
    StreetGraph const graph(random_lines(random, 20));
    for (int i = 0; i < 50; ++i) {
      MapPoint const p{number(random), number(random)};
      double best = 1e9;
      for (auto const& link : graph.links()) {
        MapPoint const a = graph.streets()[link.street].line[0], b = graph.streets()[link.street].line[1];
        for (int step = 0; step <= 4000; ++step) {
          double const t = (link.from_m + step / 4000.0 * link.length_m()) / distance_m(a, b);
          best = std::min(
              best, distance_m(p, {a.east_m + t * (b.east_m - a.east_m), a.north_m + t * (b.north_m - a.north_m)}));
        }
      }
      auto const place = graph.nearest(p, 2000);
      ASSERT_TRUE(place);
      EXPECT_NEAR(place->away_m, best, 0.5) << "seed 7 round " << round;
    }
    std::size_t const n = graph.nodes().size(); // Floyd and Warshall
    std::vector<std::vector<double>> far(n, std::vector<double>(n, INFINITY));
    for (auto const& link : graph.links())
      far[link.from][link.to] = far[link.to][link.from] = std::min(far[link.from][link.to], link.length_m());
    for (std::size_t i = 0; i < n; ++i)
      far[i][i] = 0;
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          far[i][j] = std::min(far[i][j], far[i][k] + far[k][j]);
    auto const walked = plan::walk_from(graph, {{0, 0.0}});
    for (std::size_t j = 0; j < n; ++j) {
      if (std::isinf(far[0][j]))
        EXPECT_TRUE(std::isinf(walked[j]));
      else
        EXPECT_NEAR(walked[j], far[0][j], 1e-6);
    }
  }
}

TEST(StreetGraph, RoadsMeetWhereTheyCrossOrEndAndNotUnderBridges) {
  std::vector<plan::StreetLine> const lines{{"a", {{0, 0}, {100, 0}}, false},
                                            {"b", {{50, -50}, {50, 50}}, false},
                                            {"c", {{80, 40}, {80, 8}}, false}, // ends at the kerb of a
                                            {"over", {{20, -50}, {20, 50}}, true}};
  StreetGraph const graph(lines);
  auto const count = [&](std::uint32_t street) {
    return std::count_if(graph.links().begin(), graph.links().end(), [&](auto const& l) { return l.street == street; });
  };
  EXPECT_EQ(count(0), 3);
  EXPECT_EQ(count(1), 2);
  EXPECT_EQ(count(2), 1);
  EXPECT_EQ(count(3), 1);
}

TEST(StreetGraph, AnExpresswayIsMetByEndsThatAreDrawnOntoIt) {
  auto const links_of_the_first = [](bool interchanges) {
    StreetGraph const graph({{"expressway", {{0, 0}, {100, 0}}, true, interchanges},
                             {"ramp", {{30, 60}, {30, 3}}},
                             {"crosses", {{70, -50}, {70, 50}}}});
    return std::count_if(graph.links().begin(), graph.links().end(), [](auto const& l) { return l.street == 0; });
  };
  EXPECT_EQ(links_of_the_first(true), 2);
  EXPECT_EQ(links_of_the_first(false), 1) << "a bridge or tunnel";
}

} // namespace
} // namespace dalian::whatif
