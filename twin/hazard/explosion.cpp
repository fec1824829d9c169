#include "twin/hazard/explosion.hpp"

#include "twin/hazard/outflow.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::hazard {
namespace {

constexpr std::size_t kPoints = 15, kCurves = 9;
constexpr std::array<double, kPoints> kDistance{.1, .15, .2, .25, .3, .4, .5, .7, 1, 1.5, 2, 3, 5, 7, 9.5};
struct Curve {
  double mach;
  std::array<double, kPoints> overpressure; // over pₐ
};
// Tang and Baker, "A new set of blast curves from vapor cloud explosion", Process Safety Progress 18 (1999) 235,
// figure of side-on overpressure, as Sandia's HyRAM+ 5 reads it.
constexpr std::array<Curve, kCurves> kTang{
    {{.2, {.0676, .0692, .069, .069, .0682, .0613, .0525, .0396, .028, .0186, .0146, .00932, .00571, .00409, .0031}},
     {.35, {.215, .216, .224, .222, .222, .194, .172, .126, .0912, .0605, .0463, .0311, .0187, .0134, .0100}},
     {.7, {.689, .673, .666, .688, .668, .555, .467, .379, .309, .2, .136, .0892, .0496, .0336, .0238}},
     {1.0, {1.29, 1.29, 1.29, 1.26, 1.21, .999, .849, .586, .328, .206, .149, .0935, .0543, .036, .0253}},
     {1.4, {2.04, 2.04, 2.01, 1.97, 1.8, 1.37, .971, .591, .389, .24, .176, .107, .0596, .0366, .0262}},
     {2.0, {5.07, 5.58, 5.8, 5.1, 3.27, 1.53, .995, .595, .402, .243, .171, .109, .0587, .04, .0269}},
     {3.0, {5.07, 5.61, 5.8, 5.27, 3.19, 1.45, .947, .583, .392, .241, .173, .105, .0576, .0367, .0265}},
     {4.0, {14.8, 14.8, 11.4, 5.02, 3.16, 1.49, .944, .577, .393, .237, .169, .109, .0595, .0392, .0262}},
     {5.2, {19.6, 21.0, 8.49, 4.67, 2.74, 1.59, 1.04, .575, .395, .244, .171, .108, .0588, .0401, .0268}}}};

double on_curve(Curve const& curve, double scaled) {
  if (scaled <= kDistance[0]) return curve.overpressure[0];
  std::size_t i = 0;
  while (i + 2 < kPoints && scaled > kDistance[i + 1])
    ++i;
  double const part = std::log(scaled / kDistance[i]) / std::log(kDistance[i + 1] / kDistance[i]);
  return curve.overpressure[i] * std::pow(curve.overpressure[i + 1] / curve.overpressure[i], part);
}

} // namespace

double flame_mach(Reactivity reactivity, Congestion congestion, Expansion expansion) {
  constexpr double kDetonation = 5.2;
  // [expansion][reactivity][congestion]
  constexpr double kTable[3][3][3] = {{{.026, .23, .34}, {.11, .44, .50}, {.36, kDetonation, kDetonation}},
                                      {{.053, .35, .50}, {.29, .55, 1.0}, {.47, kDetonation, kDetonation}},
                                      {{.079, .47, .66}, {.47, .66, 1.6}, {.59, kDetonation, kDetonation}}};
  return kTable[static_cast<int>(expansion)][static_cast<int>(reactivity)][static_cast<int>(congestion)];
}

double blast_Pa(double energy_J, double mach, double distance_m) {
  double const scaled = distance_m * std::cbrt(kAtmosphere_Pa / (2 * energy_J));
  if (mach <= kTang[0].mach) { // acoustic source: as the square of the speed
    double const ratio = mach / kTang[0].mach;
    return kAtmosphere_Pa * ratio * ratio * on_curve(kTang[0], scaled);
  }
  std::size_t i = 0;
  while (i + 2 < kCurves && mach > kTang[i + 1].mach)
    ++i;
  double const part = std::min(1.0, (mach - kTang[i].mach) / (kTang[i + 1].mach - kTang[i].mach));
  double const low = on_curve(kTang[i], scaled), high = on_curve(kTang[i + 1], scaled);
  return kAtmosphere_Pa * (low + part * (high - low));
}

double blast_reach_m(double energy_J, double mach, double overpressure_Pa) {
  double const unit = std::cbrt(2 * energy_J / kAtmosphere_Pa);
  double far = 1e4 * unit;
  // The curves rise a little before they fall: come from far by steps of 2 %, then halve.
  double near = far;
  while (blast_Pa(energy_J, mach, near) < overpressure_Pa) {
    far = near;
    near /= 1.02;
    if (near < .05 * unit) return 0;
  }
  for (int i = 0; i < 60; ++i) {
    double const middle = (near + far) / 2;
    (blast_Pa(energy_J, mach, middle) >= overpressure_Pa ? near : far) = middle;
  }
  return near;
}

double cloud_energy_J(double volume_m3) {
  return 3.5e6 * volume_m3;
}

} // namespace dalian::hazard
