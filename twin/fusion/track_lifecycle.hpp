#pragma once
// When a track ends. Tracks are born with their first observation; whether one is stale is for the view to say, from
// its age; here only the end is decided, by fusion time and the class's end_after_s.
#include "twin/base/time.hpp"

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace dalian::fusion {

/// The tracks that may have to end, by the earliest time that this can be. One entry per track; a track that was
/// renewed meanwhile is put back when its old deadline comes up, so a renewal costs nothing.
class ExpiryQueue {
 public:
  void watch(std::uint32_t slot, Instant deadline) { queue_.push({deadline, slot}); }

  /// The earliest noted deadline; the end of time when there is none.
  Instant next() const { return queue_.empty() ? Instant::max() : queue_.top().deadline; }

  /// Asks `deadline_of(slot)` for every track whose noted deadline is before `now`; calls `end(slot)` where the real
  /// one is too. Tracks of the same deadline end in the order of their slots.
  void expire(Instant now, std::function<Instant(std::uint32_t)> const& deadline_of,
              std::function<void(std::uint32_t)> const& end);

 private:
  struct Entry {
    Instant deadline;
    std::uint32_t slot;
    auto operator<=>(Entry const&) const = default;
  };
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

} // namespace dalian::fusion
