#include "twin/sun/path.hpp"

#include "twin/base/sun.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::sun {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

} // namespace

double Wave::at(double t_rad) const {
  return a + b * std::cos(t_rad) + c * std::sin(t_rad);
}

Path make_path(double latitude_rad, double declination_rad, double grid_rad, Span window_h) {
  double const up = std::sin(latitude_rad), flat = std::cos(latitude_rad);
  double const pole = std::sin(declination_rad), round = std::cos(declination_rad);
  // true east, true north, up: Meeus, chapter 13, as components
  Wave const east{0, 0, -round}, north{pole * flat, -round * up, 0}, z{pole * up, round * flat, 0};
  double const c = std::cos(grid_rad), s = std::sin(grid_rad);
  Path path;
  path.x = {c * east.a - s * north.a, c * east.b - s * north.b, c * east.c - s * north.c};
  path.y = {s * east.a + c * north.a, s * east.b + c * north.b, s * east.c + c * north.c};
  path.z = z;
  Span const window{(window_h.from - 12) * kRadiansPerHour, (window_h.to - 12) * kRadiansPerHour};
  auto const day = not_below_0(z, window);
  path.window_rad = day.empty() ? Span{} : day.front();
  return path;
}

Direction direction(Path const& path, double t_rad) {
  double const c = std::cos(t_rad), s = std::sin(t_rad);
  auto const at = [&](Wave const& wave) { return wave.a + wave.b * c + wave.c * s; };
  return {at(path.x), at(path.y), at(path.z)};
}

double elevation_rad(Path const& path, double t_rad) {
  return std::asin(std::clamp(path.z.at(t_rad), -1.0, 1.0));
}

FewSpans where_not_below_0(Wave const& wave, Span window) {
  assert(window.to - window.from <= kTurn + 1e-12);
  double const reach = std::hypot(wave.b, wave.c);
  if (!(window.from < window.to) || wave.a + reach < 0) return {};
  if (wave.a >= reach) return {window};
  double const middle = std::atan2(wave.c, wave.b), half = std::acos(std::clamp(-wave.a / reach, -1.0, 1.0));
  FewSpans out;
  for (double const turn : {-kTurn, 0.0, kTurn}) {
    Span const span{std::max(window.from, middle + turn - half), std::min(window.to, middle + turn + half)};
    if (span.from < span.to) out.add(span);
  }
  return out;
}

Spans not_below_0(Wave const& wave, Span window) {
  auto const few = where_not_below_0(wave, window);
  return {few.begin(), few.end()};
}

double declination_rad(int month, int day) {
  auto const noon = parse_utc(fmt::format("2026-{:02}-{:02}T04:00:00Z", month, day));
  assert(noon && "a day of the year");
  return sun_equatorial(julian_day(*noon)).declination_rad;
}

double declination_rad(double day_of_year) {
  auto const first = parse_utc("2026-01-01T04:00:00Z");
  return sun_equatorial(julian_day(*first) + day_of_year - 1).declination_rad;
}

double integral(Wave const& wave, Spans const& spans) {
  double sum = 0;
  for (Span const s : spans)
    sum += wave.a * (s.to - s.from) + wave.b * (std::sin(s.to) - std::sin(s.from)) -
           wave.c * (std::cos(s.to) - std::cos(s.from));
  return sum;
}

} // namespace dalian::sun
