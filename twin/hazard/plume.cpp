#include "twin/hazard/plume.hpp"

#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

double bell(double distance, double sigma) {
  double const d = distance / sigma;
  return std::exp(-.5 * d * d);
}

/// The source and its image below the ground.
double mirrored(double z_m, double height_m, double sigma) {
  return bell(z_m - height_m, sigma) + bell(z_m + height_m, sigma);
}

} // namespace

double concentration(Plume const& plume, double x_m, double y_m, double z_m) {
  if (!(x_m > 0)) return 0;
  Spread const s = plume_spread(x_m, plume.stability, plume.curves);
  return plume.rate_kg_s / (kTwoPi * plume.wind_mps * s.across * s.up) * bell(y_m, s.across) *
         mirrored(z_m, plume.height_m, s.up);
}

Spread spread_of(Puff const& puff, double x_m) {
  Spread const s = puff_spread(x_m, puff.stability);
  double const first = puff.start_sigma_m;
  return {std::hypot(s.along, first), std::hypot(s.across, first), std::hypot(s.up, first)};
}

double concentration(Puff const& puff, double t_s, double x_m, double y_m, double z_m) {
  double const middle = puff.wind_mps * t_s;
  if (!(middle > 0)) return 0;
  Spread const s = spread_of(puff, middle);
  return puff.mass_kg / (std::pow(kTwoPi, 1.5) * s.along * s.across * s.up) * bell(x_m - middle, s.along) *
         bell(y_m, s.across) * mirrored(z_m, puff.height_m, s.up);
}

double dose(Puff const& puff, double x_m, double y_m) {
  if (!(x_m > 0)) return 0;
  Spread const s = spread_of(puff, x_m);
  return puff.mass_kg / (kTwoPi * puff.wind_mps * s.across * s.up) * bell(y_m, s.across) *
         mirrored(0, puff.height_m, s.up);
}

double half_width_m(Plume const& plume, double x_m, double z_m, double c_kg_m3) {
  double const axis = concentration(plume, x_m, 0, z_m);
  if (!(axis >= c_kg_m3)) return -1;
  return plume_spread(x_m, plume.stability, plume.curves).across * std::sqrt(2 * std::log(axis / c_kg_m3));
}

double reach_m(Plume const& plume, double z_m, double c_kg_m3, double most_m) {
  // On the axis c rises to one peak and falls: walk in from far by steps of 2 %, then halve.
  double outside = most_m;
  if (concentration(plume, outside, 0, z_m) >= c_kg_m3) return most_m;
  double inside = outside;
  while (concentration(plume, inside, 0, z_m) < c_kg_m3) {
    outside = inside;
    inside /= 1.02;
    if (inside < .1) return 0;
  }
  for (int i = 0; i < 60; ++i) {
    double const middle = (inside + outside) / 2;
    (concentration(plume, middle, 0, z_m) >= c_kg_m3 ? inside : outside) = middle;
  }
  return inside;
}

} // namespace dalian::hazard
