#pragma once
// The recent past of one track, so that a fix that arrives late is put where it belongs: an estimate from before, and
// the fixes since. Stepping through them again gives, bit for bit, what their arrival in order would have given.
#include "twin/fusion/fix_log.hpp"
#include "twin/fusion/track_filter.hpp"

#include <cstddef>
#include <cstdint>

namespace dalian::fusion {

/// How late a fix may be and still move the track.
inline constexpr Duration kLateLimit = std::chrono::seconds(5);
/// At most so many fixes are kept: with more than 56 within kLateLimit the oldest can no longer be overtaken.
inline constexpr std::size_t kRingSize = FixLog::kMost;

class TrackRing {
 public:
  TrackRing() = default;
  TrackRing(Estimate const& newest, Estimate const& anchor, FixLog recent, std::uint8_t added);

  Estimate const& newest() const { return newest_; }

  /// Is `t` older than the newest fix used?
  bool is_late(Instant t) const { return newest_.started && t < newest_.t(); }

  /// Can a fix of time `t` still be put in its place?
  bool reaches(Instant t) const;

  /// Only when reaches(time of the fix).
  Step take(Fix const& fix, FilterParameters parameters);

  /// Asks the processor for the memory that take() will need and that is not part of the object.
  void prefetch() const { recent_.prefetch(); }

  /// What a saved state holds beside newest().
  Estimate const& anchor() const { return anchor_; }
  FixLog const& recent() const { return recent_; }
  std::uint8_t added() const { return added_; }

  /// Old fixes are forgotten whenever so many have come: most cost nothing then.
  static constexpr std::uint8_t kAtOnce = 8;

 private:
  Step insert_late(Fix const& fix, FilterParameters parameters);
  void note(Fix const& fix, Fix const& before, FilterParameters parameters);
  void forget_old(FilterParameters parameters);

  Estimate newest_;
  bool ends_with_newest_ = false; // the last of recent_ is newest_.last
  std::uint8_t added_ = 0;        // since old fixes were forgotten
  FixLog recent_;                 // by time, then arrival; told from anchor_.last
  Estimate anchor_;               // before the first of recent_
};

} // namespace dalian::fusion
