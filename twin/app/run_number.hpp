#pragma once
#include <cstdint>
#include <random>

namespace dalian::app {

/// By which viewers see that the snapshots come from another start of the twin, or from another replay. Never 0.
inline std::uint64_t new_run_number() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32 | device()) | 1;
}

} // namespace dalian::app
