#pragma once
// Places the instants of a recording in the twin's time, and says when each is due when it is played. Reads no clock
// itself. One thread.
#include "twin/base/time.hpp"

namespace dalian::connectors {

class RecordingClock {
 public:
  enum class Mode : std::uint8_t {
    shift, // moved by a constant: the first instant becomes the present; the last one where speed is 0
    keep,  // unchanged
  };
  struct Span {
    Instant first, last; // of the recording
  };

  /// `speed` ≥ 0: 1 as recorded, 2 twice as fast, 0 as fast as possible.
  RecordingClock(Mode mode, double speed, Span span, Instant now) : speed_(speed), span_(span) {
    if (mode == Mode::shift) shift_ = now - (speed > 0 ? span.first : span.last);
  }

  Duration shift() const { return shift_; }
  /// The recorded instant in the twin's time.
  Instant feed_time(Instant recorded) const { return recorded + shift_ + loop_offset_; }
  /// How long after the start of playing it is due.
  Duration due(Instant recorded) const {
    return speed_ > 0 ? from_seconds(to_seconds(recorded + loop_offset_ - span_.first) / speed_) : Duration::zero();
  }
  /// Plays it again, one second after its end.
  void next_loop() { loop_offset_ += span_.last - span_.first + std::chrono::seconds(1); }

 private:
  double speed_;
  Span span_;
  Duration shift_{}, loop_offset_{};
};

} // namespace dalian::connectors
