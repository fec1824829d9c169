#include "twin/layout/junctions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace dalian::layout {
namespace {

Route street(double width_m, std::vector<MapPoint> line, float height_m = 5) {
  Route route;
  route.kind = RouteClass::street;
  route.width_m = width_m;
  route.line = std::move(line);
  route.height_m.assign(route.line.size(), height_m);
  return route;
}

double distance_to(Route const& route, MapPoint p) {
  double best = 1e9;
  for (std::size_t i = 0; i + 1 < route.line.size(); ++i) {
    MapPoint const a = route.line[i], b = route.line[i + 1];
    double const x = b.east_m - a.east_m, y = b.north_m - a.north_m;
    double const t = std::clamp(((p.east_m - a.east_m) * x + (p.north_m - a.north_m) * y) / (x * x + y * y), 0.0, 1.0);
    best = std::min(best, distance_m(p, {a.east_m + t * x, a.north_m + t * y}));
  }
  return best;
}

TEST(StreetProfile, LanesFillTheCarriageway) {
  for (RouteClass const kind : {RouteClass::street, RouteClass::road, RouteClass::expressway})
    for (double const width : {8.0, 12.0, 14.0, 15.0, 21.0, 27.0, 30.0}) {
      Route route = street(width, {{0, 0}, {100, 0}});
      route.kind = kind;
      if (kind == RouteClass::expressway && width < 25) continue; // none is so narrow
      StreetProfile const p = street_profile(route);
      EXPECT_GE(p.lanes, 1);
      EXPECT_NEAR(p.median_m + p.lanes * p.lane_m + p.cycle_m + p.shoulder_m, width / 2, 1e-9) << width;
      EXPECT_GE(p.lane_m, 3.25);
      EXPECT_LE(p.lane_m, 4);
      for (int lane = 0; lane < p.lanes; ++lane)
        EXPECT_LE(p.lane_middle_m(lane) + p.lane_m / 2, width / 2 + 1e-9);
    }
}

TEST(Crossings, AStopLineLiesBeforeItsZebra) {
  // GB 5768.3-2009: 1 to 3 m between them; a zebra of 3 m or more; stop lines of 0.2, 0.3 or 0.4 m.
  EXPECT_GE(kStopBeforeZebra_m - kZebraTo_m, 1);
  EXPECT_LE(kStopBeforeZebra_m - kZebraTo_m, 3);
  EXPECT_GE(kZebraTo_m - kZebraFrom_m, 3);
  EXPECT_GT(kZebraFrom_m, 0) << "outside the junction";
  // The shader that paints them has the same numbers.
  std::ifstream in(std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/shaders/road_marks.glsl");
  std::string const text(std::istreambuf_iterator<char>(in), {});
  for (auto const& [name, value] : {std::pair{"kZebraFrom_m", kZebraFrom_m},
                                    {"kZebraTo_m", kZebraTo_m},
                                    {"kStopLine_m", kStopLine_m},
                                    {"kStopBeforeZebra_m", kStopBeforeZebra_m},
                                    {"kStopAlone_m", kStopAlone_m}}) {
    auto const at = text.find(std::string(name) + " = ");
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_DOUBLE_EQ(std::stod(text.substr(at + std::string(name).size() + 3)), value) << name;
  }
}

TEST(Junctions, TwoStreetsThatCrossHaveFourArmsAndAMouthClearOfTheOther) {
  std::vector<Route> const routes{street(21, {{-300, 0}, {0, 0}, {300, 0}}), street(14, {{0, -200}, {0, 200}})};
  auto const found = find_junctions(routes);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].signals);
  ASSERT_EQ(found[0].arms.size(), 4U);
  double last = -4;
  for (JunctionArm const& arm : found[0].arms) {
    EXPECT_EQ(arm.marks, Mouth::crossing);
    double const angle = std::atan2(arm.mouth.north_m, arm.mouth.east_m);
    EXPECT_GT(angle, last) << "counter-clockwise";
    last = angle;
    EXPECT_NEAR(arm.away.east_m * std::cos(angle) + arm.away.north_m * std::sin(angle), 1, 1e-6);
    double const other_half = arm.half_m > 10 ? 7 : 10.5;
    EXPECT_NEAR(distance_m(arm.mouth, {0, 0}), other_half + 10, 1) << "a corner of 10 m";
  }
}

TEST(Junctions, AStreetThatEndsOnAnotherMakesATAndGivesWay) {
  std::vector<Route> const routes{street(14, {{-300, 0}, {300, 0}}), street(8, {{5, 0.4}, {5, 150}})};
  auto const found = find_junctions(routes);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].signals);
  ASSERT_EQ(found[0].arms.size(), 3U);
  for (JunctionArm const& arm : found[0].arms)
    EXPECT_EQ(arm.marks, arm.half_m < 5 ? Mouth::stop_line : Mouth::open);
}

TEST(Junctions, AChangeOfNameIsNoCrossingAndADeckAboveMeetsNothing) {
  auto const joint = find_junctions({street(14, {{-300, 0}, {0, 0}}), street(14, {{0, 0}, {300, 5}})});
  ASSERT_EQ(joint.size(), 1U);
  ASSERT_EQ(joint[0].arms.size(), 2U);
  for (JunctionArm const& arm : joint[0].arms) {
    EXPECT_EQ(arm.marks, Mouth::open);
    EXPECT_LT(distance_m(arm.mouth, {0, 0}), 4);
  }
  EXPECT_TRUE(find_junctions({street(14, {{-300, 0}, {300, 0}}), street(14, {{0, -300}, {0, 300}}, 13)}).empty());
  Route rail = street(11, {{0, -300}, {0, 300}});
  rail.kind = RouteClass::rail;
  EXPECT_TRUE(find_junctions({street(14, {{-300, 0}, {300, 0}}), rail}).empty());
}

// Any crossing of two streets at 40° or more: the edges of every mouth lie off the other carriageway, and a mouth lies
// before the end of its street.
TEST(Junctions, MouthsLieOffTheOtherCarriageway) {
  unsigned const seed = 20260926;
  RecordProperty("seed", static_cast<int>(seed));
  std::mt19937 random(seed);
  auto const draw = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
  for (int round = 0; round < 200; ++round) {
    double const angle = draw(0.7, 2.4), turn = draw(0, 6.28), widths[] = {8, 14, 15, 21, 30};
    auto const line = [&](double bearing) {
      std::vector<MapPoint> points;
      for (double s = -200; s <= 200; s += 40)
        points.push_back({s * std::cos(bearing), s * std::sin(bearing)});
      return points;
    };
    std::vector<Route> const routes{street(widths[random() % 5], line(turn)),
                                    street(widths[random() % 5], line(turn + angle))};
    auto const found = find_junctions(routes);
    ASSERT_EQ(found.size(), 1U) << round;
    ASSERT_EQ(found[0].arms.size(), 4U) << round;
    for (JunctionArm const& arm : found[0].arms) {
      Route const& other = routes[1 - arm.route];
      for (double const side : {-arm.half_m, arm.half_m}) {
        MapPoint const edge{arm.mouth.east_m + side * arm.away.north_m, arm.mouth.north_m - side * arm.away.east_m};
        EXPECT_GT(distance_to(other, edge), other.width_m / 2 + 4) << round;
      }
    }
  }
}

} // namespace
} // namespace dalian::layout
