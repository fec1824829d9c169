// The traffic against the baked city: ships float, vehicles keep to the drawn roads. Whole rounds, not samples of them.
#include "connectors/synth/fleet.hpp"
#include "connectors/synth/road_traffic.hpp"
#include "tests/connectors/synth/test_plan.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::synth {
namespace {

std::filesystem::path assets() {
  auto const dir = assets_dir();
  EXPECT_TRUE(dir) << dir.error();
  return dir ? *dir : ".";
}

layout::Terrain const& terrain() {
  static auto const read = layout::read_terrain(assets() / "terrain.bin");
  EXPECT_TRUE(read) << read.error();
  return *read;
}

/// Highest ground under the hull's outline and keel line, metres above sea level.
double highest_ground(Vessel const& v, MotionState const& s, double share_of_beam) {
  double const fe = std::sin(s.heading_rad), fn = std::cos(s.heading_rad);
  double top = -1e9;
  for (double const along : {-0.5, -0.25, 0.0, 0.25, 0.5})
    for (double const across : {-0.5, 0.0, 0.5}) {
      double const a = along * v.length_m, b = across * v.beam_m * share_of_beam;
      top = std::max<double>(
          top, terrain().height_at({s.position.east_m + a * fe + b * fn, s.position.north_m + a * fn - b * fe}));
    }
  return top;
}

TEST(FleetOnTheMap, EveryShipFloatsAllTheWay) {
  auto const fleet = make_fleet(project_plan(), 1);
  ASSERT_TRUE(fleet) << fleet.error();
  for (auto const& v : *fleet) {
    if (v.call) {
      // Beside the wall as below; at sea over the whole track, for it is the same every day.
      for (double t = 0; t < kDay_s; t += 60)
        ASSERT_LT(highest_ground(v, state_at(v, t), 0.5), -1) << v.id << " at " << t << " s";
      for (auto const& p : v.call->track())
        ASSERT_LT(highest_ground(v, {p.position, 0, p.bearing_rad, 0, 0, 0}, 1), -1) << v.id << " at " << p.along_m;
    } else if (v.status == NavStatus::moored) {
      // The wall beside it is steeper than the terrain's grid can say: look at the hull's middle half.
      EXPECT_LT(highest_ground(v, state_at(v, 0), 0.5), -1) << v.id;
    } else if (!v.timetable) {
      for (double t = 0; t < 7200; t += 100)
        ASSERT_LT(highest_ground(v, state_at(v, t), 1), -1) << v.id << " at " << t << " s";
    } else {
      auto const& track = v.timetable->track();
      for (std::size_t i = 0; i < track.size(); i += 2) {
        MotionState const s{track[i].position, 0, track[i].bearing_rad, 0, 0, 0};
        auto const place = to_geo(s.position);
        ASSERT_LT(highest_ground(v, s, 1), -1) << v.id << " at " << place.lon_deg << ", " << place.lat_deg;
      }
    }
  }
}

TEST(FleetOnTheMap, EveryShipStaysInTheWindow) {
  auto const fleet = make_fleet(project_plan(), 1);
  ASSERT_TRUE(fleet) << fleet.error();
  for (auto const& v : *fleet)
    for (double t = 0; t < 130'000; t += 500)
      ASSERT_TRUE(terrain().window.contains(state_at(v, t).position)) << v.id;
}

/// Distance of a point from the nearest of a line's segments.
double distance_from(std::vector<MapPoint> const& line, MapPoint p) {
  double best = 1e300;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const e = line[i + 1].east_m - line[i].east_m, n = line[i + 1].north_m - line[i].north_m;
    double const x = p.east_m - line[i].east_m, y = p.north_m - line[i].north_m;
    double const f = std::clamp((x * e + y * n) / (e * e + n * n), 0.0, 1.0);
    best = std::min(best, std::hypot(x - f * e, y - f * n));
  }
  return best;
}

TEST(VehiclesOnTheMap, EveryVehicleKeepsToItsLaneOfTheDrawnRoute) {
  auto const city = layout::read_city(assets() / "city.pb");
  ASSERT_TRUE(city) << city.error();
  auto const routes = read_routes(assets() / "routes.geojson");
  ASSERT_TRUE(routes) << routes.error();
  auto const traffic = RoadTraffic::make(project_plan().road_groups, *routes, 1, Instant{});
  ASSERT_TRUE(traffic) << traffic.error();
  EXPECT_EQ(traffic->vehicles().size(), 42u);
  Timetable const* walked = nullptr; // vehicles of one group share it
  for (auto const& v : traffic->vehicles()) {
    if (walked == &v.lane->timetable) continue;
    walked = &v.lane->timetable;
    auto const drawn = std::find_if(city->routes.begin(), city->routes.end(),
                                    [&](layout::Route const& r) { return r.id == v.group->route; });
    ASSERT_NE(drawn, city->routes.end()) << v.group->route;
    double const narrowest_m = v.group->route == "cv-t4" ? 15 : 21; // of the roads under the route
    EXPECT_LE(v.group->lane_offset_m + v.group->width_m / 2, narrowest_m / 2) << v.group->id;
    auto const& track = walked->track();
    for (std::size_t i = 0; i < track.size(); i += 3) {
      auto const p = track[i].position;
      double const off = distance_from(drawn->line, p);
      ASSERT_LE(off, v.group->lane_offset_m + 0.7) << v.group->id << " at " << track[i].along_m << " m";
      bool const at_end = distance_m(p, drawn->line.front()) < 20 || distance_m(p, drawn->line.back()) < 20;
      if (!at_end) {
        ASSERT_GE(off, v.group->lane_offset_m - 0.7) << v.group->id << " at " << track[i].along_m << " m";
      }
    }
  }
}

} // namespace
} // namespace dalian::synth
