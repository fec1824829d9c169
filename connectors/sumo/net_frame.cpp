#include "connectors/sumo/net_frame.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::sumo {
namespace {

using Complex = std::complex<double>;
constexpr double kDeg = 180 / std::numbers::pi;
constexpr double kFarthest = 4; // half sizes of the net from its middle
constexpr double kMostEast_m = 4e6, kMostNorth_m = 9.5e6;
constexpr double kMostMiss_m = 0.05; // of the places that the polynomial does not go through

/// Angle from true north to the north of the UTM zone (6° wide) that the place lies in.
double utm_convergence_deg(GeoPoint p) {
  double const middle_deg = std::floor(p.lon_deg / 6) * 6 + 3;
  return std::atan(std::tan((p.lon_deg - middle_deg) / kDeg) * std::sin(p.lat_deg / kDeg)) * kDeg;
}

/// Coefficients of the polynomial through (z[k], w[k]): Newton's divided differences, multiplied out.
template <std::size_t N>
std::array<Complex, N> through(std::array<Complex, N> const& z, std::array<Complex, N> w) {
  for (std::size_t order = 1; order < N; ++order)
    for (std::size_t k = N - 1; k >= order; --k)
      w[k] = (w[k] - w[k - 1]) / (z[k] - z[k - order]);
  std::array<Complex, N> terms{};
  for (std::size_t k = N; k-- > 0;) {
    for (std::size_t i = N - 1; i > 0; --i)
      terms[i] = terms[i - 1] - z[k] * terms[i];
    terms[0] = w[k] - z[k] * terms[0];
  }
  return terms;
}

} // namespace

NetFrame NetFrame::degrees(Crs crs) {
  NetFrame frame;
  frame.degrees_ = true;
  frame.crs_ = crs;
  return frame;
}

// The corners and the middle carry the polynomial, the middles of the sides prove it.
std::array<std::array<double, 2>, 9> NetFrame::samples(NetBounds b) {
  double const x = (b.west + b.east) / 2, y = (b.south + b.north) / 2;
  double const r = std::max({b.east - b.west, b.north - b.south, 100.0}) / 2;
  return {{{x, y},
           {x - r, y - r},
           {x + r, y - r},
           {x - r, y + r},
           {x + r, y + r},
           {x, y - r},
           {x, y + r},
           {x - r, y},
           {x + r, y}}};
}

Result<NetFrame> NetFrame::fit(NetBounds bounds, Locate const& locate) {
  bool const sound = std::isfinite(bounds.west + bounds.south + bounds.east + bounds.north) &&
                     bounds.east >= bounds.west && bounds.north >= bounds.south &&
                     std::max(bounds.east - bounds.west, bounds.north - bounds.south) < 1e6;
  if (!sound) return Error{"the net's bounds are not those of a city"};
  auto const places = samples(bounds);
  NetFrame frame;
  frame.origin_ = {places[0][0], places[0][1]};
  frame.unit_ = places[2][0] - places[0][0];
  std::array<Complex, 9> z, w;
  for (std::size_t k = 0; k < places.size(); ++k) {
    auto const geo = locate(places[k][0], places[k][1]);
    auto const on_map = geo ? project(*geo) : std::nullopt;
    if (!on_map) return Error{"the net has no place on Earth; netconvert with --proj.utm, or --proj, gives it one"};
    z[k] = (Complex{places[k][0], places[k][1]} - frame.origin_) / frame.unit_;
    w[k] = {on_map->point.east_m, on_map->point.north_m};
  }
  std::array<Complex, kTerms> z_through, w_through;
  std::copy_n(z.begin(), kTerms, z_through.begin());
  std::copy_n(w.begin(), kTerms, w_through.begin());
  frame.terms_ = through(z_through, w_through);
  for (std::size_t k = kTerms; k < places.size(); ++k) {
    double const miss_m = std::abs(frame.map(z[k]).value - w[k]);
    if (!(miss_m < kMostMiss_m))
      return Error{fmt::format("the net's projection is not conformal: it misses by {:.2f} m", miss_m)};
  }
  return frame;
}

NetFrame::OnMap NetFrame::map(Complex z) const {
  Complex value = terms_[kTerms - 1], slope = 0;
  for (std::size_t k = kTerms - 1; k-- > 0;) {
    slope = slope * z + value;
    value = value * z + terms_[k];
  }
  return {value, slope};
}

std::optional<NetFrame::Place> NetFrame::place(double x, double y) const {
  if (degrees_) {
    if (!(std::abs(x) <= 180 && std::abs(y) < 89)) return std::nullopt;
    auto const at = to_wgs84({x, y}, crs_);
    return Place{at, utm_convergence_deg(at)};
  }
  Complex const z = (Complex{x, y} - origin_) / unit_;
  if (!(std::abs(z) < kFarthest)) return std::nullopt;
  auto const [value, slope] = map(z);
  if (!(std::abs(value.real()) < kMostEast_m && std::abs(value.imag()) < kMostNorth_m)) return std::nullopt;
  auto const at = to_geo(MapPoint{value.real(), value.imag()});
  auto const there = project(at);
  if (!there || std::abs(at.lat_deg) > 89) return std::nullopt;
  // A step north in the net goes along i·slope on the map, whose bearing from the map's north is −arg(slope).
  return Place{at, (there->convergence_rad() - std::arg(slope)) * kDeg};
}

} // namespace dalian::sumo
