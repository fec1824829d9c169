#pragma once
// How much one source may send, so that none takes the room of the others.
#include <cstddef>

namespace dalian::app {

struct SourceLimits {
  // 0 = no limit. Defaults: the whole load a city is planned with is 120 000 observations/s of about 90 bytes, and no
  // single source may need much more than that.
  double observations_per_s = 200'000;
  double bytes_per_s = 64 << 20;
};
// Below these a connector could never send a full batch.
inline constexpr double kMinObservationsPerS = 1000;
inline constexpr double kMinBytesPerS = 1 << 20;

} // namespace dalian::app
