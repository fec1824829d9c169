#include "twin/sun/sky_view.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace dalian::sun {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

/// Sine and cosine of the middle of each sector; kept for the number that is asked for again and again.
std::vector<std::pair<double, double>> const& middles(std::size_t sectors) {
  thread_local std::vector<std::pair<double, double>> out;
  if (out.size() == sectors) return out;
  out.clear();
  for (std::size_t k = 0; k < sectors; ++k) {
    double const azimuth = (static_cast<double>(k) + 0.5) / static_cast<double>(sectors) * kTurn;
    out.emplace_back(std::sin(azimuth), std::cos(azimuth));
  }
  return out;
}

/// Raises the horizon where the upper edge u…v, `rise` above the spot, stands; both relative to it.
void raise(MapPoint u, MapPoint v, double rise, std::vector<double>& tangents) {
  double const cross = u.east_m * v.north_m - u.north_m * v.east_m;
  if (cross == 0) return;
  if (cross > 0) std::swap(u, v); // clockwise from u to v
  auto const sectors = static_cast<double>(tangents.size());
  double const from = std::atan2(u.east_m, u.north_m), to = std::atan2(v.east_m, v.north_m);
  double const width = to >= from ? to - from : to - from + kTurn;
  auto const first = static_cast<long>(std::ceil(from / kTurn * sectors - 0.5)),
             last = static_cast<long>(std::floor((from + width) / kTurn * sectors - 0.5));
  double const ex = v.east_m - u.east_m, ey = v.north_m - u.north_m;
  auto const n = static_cast<long>(tangents.size());
  auto const& middle = middles(tangents.size());
  for (long k = first; k <= last; ++k) {
    auto const sector = static_cast<std::size_t>(((k % n) + n) % n);
    auto const [sine, cosine] = middle[sector];
    double const away = -std::abs(cross) / (sine * ey - cosine * ex); // to the edge's line
    auto& tangent = tangents[sector];
    if (away > 0) tangent = std::max(tangent, rise / away);
  }
}

/// Where a segment p + t d, 0 ≤ t ≤ 1, crosses the edge a…b; beyond 1 where it does not.
double crossing(MapPoint p, MapPoint d, MapPoint a, MapPoint b) {
  double const ex = b.east_m - a.east_m, ey = b.north_m - a.north_m;
  double const cross = d.east_m * ey - d.north_m * ex;
  if (cross == 0) return 2;
  double const px = a.east_m - p.east_m, py = a.north_m - p.north_m;
  double const t = (px * ey - py * ex) / cross, along = (px * d.north_m - py * d.east_m) / cross;
  return t >= 0 && t <= 1 && along >= 0 && along <= 1 ? t : 2;
}

} // namespace

std::vector<double> horizon(Spot const& spot, std::vector<Prism> const& prisms,
                            std::vector<std::uint32_t> const& others, std::size_t sectors) {
  std::vector<double> tangents(sectors, 0);
  for (std::uint32_t const i : others) {
    Prism const& prism = prisms[i];
    double const rise = prism.top_m - spot.z_m;
    if (!(rise > 0)) continue;
    auto const seen = [&](MapPoint p) { return MapPoint{p.east_m - spot.at.east_m, p.north_m - spot.at.north_m}; };
    for (std::size_t k = 0; k < prism.ring.size(); ++k)
      raise(seen(prism.ring[k]), seen(prism.ring[(k + 1) % prism.ring.size()]), rise, tangents);
  }
  return tangents;
}

double sky_view_factor(std::vector<double> const& horizon_tan) {
  double sum = 0;
  for (double const t : horizon_tan)
    sum += 1 / (1 + t * t);
  return horizon_tan.empty() ? 1 : sum / static_cast<double>(horizon_tan.size());
}

std::vector<Beam> beams(Path const& path, std::size_t sectors, double step_h) {
  std::vector<Beam> out;
  double const span = path.window_rad.to - path.window_rad.from;
  auto const steps = static_cast<int>(std::ceil(to_hours(span) / step_h));
  for (int i = 0; i < steps; ++i) {
    auto const d = direction(path, path.window_rad.from + (i + 0.5) / steps * span);
    double const azimuth = std::atan2(d.x, d.y), part = azimuth < 0 ? azimuth + kTurn : azimuth;
    auto const sector = static_cast<std::size_t>(part / kTurn * static_cast<double>(sectors));
    out.push_back({std::min(sector, sectors - 1), d.z / std::hypot(d.x, d.y), d.z * span / steps});
  }
  return out;
}

double lit_share(std::vector<double> const& horizon_tan, std::vector<Beam> const& beams) {
  double all = 0, lit = 0;
  for (Beam const& beam : beams) {
    all += beam.light;
    if (beam.tangent > horizon_tan[beam.sector]) lit += beam.light;
  }
  return all > 0 ? lit / all : 1;
}

bool sees(Spot const& from, Spot const& to, Prism const& prism) {
  MapPoint const d{to.at.east_m - from.at.east_m, to.at.north_m - from.at.north_m};
  for (std::size_t k = 0; k < prism.ring.size(); ++k) {
    double const t = crossing(from.at, d, prism.ring[k], prism.ring[(k + 1) % prism.ring.size()]);
    if (t > 1e-9 && t < 1 - 1e-9 && from.z_m + t * (to.z_m - from.z_m) < prism.top_m) return false;
  }
  return true;
}

bool sees(Spot const& from, Spot const& to, std::vector<Prism> const& prisms) {
  return std::all_of(prisms.begin(), prisms.end(), [&](Prism const& prism) { return sees(from, to, prism); });
}

} // namespace dalian::sun
