#include "twin/hazard/harm.hpp"

#include "twin/hazard/outflow.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::hazard {

namespace {
constexpr double kNever = -std::numeric_limits<double>::infinity();
}

double share_of(double probit) {
  return .5 * std::erfc((5 - probit) / std::numbers::sqrt2);
}

double probit_of(double share) {
  assert(share > 0 && share < 1);
  double low = -10, high = 20;
  for (int i = 0; i < 100; ++i) {
    double const middle = (low + high) / 2;
    (share_of(middle) < share ? low : high) = middle;
  }
  return (low + high) / 2;
}

double heat_probit(double heat_W_m2, double t_s) {
  if (!(heat_W_m2 > 0) || !(t_s > 0)) return kNever;
  return -36.38 + 2.56 * std::log(std::min(t_s, kLongestExposure_s) * std::pow(heat_W_m2, 4.0 / 3));
}

double lung_probit(double overpressure_Pa) {
  return overpressure_Pa > 0 ? -77.1 + 6.91 * std::log(overpressure_Pa) : kNever;
}

double toxic_probit(ToxicProbit const& constants, double mg_m3, double minutes) {
  if (!(mg_m3 > 0) || !(minutes > 0)) return kNever;
  return constants.a + constants.b * (constants.n * std::log(mg_m3) + std::log(minutes));
}

double lethal_mg_m3(ToxicProbit const& constants, double share, double minutes) {
  double const log_dose = (probit_of(share) - constants.a) / constants.b;
  return std::exp((log_dose - std::log(minutes)) / constants.n);
}

double mg_m3_of_ppm(double ppm, double molar_mass_kg, double temperature_K) {
  return ppm * molar_mass_kg * kAtmosphere_Pa / (kGasConstant * temperature_K); // 1e-6 · 1e6 mg/kg
}

double indoors_share(double changes_per_h, double minutes) {
  return -std::expm1(-changes_per_h * minutes / 60);
}

double shelter_factor(double changes_per_h, double minutes, double n) {
  constexpr int kSteps = 16; // Simpson's rule: within 1e-4 for 1 ≤ n ≤ 5 and a few changes of air
  double sum = 0;
  for (int i = 0; i <= kSteps; ++i) {
    double const part = std::pow(indoors_share(changes_per_h, minutes * i / kSteps), n);
    sum += part * (i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2);
  }
  double const mean = sum / (3 * kSteps);
  return mean > 0 ? std::pow(mean, -1 / n) : std::numeric_limits<double>::infinity();
}

double level_at(double ppm_10min, double ppm_60min, double minutes) {
  double const part = std::clamp(std::log(minutes / 10) / std::log(6.0), 0.0, 1.0);
  return std::exp((1 - part) * std::log(ppm_10min) + part * std::log(ppm_60min));
}

} // namespace dalian::hazard
