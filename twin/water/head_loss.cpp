#include "twin/water/head_loss.hpp"

#include "twin/water/units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::water {
namespace {

/// h = c L d^−a q^b, known in feet, in metres.
double in_metres(double c, double a, double b) {
  return c * std::pow(kFoot_m, a) / std::pow(kCubicFoot_m3, b);
}

/// The cubic of Dunlop, "WADI Users Manual", 1991, as in the EPANET 2 manual, section 3.1: f and df/dRe.
std::pair<double, double> transition_friction(double reynolds, double relative_roughness) {
  double const r = reynolds / 2000;
  double const y2 = relative_roughness / 3.7 + 5.74 / std::pow(reynolds, 0.9);
  double const y3 = -0.86859 * std::log(relative_roughness / 3.7 + 5.74 / std::pow(4000.0, 0.9));
  double const fa = 1 / (y3 * y3), fb = fa * (2 - 0.00514215 / (y2 * y3));
  double const x1 = 7 * fa - fb, x2 = 0.128 - 17 * fa + 2.5 * fb, x3 = -0.128 + 13 * fa - 2 * fb;
  double const x4 = 0.032 - 3 * fa + 0.5 * fb;
  return {x1 + r * (x2 + r * (x3 + r * x4)), (x2 + r * (2 * x3 + 3 * r * x4)) / 2000};
}

std::pair<double, double> friction(double reynolds, double relative_roughness) {
  if (reynolds < 4000) return transition_friction(reynolds, relative_roughness);
  double const tail = 5.74 / std::pow(reynolds, 0.9), y = relative_roughness / 3.7 + tail;
  double const log10y = std::log10(y), f = 0.25 / (log10y * log10y);
  double const slope = 2 * f / (log10y * y * std::numbers::ln10) * 0.9 * tail / reynolds;
  return {f, slope};
}

} // namespace

double exponent_of(LossFormula formula) {
  return formula == LossFormula::hazen_williams ? 1.852 : 2;
}

double resistance_of(Link const& pipe, LossFormula formula) {
  // Manning's own formula, 1.49 in feet, on a full circle: what EPANET computes; its manual rounds that to 4.66
  // d^−5.33.
  static double const hazen = in_metres(4.727, 4.871, 1.852);
  static double const in_feet = 16 / (1.49 * 1.49 * std::numbers::pi * std::numbers::pi) * std::pow(4.0, 1.333);
  static double const manning = in_metres(in_feet, 5.333, 2);
  switch (formula) {
  case LossFormula::hazen_williams:
    return hazen * pipe.length_m * std::pow(pipe.roughness, -1.852) * std::pow(pipe.diameter_m, -4.871);
  case LossFormula::chezy_manning:
    return manning * pipe.length_m * pipe.roughness * pipe.roughness * std::pow(pipe.diameter_m, -5.333);
  case LossFormula::darcy_weisbach:
    return 0;
  }
  return 0;
}

double minor_of(double coefficient, double diameter_m) {
  static double const factor = 0.02517 * std::pow(kFoot_m, 5) / (kCubicFoot_m3 * kCubicFoot_m3);
  return coefficient > 0 ? factor * coefficient / std::pow(diameter_m, 4) : 0;
}

Loss power_loss(double q, double r, double exponent, double m) {
  double const size = std::abs(q), power = r * std::pow(size, exponent - 1);
  double slope = exponent * power + 2 * m * size, head = (power + m * size) * size;
  if (slope < kLeastSlope) {
    head += (kLeastSlope - slope) * size;
    slope = kLeastSlope;
  }
  return {q < 0 ? -head : head, slope};
}

Loss darcy_loss(double q, Link const& pipe, double viscosity_m2s, double m) {
  double const d = pipe.diameter_m, area = std::numbers::pi * d * d / 4, size = std::abs(q);
  double const reynolds = size * d / (area * viscosity_m2s);
  double const square = pipe.length_m / (d * 2 * kGravity_ms2 * area * area); // h = f · square · q²
  double head, slope;
  if (reynolds <= 2000) {
    slope = 64 * viscosity_m2s * area / d * square;
    head = slope * size;
  } else {
    auto const [f, per_reynolds] = friction(reynolds, pipe.roughness / d);
    head = f * square * size * size;
    slope = square * size * (2 * f + per_reynolds * reynolds);
  }
  head += m * size * size;
  slope = std::max(slope + 2 * m * size, kLeastSlope);
  return {q < 0 ? -head : head, slope};
}

Loss curve_loss(double q, std::vector<std::pair<double, double>> const& points) {
  double const size = std::abs(q);
  std::size_t i = 1;
  while (i + 1 < points.size() && size > points[i].first)
    ++i;
  auto const [x0, y0] = points[i - 1];
  double const slope = std::max((points[i].second - y0) / (points[i].first - x0), kLeastSlope);
  if (size < x0) { // from nothing to the first point
    double const first = std::max(y0 / x0, kLeastSlope);
    return {first * q, first};
  }
  double const head = y0 + slope * (size - x0);
  return {q < 0 ? -head : head, slope};
}

Loss pump_loss(double q, PumpLaw const& law, double speed, double gravity) {
  if (law.kind == PumpLaw::Kind::power) {
    // Below the flow at which it would lift 3000 m: a straight line, for 1/q has no end.
    double const power = law.power_w / (kWater_Nm3 * gravity), least = power / 3000;
    double const at = std::max(q, least), slope = power / (at * at);
    return {-power / at + slope * (q - at), std::max(slope, kLeastSlope)};
  }
  if (law.kind == PumpLaw::Kind::points) {
    auto const& points = law.points;
    double const flow = q / speed;
    std::size_t i = 1;
    while (i + 1 < points.size() && flow > points[i].first)
      ++i;
    double const fall = (points[i - 1].second - points[i].second) / (points[i].first - points[i - 1].first);
    double const lift = points[i - 1].second - fall * (flow - points[i - 1].first);
    return {-lift * speed * speed, std::max(fall * speed, kLeastSlope)};
  }
  Loss out = power_loss(q, law.factor * std::pow(speed, 2 - law.exponent), law.exponent, 0);
  out.head_m -= law.shutoff_m * speed * speed;
  return out;
}

double shutoff_of(PumpLaw const& law, double speed) {
  return law.kind == PumpLaw::Kind::power ? std::numeric_limits<double>::infinity() : law.shutoff_m * speed * speed;
}

} // namespace dalian::water
