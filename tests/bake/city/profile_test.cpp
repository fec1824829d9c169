#include "tools/bake/city/profile.hpp"

#include "tools/bake/city/geometry.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace dalian::bake {
namespace {

/// A ground of 4 × 2 km at 20 m with height given by a function of east.
template <class Height>
layout::Terrain ground(Height&& height) {
  layout::TerrainGrid grid{"window", {0, 0}, 20, 201, 101, {}, {}};
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column)
      grid.height_m.push_back(static_cast<float>(height(column * grid.spacing_m)));
  grid.cover.resize(grid.height_m.size());
  layout::Terrain terrain;
  terrain.window = std::move(grid);
  return terrain;
}

layout::Route route(std::string id, layout::RouteClass kind, MapPoint from, MapPoint to) {
  layout::Route r;
  r.id = std::move(id);
  r.kind = kind;
  r.line = resample({from, to}, 40);
  r.width_m = 12;
  return r;
}

double steepest_grade(layout::Route const& r) {
  double most = 0;
  for (std::size_t i = 1; i < r.line.size(); ++i)
    most = std::max(most, std::abs(r.height_m[i] - r.height_m[i - 1]) / distance_m(r.line[i - 1], r.line[i]));
  return most;
}

TEST(Profile, ABridgeClearsTheWaterOnGentleRamps) {
  auto const terrain = ground([](double east) { return std::abs(east - 2000) < 500 ? -5.0 : 3.0; });
  std::vector routes{route("road", layout::RouteClass::road, {100, 1000}, {3900, 1000})};
  give_heights(routes, terrain);
  for (std::size_t i = 0; i < routes[0].line.size(); ++i)
    if (terrain.height_at(routes[0].line[i]) < 0) {
      EXPECT_GE(routes[0].height_m[i], kClearOverWater_m);
    }
  EXPECT_LT(steepest_grade(routes[0]), 0.09);
  EXPECT_NEAR(routes[0].height_m.front(), 3, 0.5);
}

TEST(Profile, ARailwayCrossesAnExpresswayAboveAndRoadsMeetAtGrade) {
  auto const terrain = ground([](double) { return 10.0; });
  std::vector routes{route("rail", layout::RouteClass::rail, {2000, 100}, {2000, 1900}),
                     route("expressway", layout::RouteClass::expressway, {100, 1000}, {3900, 1000}),
                     route("road a", layout::RouteClass::road, {3000, 100}, {3000, 700}),
                     route("road b", layout::RouteClass::road, {2600, 400}, {3400, 400})};
  give_heights(routes, terrain);
  auto const height_at = [&](layout::Route const& r, MapPoint p) {
    Nearest const n = nearest_on(r.line, false, p);
    return std::lerp(r.height_m[n.segment], r.height_m[n.segment + 1], static_cast<float>(n.fraction));
  };
  EXPECT_GE(height_at(routes[1], {2000, 1000}) - height_at(routes[0], {2000, 1000}), kClearOverRoute_m - 0.6);
  EXPECT_NEAR(height_at(routes[2], {3000, 400}), height_at(routes[3], {3000, 400}), 0.15);
}

TEST(Profile, GradingBringsTheGroundToTheRoad) {
  auto terrain = ground([](double east) { return 20 + 6 * std::sin(east / 90); });
  std::vector routes{route("road", layout::RouteClass::road, {100, 1000}, {3900, 1000})};
  give_heights(routes, terrain);
  grade_routes(routes, terrain.window);
  lift_above_ground(routes, terrain);
  for (std::size_t i = 2; i + 2 < routes[0].line.size(); ++i) {
    double const over = routes[0].height_m[i] - terrain.height_at(routes[0].line[i]);
    EXPECT_GE(over, 0);
    EXPECT_LT(over, kDeck_m + 1);
  }
  EXPECT_NEAR(terrain.height_at({2000, 1400}), 20 + 6 * std::sin(2000 / 90.0), 0.5); // far off nothing moved
}

} // namespace
} // namespace dalian::bake
