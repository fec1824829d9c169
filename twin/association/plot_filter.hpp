#pragma once
// The motion of a thing that is only seen, never named: an interacting-multiple-model filter of two constant-velocity
// modes, quiet and manoeuvring (Bar-Shalom, Li, Kirubarajan 2001, §11.6), for positions with any covariance, each of
// which belongs to the track only with a probability. State: (east, north, v_east, v_north), metres and m/s of the
// grid. Pure arithmetic on values.
#include "twin/association/position.hpp"

#include <Eigen/Core>
#include <array>
#include <span>

namespace dalian::association {

/// How a class of things moves.
struct PlotMotion {
  double quiet_noise_m2ps3 = 0; // density q of the white acceleration: the velocity walks by √(q·Δt) in Δt seconds
  double manoeuvre_noise_m2ps3 = 0; // … while it turns, brakes or pulls away
  double manoeuvre_share = 0;       // of the time in the long run, in (0, 1)
  double regime_time_s = 0;         // after about this long the mode is drawn anew
  double start_speed_sigma_mps = 0; // per axis, before anything is known of the velocity
};

/// Mean and covariance; not set until someone does.
struct Moments {
  Eigen::Vector4d mean;
  Eigen::Matrix4d covariance;
};

inline constexpr std::size_t kPlotModes = 2;

struct PlotEstimate {
  struct Mode {
    Moments state;
    double probability = 0;
  };
  std::array<Mode, kPlotModes> modes; // quiet, manoeuvring
};

/// A detection that is of this track with a probability.
struct Evidence {
  Position position;
  double lag_s = 0; // how long before the time of the estimate it was seen; >= 0
  double probability = 1;
};

/// x += dt v; P = F P Fᵀ + Q, Q of the continuous white-noise acceleration model of density `noise_m2ps3` (Bar-Shalom,
/// Li, Kirubarajan 2001, eq. 6.2.2-12); dt >= 0.
void move(Moments& state, double dt_s, double noise_m2ps3);

/// At a first detection.
PlotEstimate start(Position const& first, PlotMotion const& motion);

/// Moves the estimate forward by `dt_s` >= 0.
void predict(PlotEstimate& estimate, double dt_s, PlotMotion const& motion);

/// Takes what one scan says: the probabilities sum to at most 1, the rest is "not seen". Every mode becomes the mixture
/// of its updates by each detection and of none (Bar-Shalom & Li 1995, §3.4, for detections of unlike covariance).
void update(PlotEstimate& estimate, std::span<Evidence const> evidence);

/// Mixture of the modes.
Moments moments(PlotEstimate const& estimate);

/// Where it is, or was `lag_s` before.
Position position_of(Moments const& state, double lag_s = 0);

/// Where it will be in `dt_s` >= 0: exactly what predict() gives, without the work on the modes. `now`: moments of the
/// estimate.
Position position_ahead(PlotEstimate const& estimate, Moments const& now, double dt_s, PlotMotion const& motion);

/// Moment-matched mixture of weighted states; weights sum to 1.
Moments mixture(std::span<Moments const> states, std::span<double const> weights);

} // namespace dalian::association
