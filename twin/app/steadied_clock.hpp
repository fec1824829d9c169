#pragma once
// Twin time from the system clock, without its jumps: it runs with the steady clock and is led gently to the system
// clock while that is near (a leap second, the corrections of NTP). When somebody sets the system clock, twin time goes
// on as before until the sources say that the new time is right; so tracks survive a clock that is wrong, and a clock
// that was wrong is put right. Reads no clock itself. One thread.
#include "twin/base/time.hpp"

#include <vector>

namespace dalian::app {

class SteadiedClock {
 public:
  /// Nearer than this the system clock is followed at most at kSlew: as far as sources may be ahead anyway.
  static constexpr Duration kNear = std::chrono::seconds(2);
  /// Seconds a second; a tenth of what chronyd allows (maxslewrate 83333 ppm), so that no speed is off by more than 1
  /// %.
  static constexpr double kSlew = 0.01;

  /// Twin time at an instant of both clocks. Never goes back but by settle().
  Instant at(Instant system, Instant steady);

  /// By how much the system clock is ahead of twin time since it was set; zero while it is near.
  Duration set_by() const { return set_by_; }

  /// To be called now and then with what the clocks of the live sources are ahead of twin time, seconds. Takes over the
  /// system clock when it was set and most sources agree with it better than with twin time, or there is none to ask.
  /// True when it did.
  bool settle(std::vector<double> const& sources_ahead_s);

 private:
  bool started_ = false;
  Instant twin_{}, steady_{};
  Duration set_by_{};
};

} // namespace dalian::app
