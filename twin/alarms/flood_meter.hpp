#pragma once
// Whether more alarms come than a person can look at: ANSI/ISA-18.2-2016, alarm floods: begins with more than 10 in 10
// minutes, ends with fewer than 5. Pure; one thread.
#include "twin/alarms/rule.hpp"

#include <deque>

namespace dalian::alarms {

class FloodMeter {
 public:
  explicit FloodMeter(Limits const& limits) : limits_(limits) {}

  void raised(Instant now) {
    raised_.push_back(now);
    if (!active_ && raised_.size() > limits_.flood_above) {
      active_ = true;
      since_ = now;
    }
  }
  /// Forgets what is older than the window.
  void advance(Instant now) {
    while (!raised_.empty() && now - raised_.front() >= limits_.flood_window)
      raised_.pop_front();
    if (raised_.size() < limits_.flood_below) active_ = false;
  }

  bool active() const { return active_; }
  Instant since() const { return since_; } // only while active
  std::uint32_t in_window() const { return static_cast<std::uint32_t>(raised_.size()); }

 private:
  Limits limits_;
  std::deque<Instant> raised_;
  bool active_ = false;
  Instant since_{};
};

} // namespace dalian::alarms
