// The baked files themselves, as every program reads them.
#include "tools/bake/city/landscape.hpp"
#include "tools/bake/city/model_sizes.hpp"
#include "tools/bake/city/placer.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/layout/junctions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace dalian::bake {
namespace {

std::filesystem::path source_folder() {
  return std::getenv("DALIAN_SOURCE");
}

struct Everything {
  layout::City city;
  layout::Terrain terrain;
  ModelSizes sizes;
};

Everything const& baked() {
  static Everything const all = [] {
    auto const folder = assets_dir();
    if (!folder) throw std::runtime_error(folder.error());
    auto city = layout::read_city(*folder / "city.pb");
    if (!city) throw std::runtime_error(city.error());
    auto terrain = layout::read_terrain(*folder / "terrain.bin");
    if (!terrain) throw std::runtime_error(terrain.error());
    auto sizes = read_model_sizes(source_folder() / "assets/models/catalog.toml");
    if (!sizes) throw std::runtime_error(sizes.error());
    return Everything{std::move(city).value(), std::move(terrain).value(), std::move(sizes).value()};
  }();
  return all;
}

float height_at(GeoPoint p) {
  return baked().terrain.height_at(to_map(p));
}

TEST(BakedTerrain, KnownLandIsLandAndKnownSeaIsSea) {
  for (GeoPoint const p : {GeoPoint{121.6386, 38.9208},
                           {121.7167, 39.1},
                           {121.967, 39.395},
                           {121.33, 39.56},
                           {121.672, 39.255},
                           {121.66, 39.38},
                           {121.362, 39.472},
                           {122.687, 39.556},
                           {122.0, 40.0}})
    EXPECT_GT(height_at(p), 0.5) << p.lon_deg << ' ' << p.lat_deg;
  for (GeoPoint const p : {GeoPoint{121.2, 39.2}, {122.0, 38.8}, {121.55, 39.3}, {122.9, 39.4}, {121.75, 38.95}})
    EXPECT_LT(height_at(p), -2) << p.lon_deg << ' ' << p.lat_deg;
}

TEST(BakedTerrain, MadeGroundRisesFromTheSea) {
  EXPECT_NEAR(height_at({121.61556, 39.10889}), 5.5, 0.1); // airport island
  EXPECT_NEAR(height_at({121.885, 39.037}), 4.8, 0.6);     // Dayaowan north shore
  EXPECT_LT(height_at({121.885, 39.0145}), -10);           // the basin between the quays is dredged
  // The wall is as steep as the grid can show: 30 m across the quay's edge.
  MapPoint const edge = to_map({121.874, 39.0126}), inland = right_of(along_bearing(1.88));
  EXPECT_GT(baked().terrain.height_at(edge + 25 * inland) - baked().terrain.height_at(edge - 25 * inland), 10);
}

TEST(BakedTerrain, PortsLieAtTheWater) {
  for (auto const& place : baked().city.places) {
    // The mouth of a breakwater lies offshore by nature; ports known to 2 km or worse may.
    if (place.kind != "port" || place.origin.accuracy_m > 1500 || place.id == "hulushan-mouth") continue;
    float lowest = 100, highest = -100;
    for (double angle = 0; angle < 6.28; angle += 0.2)
      for (double r : {0.0, 700.0, 1500.0, 2500.0}) {
        float const h = baked().terrain.height_at(place.position + r * along_bearing(angle));
        lowest = std::min(lowest, h);
        highest = std::max(highest, h);
      }
    EXPECT_LT(lowest, -1) << place.id;
    EXPECT_GT(highest, 1) << place.id;
  }
}

TEST(BakedTerrain, PinnedPeaksHaveTheirHeights) {
  auto const sources = read_sources(source_folder() / "assets/city");
  ASSERT_TRUE(sources) << sources.error();
  EXPECT_EQ(sources->peaks.size(), 9U);
  for (PlacedPeak const& peak : sources->peaks)
    EXPECT_NEAR(baked().terrain.height_at(peak.position), peak.height_m, 1) << peak.id;
}

TEST(BakedTerrain, DetailsMeetTheWindowAtTheirRims) {
  for (auto const& grid : baked().terrain.details)
    for (std::uint32_t i = 0; i < grid.columns; ++i)
      for (auto const& [column, row] : {std::pair{i, 0U}, {i, grid.rows - 1}, {0U, i}, {grid.columns - 1, i}}) {
        MapPoint const p =
            grid.origin + grid.spacing_m * MapPoint{static_cast<double>(column), static_cast<double>(row)};
        ASSERT_NEAR(grid.height_m[std::size_t{row} * grid.columns + column], baked().terrain.window.height_at(p), 0.1)
            << grid.name;
      }
}

TEST(BakedTerrain, LandIsNeitherAPlateNorOneColour) {
  for (auto const& grid : baked().terrain.details) {
    std::map<int, int> covers;
    double sum = 0, squares = 0;
    int land = 0;
    for (std::size_t i = 0; i < grid.height_m.size(); i += 7) {
      if (grid.height_m[i] <= 0) continue;
      ++covers[grid.cover[i]];
      sum += grid.height_m[i];
      squares += grid.height_m[i] * grid.height_m[i];
      ++land;
    }
    double const deviation = std::sqrt(squares / land - (sum / land) * (sum / land));
    EXPECT_GT(deviation, 2) << grid.name;
    EXPECT_GE(covers.size(), 7U) << grid.name;
    for (auto const& [cover, count] : covers)
      EXPECT_LT(count, 0.6 * land) << grid.name << " cover " << cover;
  }
}

TEST(BakedCity, HoldsThePlansTables) {
  auto const& city = baked().city;
  EXPECT_EQ(city.zones.size(), 5U);
  EXPECT_EQ(city.places.size(), 53U);
  EXPECT_LT(city.placements.size(), 100000U);
  for (char const* id : {"cv-t1", "cv-t2", "cv-t3", "cv-t4", "cv-t5", "bohai-avenue", "g15"})
    EXPECT_TRUE(std::any_of(city.routes.begin(), city.routes.end(), [&](auto const& r) { return r.id == id; })) << id;
  for (auto const& placement : city.placements) {
    ASSERT_TRUE(baked().sizes.contains(placement.model)) << placement.model;
    ASSERT_EQ(placement.origin.provenance, Provenance::modelled);
  }
}

Footprint footprint_of(layout::Placement const& p) {
  return footprint_at(baked().sizes.at(p.model), p.position, p.heading_rad, p.scale[0], p.scale[1]);
}

TEST(BakedCity, NothingStandsInTheSeaOrFloats) {
  for (auto const& p : baked().city.placements) {
    float const ground = baked().terrain.height_at(p.position);
    if (stands_in_water(p.model)) {
      ASSERT_LT(ground, p.model == "wind_turbine" ? -4 : -0.5) << p.id;
      continue;
    }
    ASSERT_GT(ground, 0.3) << p.id;
    ASSERT_NEAR(p.height_m, ground, 0.05) << p.id;
  }
}

TEST(BakedCity, EveryQuayHasAWallFromEndToEndThatNoSlopeShowsThrough) {
  auto const sources = read_sources(source_folder() / "assets/city");
  ASSERT_TRUE(sources) << sources.error();
  ASSERT_FALSE(sources->quays.empty());
  for (Quay const& quay : sources->quays) {
    double covered_m = 0;
    for (auto const& p : baked().city.placements) {
      if (p.model != "quay_wall" || !p.id.starts_with(quay.id + "/")) continue;
      MapPoint const along = along_bearing(p.heading_rad), inland = right_of(along);
      double const piece_m = 24.0 * static_cast<double>(p.scale[1]);
      EXPECT_NEAR(nearest_on(quay.line, false, p.position - 22 * inland).distance_m, 0, 0.1) << p.id;
      for (double const back_m : {1.0, 6.0, 11.0, 16.0, 21.0})
        for (double const aside : {-0.4, 0.4})
          EXPECT_LT(baked().terrain.height_at(p.position - back_m * inland + aside * piece_m * along),
                    p.height_m + 0.2F * static_cast<float>(p.scale[2]))
              << p.id << ' ' << back_m;
      covered_m += piece_m;
    }
    EXPECT_NEAR(covered_m, distance_m(quay.line.front(), quay.line.back()), 1) << quay.id;
  }
}

TEST(BakedCity, NothingStandsOnACarriageway) {
  SiteIndex roads; // and the test routes, which the works must not stand on either
  for (auto const& route : baked().city.routes)
    roads.add_route(route);
  for (auto const& p : baked().city.placements) {
    if (p.model == "rack_span") { // only its feet stand
      Footprint const box = footprint_of(p);
      for (double const end : {-1.0, 1.0})
        ASSERT_FALSE(roads.hits_route(
            {box.centre + end * (box.half_length_m - 0.5) * box.forward(), box.heading_rad, box.half_width_m, 0.5}, 0))
            << p.id;
    } else if (!stands_over_roads(p.model)) {
      ASSERT_FALSE(roads.hits_route(footprint_of(p), 0)) << p.id;
    }
  }
}

TEST(BakedCity, PipesLieOnRacksAndWiresHangBetweenTowers) {
  SiteIndex racks;
  for (auto const& p : baked().city.placements)
    if (p.model == "rack_frame" || p.model == "rack_span") racks.add(footprint_of(p));
  int pipes = 0, carried = 0;
  for (auto const& p : baked().city.placements)
    if (p.model.starts_with("pipe_lower") || p.model.starts_with("pipe_upper")) {
      ++pipes;
      carried += racks.hits_box(footprint_of(p), 0) ? 1 : 0;
    }
  EXPECT_GT(pipes, 500);
  EXPECT_EQ(carried, pipes);
  std::map<layout::SystemClass, int> counts;
  for (layout::System const& system : baked().city.systems) {
    ++counts[system.kind];
    ASSERT_EQ(system.height_m.size(), system.line.size()) << system.id;
    if (system.kind != layout::SystemClass::power_line) continue;
    ASSERT_EQ(system.tower_m.size(), system.line.size()) << system.id;
    EXPECT_EQ(system.tower_m.front() + system.tower_m.back(), 0) << system.id << " ends in gantries";
    for (std::size_t i = 0; i + 1 < system.line.size(); ++i) {
      double const span = distance_m(system.line[i], system.line[i + 1]);
      bool const tall = std::max(system.tower_m[i], system.tower_m[i + 1]) > 45;
      EXPECT_LT(span, tall ? 1500 : 530) << system.id << ' ' << i;
    }
  }
  for (auto const kind : {layout::SystemClass::corridor, layout::SystemClass::pipeline, layout::SystemClass::power_line,
                          layout::SystemClass::water_main, layout::SystemClass::gas_main})
    EXPECT_GT(counts[kind], 0) << static_cast<int>(kind);
}

/// Offsets of the synthetic fleet from the centre line, by test route.
std::multimap<std::string, double> lane_offsets() {
  std::ifstream in(source_folder() / "assets/config/synth.toml");
  std::multimap<std::string, double> offsets;
  std::string line, route;
  while (std::getline(in, line)) {
    if (line.starts_with("route = \"")) route = line.substr(9, line.rfind('"') - 9);
    if (line.starts_with("lane_offset_m = ")) offsets.emplace(route, std::stod(line.substr(16)));
  }
  return offsets;
}

TEST(BakedCity, TestVehiclesKeepToTheMiddleOfALane) {
  auto const& routes = baked().city.routes;
  auto const offsets = lane_offsets();
  ASSERT_EQ(offsets.size(), 7U);
  for (auto const& test : routes) {
    if (test.kind != layout::RouteClass::test_route) continue;
    auto const [first, last] = offsets.equal_range(test.id);
    int off = 0, all = 0;
    for (MapPoint const p : resample(test.line, 60)) {
      layout::Route const* under = nullptr;
      double best = 4;
      for (auto const& road : routes) {
        if (!layout::is_street(road.kind) && road.kind != layout::RouteClass::expressway) continue;
        if (!box_of(road.line).contains(p, 4)) continue;
        double const d = nearest_on(road.line, false, p).distance_m;
        if (d < best) {
          best = d;
          under = &road;
        }
      }
      if (under == nullptr) continue; // within a junction
      auto const profile = layout::street_profile(*under);
      for (auto it = first; it != last; ++it) {
        double nearest = 1e9;
        for (int lane = 0; lane < profile.lanes; ++lane)
          nearest = std::min(nearest, std::abs(profile.lane_middle_m(lane) - it->second));
        ++all;
        if (nearest > 0.6) ++off;
      }
    }
    EXPECT_GT(all, 50) << test.id;
    EXPECT_LE(off, all / 50) << test.id << ": vehicles between lanes";
  }
}

TEST(BakedCity, SignalsAndRoadSideUnitsStandAtTheJunctionsOfTheTestRoutes) {
  std::map<std::string, int> count;
  std::set<std::string> ids;
  for (auto const& p : baked().city.placements) {
    ++count[p.model];
    if (!p.model.starts_with("traffic_signal") && p.model != "roadside_unit") continue;
    EXPECT_TRUE(ids.insert(p.id).second);
    EXPECT_FALSE(p.zone.empty()) << p.id;
  }
  int junctions = 0;
  for (auto const& j : layout::find_junctions(baked().city.routes))
    junctions += j.signals ? 1 : 0;
  EXPECT_GE(count["traffic_signal"] + count["traffic_signal_go"], 60);
  EXPECT_GE(count["roadside_unit"], 12);
  EXPECT_GE(junctions, 20);
  EXPECT_GE(count["lamp"], 800);
  EXPECT_GE(count["bus_stop"], 10);
}

TEST(BakedCity, RoutesStayAboveGroundAndWater) {
  for (auto const& route : baked().city.routes) {
    ASSERT_EQ(route.height_m.size(), route.line.size()) << route.id;
    if (route.kind == layout::RouteClass::river) continue;
    for (std::size_t i = 0; i < route.line.size(); ++i) {
      float const ground = baked().terrain.height_at(route.line[i]);
      ASSERT_GE(route.height_m[i], ground - 0.03) << route.id << ' ' << i; // the file keeps centimetres
      if (ground < 0) {
        ASSERT_GE(route.height_m[i], 3) << route.id << ' ' << i;
      }
    }
  }
}

} // namespace
} // namespace dalian::bake
