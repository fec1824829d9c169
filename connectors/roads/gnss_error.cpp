#include "connectors/roads/gnss_error.hpp"

#include <cmath>
#include <numbers>

namespace dalian::roads {

GnssError::GnssError(std::uint64_t seed, std::string_view entity, GnssFigures const& figures)
    : draws_(seed, entity), figures_(figures) {
  slow_ = {figures_.slow_sigma_m * normal("east", 0), figures_.slow_sigma_m * normal("north", 0)};
  multipath_ = {figures_.open_sigma_m * normal("east", 1), figures_.open_sigma_m * normal("north", 1)};
  sigma_m_ = std::hypot(figures_.slow_sigma_m, figures_.open_sigma_m);
}

/// Box and Muller (1958).
double GnssError::normal(std::string_view axis, std::uint64_t process) const {
  auto const index = 4 * steps_ + 2 * process;
  double const u = draws_.uniform(axis, 0, 1, index), v = draws_.uniform(axis, 0, 1, index + 1);
  return std::sqrt(-2 * std::log(1 - u)) * std::cos(2 * std::numbers::pi * v);
}

void GnssError::step(double seconds, double walls) {
  ++steps_;
  double const sigma = std::lerp(figures_.open_sigma_m, figures_.walls_sigma_m, walls);
  double const keep_slow = std::exp(-seconds / figures_.slow_tau_s);
  double const keep = std::exp(-seconds / figures_.multipath_tau_s);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    auto const* const name = axis == 0 ? "east" : "north";
    slow_[axis] =
        keep_slow * slow_[axis] + figures_.slow_sigma_m * std::sqrt(1 - keep_slow * keep_slow) * normal(name, 0);
    multipath_[axis] = keep * multipath_[axis] + sigma * std::sqrt(1 - keep * keep) * normal(name, 1);
  }
  sigma_m_ = std::hypot(figures_.slow_sigma_m, sigma);
}

} // namespace dalian::roads
