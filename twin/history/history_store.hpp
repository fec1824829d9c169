#pragma once
// Everything the twin received, in arrival order, on disk and back. Knows neither what the bytes mean nor who sends
// them; the same interface serves other databases. Times are twin time.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::history {

enum class RecordKind : std::uint8_t { batch = 1, report = 2 };

/// One received message, as it is to be fused again.
struct Record {
  RecordKind kind = RecordKind::batch;
  Instant t_twin{};            // stamped on arrival
  std::string source;          // "ais-dayaowan"
  std::uint64_t epoch = 0;     // of the connector's start
  std::uint64_t first_seq = 0; // batch: of its first observation; report: 0
  std::uint32_t n = 0;         // batch: observations in it; report: 0
  std::string bytes;           // serialized wire::Batch or wire::FeedReport
  bool operator==(Record const&) const = default;
};

/// Everything of this connector start up to and including `seq` that was appended is on disk.
struct Stored {
  std::string source;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0; // highest sequence number committed
};

struct ReplayResult {
  std::uint64_t records = 0;
  std::uint64_t damaged_chunks = 0; // checksum or layout wrong: left out, the others are there
};

/// The state of fusion at one position of the log: what it was when every chunk up to and including `after` had been
/// taken, and none behind it. Loading it and taking what replay_after(after) gives is the same as taking everything.
struct Keyframe {
  Instant t_twin{};
  std::int64_t after = 0; // number of the last chunk in it
  std::uint64_t state_hash = 0;
  std::string bytes; // fusion's own; not looked at here
};

struct KeyframeSought {
  std::optional<Keyframe> keyframe; // nothing: start from an empty state and replay everything
  std::uint64_t skipped = 0;        // newer ones that would have fitted but are spoiled or not written to their end
};

/// The state that a start goes on from; `after` 0: none, everything is to be taken.
struct NewestState {
  Instant t_twin{};
  std::int64_t after = 0;
  std::uint64_t state_hash = 0;
  std::string_view bytes;
  std::shared_ptr<void const> owner; // of the bytes
  std::uint64_t skipped = 0;         // newer ones that are spoiled or not written to their end
};

/// First and last instant of what is kept; `empty` when nothing is.
struct HistoryRange {
  bool empty = true;
  Instant first{}, last{};
};

/// Reads a history, also while it is being written. Any thread; every call sees what was committed before it.
class HistoryReader {
 public:
  virtual ~HistoryReader() = default;

  /// Hands out every committed record with t_twin >= `from` in arrival order, until `visit` returns false. Fails only
  /// when a file cannot be opened or read at all.
  virtual Result<ReplayResult> replay(Instant from, std::function<bool(Record&&)> const& visit) const = 0;

  /// The same for every record behind the chunk `after` (Keyframe::after; 0: from the beginning), whatever its time.
  virtual Result<ReplayResult> replay_after(std::int64_t after, std::function<bool(Record&&)> const& visit) const = 0;

  /// The keyframe with the highest position among those with t_twin <= `at_or_before`; Instant::max() for the newest.
  virtual Result<KeyframeSought> latest_keyframe(Instant at_or_before) const = 0;

  /// Cheap: looks at the ends of the files alone, so an instant from a clock that stood wrong for a while is not seen.
  virtual Result<HistoryRange> range() const = 0;
};

/// A position of the log between two chunks.
struct Mark {
  Instant t_twin{};
  std::int64_t after = 0; // number of the chunk before it
  Instant last{};         // an instant of that chunk: the keyframe stands in the same file
};

class HistoryStore : public HistoryReader {
 public:
  /// Takes the record into memory and returns at once. Any thread. Fails only when what waits for the disk has reached
  /// the store's limit (the disk is full for long): then the record is not kept and counted as "refused"; the caller
  /// must not report it as stored.
  virtual Status append(Record record) = 0;

  /// Marks the position behind everything appended so far, for a keyframe that is to come; nothing when nothing was
  /// appended since the last mark or since the opening.
  virtual std::optional<Mark> mark(Instant t_twin) = 0;

  /// Says that `bytes` is the state at `mark`, a position of this store. Takes it into memory and returns at once;
  /// commit writes it behind those records, a piece each time, so that acknowledgements never wait for it. Any thread.
  /// Left out, and counted, when the next one comes before this one's turn.
  virtual void keyframe(Mark const& mark, std::uint64_t state_hash, std::string bytes) = 0;

  /// The same for the next start alone: takes the place of the last one at once, and may block for the disk. Only when
  /// everything up to `mark` has been committed.
  virtual Status write_newest(Mark const& mark, std::uint64_t state_hash, std::string_view bytes) = 0;

  /// What was written by either, and is whole.
  virtual Result<NewestState> newest_state() const = 0;

  /// Makes everything appended before the call durable; blocks for the disk. Any thread, one at a time (a second caller
  /// waits). On failure nothing is lost: the records stay in memory in order and the next commit tries them again.
  /// On success: what has become durable now, one entry for each (source, epoch) with batches among it.
  virtual Result<std::vector<Stored>> commit() = 0;

  /// True when another writer has taken the store over: nothing more will be committed here. Any thread.
  virtual bool lost() const { return false; }

  /// Records: "appended" = "committed" + "waiting", and "refused". Beside them "commit_failures", "chunks", "keyframes"
  /// (written to their end), "newest_states", "keyframes_waiting" and "keyframes_left_out". Any thread.
  virtual Counters counters() const = 0;
};

} // namespace dalian::history
