#pragma once
// Constant-velocity Kalman filter of one track on the map: state (east, north, v_east, v_north) in metres and m/s of
// the grid, full 4×4 covariance as its upper triangle by rows. Pure arithmetic on values: no clock, no memory of its
// own.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace dalian::fusion {

inline constexpr float kNone = std::numeric_limits<float>::quiet_NaN(); // "not given" in the floats below

/// How a class of things moves and how well its sources see it. The reasons stand beside the values in the source.
struct MotionModel {
  double acceleration_density; // q of the white acceleration, m²/s³: the velocity walks by √(q·Δt) in Δt seconds
  double start_speed_sigma;    // m/s per axis, before anything is known of the velocity
  double max_speed;            // m/s; a fix that would need more is a jump
  double fix_sigma;            // m per axis, where the source states none
  double speed_sigma;          // m/s, of a reported speed over ground
  double course_sigma;         // rad, of a reported course over ground
  Duration gap;                // after a longer silence the old estimate says nothing: start again
};
MotionModel const& motion_model(state::Kind kind);

/// One position fix on the map.
struct Measurement {
  Instant t{}, t_rx{};
  MapPoint position;
  float sigma_m = 0;         // per axis
  bool has_velocity = false; // the next five fields
  float velocity_east_mps = 0, velocity_north_mps = 0;
  float along_sigma_mps = 0, across_sigma_mps = 0; // of the velocity along and across its own direction
  float heading_deg = kNone, turn_rate_dps = kNone, altitude_m = kNone;
  std::uint32_t source = 0; // index in the caller's list
  std::uint8_t rank = 0;    // 0 best
  Provenance provenance = Provenance::unknown;
};

struct Estimate {
  bool started = false;
  bool jump_pending = false;
  std::uint8_t rank = 0;
  Provenance provenance = Provenance::unknown;
  std::uint32_t source = 0;
  Instant t{}, t_rx{};        // of the newest fix used
  std::array<double, 4> x{};  // east, north, v_east, v_north
  std::array<double, 10> p{}; // 00 01 02 03 11 12 13 22 23 33
  float nis = kNone;          // of the position part of the last update; 2 degrees of freedom
  float heading_deg = kNone, turn_rate_dps = kNone, altitude_m = kNone;
  Instant jump_t{};
  MapPoint jump; // the fix that did not fit, waiting for a second one that agrees with it
};

enum class Step : std::uint8_t {
  used,      // predicted and updated, or started
  reset,     // used: a second fix confirmed a jump, the track starts again there
  outranked, // a worse kind of fix while a better one is fresh: nothing changed
  jump_held, // farther away than the class can travel: only remembered
};

/// A worse-ranked fix (AIS type 27: 1/10 minute ≈ 185 m) is used only when the last better one is older than this:
/// two of the longest reporting intervals of class A (3 min).
inline constexpr Duration kOutrankedFor = std::chrono::minutes(6);

/// 99.9 % point of chi-square with 2 degrees of freedom. A larger NIS is flagged by whoever reads it, never dropped.
inline constexpr double kNisGate = 13.816;

/// Moves the estimate forward by `dt_s` >= 0 seconds (Q of the continuous white-noise acceleration model:
/// Bar-Shalom, Li, Kirubarajan 2001, eq. 6.2.2-12).
void predict(Estimate& estimate, double dt_s, MotionModel const& model);

/// Takes the next fix, not older than the estimate. See Step for what can happen; only `used` and `reset` move the
/// estimate and its time.
Step step(Estimate& estimate, Measurement const& measurement, MotionModel const& model);

/// True when the symmetric matrix is positive definite (Cholesky).
bool positive_definite(std::array<double, 10> const& p);

} // namespace dalian::fusion
