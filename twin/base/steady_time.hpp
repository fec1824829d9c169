#pragma once
// Time that only goes on: for waits and limits, never for what is recorded or fused.
#include "twin/base/time.hpp"

namespace dalian {

/// The steady clock as an Instant: comparable with others of this kind in this process alone.
inline Instant steady_now() {
  return Instant{std::chrono::steady_clock::now().time_since_epoch()};
}

} // namespace dalian
