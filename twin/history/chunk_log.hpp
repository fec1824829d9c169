#pragma once
// A HistoryStore over whatever keeps chunks: what waits, its numbers, its positions and its counters are the same for
// all of them. Knows neither SQL nor files.
#include "twin/history/chunk.hpp"
#include "twin/history/history_store.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace dalian::history {

/// Where chunks are kept. One thread at a time, but for name(), lost(), newest_state() and reader(): any.
class ChunkKeeper {
 public:
  virtual ~ChunkKeeper() = default;

  /// "history folder /var/lib/dalian-twin", for messages.
  virtual std::string name() const = 0;

  /// Asked before each commit: why nothing may be written now.
  virtual Status ready() = 0;

  /// Makes the first of `chunks`, as many as go together and at least one, durable in one step, or none. How many. The
  /// same chunks may come again, when it was not clear how an attempt went: they then stand there once.
  virtual Result<std::size_t> append(std::span<Chunk const> chunks) = 0;

  /// Parts `first`, `first` + 1, … of a keyframe, `count` of them; `last`: an instant of the last chunk in it.
  struct Parts {
    std::uint32_t first = 0, count = 0;
  };
  virtual Status append(Keyframe const& keyframe, Instant last, Parts parts) = 0;

  virtual Status write_newest(NewestState const& state) = 0;
  virtual Result<NewestState> newest_state() const = 0;

  virtual bool lost() const { return false; }
  virtual HistoryReader const& reader() const = 0;
};

/// `next`: number of the first chunk to come. append() refuses when more than `max_waiting_bytes` wait.
std::unique_ptr<HistoryStore> make_chunk_log(std::unique_ptr<ChunkKeeper> keeper, std::int64_t next,
                                             std::size_t max_waiting_bytes);

} // namespace dalian::history
