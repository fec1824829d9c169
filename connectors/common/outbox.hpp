#pragma once
// What a connector has to say, in order, numbered, until the twin has it: fills batches, keeps what is not yet
// acknowledged, coalesces samples and spools events while the twin is slow or away. Knows no socket. One thread.
#include "connectors/common/spool.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace dalian::connectors {

struct OutboxConfig {
  std::string source;
  std::uint64_t epoch = 0;
  wire::Provenance provenance = wire::UNKNOWN;
  bool lose_nothing = false; // no coalescing, no spool: whoever adds waits until there is room
  bool repeatable = false;   // batches are cut by the observations' own time, never by a clock
};

class Outbox {
 public:
  static constexpr int kBatchObservations = 100;
  static constexpr std::size_t kBatchBytes = 16'000;
  static constexpr Duration kBatchAge = std::chrono::milliseconds(50);
  static constexpr std::size_t kMaxUnsent = 256;         // batches in memory that the twin was not yet sent
  static constexpr std::size_t kMaxSentBytes = 8U << 20; // samples kept until they are on the twin's disk
  static constexpr Duration kEventPatience = std::chrono::seconds(1); // then an event is no longer in memory alone
  static constexpr std::size_t kMaxUnspooled = 10'000; // batches of events in memory when the spool fails

  /// `spool` may be null: then events wait in memory. It must outlive the outbox. Its rows so far are not touched.
  Outbox(OutboxConfig config, Spool* spool);

  /// True when an observation can be taken as it is: neither coalesced nor spooled.
  bool has_room() const { return unsent() < kMaxUnsent && !held_back(); }

  /// `now`: of any steady clock. Without a twin or room, events go to the spool and samples are coalesced.
  void add(wire::Observation&& observation, Instant now);
  /// Seals what has waited long enough (`everything`: all of it) and brings forward what was held back.
  void seal_due(Instant now, bool everything);
  void set_twin_there(bool there) { twin_there_ = there; }

  /// The next batch to send; null when there is none or when `credit` observations are already on their way.
  SealedBatch const* peek(std::uint32_t credit) const;
  void mark_sent();
  /// A new conversation: everything after `queued_seq` is to be sent (again).
  void rewind(std::uint64_t queued_seq);
  void acknowledge(std::uint64_t queued_seq, std::uint64_t stored_seq);

  bool all_queued() const;     // nothing open, held back or unacknowledged
  bool all_stored() const;     // … and all of it is on the twin's disk
  bool events_pending() const; // an event is not yet on the twin's disk
  /// An event that is neither on the twin's disk nor in the spool: lost if the connector ended now.
  bool events_at_risk() const;
  /// Observations taken that are not yet in the twin's memory.
  std::uint64_t waiting() const;
  /// Before the end: events the twin has not stored go to the spool, for the next start.
  void save_events();

  std::uint64_t queued_seq() const { return queued_seq_; }
  Instant t_sent() const { return t_sent_; } // of the newest batch; 1970 before the first
  /// "published" = "sealed" + "coalesced" (replaced by a newer sample) + "lost" + what waits; beside them
  /// "spooled", "sent_again".
  Counters const& counters() const { return counters_; }

 private:
  std::size_t unsent() const { return queue_.size() - next_; }
  bool held_back() const { return spooling_ || !coalesced_.empty(); }
  bool flows() const { return twin_there_ || config_.lose_nothing; }
  void append(wire::Observation&& observation, Instant now);
  void coalesce(wire::Observation&& observation);
  void seal();
  void keep(SealedBatch&& batch);
  void refill_from_spool();
  void spool_overdue(Instant now);
  void release_coalesced(Instant now);
  void trim_sent();

  OutboxConfig config_;
  Spool* spool_;
  bool twin_there_ = false;
  std::uint64_t next_seq_ = 1;
  std::uint64_t queued_seq_ = 0, stored_seq_ = 0;
  wire::ToTwin open_; // being filled
  std::size_t open_bytes_ = 0;
  bool open_events_ = false;
  Instant opened_{};
  Instant t_sent_{};
  std::deque<SealedBatch> queue_; // [0, next_) sent, the rest not
  std::size_t next_ = 0;
  bool spooling_ = false;             // newer batches than the queue's stand in the spool or in unspooled_
  std::int64_t spool_read_ = 0;       // last row moved into the queue
  std::uint64_t newest_in_queue_ = 0; // last number that ever stood in the queue
  std::deque<SealedBatch> unspooled_; // newer than the spool's: the disk did not take them
  std::unordered_map<std::string, wire::Observation> coalesced_; // newest sample by entity and detail
  std::vector<std::string> coalesced_order_;
  Counters counters_;
};

} // namespace dalian::connectors
