#pragma once
// The whole live state at one instant: immutable, shared; copying it to change a few tracks copies only their chunks.
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace dalian::state {

/// Tracks by handle, in chunks of kChunk consecutive handles; a chunk is shared by all snapshots that did not touch it.
class Snapshot {
 public:
  static constexpr std::uint32_t kChunk = 256;
  using Chunk = std::vector<Track>; // handles first…first+kChunk-1; handle 0 in a slot = nothing there

  std::uint64_t run = 0;     // random per start of the twin that made it
  std::uint64_t version = 0; // grows by one per publication
  Instant time{};            // twin time
  std::vector<std::shared_ptr<Chunk const>> chunks;

  /// Null for an unknown or removed handle.
  Track const* find(std::uint32_t handle) const {
    auto const chunk = handle / kChunk;
    if (handle == 0 || chunk >= chunks.size() || !chunks[chunk]) return nullptr;
    Track const& track = (*chunks[chunk])[handle % kChunk];
    return track.handle == handle ? &track : nullptr;
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (auto const& chunk : chunks) {
      if (!chunk) continue;
      for (Track const& track : *chunk)
        if (track.handle != 0) visit(track);
    }
  }
};

} // namespace dalian::state
