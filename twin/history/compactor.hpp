#pragma once
// Turns chunks of the past into blocks, one at a time, beside whoever appends to the same file: each block and the end
// of its chunks are one transaction. Blocks end at keyframes, and keyframes between which little happened are dropped,
// so that from any instant there is one near by what has to be replayed.
#include "twin/history/day_file.hpp"

#include <cstdint>

namespace dalian::history {

struct CompactionLimits {
  /// Observations of a block: what a seek decodes at most from a block's beginning to its end.
  std::uint64_t most = 32'768;
};

struct Compacted {
  std::uint64_t chunks = 0; // none: there is nothing to do now
  std::uint64_t observations = 0;
  std::uint64_t bytes_before = 0, bytes_after = 0; // blobs
  std::uint64_t keyframes_dropped = 0;
};

/// The next block of the file, of chunks that end before `closed`. Waits for half a block to come together unless the
/// `day_over`. One caller at a time per folder. A chunk that is spoiled stays as it is, and ends the block before it.
Result<Compacted> compact_next(DayFile& day, Instant closed, bool day_over, CompactionLimits limits = {});

} // namespace dalian::history
