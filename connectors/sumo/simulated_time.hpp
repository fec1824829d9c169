#pragma once
// When a second of the simulation is in the twin's time, and when it is due. Reads no clock itself. One thread.
#include "twin/base/time.hpp"

#include <optional>

namespace dalian::sumo {

class SimulatedTime {
 public:
  struct Options {
    std::optional<Instant> start; // of the simulation's second 0; without, a run begins now
    double speed = 1;             // simulated seconds in a second; 0 = as they come
  };
  explicit SimulatedTime(Options options) : options_(options) {}

  /// A run begins with its second `time_s`: another SUMO, or the same from the start. What was told stays in the past.
  void begin(double time_s, Instant now) {
    first_s_ = time_s;
    began_ = now;
    auto const wanted = !options_.start ? now : *options_.start + from_seconds(time_s);
    offset_ = (told_ && wanted <= *told_ ? *told_ + std::chrono::seconds(1) : wanted) - from_seconds(time_s);
  }

  /// How long from now until it is to be told; ≤ 0 = at once.
  Duration until_due(double time_s, Instant now) const {
    return options_.speed > 0 ? began_ + from_seconds((time_s - first_s_) / options_.speed) - now : Duration::zero();
  }

  /// In the twin's time. Without a start it never falls back by more than a second behind the present: a simulation
  /// that cannot keep up is moved on, and so is the plan for what follows.
  Instant tell(double time_s, Instant now) {
    auto t = offset_ + from_seconds(time_s);
    if (!options_.start && now - t > std::chrono::seconds(1)) {
      began_ += now - t;
      offset_ += now - t;
      ++moved_;
      t = now;
    }
    told_ = told_ ? std::max(*told_, t) : t;
    return t;
  }
  /// When something that was true at `t_obs` counts as received: a twin with --clock feed goes by it.
  Instant received(Instant t_obs, Instant now) const { return options_.start ? t_obs : now; }
  /// How often the simulation was too slow.
  std::uint64_t moved() const { return moved_; }

 private:
  Options options_;
  double first_s_ = 0;
  Instant began_{};
  Instant offset_{};
  std::optional<Instant> told_;
  std::uint64_t moved_ = 0;
};

} // namespace dalian::sumo
