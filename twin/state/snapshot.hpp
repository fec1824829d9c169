#pragma once
// The whole live state at one instant: immutable, shared; copying it to change a few tracks copies only their chunks,
// and of those only what moves: details are shared until they change.
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace dalian::state {

/// Tracks by handle, in chunks of kChunk consecutive handles; a chunk is shared by all snapshots that did not touch it.
class Snapshot {
 public:
  static constexpr std::uint32_t kChunk = 64;
  using Details = std::array<std::shared_ptr<TrackDetails const>, kChunk>;
  struct Chunk {
    std::array<TrackMotion, kChunk> motion; // handle 0 in a slot = nothing there
    std::shared_ptr<Details const> details; // never null where there is a track
  };

  std::uint64_t run = 0;     // random per start of the twin that made it
  std::uint64_t version = 0; // grows by one per publication
  Instant time{};            // twin time
  std::vector<std::shared_ptr<Chunk const>> chunks;

  /// Nothing for an unknown or removed handle. Valid as long as the snapshot.
  std::optional<TrackView> find(std::uint32_t handle) const {
    auto const chunk = handle / kChunk, slot = handle % kChunk;
    if (handle == 0 || chunk >= chunks.size() || !chunks[chunk]) return std::nullopt;
    TrackMotion const& motion = chunks[chunk]->motion[slot];
    if (motion.handle != handle) return std::nullopt;
    return TrackView(motion, *(*chunks[chunk]->details)[slot]);
  }

  /// Null for an unknown or removed handle. The same pointer in two snapshots of one run: nothing of it changed.
  std::shared_ptr<TrackDetails const> details_of(std::uint32_t handle) const {
    return find(handle) ? (*chunks[handle / kChunk]->details)[handle % kChunk] : nullptr;
  }

  /// In ascending order of handles.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (auto const& chunk : chunks)
      visit_chunk(chunk, visit);
  }

  /// The tracks of every chunk that is not shared with `before`: all that changed since, and some neighbours.
  template <class Visit>
  void for_each_near_change(Snapshot const& before, Visit&& visit) const {
    for (std::size_t i = 0; i < chunks.size(); ++i)
      if (i >= before.chunks.size() || chunks[i] != before.chunks[i]) visit_chunk(chunks[i], visit);
  }

 private:
  template <class Visit>
  static void visit_chunk(std::shared_ptr<Chunk const> const& chunk, Visit&& visit) {
    if (!chunk) return;
    for (std::size_t slot = 0; slot < kChunk; ++slot)
      if (chunk->motion[slot].handle != 0) visit(TrackView(chunk->motion[slot], *(*chunk->details)[slot]));
  }
};

} // namespace dalian::state
