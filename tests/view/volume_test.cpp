#include "twin/view/volume.hpp"

#include "tests/support/test_terrain.hpp"
#include "twin/view/flow_line.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::view {
namespace {

City one_route() {
  City city;
  Route route;
  route.id = "t1";
  route.kind = RouteClass::test_route;
  route.width_m = 7;
  route.line = {{0, 0}, {100, 0}, {200, 50}};
  route.height_m = {3, 4, 5};
  city.routes = {route, Route{}};
  Zone zone;
  zone.id = "z";
  zone.outline = {{-1000, -1000}, {1000, -1000}, {1000, 1000}, {-1000, 1000}};
  city.zones.push_back(zone);
  return city;
}

TEST(Volumes, FencesStandOnTheGroundOfTheirOutline) {
  auto const terrain = test::island();
  auto const fences = zone_fences(one_route(), terrain, 60);
  ASSERT_EQ(fences.size(), 1U);
  EXPECT_TRUE(check_volume(fences[0]));
  auto const& prism = std::get<Prism>(fences[0].shape);
  for (double t = -1000; t <= 1000; t += 50)
    for (MapPoint const p : {MapPoint{t, -1000}, MapPoint{1000, t}, MapPoint{t, 1000}, MapPoint{-1000, t}}) {
      EXPECT_LT(prism.base_m, std::max(0.0F, terrain.height_at(p)));
      EXPECT_GE(prism.top_m + 1e-3, terrain.height_at(p) + 60);
    }
}

TEST(Volumes, CorridorsFollowTheTestRoutes) {
  auto const corridors = test_corridors(one_route());
  ASSERT_EQ(corridors.size(), 1U);
  EXPECT_EQ(corridors[0].id, "t1");
  EXPECT_TRUE(check_volume(corridors[0]));
}

TEST(Volumes, WrongOnesSayWhy) {
  auto const why = [](auto shape) {
    auto const status = check_volume({"v", VolumeKind::geofence, std::move(shape), Provenance::modelled});
    return status ? std::string() : status.error();
  };
  EXPECT_NE(why(Prism{{{0, 0}, {1, 1}}, 0, 1}).find("volume 'v': an outline needs three points"), std::string::npos);
  EXPECT_NE(why(Prism{{{0, 0}, {1, 1}, {std::nan(""), 0}}, 0, 1}).find("not a number"), std::string::npos);
  EXPECT_NE(why(Prism{{{0, 0}, {1, 0}, {0, 1}}, 5, 5}).find("not above"), std::string::npos);
  EXPECT_NE(why(Corridor{{{0, 0}}, {0}, 1, 1}).find("two points"), std::string::npos);
  EXPECT_NE(why(Corridor{{{0, 0}, {1, 0}}, {0}, 1, 1}).find("as many heights"), std::string::npos);
  EXPECT_NE(why(Corridor{{{0, 0}, {1, 0}}, {0, 0}, -1, 1}).find("positive"), std::string::npos);
  EXPECT_NE(why(Plume{}).find("two sections"), std::string::npos);
  EXPECT_NE(why(Plume{{{{0, 0}, 10, 1, 1}, {{9, 0}, 10, 0, 1}}}).find("spread"), std::string::npos);
}

TEST(FlowLines, AreTheTestRoutes) {
  auto const lines = test_route_flows(one_route());
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(check_flow(lines[0]));
  EXPECT_GT(lines[0].speed_mps, 0) << "in the direction of travel";
  EXPECT_GT(lines[0].height_m[1], 4) << "above the road";
}

TEST(FlowLines, WrongOnesSayWhy) {
  auto const why = [](auto change) {
    auto line = test_route_flows(one_route()).front();
    change(line);
    auto const status = check_flow(line);
    return status ? std::string() : status.error();
  };
  EXPECT_EQ(why([](FlowLine&) {}), "");
  EXPECT_NE(why([](FlowLine& l) { l.line.assign(3, l.line[0]); }).find("flow line 't1': it has no length"),
            std::string::npos);
  EXPECT_NE(why([](FlowLine& l) { l.line = {}, l.height_m = {}; }).find("no length"), std::string::npos);
  EXPECT_NE(why([](FlowLine& l) { l.height_m.pop_back(); }).find("as many heights"), std::string::npos);
  EXPECT_NE(why([](FlowLine& l) { l.line[1].east_m = std::nan(""); }).find("not a number"), std::string::npos);
  EXPECT_NE(why([](FlowLine& l) { l.width_m = 0; }).find("width"), std::string::npos);
}

} // namespace
} // namespace dalian::view
