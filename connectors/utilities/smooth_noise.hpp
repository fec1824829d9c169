#pragma once
// Noise that wanders: the same (draws, name, instant) gives the same value for ever, and near instants give near ones.
// Pure, any thread.
#include "connectors/synth/keyed_random.hpp"

#include <cmath>

namespace dalian::utilities {

/// Within −1 … 1, mean 0, a new draw each `period_s`, between them a cubic of slope 0 at both ends (value noise, as
/// Ebert et al., "Texturing and Modeling", have it).
inline double smooth_noise(synth::Draws const& draws, std::string_view name, double t_s, double period_s) {
  double const turn = std::floor(t_s / period_s), x = t_s / period_s - turn;
  auto const index = static_cast<std::uint64_t>(static_cast<std::int64_t>(turn));
  double const from = draws.uniform(name, -1, 1, index), to = draws.uniform(name, -1, 1, index + 1);
  return from + (to - from) * x * x * (3 - 2 * x);
}

} // namespace dalian::utilities
