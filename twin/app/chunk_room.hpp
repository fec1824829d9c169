#pragma once
// How much memory a viewer gives to what a twin says: the handles of a twin that is broken, or not one, may be any, and
// each could cost a chunk, or a table up to it. Pure; no socket.
#include "twin/state/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dalian::app {

/// Handles count up and are not used again: 4 million things that ever were. The table of chunks takes 64 MiB then.
inline constexpr std::uint32_t kHighestHandle = (1U << 28) - 1;
/// 131 072 chunks of about 8 KiB, 1 GiB; a million entities that stand close fill 15 625 of them.
inline constexpr std::size_t kMostChunks = std::size_t{1} << 17;

/// Says of one handle after the other whether there is room for its track.
class ChunkRoom {
 public:
  explicit ChunkRoom(state::Snapshot const& base, std::size_t most = kMostChunks);
  /// Counts the chunk of `handle` when it is a new one that is let in.
  bool admits(std::uint32_t handle);

 private:
  std::vector<bool> taken_; // by chunk
  std::size_t left_;
};

} // namespace dalian::app
