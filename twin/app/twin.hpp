#pragma once
// The twin without a screen: receiver → history → fusion → snapshots → viewers, in two threads of its own beside the
// recorder's. All twin time is stamped here, before anything is recorded; nothing after this point reads a clock.
#include "twin/app/broadcaster.hpp"
#include "twin/app/feeds.hpp"
#include "twin/app/receiver.hpp"
#include "twin/app/recorder.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/state/snapshot_store.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

struct TwinConfig {
  std::vector<std::string> ingest;              // addresses for connectors; at least one
  std::string publish, requests;                // addresses for viewers
  std::filesystem::path history;                // folder; empty = nothing is kept
  bool feed_clock = false;                      // twin time is what the feeds stamped, so a replay is repeatable
  std::function<void(std::string const&)> note; // progress and trouble, one line each; called from any thread
};

struct RecoveryReport {
  std::uint64_t records = 0, observations = 0, damaged_chunks = 0, damaged_records = 0;
  double seconds = 0;
};

class Twin {
 public:
  /// Recovers from history, binds, runs. `context` must outlive the twin.
  static Result<std::unique_ptr<Twin>> start(zmq::context_t& context, TwinConfig config);
  /// Stops taking, records what was taken, ends the threads.
  ~Twin();
  Twin(Twin const&) = delete;
  Twin& operator=(Twin const&) = delete;

  std::vector<std::string> const& ingest_endpoints() const { return ingest_; }
  std::string const& publish_endpoint() const { return publish_endpoint_; }
  std::string const& request_endpoint() const { return request_endpoint_; }
  RecoveryReport const& recovery() const { return recovery_; }

  // Any thread.
  std::shared_ptr<state::Snapshot const> latest() const { return store_.latest(); }
  /// Twin time now: the wall clock, or with feed_clock the newest stamp.
  Instant now() const;
  /// Version that shows everything all feeds had to say, once all that said hello have ended; negative before.
  std::int64_t finished_version() const { return finished_version_; }
  /// "" when all is well, else what is not, in one sentence.
  std::string trouble() const;

 private:
  Twin(zmq::context_t& context, TwinConfig config, std::unique_ptr<history::HistoryStore> history);
  Status recover();
  void recover(history::Record&& record);
  Status bind();
  void run();
  Instant stamp(std::uint64_t t_sent);
  void take(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes);
  void take(Feed& feed, wire::FeedReport const& report, std::string_view bytes);
  bool record(history::RecordKind kind, Instant t, Feed const& feed, wire::Batch const* batch, std::string_view bytes);
  void confirm_stored();
  void publish_if_due();
  void publish();
  void note_trouble();
  Broadcaster::MakeStatus make_status();

  TwinConfig config_;
  std::uint64_t run_;
  Instant started_;
  std::unique_ptr<Recorder> recorder_; // null: nothing is kept
  fusion::Fusion fusion_;
  state::SnapshotStore store_;
  Feeds feeds_;
  Receiver receiver_;
  Broadcaster broadcaster_;
  std::vector<std::string> ingest_;
  std::string publish_endpoint_, request_endpoint_;
  RecoveryReport recovery_;

  std::atomic<std::int64_t> twin_time_ns_{0};
  static constexpr std::int64_t kNotFinished = -1;
  std::atomic<std::int64_t> finished_version_{kNotFinished};
  std::atomic<bool> stop_{false};
  bool dirty_ = false;          // fusion took something that is not yet published
  bool finish_pending_ = false; // a feed said it has ended
  Instant next_publish_{};      // steady
  std::uint64_t unrecorded_ = 0;
  std::string noted_trouble_;
  std::thread thread_;
};

} // namespace dalian::app
