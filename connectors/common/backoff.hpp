#pragma once
// How long to wait before trying again: doubling, with jitter so that many connectors do not return in step.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace dalian::connectors {

class Backoff {
 public:
  struct Limits {
    std::chrono::milliseconds first{500};
    std::chrono::milliseconds longest{30'000};
    double jitter = 0.2; // ± this share
  };

  explicit Backoff(Limits limits, std::uint64_t seed = std::random_device{}()) : limits_(limits), random_(seed) {}

  /// The wait before the next attempt.
  std::chrono::milliseconds next() {
    auto const base = delay_ == std::chrono::milliseconds::zero() ? limits_.first : delay_;
    delay_ = std::min(limits_.longest, base * 2);
    std::uniform_real_distribution<double> factor(1 - limits_.jitter, 1 + limits_.jitter);
    return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(base.count()) * factor(random_)));
  }
  /// It worked: the next failure starts small again.
  void reset() { delay_ = {}; }

 private:
  Limits limits_;
  std::chrono::milliseconds delay_{};
  std::mt19937_64 random_;
};

} // namespace dalian::connectors
