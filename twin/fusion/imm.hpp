#pragma once
// The mathematics of an interacting-multiple-model filter with three modes (Bar-Shalom, Li, Kirubarajan 2001, 11.6),
// one lane each: straight, turning, standing. Pure arithmetic on values.
//
// All noise is isotropic (a fix has one sigma), so position z and velocity v are complex numbers, east + i north, and
// the covariance of a mode is that of the regression of z on v: v has variance c, z = h v + rest, rest has variance e
// (per axis; h is complex). Position and velocity measurements, straight motion and turning are complex-linear, so this
// is the 4×4 filter exactly, and every formula below adds and multiplies positive numbers: c and e stay positive even
// in single precision. What mixing adds, the spread of the means, is taken as its isotropic part.
//
// Mode changes: the mode is kept with probability e^(−T/τ), else drawn anew by the long-run shares. That is the exact
// Markov chain for any T, and mixing then blends each mode with one common mixture instead of each with each.
// Units: metres and m/s relative to an origin the caller keeps, seconds, radians, turn rate clockwise positive.
#include "twin/fusion/lanes.hpp"
#include "twin/fusion/parameters.hpp"

#include <array>
#include <limits>

namespace dalian::fusion {

inline constexpr std::size_t kStraight = 0, kTurning = 1, kStanding = 2, kModes = 3;

struct Modes {
  ComplexLanes z, v;
  Lanes c;        // variance of v
  ComplexLanes h; // regression of z on v, seconds
  Lanes e;        // variance of z beyond h v
  Lanes probability;
  Lanes position_variance() const { return e + c * norm(h); }
};

/// The same at rest, as a track keeps it.
struct StoredModes {
  std::array<float, kModes> east, north, v_east, v_north, c, h_re, h_im, e, probability;
};
Modes load(StoredModes const& stored);
void store(Modes const& modes, StoredModes& stored);

/// The mixture of the modes as one: its moments in the same form, the spread of the means as its isotropic part.
struct Mixture {
  float east, north, v_east, v_north, c, h_re, h_im, e;
  float position_variance() const { return e + c * (h_re * h_re + h_im * h_im); }
};
Mixture mixture(Modes const& modes);

/// The turn rate of the turning mode: a scalar filter of its own.
struct TurnRate {
  float rate = 0, variance = 0;
};

/// A fix as the modes see it: their origin is its position, `dt_s` >= 0 after where they stand.
struct Sighting {
  float dt_s = 0;
  float variance = 0; // of the position, per axis
  bool has_velocity = false;
  float v_east = 0, v_north = 0, velocity_variance = 0;
  float turn_rate_radps = std::numeric_limits<float>::quiet_NaN(); // if the source reports one
};

/// At a first fix: all modes at its position, the velocity unknown (standing: nearly none) but for what the fix says of
/// it, probabilities by the shares.
Modes start(Sighting const& sighting, MotionClass const& motion);

/// One cycle: mixing, prediction, the turn rate, update, probabilities. `before` is the mixture of `modes`. Returns the
/// normalized innovation squared of the position against the mixture of the predictions.
float advance(Modes& modes, TurnRate& turn, Mixture const& before, Sighting const& sighting, MotionClass const& motion);

/// Real moments of the mixture, with the spread of the means as it lies: (east, north, v_east, v_north) and the upper
/// triangle of the covariance by rows; positive definite as floats too.
struct Moments {
  std::array<double, 4> mean;
  std::array<float, 10> covariance;
};
Moments moments(StoredModes const& modes);

} // namespace dalian::fusion
