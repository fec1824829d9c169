#include "twin/app/chunk_room.hpp"

#include <algorithm>

namespace dalian::app {

ChunkRoom::ChunkRoom(state::Snapshot const& base, std::size_t most) : taken_(base.chunks.size()), left_(most) {
  for (std::size_t i = 0; i < taken_.size(); ++i)
    taken_[i] = base.chunks[i] != nullptr;
  left_ -= std::min(left_, static_cast<std::size_t>(std::ranges::count(taken_, true)));
}

bool ChunkRoom::admits(std::uint32_t handle) {
  if (handle == 0 || handle > kHighestHandle) return false;
  std::size_t const chunk = handle / state::Snapshot::kChunk;
  if (chunk < taken_.size() && taken_[chunk]) return true;
  if (left_ == 0) return false;
  if (chunk >= taken_.size()) taken_.resize(chunk + 1);
  taken_[chunk] = true;
  --left_;
  return true;
}

} // namespace dalian::app
