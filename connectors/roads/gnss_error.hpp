#pragma once
// How far a car's receiver is from the truth: each axis the sum of two first-order Gauss-Markov processes – slow errors
// of orbits, clocks and air, and multipath, which is short and strong beside walls and weak under an open sky. Gauss-
// Markov as in Rankin, "An error model for sensor simulation GPS and differential GPS" (IEEE PLANS 1994); its power
// spectrum is 2σ²τ/(1 + (2πfτ)²). Keyed draws: the same car has the same error at the same step. One thread.
#include "connectors/synth/keyed_random.hpp"

#include <array>
#include <cstdint>

namespace dalian::roads {

struct GnssFigures {
  double slow_sigma_m = 0.5, slow_tau_s = 100; // satellite-based augmentation; parameters, 0.3 … 1.5 m, 60 … 600 s
  double open_sigma_m = 0.25, walls_sigma_m = 2.0; // multipath; Groves, "Principles of GNSS" (2013), 9.3: dm … metres
  double multipath_tau_s = 8;                      // of a moving car; parameter, 2 … 30 s
};

class GnssError {
 public:
  GnssError(std::uint64_t seed, std::string_view entity, GnssFigures const& figures = {});

  /// One step further; `walls` 0 = open sky … 1 = a street canyon.
  void step(double seconds, double walls);
  double east_m() const { return slow_[0] + multipath_[0]; }
  double north_m() const { return slow_[1] + multipath_[1]; }
  /// What an honest receiver states: one standard deviation of each axis.
  double sigma_m() const { return sigma_m_; }

 private:
  double normal(std::string_view axis, std::uint64_t process) const;
  synth::Draws draws_;
  GnssFigures figures_;
  std::uint64_t steps_ = 0;
  std::array<double, 2> slow_{}, multipath_{};
  double sigma_m_ = 0;
};

} // namespace dalian::roads
