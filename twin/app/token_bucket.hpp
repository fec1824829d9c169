#pragma once
// So much in a second, and a burst besides: the allowance of one sender. Pure; time is given.
#include "twin/base/time.hpp"

#include <algorithm>
#include <limits>

namespace dalian::app {

class TokenBucket {
 public:
  /// `per_s` ≤ 0: no limit. Begins full.
  TokenBucket(double per_s, double burst) : per_s_(per_s), burst_(burst), tokens_(burst) {}

  /// Fills up to `now`, of any steady clock.
  void refill(Instant now) {
    if (filled_ != Instant{}) tokens_ = std::min(burst_, tokens_ + per_s_ * std::max(0.0, to_seconds(now - filled_)));
    filled_ = now;
  }
  /// True when taking `n` leaves at least −`overdraft`.
  bool has(double n, double overdraft = 0) const { return tokens() - n >= -overdraft; }
  /// Takes `n` when the bucket has it; else nothing.
  bool take(double n, double overdraft = 0) {
    if (!has(n, overdraft)) return false;
    tokens_ -= n;
    return true;
  }
  double burst() const { return burst_; }
  /// What is there now; negative = overdrawn. Infinite without a limit.
  double tokens() const { return per_s_ <= 0 ? std::numeric_limits<double>::infinity() : tokens_; }

 private:
  double per_s_, burst_, tokens_;
  Instant filled_{};
};

} // namespace dalian::app
