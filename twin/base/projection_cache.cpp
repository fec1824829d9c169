#include "twin/base/projection_cache.hpp"

#include <cmath>
#include <numbers>

namespace dalian {
namespace {

constexpr double kCellsPerDegree = 4, kHalfWidth_deg = 0.5 / kCellsPerDegree;
constexpr double kRadPerDeg = std::numbers::pi / 180;
constexpr double kSemiMajor_m = 6378137.0, kFlattening = 1 / 298.257223563; // WGS-84
constexpr double kEccentricity2 = kFlattening * (2 - kFlattening);

/// Coefficients of the polynomial through (x_k, y_k): Newton's divided differences, multiplied out.
template <std::size_t N>
std::array<double, N> through(std::array<double, N> const& x, std::array<double, N> y) {
  for (std::size_t order = 1; order < N; ++order)
    for (std::size_t k = N - 1; k >= order; --k)
      y[k] = (y[k] - y[k - 1]) / (x[k] - x[k - order]);
  std::array<double, N> c{};
  for (std::size_t k = N; k-- > 0;) { // c = c · (x − x_k) + y_k
    for (std::size_t i = N - 1; i > 0; --i)
      c[i] = c[i - 1] - x[k] * c[i];
    c[0] = y[k] - x[k] * c[0];
  }
  return c;
}

template <std::size_t N>
double horner(std::array<double, N> const& c, double x) {
  double sum = c[N - 1];
  for (std::size_t k = N - 1; k-- > 0;)
    sum = sum * x + c[k];
  return sum;
}

double isometric(double latitude) {
  double const e = std::sqrt(kEccentricity2), s = std::sin(latitude);
  return std::atanh(s) - e * std::atanh(e * s);
}

double inverse_radius(double latitude) {
  double const s = std::sin(latitude);
  return std::sqrt(1 - kEccentricity2 * s * s) / (kSemiMajor_m * std::cos(latitude));
}

} // namespace

ProjectionCache::Patch ProjectionCache::make(std::int32_t key, double longitude_deg, double latitude_deg) {
  constexpr double kHalfWidth = kHalfWidth_deg * kRadPerDeg;
  Patch patch{key, longitude_deg * kRadPerDeg, latitude_deg * kRadPerDeg, {}, {}, {}, {}};
  Real x{}, psi{}, radius{}, east{}, north{};
  for (std::size_t k = 0; k <= kDegree; ++k) { // Chebyshev's nodes
    x[k] = kHalfWidth * std::cos(std::numbers::pi * (static_cast<double>(k) + 0.5) / (kDegree + 1));
    psi[k] = isometric(patch.latitude + x[k]) - isometric(patch.latitude);
    radius[k] = inverse_radius(patch.latitude + x[k]);
    auto const at = dalian::project({longitude_deg + x[k] / kRadPerDeg, latitude_deg});
    east[k] = at->point.east_m;
    north[k] = at->point.north_m;
  }
  patch.isometric = through(x, psi);
  patch.inverse_radius = through(x, radius);
  patch.east = through(x, east);
  patch.north = through(x, north);
  return patch;
}

Projected ProjectionCache::evaluate(Patch const& patch, GeoPoint p) {
  double const dlat = p.lat_deg * kRadPerDeg - patch.latitude;
  double const a = p.lon_deg * kRadPerDeg - patch.longitude, b = horner(patch.isometric, dlat);
  double e = patch.east[kDegree], n = patch.north[kDegree], de = 0, dn = 0; // value and derivative by a + i b
  for (std::size_t k = kDegree; k-- > 0;) {
    double const old_de = de, old_e = e;
    de = de * a - dn * b + e;
    dn = old_de * b + dn * a + n;
    e = e * a - n * b + patch.east[k];
    n = old_e * b + n * a + patch.north[k];
  }
  // Along the parallel the map moves by (de, dn): its length is the scale, its turn the convergence.
  double const length = std::sqrt(de * de + dn * dn), per_length = 1 / length;
  return {{e, n}, de * per_length, dn * per_length, length * horner(patch.inverse_radius, dlat)};
}

std::optional<Projected> ProjectionCache::project(GeoPoint p) {
  bool const near = std::abs(p.lat_deg) < 60 && std::abs(p.lon_deg - 123) < 20;
  if (!near) return dalian::project(p);                                       // also what is no number
  auto const column = static_cast<std::int32_t>(p.lon_deg * kCellsPerDegree); // 103°E and up: positive
  auto const row = static_cast<std::int32_t>((p.lat_deg + 90) * kCellsPerDegree);
  std::int32_t const key = row * 1024 + column;
  Patch& patch = patches_[static_cast<std::size_t>((row % 8) * 16 + column % 16)];
  if (patch.key != key) patch = make(key, (column + 0.5) / kCellsPerDegree, (row + 0.5) / kCellsPerDegree - 90);
  return evaluate(patch, p);
}

} // namespace dalian
