#include "twin/base/geo.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <complex>
#include <numbers>

namespace dalian {
namespace {

// WGS-84 and UTM zone 51N (EPSG:32651).
constexpr double kSemiMajor_m = 6378137.0;
constexpr double kFlattening = 1 / 298.257223563;
constexpr double kEccentricity2 = kFlattening * (2 - kFlattening);
constexpr double kCentralMeridian_deg = 123.0;
constexpr double kCentralScale = 0.9996;
constexpr double kFalseEasting_m = 500000.0;
constexpr double kRadPerDeg = std::numbers::pi / 180;

constexpr double n1 = kFlattening / (2 - kFlattening); // third flattening
constexpr double n2 = n1 * n1, n3 = n2 * n1, n4 = n3 * n1, n5 = n4 * n1, n6 = n5 * n1;
constexpr double kRectifyingRadius_m = kSemiMajor_m / (1 + n1) * (1 + n2 / 4 + n4 / 64 + n6 / 256);

using Series = std::array<double, 6>;

// Karney 2011 (doi 10.1007/s00190-011-0445-3), eq. 35.
constexpr Series kAlpha{
    n1 / 2 - n2 * 2 / 3 + n3 * 5 / 16 + n4 * 41 / 180 - n5 * 127 / 288 + n6 * 7891 / 37800,
    n2 * 13 / 48 - n3 * 3 / 5 + n4 * 557 / 1440 + n5 * 281 / 630 - n6 * 1983433 / 1935360,
    n3 * 61 / 240 - n4 * 103 / 140 + n5 * 15061 / 26880 + n6 * 167603 / 181440,
    n4 * 49561 / 161280 - n5 * 179 / 168 + n6 * 6601661 / 7257600,
    n5 * 34729 / 80640 - n6 * 3418889 / 1995840,
    n6 * 212378941 / 319334400,
};
// The same paper, eq. 36.
constexpr Series kBeta{
    n1 / 2 - n2 * 2 / 3 + n3 * 37 / 96 - n4 / 360 - n5 * 81 / 512 + n6 * 96199 / 604800,
    n2 / 48 + n3 / 15 - n4 * 437 / 1440 + n5 * 46 / 105 - n6 * 1118711 / 3870720,
    n3 * 17 / 480 - n4 * 37 / 840 - n5 * 209 / 4480 + n6 * 5569 / 90720,
    n4 * 4397 / 161280 - n5 * 11 / 504 - n6 * 830251 / 7257600,
    n5 * 4583 / 161280 - n6 * 108847 / 3991680,
    n6 * 20648693 / 638668800,
};

/// Tangent of the conformal latitude from the tangent of the geographic one (Karney 2011, eq. 7–9).
double conformal_tangent(double tau) {
  double const e = std::sqrt(kEccentricity2);
  double const sigma = std::sinh(e * std::atanh(e * tau / std::hypot(1.0, tau)));
  return tau * std::hypot(1.0, sigma) - sigma * std::hypot(1.0, tau);
}

/// The inverse by Newton's method (eq. 19–21); three steps reach double precision.
double geographic_tangent(double conformal) {
  double tau = conformal;
  for (int step = 0; step < 4; ++step) {
    double const at_tau = conformal_tangent(tau);
    double const slope =
        (1 - kEccentricity2) * std::hypot(1.0, tau) * std::hypot(1.0, at_tau) / (1 + (1 - kEccentricity2) * tau * tau);
    tau += (conformal - at_tau) / slope;
  }
  return tau;
}

using Complex = std::complex<double>;

/// ζ + sign Σ c_j sin 2jζ.
Complex apply_series(Series const& c, Complex zeta, double sign) {
  Complex sum = 0;
  for (std::size_t j = 0; j < c.size(); ++j)
    sum += c[j] * std::sin(2.0 * static_cast<double>(j + 1) * zeta);
  return zeta + sign * sum;
}

/// Transverse Mercator of the conformal sphere: northing ξ' and easting η' as one complex number.
struct Sphere {
  double conformal; // tangent of the conformal latitude
  double tau;       // tangent of the latitude
  double lambda;    // longitude from the central meridian, radians
  Complex zeta;
};

Sphere on_sphere(GeoPoint p) {
  assert(std::abs(p.lat_deg) < 90 && std::abs(p.lon_deg - kCentralMeridian_deg) < 80);
  double const tau = std::tan(p.lat_deg * kRadPerDeg);
  double const lambda = (p.lon_deg - kCentralMeridian_deg) * kRadPerDeg;
  double const conformal = conformal_tangent(tau);
  double const xi = std::atan2(conformal, std::cos(lambda));
  double const eta = std::asinh(std::sin(lambda) / std::hypot(conformal, std::cos(lambda)));
  return {conformal, tau, lambda, {xi, eta}};
}

/// ζ and dζ/dζ' at once by Clenshaw summation over 2ζ'.
struct Mapped {
  Complex zeta, slope;
};

/// `s`, `c`: sine and cosine of 2ξ'; `sinh`, `cosh`: of 2η'.
Mapped map_series(double xi, double eta, double s, double c, double sinh, double cosh) {
  double const ar = 2 * c * cosh, ai = -2 * s * sinh; // 2 cos 2ζ'
  double br = 0, bi = 0, b1r = 0, b1i = 0;            // Σ α_j sin 2jζ'
  double dr = 0, di = 0, d1r = 0, d1i = 0;            // Σ 2j α_j cos 2jζ'
  for (std::size_t j = kAlpha.size(); j > 0; --j) {
    double const alpha = kAlpha[j - 1], weight = 2.0 * static_cast<double>(j) * alpha;
    double const b2r = b1r, b2i = b1i, d2r = d1r, d2i = d1i;
    b1r = br, b1i = bi, d1r = dr, d1i = di;
    br = ar * b1r - ai * b1i - b2r + alpha;
    bi = ar * b1i + ai * b1r - b2i;
    dr = ar * d1r - ai * d1i - d2r + weight;
    di = ar * d1i + ai * d1r - d2i;
  }
  double const sr = s * cosh, si = c * sinh; // sin 2ζ'
  return {{xi + sr * br - si * bi, eta + sr * bi + si * br},
          {1 + (ar * dr - ai * di) / 2 - d1r, (ar * di + ai * dr) / 2 - d1i}};
}

/// sinh(e·atanh(e·sin φ)) of eq. 9. The arguments are below 0.082, where eight and three terms reach double precision.
double sigma_of(double sin_lat) {
  constexpr double e2 = kEccentricity2;
  double const y2 = e2 * sin_lat * sin_lat;
  double sum = 0; // atanh(y)/y = Σ y^2k / (2k+1)
  for (int k = 8; k >= 0; --k)
    sum = sum * y2 + 1.0 / (2 * k + 1);
  double const x = e2 * sin_lat * sum, x2 = x * x;
  return x * (1 + x2 / 6 * (1 + x2 / 20 * (1 + x2 / 42)));
}

/// dζ/dζ' = p' − i q' of eq. 25: its argument and modulus carry convergence and scale.
Complex series_slope(Complex zeta) {
  Complex slope = 1;
  for (std::size_t j = 0; j < kAlpha.size(); ++j) {
    double const k = 2.0 * static_cast<double>(j + 1);
    slope += k * kAlpha[j] * std::cos(k * zeta);
  }
  return slope;
}

struct Geocentric {
  double x, y, z;
};

Geocentric to_geocentric(GeoPoint p, double height_m) {
  double const lat = p.lat_deg * kRadPerDeg, lon = p.lon_deg * kRadPerDeg;
  double const normal = kSemiMajor_m / std::sqrt(1 - kEccentricity2 * std::sin(lat) * std::sin(lat));
  return {(normal + height_m) * std::cos(lat) * std::cos(lon), (normal + height_m) * std::cos(lat) * std::sin(lon),
          (normal * (1 - kEccentricity2) + height_m) * std::sin(lat)};
}

/// Bowring's latitude, repeated until it stands still; height along the normal.
GeoPoint from_geocentric(Geocentric g, double* height_m) {
  double const from_axis = std::hypot(g.x, g.y);
  double reduced = std::atan2(g.z, from_axis * (1 - kFlattening));
  double lat = 0;
  double const b = kSemiMajor_m * (1 - kFlattening);
  for (int step = 0; step < 4; ++step) {
    double const s = std::sin(reduced), c = std::cos(reduced);
    lat = std::atan2(g.z + kEccentricity2 / (1 - kEccentricity2) * b * s * s * s,
                     from_axis - kEccentricity2 * kSemiMajor_m * c * c * c);
    reduced = std::atan2((1 - kFlattening) * std::sin(lat), std::cos(lat));
  }
  if (height_m != nullptr) {
    double const s = std::sin(lat);
    *height_m = from_axis * std::cos(lat) + g.z * s - kSemiMajor_m * std::sqrt(1 - kEccentricity2 * s * s);
  }
  return {std::atan2(g.y, g.x) / kRadPerDeg, lat / kRadPerDeg};
}

} // namespace

MapPoint to_map(GeoPoint p) {
  Complex const zeta = apply_series(kAlpha, on_sphere(p).zeta, 1);
  double const radius = kCentralScale * kRectifyingRadius_m;
  return {kFalseEasting_m + radius * zeta.imag(), radius * zeta.real()};
}

GeoPoint to_geo(MapPoint p) {
  double const radius = kCentralScale * kRectifyingRadius_m;
  Complex const zeta = apply_series(kBeta, {p.north_m / radius, (p.east_m - kFalseEasting_m) / radius}, -1);
  double const across = std::sinh(zeta.imag());
  double const conformal = std::sin(zeta.real()) / std::hypot(across, std::cos(zeta.real()));
  double const lambda = std::atan2(across, std::cos(zeta.real()));
  return {kCentralMeridian_deg + lambda / kRadPerDeg, std::atan(geographic_tangent(conformal)) / kRadPerDeg};
}

double meridian_convergence_rad(GeoPoint p) {
  Sphere const s = on_sphere(p);
  double const of_sphere = std::atan(s.conformal / std::hypot(1.0, s.conformal) * std::tan(s.lambda));
  return of_sphere - std::arg(series_slope(s.zeta));
}

double point_scale(GeoPoint p) {
  Sphere const s = on_sphere(p);
  double const sin_lat = s.tau / std::hypot(1.0, s.tau);
  double const of_sphere = std::sqrt(1 - kEccentricity2 * sin_lat * sin_lat) * std::hypot(1.0, s.tau) /
                           std::hypot(s.conformal, std::cos(s.lambda));
  return kCentralScale * kRectifyingRadius_m / kSemiMajor_m * of_sphere * std::abs(series_slope(s.zeta));
}

std::optional<Projected> project(GeoPoint p) {
  constexpr double kMaxSine = 0.9396926; // of 70°
  if (!(std::abs(p.lat_deg) <= 90 && std::abs(p.lon_deg) <= 180)) return std::nullopt;
  double const lat = p.lat_deg * kRadPerDeg, lambda = (p.lon_deg - kCentralMeridian_deg) * kRadPerDeg;
  double const sin_lat = std::sin(lat), cos_lat = std::max(std::cos(lat), 1e-12); // the poles have a cosine too
  double const sin_lambda = std::sin(lambda), cos_lambda = std::cos(lambda);
  if (!(std::abs(sin_lambda) * cos_lat < kMaxSine)) return std::nullopt;
  double const tau = sin_lat / cos_lat, sec = 1 / cos_lat, sigma = sigma_of(sin_lat);
  double const conformal = tau * std::sqrt(1 + sigma * sigma) - sigma * sec;

  // ξ' and η' on the conformal sphere, and the functions of their doubles without another transcendental.
  double const across = std::sqrt(conformal * conformal + cos_lambda * cos_lambda);
  double const sin_xi = conformal / across, cos_xi = cos_lambda / across, sinh_eta = sin_lambda / across;
  double const cosh_eta = std::sqrt(1 + sinh_eta * sinh_eta);
  Mapped const m =
      map_series(std::atan2(conformal, cos_lambda), std::asinh(sinh_eta), 2 * sin_xi * cos_xi,
                 (cos_xi - sin_xi) * (cos_xi + sin_xi), 2 * sinh_eta * cosh_eta, 1 + 2 * sinh_eta * sinh_eta);

  double const sec_conformal = std::sqrt(1 + conformal * conformal);
  double const re = cos_lambda, im = conformal / sec_conformal * sin_lambda; // its angle: convergence on the sphere
  double const turned_re = re * m.slope.real() + im * m.slope.imag(),
               turned_im = im * m.slope.real() - re * m.slope.imag();
  double const length = std::sqrt(turned_re * turned_re + turned_im * turned_im);
  double const of_sphere = std::sqrt(1 - kEccentricity2 * sin_lat * sin_lat) * sec / across;
  double const slope = std::sqrt(m.slope.real() * m.slope.real() + m.slope.imag() * m.slope.imag());
  double const radius = kCentralScale * kRectifyingRadius_m;
  return Projected{{kFalseEasting_m + radius * m.zeta.imag(), radius * m.zeta.real()},
                   turned_re / length,
                   turned_im / length,
                   radius / kSemiMajor_m * of_sphere * slope};
}

LocalFrame::LocalFrame(GeoPoint origin, double height_m) : origin_(origin) {
  Geocentric const g = to_geocentric(origin, height_m);
  x0_ = g.x;
  y0_ = g.y;
  z0_ = g.z;
}

LocalFrame::Point LocalFrame::to_local(GeoPoint p, double height_m) const {
  Geocentric const g = to_geocentric(p, height_m);
  double const dx = g.x - x0_, dy = g.y - y0_, dz = g.z - z0_;
  double const lat = origin_.lat_deg * kRadPerDeg, lon = origin_.lon_deg * kRadPerDeg;
  double const outward = std::cos(lon) * dx + std::sin(lon) * dy;
  return {-std::sin(lon) * dx + std::cos(lon) * dy, -std::sin(lat) * outward + std::cos(lat) * dz,
          std::cos(lat) * outward + std::sin(lat) * dz};
}

GeoPoint LocalFrame::to_geo(Point p, double* height_m) const {
  double const lat = origin_.lat_deg * kRadPerDeg, lon = origin_.lon_deg * kRadPerDeg;
  double const outward = -std::sin(lat) * p.north_m + std::cos(lat) * p.up_m;
  return from_geocentric({x0_ - std::sin(lon) * p.east_m + std::cos(lon) * outward,
                          y0_ + std::cos(lon) * p.east_m + std::sin(lon) * outward,
                          z0_ + std::cos(lat) * p.north_m + std::sin(lat) * p.up_m},
                         height_m);
}

} // namespace dalian
