#pragma once
// The sink that speaks to the twin over ZeroMQ (DEALER → ROUTER): says hello, sends batches within the credit, keeps
// them until acknowledged, sends again after a reconnection; the twin recognises duplicates, so each observation counts
// once. Knows no protocol. One thread.
#include "connectors/common/outbox.hpp"
#include "connectors/common/progress.hpp"
#include "connectors/common/sink.hpp"
#include "connectors/common/spool.hpp"
#include "twin/base/result.hpp"
#include "twin/security/key_file.hpp"
#include "twin/wire/endpoints.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <zmq.hpp>

namespace dalian::connectors {

struct PublisherConfig {
  std::string endpoint{wire::kIngestEndpoint};
  std::string source; // letters, digits, '-', '_', '.'; at most 64
  wire::Provenance provenance = wire::UNKNOWN;
  std::filesystem::path key;        // file of `twinctl keys new`, for a twin with keys; empty = none
  std::filesystem::path server_key; // file with the twin's public key; empty = the one in the key file
  std::filesystem::path spool;      // file for events while the twin is away; empty = they wait in memory
  // Recordings: publish waits while the twin is busy or away, nothing is coalesced.
  bool lose_nothing = false;
  // As fast as possible: batches are cut by the observations' own time, so that a twin on feed clock repeats each run
  // bit for bit. Not for observations that come at the pace of a clock: the last ones would wait for the next.
  bool repeatable = false;
  std::function<bool()> stopped;                // asked while waiting: true = give up waiting (the user wants to end)
  std::function<void(std::string const&)> note; // told once per change: "no twin at … yet: waiting"
  std::function<void(Progress const&)> progress{}; // told at each report, also while the twin is away
  zmq::context_t* context = nullptr;               // for inproc://; null = an own one. Must outlive the publisher
};

class Publisher final : public ObservationSink {
 public:
  static Result<std::unique_ptr<Publisher>> open(PublisherConfig config);
  /// Saves events the twin has not stored to the spool.
  ~Publisher() override;
  Publisher(Publisher const&) = delete;
  Publisher& operator=(Publisher const&) = delete;

  void publish(wire::Observation observation) override;
  void report(wire::FeedReport report) override;
  void poll() override;
  bool flush(Duration limit) override;

  std::uint64_t epoch() const { return epoch_; }
  /// Newest sequence numbers acknowledged in this epoch: in the twin's memory, on its disk.
  std::uint64_t queued_seq() const { return outbox_.queued_seq(); }
  std::uint64_t stored_seq() const { return stored_seq_; }
  Counters const& counters() const { return outbox_.counters(); }
  /// Before the end: puts events the twin has not stored into the spool. How many observations wait there for the next
  /// start.
  std::uint64_t save_events();
  /// True when an event would be lost if the connector ended now.
  bool events_at_risk() const { return outbox_.events_at_risk(); }
  /// Why nothing gets through: "" when all is well.
  std::string const& trouble() const { return trouble_; }

 private:
  // away: no connection; greeting: hello sent; delivering_old: events spooled by an earlier start go first;
  // flowing: granted; refused: the twin takes nothing from this source, or not from this connector.
  enum class Phase : std::uint8_t { away, greeting, delivering_old, flowing, refused };

  Publisher(PublisherConfig config, std::optional<Spool> spool, std::optional<security::KeyFile> key);
  void use_key();
  void reopen();
  void step(std::chrono::milliseconds wait);
  bool send(google::protobuf::MessageLite const& message);
  bool send(std::string const& frame);
  void greet();
  void receive();
  void take(wire::Grant const& grant);
  void take_old(wire::Grant const& grant);
  void watch_link();
  void pump();
  void pump_old();
  void pump_report();
  wire::FeedReport full_report() const;
  void note_trouble(std::string trouble);
  bool next_old(SealedBatch& row) const;
  bool everything_delivered() const;

  PublisherConfig config_;
  std::optional<zmq::context_t> own_context_;
  zmq::context_t& context_;
  std::optional<zmq::socket_t> socket_;
  std::optional<Spool> spool_;
  std::optional<security::KeyFile> key_;
  std::uint64_t epoch_;
  Outbox outbox_;
  Phase phase_ = Phase::away;
  std::string trouble_;
  Instant heard_{}, greeted_{}, reported_{}, queued_since_{}; // of the steady clock
  std::uint32_t credit_ = 0;
  std::uint64_t stored_seq_ = 0;
  Duration lag_{};          // of the newest observation
  unsigned since_step_ = 0; // observations taken since the sockets were looked at

  std::uint64_t old_epoch_ = 0; // the earlier start whose events are being delivered; 0 = none
  std::int64_t old_last_ = 0;   // newest row of the spool that an earlier start left
  std::int64_t old_sent_ = 0;   // newest of those sent in this connection
  Instant old_since_{};
  std::uint64_t old_delivered_ = 0; // observations of earlier starts that the twin has stored

  wire::FeedReport report_;
  std::uint32_t reports_sent_ = 0, reports_taken_ = 0;
  bool report_due_ = false;
};

} // namespace dalian::connectors
