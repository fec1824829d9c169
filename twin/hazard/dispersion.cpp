#include "twin/hazard/dispersion.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace dalian::hazard {
namespace {

std::size_t index_of(Stability s) {
  return static_cast<std::size_t>(s);
}

/// c·x·(1 + k·x)^power.
struct BriggsCurve {
  double c, k, power;
  double at(double x) const { return c * x * std::pow(1 + k * x, power); }
};

// Briggs, "Diffusion estimation for small emissions", ATDL 79 (1973); doi 10.2172/5118833. Classes A…F.
constexpr std::array<BriggsCurve, 6> kRuralAcross{
    {{.22, 1e-4, -.5}, {.16, 1e-4, -.5}, {.11, 1e-4, -.5}, {.08, 1e-4, -.5}, {.06, 1e-4, -.5}, {.04, 1e-4, -.5}}};
constexpr std::array<BriggsCurve, 6> kRuralUp{
    {{.20, 0, 0}, {.12, 0, 0}, {.08, 2e-4, -.5}, {.06, 1.5e-3, -.5}, {.03, 3e-4, -1}, {.016, 3e-4, -1}}};
constexpr std::array<BriggsCurve, 6> kUrbanAcross{
    {{.32, 4e-4, -.5}, {.32, 4e-4, -.5}, {.22, 4e-4, -.5}, {.16, 4e-4, -.5}, {.11, 4e-4, -.5}, {.11, 4e-4, -.5}}};
constexpr std::array<BriggsCurve, 6> kUrbanUp{
    {{.24, 1e-3, .5}, {.24, 1e-3, .5}, {.20, 0, 0}, {.14, 3e-4, -.5}, {.08, 1.5e-3, -.5}, {.08, 1.5e-3, -.5}}};

// Across: δ·x^0.9 for a mean over 600 s, Spicer and Havens (1988). Up: exp of a parabola in ln x, Seinfeld (1986).
constexpr std::array<double, 6> kCcpsAcross{.423, .313, .210, .136, .102, .0674};
struct SeinfeldCurve {
  double delta, beta, gamma;
};
constexpr std::array<SeinfeldCurve, 6> kCcpsUp{{{107.7, -1.7172, .2770},
                                                {.1355, .8752, .0136},
                                                {.09623, .9477, -.0020},
                                                {.04134, 1.1737, -.0316},
                                                {.02275, 1.3010, -.0450},
                                                {.01122, 1.4024, -.0540}}};

struct PowerCurve {
  double c, power;
};
constexpr std::array<PowerCurve, 6> kPuffAcross{
    {{.18, .92}, {.14, .92}, {.10, .92}, {.06, .92}, {.04, .92}, {.02, .89}}};
constexpr std::array<PowerCurve, 6> kPuffUp{{{.60, .75}, {.53, .73}, {.34, .71}, {.15, .70}, {.10, .65}, {.05, .61}}};

constexpr std::array<double, 6> kRuralWind{.07, .07, .10, .15, .35, .55}, kUrbanWind{.15, .15, .20, .25, .30, .30};

} // namespace

Spread plume_spread(double x_m, Stability stability, Curves curves) {
  assert(x_m > 0 && "a place downwind");
  std::size_t const i = index_of(stability);
  if (curves == Curves::ccps) {
    double const log_x = std::log(x_m);
    SeinfeldCurve const& up = kCcpsUp[i];
    return {0, kCcpsAcross[i] * std::pow(x_m, .9), up.delta * std::exp(up.beta * log_x + up.gamma * log_x * log_x)};
  }
  bool const urban = curves == Curves::briggs_urban;
  return {0, (urban ? kUrbanAcross : kRuralAcross)[i].at(x_m), (urban ? kUrbanUp : kRuralUp)[i].at(x_m)};
}

Spread puff_spread(double x_m, Stability stability) {
  assert(x_m > 0 && "a way travelled");
  std::size_t const i = index_of(stability);
  double const across = kPuffAcross[i].c * std::pow(x_m, kPuffAcross[i].power);
  return {across, across, kPuffUp[i].c * std::pow(x_m, kPuffUp[i].power)};
}

double wind_at(double height_m, double wind_10m_mps, Stability stability, Terrain terrain) {
  auto const& exponents = terrain == Terrain::urban ? kUrbanWind : kRuralWind;
  return wind_10m_mps * std::pow(std::max(height_m, 1.0) / 10, exponents[index_of(stability)]);
}

Stability stability_by_day(double wind_10m_mps, double solar_w_m2) {
  constexpr std::array<std::array<char, 4>, 5> kTable{
      {{'a', 'a', 'b', 'd'}, {'a', 'b', 'c', 'd'}, {'b', 'b', 'c', 'd'}, {'c', 'c', 'd', 'd'}, {'c', 'd', 'd', 'd'}}};
  std::size_t const row = wind_10m_mps < 2 ? 0 : wind_10m_mps < 3 ? 1 : wind_10m_mps < 5 ? 2 : wind_10m_mps < 6 ? 3 : 4;
  std::size_t const column = solar_w_m2 >= 925 ? 0 : solar_w_m2 >= 675 ? 1 : solar_w_m2 >= 175 ? 2 : 3;
  return static_cast<Stability>(kTable[row][column] - 'a');
}

Stability stability_by_night(double wind_10m_mps, bool inversion) {
  if (wind_10m_mps >= 2.5) return Stability::d;
  if (wind_10m_mps >= 2) return inversion ? Stability::e : Stability::d;
  return inversion ? Stability::f : Stability::e;
}

double solar_w_m2(double sun_elevation_rad, double cloud_share) {
  double const clear = 910 * std::sin(sun_elevation_rad) - 30;
  return clear > 0 ? clear * (1 - .75 * std::pow(cloud_share, 3.4)) : 0;
}

Stability stability_by_sky(double wind_10m_mps, double sun_elevation_rad, double cloud_share) {
  if (sun_elevation_rad > 0) return stability_by_day(wind_10m_mps, solar_w_m2(sun_elevation_rad, cloud_share));
  return stability_by_night(wind_10m_mps, cloud_share < .5);
}

char letter_of(Stability stability) {
  return static_cast<char>('A' + static_cast<int>(stability));
}

} // namespace dalian::hazard
