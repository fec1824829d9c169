#pragma once
// A place on the map with what is known of its error: a predicted track or a detection. Metres of the grid.
#include "twin/base/geo.hpp"

namespace dalian::association {

struct Position {
  MapPoint mean;
  double ee = 0, en = 0, nn = 0; // covariance, m²; positive definite
};

/// 99.9 % point of chi-square with 2 degrees of freedom: −2 ln 0.001.
inline constexpr double kGateNis = 13.815510557964274;
inline constexpr double kGateProbability = 0.999;

/// How far apart two positions are in the metric of both errors together.
struct Separation {
  double scaled_nis = 0; // squared Mahalanobis distance times `determinant`: a gate needs no division
  double determinant = 0;
  bool within(double nis) const { return scaled_nis <= nis * determinant; }
  double nis() const { return scaled_nis / determinant; }
};

inline Separation separation(Position const& a, Position const& b) {
  double const e = a.mean.east_m - b.mean.east_m, n = a.mean.north_m - b.mean.north_m;
  double const ee = a.ee + b.ee, en = a.en + b.en, nn = a.nn + b.nn;
  return {e * e * nn - 2 * e * n * en + n * n * ee, ee * nn - en * en};
}

} // namespace dalian::association
