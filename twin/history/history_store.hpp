#pragma once
// Everything the twin received, in arrival order, on disk and back. Knows neither what the bytes mean nor who sends
// them; the same interface serves other databases. Times are twin time.
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <functional>
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

class HistoryStore {
 public:
  virtual ~HistoryStore() = default;

  /// Takes the record into memory and returns at once. Any thread. Fails only when what waits for the disk has reached
  /// the store's limit (the disk is full for long): then the record is not kept and counted as "refused"; the caller
  /// must not report it as stored.
  virtual Status append(Record record) = 0;

  /// Makes everything appended before the call durable; blocks for the disk. Any thread, one at a time (a second caller
  /// waits). On failure nothing is lost: the records stay in memory in order and the next commit tries them again.
  /// On success: what has become durable now, one entry for each (source, epoch) with batches among it.
  virtual Result<std::vector<Stored>> commit() = 0;

  /// Hands out every committed record with t_twin >= `from` in arrival order, until `visit` returns false. Any thread,
  /// also while others append and commit; sees what was committed before the call. Fails only when a file cannot be
  /// opened or read at all.
  virtual Result<ReplayResult> replay(Instant from, std::function<bool(Record&&)> const& visit) const = 0;

  /// "appended" = "committed" + "waiting"; beside them "refused", "commit_failures", "chunks". Records, except the last
  /// two. Any thread.
  virtual Counters counters() const = 0;
};

} // namespace dalian::history
