#include "renderer/workplaces/ground_lines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::workplaces {
namespace {

constexpr double kPiece_m = 40;
constexpr int kMostPieces = 400;

} // namespace

MapPoint nearest_on(MapPoint a, MapPoint b, MapPoint p) {
  double const e = b.east_m - a.east_m, n = b.north_m - a.north_m, length2 = e * e + n * n;
  double const t = length2 > 0 ? ((p.east_m - a.east_m) * e + (p.north_m - a.north_m) * n) / length2 : 0;
  double const s = std::clamp(t, 0.0, 1.0);
  return {a.east_m + s * e, a.north_m + s * n};
}

double true_distance_m(MapPoint a, MapPoint b) {
  return distance_m(a, b) / point_scale(to_geo({(a.east_m + b.east_m) / 2, (a.north_m + b.north_m) / 2}));
}

double distance_m(std::vector<MapPoint> const& line, MapPoint p) {
  double best = distance_m(line.front(), p);
  for (std::size_t i = 1; i < line.size(); ++i)
    best = std::min(best, distance_m(nearest_on(line[i - 1], line[i], p), p));
  return best;
}

std::optional<ui::ScreenPoint> GroundLines::at(MapPoint p, double above_m) const {
  auto const point = moment_.view.project({p.east_m, p.north_m, height_m(p) + above_m});
  ui::Box const& middle = moment_.layout.middle;
  bool const inside =
      point && point->x > middle.x0 && point->x < middle.x1 && point->y > middle.y0 && point->y < middle.y1;
  return inside ? point : std::nullopt;
}

void GroundLines::line(MapPoint from, MapPoint to, float width_px, ui::Rgba ink, ui::DrawList& over) const {
  int const pieces = std::clamp(static_cast<int>(distance_m(from, to) / kPiece_m), 1, kMostPieces);
  auto const along = [&](double t) {
    return MapPoint{from.east_m + t * (to.east_m - from.east_m), from.north_m + t * (to.north_m - from.north_m)};
  };
  auto a = at(from);
  for (int k = 0; k < pieces; ++k) {
    auto const b = at(along((k + 1.0) / pieces));
    if (a && b) over.stroke(a->x, a->y, b->x, b->y, width_px, ink);
    a = b;
  }
}

void GroundLines::path(std::vector<MapPoint> const& places, float width_px, ui::Rgba ink, ui::DrawList& over) const {
  for (std::size_t i = 1; i < places.size(); ++i)
    line(places[i - 1], places[i], width_px, ink, over);
}

void GroundLines::outline(std::vector<MapPoint> const& ring, ui::Rgba ink, ui::DrawList& over) const {
  path(ring, 2, ink, over);
  if (!ring.empty()) line(ring.back(), ring.front(), 2, ink, over);
}

void GroundLines::ring_about(MapPoint middle, double radius_m, ui::Rgba ink, ui::DrawList& over) const {
  std::vector<MapPoint> ring;
  for (int i = 0; i < 32; ++i) {
    double const angle = i * 2 * std::numbers::pi / 32;
    ring.push_back({middle.east_m + radius_m * std::cos(angle), middle.north_m + radius_m * std::sin(angle)});
  }
  outline(ring, ink, over);
}

} // namespace dalian::workplaces
