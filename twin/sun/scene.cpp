#include "twin/sun/scene.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::sun {
namespace {

constexpr std::uint32_t kMostSquares = 4'000'000;

struct Cells {
  std::uint32_t west, east, south, north; // both ends included
};

double cross(Direction d, double x, double y) {
  return d.x * y - d.y * x;
}

} // namespace

Nearby::Nearby(std::vector<Prism> const& prisms, double square_m) : prisms_(prisms), square_m_(square_m) {
  if (prisms.empty()) return;
  MapPoint low = prisms[0].low, high = prisms[0].high;
  for (Prism const& p : prisms) {
    low = {std::min(low.east_m, p.low.east_m), std::min(low.north_m, p.low.north_m)};
    high = {std::max(high.east_m, p.high.east_m), std::max(high.north_m, p.high.north_m)};
    highest_m_ = std::max(highest_m_, p.top_m);
  }
  origin_ = low;
  auto const squares = [&](double span) { return std::floor(span / square_m_) + 1; };
  while (squares(high.east_m - low.east_m) * squares(high.north_m - low.north_m) > kMostSquares)
    square_m_ *= 2;
  columns_ = static_cast<std::uint32_t>(squares(high.east_m - low.east_m));
  rows_ = static_cast<std::uint32_t>(squares(high.north_m - low.north_m));
  auto const each_square = [&](Prism const& p, auto&& visit) {
    auto const cell = [&](double at, double from) { return static_cast<std::uint32_t>((at - from) / square_m_); };
    for (auto row = cell(p.low.north_m, low.north_m); row <= cell(p.high.north_m, low.north_m); ++row)
      for (auto column = cell(p.low.east_m, low.east_m); column <= cell(p.high.east_m, low.east_m); ++column)
        visit(row * columns_ + column);
  };
  first_.assign(std::size_t{columns_} * rows_ + 1, 0);
  for (Prism const& p : prisms)
    each_square(p, [&](std::uint32_t square) { ++first_[square + 1]; });
  for (std::size_t i = 1; i < first_.size(); ++i)
    first_[i] += first_[i - 1];
  items_.resize(first_.back());
  auto next = first_;
  for (std::uint32_t i = 0; i < prisms.size(); ++i)
    each_square(prisms[i], [&](std::uint32_t square) { items_[next[square]++] = i; });
}

std::vector<std::uint32_t> Nearby::around(MapPoint low, MapPoint high, double z_m, double least_elevation_rad) const {
  std::vector<std::uint32_t> out;
  if (prisms_.empty()) return out;
  double const reach = std::min(reach_m(highest_m_ - z_m, least_elevation_rad), 1e6);
  auto const cell = [&](double at, std::uint32_t count) {
    return static_cast<std::uint32_t>(std::clamp(std::floor(at / square_m_), 0.0, static_cast<double>(count - 1)));
  };
  Cells const cells{
      cell(low.east_m - reach - origin_.east_m, columns_), cell(high.east_m + reach - origin_.east_m, columns_),
      cell(low.north_m - reach - origin_.north_m, rows_), cell(high.north_m + reach - origin_.north_m, rows_)};
  double const slope = std::tan(least_elevation_rad);
  for (auto row = cells.south; row <= cells.north; ++row)
    for (auto column = cells.west; column <= cells.east; ++column) {
      std::size_t const square = std::size_t{row} * columns_ + column;
      for (auto i = first_[square]; i < first_[square + 1]; ++i) {
        Prism const& p = prisms_[items_[i]];
        double const dx = std::max({p.low.east_m - high.east_m, low.east_m - p.high.east_m, 0.0}),
                     dy = std::max({p.low.north_m - high.north_m, low.north_m - p.high.north_m, 0.0});
        if (p.top_m > z_m && std::hypot(dx, dy) * slope <= p.top_m - z_m) out.push_back(items_[i]);
      }
    }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Wall> walls(Prism const& prism, double z_m, double spacing_m, double least_m) {
  assert(spacing_m > 0);
  std::vector<Wall> out;
  for (std::size_t i = 0; i < prism.ring.size(); ++i) {
    MapPoint const a = prism.ring[i], b = prism.ring[(i + 1) % prism.ring.size()];
    double const dx = b.east_m - a.east_m, dy = b.north_m - a.north_m, length = std::hypot(dx, dy);
    if (length < least_m || !(length > 0)) continue;
    Wall wall{a, b, dy / length, -dx / length, {}}; // outward of a counter-clockwise ring
    auto const parts = static_cast<int>(std::ceil(length / spacing_m));
    for (int k = 0; k < parts; ++k) {
      double const along = (k + 0.5) / parts;
      wall.spots.push_back({{a.east_m + along * dx + kBeforeWall_m * wall.normal_x,
                             a.north_m + along * dy + kBeforeWall_m * wall.normal_y},
                            z_m,
                            wall.normal_x,
                            wall.normal_y});
    }
    out.push_back(std::move(wall));
  }
  return out;
}

Passage::Passage(Path const& path)
    : path_(path), from_(direction(path, path.window_rad.from)), to_(direction(path, path.window_rad.to)),
      narrow_(cross(from_, to_.x, to_.y) < 0) {}

bool Passage::misses(MapPoint spot, MapPoint low, MapPoint high) const {
  if (!narrow_) return false;
  bool before = true, after = true; // every corner
  for (double const x : {low.east_m - spot.east_m, high.east_m - spot.east_m})
    for (double const y : {low.north_m - spot.north_m, high.north_m - spot.north_m}) {
      before = before && cross(from_, x, y) > 0;
      after = after && cross(to_, x, y) < 0;
    }
  return before || after;
}

Spans sunshine(Spot const& spot, std::vector<Prism> const& prisms, std::vector<std::uint32_t> const& others,
               Passage const& passage) {
  Path const& path = passage.path();
  Spans const open = before_wall(spot, path);
  if (open.empty()) return open;
  Spans shade;
  for (std::uint32_t const i : others)
    if (!passage.misses(spot.at, prisms[i].low, prisms[i].high)) add_shade(prisms[i], spot, path, shade);
  join(shade);
  return common(open, rest_of(path.window_rad, shade));
}

Spans sunshine(Spot const& spot, std::vector<Prism> const& prisms, std::vector<std::uint32_t> const& others,
               Path const& path) {
  return sunshine(spot, prisms, others, Passage(path));
}

} // namespace dalian::sun
