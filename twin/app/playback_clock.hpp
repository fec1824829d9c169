#pragma once
// Which instant of the past is shown at a time of the steady clock: it stands, or runs at 0.1 to 100 times real time.
// Pure; one thread.
#include "twin/base/time.hpp"

#include <algorithm>

namespace dalian::app {

class PlaybackClock {
 public:
  static constexpr double kSlowest = 0.1, kFastest = 100;

  /// 0 = stands; else brought into the range.
  static double playable(double speed) { return speed > 0 ? std::clamp(speed, kSlowest, kFastest) : 0; }

  void seek(Instant t, Instant steady) {
    t_ = t;
    steady_ = steady;
  }
  void set_speed(double speed, Instant steady) {
    seek(at(steady), steady);
    speed_ = playable(speed);
  }
  double speed() const { return speed_; }

  /// The instant shown.
  Instant at(Instant steady) const { return t_ + from_seconds(to_seconds(steady - steady_) * speed_); }

  /// When (steady clock) `t` will be reached: now or earlier when it has been; never (Instant::max()) while it stands.
  Instant due(Instant t) const {
    if (t <= t_) return steady_;
    return speed_ > 0 ? steady_ + from_seconds(std::min(to_seconds(t - t_) / speed_, 1e9)) : Instant::max();
  }

 private:
  Instant t_{}, steady_{};
  double speed_ = 0;
};

} // namespace dalian::app
