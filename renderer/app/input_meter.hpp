#pragma once
// How long it takes until what a user does is in the picture: in frames that the device finishes, the first with it
// included, and in seconds. Errs to the long side: an event is dated to the end of the look before it was found, as if
// it had come right then. What the display takes after that is not known here. Knows no clock; seconds come from any
// steady clock.
#include "renderer/workplaces/health_panel.hpp"

#include <cstdint>
#include <deque>

namespace dalian::viewer {

class InputMeter {
 public:
  /// A look for events.
  struct Look {
    double wall_s = 0;        // its end
    std::uint64_t events = 0; // how many came so far
    std::uint64_t drawn = 0;  // the newest frame that the device has finished
    bool waited = false;      // nothing had come when it began, so it ended with the event
  };
  void looked(Look const& look);
  /// A frame that shows the first `events` was given to the device.
  void given(std::uint64_t events, std::uint64_t frame);
  /// The device has finished all frames up to this one.
  void finished(std::uint64_t frame, double wall_s);

  std::uint64_t measured() const { return measured_; }
  std::uint64_t most_frames() const { return most_frames_; } // of all
  workplaces::Spread spread() const;                         // of the last 500

 private:
  struct Event {
    std::uint64_t number; // of the last of those found in one look
    Look came;
    std::uint64_t frame = 0; // that shows it; 0 = none yet
  };
  static constexpr std::size_t kMost = 500;
  std::deque<Event> waiting_;
  std::deque<double> took_s_;
  Look last_;
  std::uint64_t measured_ = 0, most_frames_ = 0;
};

} // namespace dalian::viewer
