#pragma once
// The recent past of one track, so that a fix that arrives late is put where it belongs: an estimate from before, and
// the fixes since. Stepping through them again gives, bit for bit, what their arrival in order would have given.
#include "twin/fusion/track_filter.hpp"

#include <cstddef>
#include <vector>

namespace dalian::fusion {

/// How late a fix may be and still move the track.
inline constexpr Duration kLateLimit = std::chrono::seconds(5);
/// At most so many fixes are kept: with more than 56 within kLateLimit the oldest can no longer be overtaken.
inline constexpr std::size_t kRingSize = 64;

class TrackRing {
 public:
  Estimate const& newest() const { return newest_; }

  /// Is `t` older than the newest fix used?
  bool is_late(Instant t) const { return newest_.started && t < newest_.t; }

  /// Can a fix of time `t` still be put in its place?
  bool reaches(Instant t) const;

  /// Only when reaches(measurement.t).
  Step take(Measurement const& measurement, MotionModel const& model);

  /// Asks the processor for the memory that take() will need and that is not part of the object.
  void prefetch() const {
    __builtin_prefetch(recent_.data());
    __builtin_prefetch(reinterpret_cast<char const*>(recent_.data()) + 64);
  }

 private:
  Step insert_late(Measurement const& measurement, MotionModel const& model);
  void forget_old(MotionModel const& model);

  Estimate newest_;
  Estimate anchor_;                 // before the first of recent_
  std::vector<Measurement> recent_; // by time, then arrival
};

} // namespace dalian::fusion
