#include "renderer/scene/ribbons.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
namespace {

view::Terrain sloping() {
  view::Terrain terrain;
  auto& g = terrain.window;
  g.origin = {-1000, -1000};
  g.spacing_m = 100;
  g.columns = g.rows = 60;
  for (std::uint32_t r = 0; r < g.rows; ++r) {
    for (std::uint32_t c = 0; c < g.columns; ++c) {
      g.height_m.push_back(10 + static_cast<float>(c) * 0.8F);
      g.cover.push_back(0);
    }
  }
  return terrain;
}

/// A curve, 1.5 m above the ground.
view::City one_road(double width, view::Terrain const& terrain) {
  view::Route road;
  road.id = "road";
  road.width_m = width;
  for (int i = 0; i <= 120; ++i) {
    double const a = i * 0.02;
    road.line.push_back({1500 * std::sin(a), 1500 * (1 - std::cos(a))});
    road.height_m.push_back(terrain.height_at(road.line.back()) + 1.5F);
  }
  return {.zones = {}, .places = {}, .routes = {road}, .placements = {}, .parcels = {}, .systems = {}};
}

TEST(Ribbons, CarriagewayHasItsWidth) {
  auto const terrain = sloping();
  auto const scene = make_ribbons(one_road(14, terrain), terrain, {0, 0});
  std::map<float, std::map<float, glm::dvec3>> sections; // along → across → position
  for (RibbonVertex const& v : scene.vertices) {
    if ((v.kind_normal & 0xffU) == RIBBON_EXPRESSWAY || (v.kind_normal & 0xffU) == RIBBON_ROAD) {
      sections[v.along_m][v.across_m] = glm::dvec3(v.position_mm) * 1e-3;
    }
  }
  ASSERT_EQ(sections.size(), 121U);
  for (auto const& [along, row] : sections) {
    ASSERT_EQ(row.size(), 2U);
    double const across = glm::length(row.rbegin()->second - row.begin()->second);
    EXPECT_NEAR(across, 14 + 2 * 1.2, 0.02) << "at " << along << " m: mitres of a gentle curve do not widen it";
    EXPECT_FLOAT_EQ(row.rbegin()->first, 8.2F) << "and `across` counts metres";
  }
}

// Every edge belongs to two triangles, but for the outer rims and the two ends: counted by position, so that
// neighbouring strips must meet to the millimetre.
TEST(Ribbons, StripsAreWatertight) {
  auto const terrain = sloping();
  auto const scene = make_ribbons(one_road(14, terrain), terrain, {0, 0});
  using Point = std::tuple<int, int, int>;
  auto const at = [&](std::uint32_t i) {
    auto const p = scene.vertices[i].position_mm;
    return Point{p.x, p.y, p.z};
  };
  std::map<std::pair<Point, Point>, int> edges;
  for (std::size_t i = 0; i < scene.indices.size(); i += 3) {
    for (std::size_t k = 0; k < 3; ++k) {
      ++edges[{at(scene.indices[i + k]), at(scene.indices[i + (k + 1) % 3])}];
    }
  }
  std::size_t open = 0;
  for (auto const& [edge, count] : edges) {
    EXPECT_EQ(count, 1) << "an edge is walked once each way";
    if (!edges.contains({edge.second, edge.first})) ++open;
  }
  EXPECT_EQ(open, 2 * 120U + 2 * 3U) << "two feet along the road, three edges at each end";
}

TEST(Ribbons, FacesLookUpAndBanksReachTheGround) {
  auto const terrain = sloping();
  auto const scene = make_ribbons(one_road(9, terrain), terrain, {0, 0});
  for (std::size_t i = 0; i < scene.indices.size(); i += 3) {
    auto const p = [&](std::size_t k) { return glm::dvec3(scene.vertices[scene.indices[i + k]].position_mm); };
    EXPECT_GT(glm::cross(p(1) - p(0), p(2) - p(0)).z, 0);
  }
  for (RibbonVertex const& v : scene.vertices) {
    glm::dvec3 const p = glm::dvec3(v.position_mm) * 1e-3;
    double const over = p.z - terrain.height_at({p.x, p.y});
    EXPECT_LT(over, 1.9);
    if (std::abs(v.across_m) > 6) {
      EXPECT_LT(over, 0) << "the foot of a bank lies in the ground";
    }
  }
}

TEST(Ribbons, OverWaterItIsABridge) {
  auto terrain = sloping();
  for (float& h : terrain.window.height_m)
    h = -8;
  auto city = one_road(14, terrain);
  for (float& h : city.routes[0].height_m)
    h = 12;
  auto const scene = make_ribbons(city, terrain, {0, 0});
  std::set<std::uint32_t> kinds;
  for (RibbonVertex const& v : scene.vertices) {
    kinds.insert(v.kind_normal & 0xffU);
    EXPECT_GT(v.position_mm.z, 10'000);
  }
  EXPECT_TRUE(kinds.contains(RIBBON_DECK));
  EXPECT_FALSE(kinds.contains(RIBBON_BANK));
}

TEST(Ribbons, DoubledAndSinglePointsDoNoHarm) {
  auto const terrain = sloping();
  auto city = one_road(14, terrain);
  auto& road = city.routes[0];
  road.line.insert(road.line.begin() + 5, road.line[5]);
  road.height_m.insert(road.height_m.begin() + 5, road.height_m[5]);
  view::Route point;
  point.line = {{1, 1}};
  city.routes.push_back(point);
  auto const scene = make_ribbons(city, terrain, {0, 0});
  std::uint32_t indices = 0;
  for (RibbonChunk const& chunk : scene.chunks) {
    EXPECT_EQ(chunk.first_index, indices);
    indices += chunk.index_count;
  }
  EXPECT_EQ(indices, scene.indices.size());
  for (std::uint32_t i : scene.indices)
    EXPECT_LT(i, scene.vertices.size());
}

/// Two streets of a town that cross on flat ground.
view::City crossing(view::Terrain& terrain) {
  for (float& h : terrain.window.height_m)
    h = 10;
  view::City city;
  for (bool const north : {false, true}) {
    view::Route street;
    street.kind = view::RouteClass::street;
    street.width_m = north ? 14 : 21;
    for (int s = -200; s <= 200; s += 20) {
      street.line.push_back(north ? MapPoint{1000, 1000.0 + s} : MapPoint{1000.0 + s, 1000});
      street.height_m.push_back(10.2F);
    }
    city.routes.push_back(street);
  }
  return city;
}

TEST(Ribbons, LinesEndBeforeAJunctionWhoseSurfaceCoversIt) {
  auto terrain = sloping();
  auto const scene = make_ribbons(crossing(terrain), terrain, {0, 0});
  double covered_m2 = 0;
  for (std::size_t i = 0; i < scene.indices.size(); i += 3) {
    auto const v = [&](std::size_t k) { return scene.vertices[scene.indices[i + k]]; };
    auto const at = [&](std::size_t k) { return glm::dvec3(v(k).position_mm) * 1e-3; };
    std::uint32_t const kind = v(0).kind_normal & 0xffU;
    double const twice = glm::cross(at(1) - at(0), at(2) - at(0)).z;
    if (kind == RIBBON_JUNCTION || kind == RIBBON_FOOTWAY || kind == RIBBON_STREET) {
      EXPECT_GE(twice, -1e-6) << "faces look up";
    }
    if (kind == RIBBON_JUNCTION) covered_m2 += twice / 2;
    for (std::size_t k = 0; k < 3 && kind == RIBBON_STREET; ++k)
      EXPECT_GT(std::max(std::abs(at(k).x - 1000), std::abs(at(k).y - 1000)), 16) << "a carriageway ends at its mouth";
  }
  // A cross of carriageways to the mouths, and four corners between a square of 10 m and its quarter circle.
  double const half_a = 10.5, half_b = 7, mouth_a = half_b + 10, mouth_b = half_a + 10;
  double const cross = 2 * half_a * 2 * mouth_a + 2 * half_b * 2 * (mouth_b - half_a);
  EXPECT_NEAR(covered_m2, cross + 4 * 100 * (1 - M_PI / 4), 0.04 * cross);
}

TEST(Ribbons, AHedgeIsRoundAtItsEndAndNothingIsLeftOfItBeyond) {
  auto terrain = sloping();
  auto const scene = make_ribbons(crossing(terrain), terrain, {0, 0});
  std::size_t full = 0, none = 0;
  for (RibbonVertex const& v : scene.vertices) {
    if ((v.kind_normal & 0xffU) != RIBBON_HEDGE) continue;
    double const off = std::min(v.ahead_m, v.behind_m), across = std::abs(static_cast<double>(v.across_m));
    EXPECT_LE(across, 0.7 + 1e-6);
    if (off < 15.9) {
      EXPECT_EQ(across, 0) << "no leaves on the paving, " << off << " m from the mouth";
    }
    none += off < 15.9 ? 1 : 0;
    full += across > 0.69 ? 1 : 0;
  }
  EXPECT_GT(none, 0U);
  EXPECT_GT(full, 0U);
}

TEST(Ribbons, PlacesKnowHowFarTheNextMouthIs) {
  auto terrain = sloping();
  auto const scene = make_ribbons(crossing(terrain), terrain, {0, 0});
  int mouths = 0;
  for (RibbonVertex const& v : scene.vertices) {
    if ((v.kind_normal & 0xffU) != RIBBON_STREET) continue;
    double const off = std::max(std::abs(v.position_mm.x * 1e-3 - 1000), std::abs(v.position_mm.y * 1e-3 - 1000));
    double const near = std::min(v.ahead_m, v.behind_m);
    EXPECT_NEAR(off - near, v.half_width_m > 10 ? 17 : 20.5, 1.01);
    mouths += near == 0 ? 1 : 0;
    EXPECT_EQ(v.marks >> (v.ahead_m < v.behind_m ? RIBBON_AHEAD_SHIFT : RIBBON_BEHIND_SHIFT) & 3U, 2U) << "a crossing";
  }
  EXPECT_EQ(mouths, 2 * 4 + 2 * 2) << "four edges where there is a median, two where there is none";
}

} // namespace
} // namespace dalian::scene
