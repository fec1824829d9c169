#include "twin/app/city_surface.hpp"

#include "twin/fusion/hasher.hpp"
#include "twin/layout/city_file.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::app {
namespace {

constexpr double kCell_m = 200;
constexpr int kRings = 10, kBearings = 16;

std::int64_t cell(double metres) {
  return static_cast<std::int64_t>(std::floor(metres / kCell_m));
}

std::uint64_t cell_number(std::int64_t column, std::int64_t row) {
  return static_cast<std::uint64_t>(column) << 32 | (static_cast<std::uint64_t>(row) & 0xffffffff);
}

double to_stretch_m(MapPoint p, MapPoint a, MapPoint b) {
  double const e = b.east_m - a.east_m, n = b.north_m - a.north_m, length2 = e * e + n * n;
  double const along = length2 > 0 ? ((p.east_m - a.east_m) * e + (p.north_m - a.north_m) * n) / length2 : 0;
  double const t = std::clamp(along, 0.0, 1.0);
  return distance_m(p, {a.east_m + t * e, a.north_m + t * n});
}

/// Crossings of a ray to the east (Jordan).
bool inside(layout::Ring const& ring, MapPoint p) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    auto const &a = ring[i], &b = ring[j];
    if ((a.north_m > p.north_m) == (b.north_m > p.north_m)) continue;
    double const at = a.east_m + (p.north_m - a.north_m) / (b.north_m - a.north_m) * (b.east_m - a.east_m);
    if (p.east_m < at) in = !in;
  }
  return in;
}

std::uint64_t hash_of(layout::Surface const& surface) {
  fusion::Hasher h;
  auto const add_line = [&](std::vector<MapPoint> const& line) {
    h.add(line.size());
    for (auto const& p : line)
      h.all(p.east_m, p.north_m);
  };
  auto const add_grid = [&](layout::WaterGrid const& grid) {
    h.all(grid.origin.east_m, grid.origin.north_m, grid.spacing_m, grid.columns, grid.rows);
    for (std::uint64_t const word : grid.bits)
      h.add(word);
  };
  add_grid(surface.window);
  for (auto const& grid : surface.details)
    add_grid(grid);
  for (auto const& zone : surface.zones)
    add_line(zone);
  for (auto const& road : surface.roads) {
    h.add(road.width_m);
    add_line(road.line);
  }
  return h.value();
}

} // namespace

CitySurface::CitySurface(layout::Surface surface) : surface_(std::move(surface)), hash_(hash_of(surface_)) {
  for (auto const& road : surface_.roads)
    for (std::size_t i = 0; i + 1 < road.line.size(); ++i)
      add_stretch({road.line[i], road.line[i + 1], road.width_m / 2});
  surface_.roads.clear();
}

void CitySurface::add_stretch(Stretch const& s) {
  auto const number = static_cast<std::uint32_t>(stretches_.size());
  stretches_.push_back(s);
  auto const [west, east] = std::minmax(s.a.east_m, s.b.east_m);
  auto const [south, north] = std::minmax(s.a.north_m, s.b.north_m);
  for (auto column = cell(west - s.half_width_m); column <= cell(east + s.half_width_m); ++column)
    for (auto row = cell(south - s.half_width_m); row <= cell(north + s.half_width_m); ++row)
      cells_[cell_number(column, row)].push_back(number);
}

Result<std::unique_ptr<CitySurface>> CitySurface::read(std::filesystem::path const& where) {
  auto surface = layout::read_surface(std::filesystem::is_directory(where) ? where / kFile : where);
  if (!surface) return Error{surface.error()};
  return std::make_unique<CitySurface>(std::move(surface).value());
}

bool CitySurface::in_zone(MapPoint p) const {
  return std::any_of(surface_.zones.begin(), surface_.zones.end(), [&](auto const& ring) { return inside(ring, p); });
}

std::optional<double> CitySurface::metres_from_water(MapPoint p, double enough_m) const {
  if (!surface_.window.contains(p)) return std::nullopt;
  if (surface_.water_at(p)) return 0;
  for (int ring = 1; ring <= kRings; ++ring) {
    double const radius = enough_m * ring / kRings;
    for (int i = 0; i < kBearings; ++i) {
      double const bearing = 2 * std::numbers::pi * i / kBearings;
      MapPoint const there{p.east_m + radius * std::sin(bearing), p.north_m + radius * std::cos(bearing)};
      if (surface_.window.contains(there) && surface_.water_at(there)) return radius;
    }
  }
  return enough_m;
}

std::optional<double> CitySurface::metres_from_road(MapPoint p, double enough_m) const {
  if (!in_zone(p)) return std::nullopt;
  double nearest = enough_m;
  for (auto column = cell(p.east_m - enough_m); column <= cell(p.east_m + enough_m); ++column)
    for (auto row = cell(p.north_m - enough_m); row <= cell(p.north_m + enough_m); ++row) {
      auto const found = cells_.find(cell_number(column, row));
      if (found == cells_.end()) continue;
      for (auto const number : found->second) {
        auto const& s = stretches_[number];
        nearest = std::min(nearest, std::max(0.0, to_stretch_m(p, s.a, s.b) - s.half_width_m));
      }
    }
  return nearest;
}

} // namespace dalian::app
