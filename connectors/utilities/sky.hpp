#pragma once
// The synthetic weather over the city, one for all: the wind of the turbines is the wind of the airport's report, the
// sun of the solar roofs shines through its clouds. A pure function of climate, seed and instant; any thread.
#include "connectors/synth/keyed_random.hpp"
#include "twin/base/config_table.hpp"
#include "twin/base/time.hpp"

#include <array>

namespace dalian::utilities {

/// [climate] of utilities.toml.
struct Climate {
  std::vector<double> month_c; // means, January first
  double day_swing_k = 0, weather_swing_k = 0;
  double summer_wind_mps = 0, winter_wind_mps = 0; // means at 10 m
  double summer_from_deg = 0, winter_from_deg = 0;
  double wind_spread = 0; // of the logarithm of the speed
  double gust_ratio = 1;
  double mean_cloud = 0;
  double pressure_hpa = 1013.25, pressure_swing_hpa = 0;
  GeoPoint place; // where the sun is looked at
};
Climate read_climate(ConfigTable& t);

struct SkyState {
  double temperature_c = 0, dew_point_c = 0, humidity_pct = 0, pressure_hpa = 0;
  double wind_mps = 0, wind_from_deg = 0, gust_mps = 0; // at 10 m on land
  double cloud = 0;                                     // share of the sky
  double visibility_m = 0;
  double sun_elevation_rad = 0;
  double solar_wpm2 = 0; // on level ground
};

class Sky {
 public:
  Sky(Climate climate, std::uint64_t seed) : climate_(std::move(climate)), draws_(seed, "sky") {}
  SkyState at(Instant t) const;

 private:
  Climate climate_;
  synth::Draws draws_;
};

/// Above the horizon without refraction. Low-precision formulas of the Astronomical Almanac, page C5 (0.01° 1950–2050).
double sun_elevation_rad(Instant t, GeoPoint place);
/// Global irradiance on level ground under a clear sky: Haurwitz (1945).
double clear_sky_wpm2(double sun_elevation_rad);

} // namespace dalian::utilities
