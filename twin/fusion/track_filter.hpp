#pragma once
// The motion of one track: takes its fixes in order of time and decides which count – worse kinds of fixes, jumps, gaps
// – and feeds the modes of imm.hpp with those that do. Values only: no clock, no memory beside the estimate.
#include "twin/fusion/fix.hpp"
#include "twin/fusion/imm.hpp"

#include <cstdint>

namespace dalian::fusion {

struct Estimate {
  Fix last;          // the newest fix used; its position is the origin of the modes
  StoredModes modes; // when started
  TurnRate turn;
  float nis = kNone; // of the position part of the last update; 2 degrees of freedom
  bool started = false;
  bool jump_pending = false;
  PackedTime jump_t;
  PackedPoint jump; // the fix that did not fit, waiting for a second one that agrees with it

  Instant t() const { return last.t.value(); }
};

/// What the estimate says: place and velocity on the map, covariance as in state::TrackMotion.
struct Motion {
  MapPoint position;
  float velocity_east_mps = 0, velocity_north_mps = 0;
  std::array<float, 10> covariance{};
};
/// Only when started.
Motion motion_of(Estimate const& estimate);

enum class Step : std::uint8_t {
  used,      // predicted and updated, or started
  reset,     // used: a second fix confirmed a jump, the track starts again there
  outranked, // a worse kind of fix while a better one is fresh: nothing changed
  jump_held, // farther away than the class can travel: only remembered
};

/// 99.9 % point of chi-square with 2 degrees of freedom. A larger NIS is flagged by whoever reads it, never dropped.
inline constexpr double kNisGate = 13.816;

/// A class with the limits that hold for all.
struct FilterParameters {
  MotionClass const& motion;
  FixLimits const& limits;
};

/// Takes the next fix, not older than the estimate. See Step for what can happen; only `used` and `reset` move the
/// estimate and its time.
Step step(Estimate& estimate, Fix const& fix, FilterParameters parameters);

/// True when the symmetric matrix is positive definite (Cholesky).
bool positive_definite(std::array<float, 10> const& p);

} // namespace dalian::fusion
