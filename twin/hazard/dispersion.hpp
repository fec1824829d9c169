#pragma once
// How a cloud widens in the wind: Pasquill's classes, wind over height, and the standard deviations of concentration
// across and up. Metres, m/s. Flat, open or built-up ground; no valleys, no sea breeze, not below about 1 m/s.
#include <cstdint>
#include <string_view>

namespace dalian::hazard {

enum class Stability : std::uint8_t { a, b, c, d, e, f };
enum class Terrain : std::uint8_t { rural, urban };

/// Which curves of sigma: Briggs (1973) for open country and towns; or those of the worked plume of CCPS, "Guidelines
/// for Consequence Analysis of Chemical Releases" (1999), which are Spicer and Havens (1988) across and Seinfeld (1986)
/// up, for open country and a mean over 10 min.
enum class Curves : std::uint8_t { briggs_rural, briggs_urban, ccps };

/// Standard deviations of a plume or puff, metres.
struct Spread {
  double along = 0, across = 0, up = 0;
};

/// `x_m` > 0 downwind of a continuous source.
Spread plume_spread(double x_m, Stability stability, Curves curves);
/// `x_m` > 0 travelled by a puff: CCPS (1999), table of puff coefficients (after Slade 1968).
Spread puff_spread(double x_m, Stability stability);

/// Power law u(z) = u₁₀ (z/10)^p with the exponents of EPA-454/R-95-003b (ISC3), held below 1 m.
double wind_at(double height_m, double wind_10m_mps, Stability stability, Terrain terrain);

/// Pasquill's classes as EPA-454/R-99-005 has them (solar radiation and delta-T method), wind at 10 m.
Stability stability_by_day(double wind_10m_mps, double solar_w_m2);
/// Nights: `inversion` when the air above is warmer (dT/dz ≥ 0).
Stability stability_by_night(double wind_10m_mps, bool inversion);

/// Global radiation under a sky covered by a share of cloud: (910 sin h − 30)(1 − 0.75 N^3.4), Kasten and Czeplak
/// (1980), as measured at Hamburg; 0 while the sun is down.
double solar_w_m2(double sun_elevation_rad, double cloud_share);
/// By day with that radiation; by night an inversion under less than half a sky of cloud (Pasquill 1961).
Stability stability_by_sky(double wind_10m_mps, double sun_elevation_rad, double cloud_share);

char letter_of(Stability stability);

} // namespace dalian::hazard
