// The fleet against the baked city: ships float, vehicles keep to the drawn roads. Longer rounds are walked whole.
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
    if (v.status == NavStatus::moored) {
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

} // namespace
} // namespace dalian::synth
