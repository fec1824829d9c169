// What questions by place cost: building the grid, boxes, discs, polygons and the nearest, at up to a million entities;
// beside them reading the same points one after another, and a point in a polygon by prepared GEOS.
#include "twin/state/spatial_grid.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <geos_c.h>
#include <numbers>
#include <random>
#include <vector>

namespace {

using namespace dalian;
using state::SpatialGrid;

/// Time this thread has had a core.
double cpu_seconds() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Mean seconds of one call; the sum of what the calls return keeps them.
double seconds_each(int times, std::size_t& sum, std::function<std::size_t(int)> const& call) {
  double const start = cpu_seconds();
  for (int i = 0; i < times; ++i)
    sum += call(i);
  return (cpu_seconds() - start) / times;
}

/// Nine of ten in four towns of 6 km, the others over 200 km of sea.
std::vector<SpatialGrid::Point> city(std::size_t n) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> town(-3'000, 3'000), sea(-100'000, 100'000);
  std::vector<SpatialGrid::Point> points;
  for (std::uint32_t i = 1; i <= n; ++i) {
    double const centre = 20'000.0 * (i % 4);
    if (i % 10 == 0)
      points.push_back({{300'000 + sea(random), 4'300'000 + sea(random)}, i});
    else
      points.push_back({{300'000 + centre + town(random), 4'300'000 + centre + town(random)}, i});
  }
  std::shuffle(points.begin(), points.end(), random);
  return points;
}

std::vector<MapPoint> star(MapPoint centre, double radius_m, int corners) {
  std::vector<MapPoint> ring;
  for (int i = 0; i < corners; ++i) {
    double const angle = 2 * std::numbers::pi * i / corners, r = radius_m * (i % 2 == 0 ? 1 : 0.7);
    ring.push_back({centre.east_m + r * std::cos(angle), centre.north_m + r * std::sin(angle)});
  }
  return ring;
}

/// Nanoseconds for one "is this point inside?" by GEOS with a prepared polygon.
double geos_ns(std::vector<MapPoint> const& ring, std::vector<SpatialGrid::Point> const& points, std::size_t& sum) {
  auto* const geos = GEOS_init_r();
  auto* const sequence = GEOSCoordSeq_create_r(geos, static_cast<unsigned>(ring.size() + 1), 2);
  for (unsigned i = 0; i <= ring.size(); ++i)
    GEOSCoordSeq_setXY_r(geos, sequence, i, ring[i % ring.size()].east_m, ring[i % ring.size()].north_m);
  auto* const polygon = GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, sequence), nullptr, 0);
  auto const* const prepared = GEOSPrepare_r(geos, polygon);
  double const each = seconds_each(100'000, sum, [&](int i) {
    auto const& p = points[static_cast<std::size_t>(i) % points.size()].position;
    auto* const point = GEOSGeom_createPointFromXY_r(geos, p.east_m, p.north_m);
    auto const inside = static_cast<std::size_t>(GEOSPreparedContains_r(geos, prepared, point));
    GEOSGeom_destroy_r(geos, point);
    return inside;
  });
  GEOSPreparedGeom_destroy_r(geos, prepared);
  GEOSGeom_destroy_r(geos, polygon);
  GEOS_finish_r(geos);
  return each * 1e9;
}

void run(std::size_t n) {
  auto const points = city(n);
  std::size_t sum = 0;
  double const scan = seconds_each(5, sum, [&](int) {
    std::size_t inside = 0;
    state::Box const box{{300'000, 4'300'000}, {302'000, 4'302'000}};
    for (auto const& p : points)
      inside += box.contains(p.position);
    return inside;
  });
  double const build = seconds_each(5, sum, [&](int) { return SpatialGrid(points).size(); });
  SpatialGrid const grid(points);
  auto const at = [&](int i) { return points[static_cast<std::size_t>(i) * 7919 % n].position; };
  auto const line = [&](char const* what, std::size_t found, double seconds) {
    fmt::print("{:>9} points  {:<34} {:>10.1f} us  ({} found)\n", n, what, seconds * 1e6, found);
  };
  auto const time = [&](char const* what, int times, std::function<std::size_t(MapPoint)> const& query) {
    std::size_t found = 0;
    double const each = seconds_each(times, found, [&](int i) { return query(at(i)); });
    line(what, found / static_cast<std::size_t>(times), each);
  };
  line("build the grid", n, build);
  line("one box by reading all points", 0, scan);
  time("viewport 2 km x 1.2 km", 100, [&](MapPoint p) {
    return grid.in_box({{p.east_m - 1000, p.north_m - 600}, {p.east_m + 1000, p.north_m + 600}}).size();
  });
  time("radius 200 m", 1000, [&](MapPoint p) { return grid.within(p, 200).size(); });
  time("polygon of 64 corners, 1 km", 100,
       [&](MapPoint p) { return grid.inside(state::Area({star(p, 500, 64)})).size(); });
  time("nearest 10", 1000, [&](MapPoint p) { return grid.nearest(p, 10).size(); });
  auto const ring = star({300'000, 4'300'000}, 3000, 1000);
  state::Area const area({ring});
  double const ours = seconds_each(1'000'000, sum, [&](int i) { return std::size_t{area.contains(at(i))}; }) * 1e9;
  fmt::print("{:>9} points  inside a polygon of 1000 corners: {:.0f} ns a point, prepared GEOS {}: {:.0f} ns\n", n,
             ours, GEOSversion(), geos_ns(ring, points, sum));
  if (sum == 1) fmt::print(" "); // keeps the results
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Questions by place: CPU time of one thread."};
  std::vector<std::size_t> counts{100'000, 1'000'000};
  app.add_option("--points", counts, "numbers of entities")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  for (auto const n : counts)
    run(n);
  return 0;
}
