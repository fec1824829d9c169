#pragma once
#include <chrono>
#include <thread>

namespace dalian::test {

/// True as soon as `condition` holds, false when it does not within `limit`: long, for a busy machine; a test that
/// passes never waits for it.
template <class Condition>
bool wait_until(Condition&& condition, std::chrono::milliseconds limit = std::chrono::seconds(60)) {
  for (auto const end = std::chrono::steady_clock::now() + limit; !condition();) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

} // namespace dalian::test
