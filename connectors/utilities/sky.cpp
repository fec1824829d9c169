#include "connectors/utilities/sky.hpp"

#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::utilities {
namespace {

constexpr double kDegree = std::numbers::pi / 180, kHour_s = 3600, kDay_s = 86'400;

double unix_s(Instant t) {
  return static_cast<double>(to_unix_ns(t)) * 1e-9;
}

/// 0 in the middle of January, 1 in the middle of July.
double summer(Instant t) {
  constexpr double kYear_s = 365.2425 * kDay_s, kMidJanuary_s = 15 * kDay_s;
  return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (unix_s(t) - kMidJanuary_s) / kYear_s);
}

/// Straight between the middles of the months.
double monthly(std::vector<double> const& means, Instant t) {
  double const months = unix_s(t) / (365.2425 * kDay_s / 12) - 0.5;
  double const whole = std::floor(months);
  auto const place = static_cast<std::size_t>(std::fmod(std::fmod(whole, 12) + 12, 12));
  return std::lerp(means[place], means[(place + 1) % 12], months - whole);
}

/// Magnus' formula with the coefficients of Sonntag (1990), over water.
double dew_point_c(double temperature_c, double humidity) {
  constexpr double kB = 17.62, kC = 243.12;
  double const g = std::log(humidity) + kB * temperature_c / (kC + temperature_c);
  return kC * g / (kB - g);
}

double degrees_360(double a) {
  double const turn = std::fmod(a, 360);
  return turn < 0 ? turn + 360 : turn;
}

} // namespace

Climate read_climate(ConfigTable& t) {
  Climate c;
  c.month_c = t.numbers("month_c", -60, 60);
  if (c.month_c.size() != 12) t.fail("month_c", "must hold twelve numbers, January first");
  c.day_swing_k = t.number("day_swing_k", 0, 20);
  c.weather_swing_k = t.number("weather_swing_k", 0, 20);
  c.summer_wind_mps = t.number("summer_wind_mps", 0, 30);
  c.winter_wind_mps = t.number("winter_wind_mps", 0, 30);
  c.summer_from_deg = t.number("summer_from_deg", 0, 360);
  c.winter_from_deg = t.number("winter_from_deg", 0, 360);
  c.wind_spread = t.number("wind_spread", 0, 2);
  c.gust_ratio = t.number("gust_ratio", 1, 3);
  c.mean_cloud = t.number("mean_cloud", 0, 1);
  c.pressure_hpa = t.number("pressure_hpa", 950, 1050);
  c.pressure_swing_hpa = t.number("pressure_swing_hpa", 0, 40);
  c.place = read_point(t, "place");
  return c;
}

double sun_elevation_rad(Instant t, GeoPoint place) {
  double const n = unix_s(t) / kDay_s - 10'957.5; // days since 2000-01-01 12:00
  double const mean_deg = 280.460 + 0.9856474 * n, anomaly = (357.528 + 0.9856003 * n) * kDegree;
  double const ecliptic = (mean_deg + 1.915 * std::sin(anomaly) + 0.020 * std::sin(2 * anomaly)) * kDegree;
  double const tilt = (23.439 - 0.0000004 * n) * kDegree;
  double const ascension = std::atan2(std::cos(tilt) * std::sin(ecliptic), std::cos(ecliptic));
  double const declination = std::asin(std::sin(tilt) * std::sin(ecliptic));
  double const sidereal_deg = 15 * (18.697374558 + 24.06570982441908 * n) + place.lon_deg;
  double const hour_angle = sidereal_deg * kDegree - ascension, latitude = place.lat_deg * kDegree;
  return std::asin(std::sin(latitude) * std::sin(declination) +
                   std::cos(latitude) * std::cos(declination) * std::cos(hour_angle));
}

double clear_sky_wpm2(double elevation) {
  double const up = std::sin(elevation);
  return up <= 0.01 ? 0 : 1098 * up * std::exp(-0.057 / up);
}

SkyState Sky::at(Instant t) const {
  double const s = unix_s(t), warm = summer(t);
  double const hour = std::fmod(s + climate_.place.lon_deg * 240, kDay_s) / kHour_s; // of the sun
  double const afternoon = std::cos(2 * std::numbers::pi * (hour - 14) / 24);        // warmest about two
  auto const wander = [&](std::string_view name, double hours) {
    return smooth_noise(draws_, name, s, hours * kHour_s);
  };
  SkyState sky;
  double const front = 0.7 * wander("front", 31) + 0.3 * wander("cloud", 5);
  sky.cloud = std::clamp(climate_.mean_cloud + 0.9 * front, 0.0, 1.0);
  sky.temperature_c = monthly(climate_.month_c, t) + climate_.weather_swing_k * wander("air mass", 53) +
                      climate_.day_swing_k * afternoon * (1 - 0.6 * sky.cloud);
  double const humidity =
      std::clamp(0.62 + 0.12 * warm + 0.15 * front - 0.10 * afternoon + 0.05 * wander("damp", 7), 0.2, 0.99);
  sky.humidity_pct = 100 * humidity;
  sky.dew_point_c = dew_point_c(sky.temperature_c, humidity);
  sky.pressure_hpa = climate_.pressure_hpa + 6 * (1 - 2 * warm) - climate_.pressure_swing_hpa * wander("front", 31);
  double const log_wind = climate_.wind_spread * (1.2 * wander("wind", 17) + 0.6 * wander("breeze", 3)) +
                          0.15 * afternoon + 0.06 * wander("squall", 0.05);
  sky.wind_mps = std::lerp(climate_.winter_wind_mps, climate_.summer_wind_mps, warm) * std::exp(log_wind);
  sky.gust_mps = sky.wind_mps * (climate_.gust_ratio + 0.1 * wander("gust", 0.5));
  double const veer = 70 * wander("veer", 23) + 15 * wander("shift", 2) + 4 * wander("squall", 0.05);
  sky.wind_from_deg = degrees_360(std::lerp(climate_.winter_from_deg, climate_.summer_from_deg, warm) + veer);
  sky.visibility_m = std::clamp(25'000 * std::pow(1.02 - humidity, 0.8), 800.0, 30'000.0);
  sky.sun_elevation_rad = sun_elevation_rad(t, climate_.place);
  sky.solar_wpm2 =
      clear_sky_wpm2(sky.sun_elevation_rad) * (1 - 0.75 * std::pow(sky.cloud, 3.4)); // Kasten, Czeplak 1980
  return sky;
}

} // namespace dalian::utilities
