#pragma once
// Is a thing that is seen the same as one that has a name? Track-to-track association, and the estimate of both.
#include "twin/association/intersection.hpp"
#include "twin/association/plot_tracker.hpp"
#include "twin/fusion/plot_settings.hpp"
#include "twin/state/track.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace dalian::fusion {

/// A plot track or a named one, carried to the time of the comparison. The covariance of a plot has its size in it.
struct Carried {
  association::Moments state;
  association::PlotClass kind = association::PlotClass::unknown;
  std::uint32_t favoured = kNoPartner; // of a plot: the place of the named one it was with last time
  static constexpr std::uint32_t kNoPartner = std::numeric_limits<std::uint32_t>::max();
};

/// 99.9 % point of chi-square with 4 degrees of freedom.
inline constexpr double kPairGate = 18.467;
/// A partner of last time is left for another only when that fits better by more than chance: e^−4.5 ≈ 1 %.
inline constexpr double kFaithful = 9;

/// For each plot the place of the named one that is most likely the same thing, one to one, or Carried::kNoPartner.
/// Classes must not contradict each other.
std::vector<std::uint32_t> pair_up(std::span<Carried const> plots, std::span<Carried const> named);

/// Where a named track will be `dt_s` later, on a straight line with white acceleration of density `noise_m2ps3`.
association::Moments carried(state::TrackMotion const& motion, double dt_s, double noise_m2ps3);

/// The plot's moments with the error of what is the middle of it for whom.
association::Moments with_size(association::Moments state, PlotClassSettings const& settings);

/// Replaces position, velocity and covariance of `motion`.
void set_moments(state::TrackMotion& motion, association::Moments const& state);

} // namespace dalian::fusion
