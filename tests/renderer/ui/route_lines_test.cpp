#include "renderer/ui/route_lines.hpp"

#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

/// Straight down from `height_m` above (0, 0), 90° of field, 720 lines: 360 px / height_m per metre.
ViewFrustum from_above(double height_m) {
  glm::dmat4 m(0);
  m[0][0] = 720.0 / 1280;
  m[1][1] = -1;
  m[3][2] = 1;
  m[2][3] = -1;
  return {{0, 0, height_m}, m, 1280, 720};
}

view::Terrain flat() {
  view::Terrain terrain;
  terrain.window = {"window", {-50e3, -50e3}, 1000, 101, 101, std::vector<float>(101 * 101, 0), {}};
  return terrain;
}

/// 4 km from west to east, and the same road once more as no test route.
view::City city() {
  view::City city;
  view::Route route;
  route.kind = view::RouteClass::test_route;
  route.width_m = 12;
  for (int i = 0; i <= 80; ++i) {
    route.line.push_back({-2000 + 50.0 * i, 0});
    route.height_m.push_back(-1); // the line lies a metre above: at 0
  }
  city.routes.push_back(route);
  route.kind = view::RouteClass::road;
  city.routes.push_back(route);
  return city;
}

struct Drawn {
  std::size_t count = 0;
  float covered_px = 0, x0 = 1e9F, x1 = -1e9F;
};

/// The coloured strokes, not those under them.
Drawn drawn(RouteLines const& routes, ViewFrustum const& view, view::Terrain const& terrain) {
  DrawList list;
  routes.draw(view, terrain, list);
  Drawn d;
  for (OverlayItem const& item : list.items()) {
    if ((item.fill & 0xffffffU) != (theme::kTestRoute & 0xffffffU)) continue;
    ++d.count;
    d.covered_px += std::hypot(item.rect.x1 - item.rect.x0, item.rect.y1 - item.rect.y0) + 2 * item.radius;
    d.x0 = std::min(d.x0, item.rect.x0 - item.radius);
    d.x1 = std::max(d.x1, item.rect.x1 + item.radius);
  }
  return d;
}

TEST(RouteLines, AreMeasuredAlongTheWay) {
  RouteLines const routes(city());
  ASSERT_EQ(routes.lines().size(), 1U); // test routes only
  MeasuredLine const& line = routes.lines()[0];
  EXPECT_NEAR(line.length_m(), 4000, 4); // ground and map metres differ by the scale of the projection
  EXPECT_NEAR(line.at(line.length_m() / 2).x, 0, 1e-6);
  EXPECT_EQ(line.at(0), glm::dvec3(-2000, 0, 0));
  EXPECT_EQ(line.at(line.length_m()), glm::dvec3(2000, 0, 0));
}

TEST(RouteLines, DashesAreWholePeriodsFromTheStart) {
  auto step = next_dash(0, 64);
  EXPECT_DOUBLE_EQ(step.dash.from_m, 0);
  EXPECT_NEAR(step.dash.to_m, 0.66 * 64, 1e-9);
  EXPECT_DOUBLE_EQ(step.next_m, 64);
  step = next_dash(96, 64); // a longer period takes over in the middle of one
  EXPECT_DOUBLE_EQ(step.dash.from_m, 96);
  EXPECT_NEAR(step.dash.to_m, 64 + 0.66 * 64, 1e-9);
  EXPECT_DOUBLE_EQ(step.next_m, 128);
  for (double px_per_m = 0.01; px_per_m < 3; px_per_m *= 1.07) {
    double const period = dash_period(px_per_m);
    EXPECT_DOUBLE_EQ(std::exp2(std::round(std::log2(period))), period);
    EXPECT_GE(period * px_per_m, 13 - 1e-9);
    EXPECT_LT(period * px_per_m, 26);
  }
}

TEST(RouteLines, AboutTwoThirdsOfTheLineIsDrawnWhereItIs) {
  auto const d = drawn(RouteLines(city()), from_above(4000), flat()); // 0.09 px/m: 360 px
  EXPECT_GT(d.count, 10U);
  EXPECT_NEAR(d.covered_px, 0.66F * 360, 12);
  EXPECT_NEAR(d.x0, 640 - 180, 1);
  EXPECT_GT(d.x1, 640 + 160);
  EXPECT_LE(d.x1, 640 + 181);
}

TEST(RouteLines, NotNearNotFarNotBehindTheGround) {
  RouteLines const routes(city());
  EXPECT_EQ(drawn(routes, from_above(200), flat()).count, 0U); // the road is 10.6 px wide or more
  EXPECT_GT(drawn(routes, from_above(39e3), flat()).count, 0U);
  EXPECT_EQ(drawn(routes, from_above(41e3), flat()).count, 0U);
  view::Terrain high = flat();
  for (float& h : high.window.height_m)
    h = 500;
  EXPECT_EQ(drawn(routes, from_above(4000), high).count, 0U);
}

} // namespace
} // namespace dalian::ui
