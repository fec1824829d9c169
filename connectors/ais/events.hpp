#pragma once
// Which observations are events: what a message says about its sender besides the position – static data, navigational
// status, the state of an aid – the first time, and each time it differs from what the same kind of message said
// before. Repeats and positions are samples: the next one replaces them. Knows no socket and no clock. One thread.
#include "twin/wire/wire.pb.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace dalian::ais {

class EventMarker {
 public:
  /// What is remembered; beyond it the memory begins anew, so that some repeats count as events again.
  static constexpr std::size_t kMaxRemembered = 200'000;

  /// Sets observation.event. `layout` tells kinds of messages apart: 24 A and B each say a part.
  void mark(wire::Observation& observation, std::size_t layout);

 private:
  std::unordered_map<std::uint64_t, std::uint64_t> said_; // by entity and layout: hash of the detail
};

} // namespace dalian::ais
