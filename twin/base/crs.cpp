#include "twin/base/crs.hpp"

#include "twin/base/epsg.hpp"

#include <cctype>
#include <charconv>
#include <cmath>
#include <numbers>
#include <string>

namespace dalian {
namespace {

using std::numbers::pi;

// Constants of the published GCJ-02 formula (Krasovsky 1940 axis, its first eccentricity squared).
constexpr double kAxis_m = 6378245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;

bool in_gcj02_box(GeoPoint p) {
  return p.lon_deg > 72.004 && p.lon_deg < 137.8347 && p.lat_deg > 0.8293 && p.lat_deg < 55.8271;
}

/// (20 sin aπ + 40 sin bπ + …) · 2/3: the three wave terms both axes share in form.
double waves(double t, double third_weight, double third_divisor, double fourth_weight, double fourth_divisor) {
  return (20 * std::sin(t * pi) + 40 * std::sin(t / 3 * pi)) * 2 / 3 +
         (third_weight * std::sin(t / third_divisor * pi) + fourth_weight * std::sin(t / fourth_divisor * pi)) * 2 / 3;
}

double common_wave(double x) {
  return (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3;
}

GeoPoint gcj02_from_wgs84(GeoPoint p) {
  if (!in_gcj02_box(p)) return p;
  double const x = p.lon_deg - 105, y = p.lat_deg - 35;
  double const root = std::sqrt(std::abs(x));
  double const north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common_wave(x) + waves(y, 160, 12, 320, 30);
  double const east =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common_wave(x) + waves(x, 150, 12, 300, 30);
  double const lat = p.lat_deg * pi / 180;
  double const w2 = 1 - kEccentricity2 * std::sin(lat) * std::sin(lat);
  double const meridian = kAxis_m * (1 - kEccentricity2) / (w2 * std::sqrt(w2));
  double const normal = kAxis_m / std::sqrt(w2);
  return {p.lon_deg + east * 180 / (normal * std::cos(lat) * pi), p.lat_deg + north * 180 / (meridian * pi)};
}

GeoPoint bd09_from_gcj02(GeoPoint p) {
  constexpr double kWave = pi * 3000 / 180;
  double const radius = std::hypot(p.lon_deg, p.lat_deg) + 0.00002 * std::sin(p.lat_deg * kWave);
  double const angle = std::atan2(p.lat_deg, p.lon_deg) + 0.000003 * std::cos(p.lon_deg * kWave);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

} // namespace

Result<Crs> parse_crs(std::string_view name) {
  std::string plain;
  for (char const c : name)
    if (c != '-' && c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (plain == "wgs84" || plain == "cgcs2000") return Crs::wgs84;
  if (plain == "gcj02") return Crs::gcj02;
  if (plain == "bd09") return Crs::bd09;
  if (plain.starts_with("epsg:")) {
    int code = 0;
    auto const* const end = plain.data() + plain.size();
    auto const read = std::from_chars(plain.data() + 5, end, code);
    if (read.ec == std::errc{} && read.ptr == end && code > 0) {
      auto const projected = is_projected_epsg(code);
      if (!projected) return Error{"crs '" + std::string(name) + "': " + projected.error()};
      return Crs(Crs::Form::epsg, code, *projected);
    }
  }
  return Error{"crs '" + std::string(name) + "' is not one of wgs84, cgcs2000, gcj02, bd09, epsg:NUMBER"};
}

Result<Crs> parse_degrees_crs(std::string_view name) {
  auto crs = parse_crs(name);
  if (crs && crs->is_projected())
    return Error{"crs '" + std::string(name) +
                 "' is in metres, but this protocol tells degrees; give a geographic one"};
  return crs;
}

std::optional<GeoPoint> place_of(double east, double north, Crs from) {
  constexpr double kFarthest_m = 1e8; // false eastings with the number of their zone: 41 500 000
  bool const possible = from.is_projected() ? std::abs(east) <= kFarthest_m && std::abs(north) <= kFarthest_m
                                            : std::abs(east) <= 180 && std::abs(north) <= 90;
  if (!possible) return std::nullopt;
  auto const place = to_wgs84({east, north}, from);
  if (!(std::abs(place.lon_deg) <= 180 && std::abs(place.lat_deg) <= 90)) return std::nullopt;
  return place;
}

GeoPoint from_wgs84(GeoPoint p, Crs to) {
  if (to == Crs::wgs84) return p;
  if (to.form() == Crs::Form::epsg) return epsg_from_wgs84(p, to.epsg());
  GeoPoint const gcj02 = gcj02_from_wgs84(p);
  return to == Crs::gcj02 ? gcj02 : bd09_from_gcj02(gcj02);
}

GeoPoint to_wgs84(GeoPoint p, Crs from) {
  if (from.form() == Crs::Form::epsg) return epsg_to_wgs84(p, from.epsg());
  // The shift varies by about 1 % of a step, so each round gains two digits and more.
  GeoPoint guess = p;
  for (int step = 0; from != Crs::wgs84 && step < 12; ++step) {
    GeoPoint const shifted = from_wgs84(guess, from);
    guess = {guess.lon_deg + p.lon_deg - shifted.lon_deg, guess.lat_deg + p.lat_deg - shifted.lat_deg};
  }
  return guess;
}

} // namespace dalian
