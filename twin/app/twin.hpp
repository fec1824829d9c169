#pragma once
// The twin without a screen: receiver → history → fusion → snapshots → viewers, in two threads of its own beside the
// recorder's. All twin time is stamped here, before anything is recorded; nothing after this point reads a clock.
#include "twin/app/alarm_desk.hpp"
#include "twin/app/broadcaster.hpp"
#include "twin/app/caretaker.hpp"
#include "twin/app/city_surface.hpp"
#include "twin/app/facts_desk.hpp"
#include "twin/app/feeds.hpp"
#include "twin/app/keyframe_maker.hpp"
#include "twin/app/log_ahead.hpp"
#include "twin/app/log_taker.hpp"
#include "twin/app/receiver.hpp"
#include "twin/app/recorder.hpp"
#include "twin/app/replay_desk.hpp"
#include "twin/app/steadied_clock.hpp"
#include "twin/app/zap_handler.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/state/snapshot_store.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

struct TwinConfig {
  std::vector<std::string> ingest;      // addresses for connectors; at least one
  std::string publish, requests;        // addresses for viewers
  std::filesystem::path history;        // folder, or postgresql://…; empty = nothing is kept
  std::filesystem::path state{};        // folder of audit log and alarms; only where the history is a server
  std::function<bool()> stand_by{};     // wait for the history's writer to go, while it answers true; empty: do not
  history::RetentionPolicy retention{}; // of it
  std::filesystem::path keys;           // folder of `twinctl keys`; empty = none, and no tcp beyond loopback
  SourceLimits limits{};                // of each source
  std::filesystem::path alarms;         // rules file; empty = no alarms
  std::filesystem::path assets;         // where the rules file finds GeoJSON that is not beside it
  fusion::Parameters fusion = fusion::default_parameters();
  std::filesystem::path city; // surface.bin; empty = nobody knows land from sea
  bool feed_clock = false;    // twin time is what the feeds stamped, so a replay is repeatable
  Duration keyframe_period = KeyframeMaker::kPeriod;
  bool hash_recovered = false;                  // RecoveryReport::state_hash is wanted: a look at every track
  std::function<void(std::string const&)> note; // progress and trouble, one line each; called from any thread
};

struct RecoveryReport {
  bool keyframe = false; // went on from one; else everything was taken again
  std::uint64_t records = 0, observations = 0, damaged_chunks = 0, damaged_records = 0, damaged_keyframes = 0;
  double seconds = 0;
  double read_s = 0, load_s = 0, replay_s = 0, publish_s = 0; // parts of it: the keyframe's bytes, its state, the log
  std::uint64_t state_hash = 0;                               // of the state it goes on from, when it was asked for
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
  /// Twin time now: the system clock without its jumps (steadied_clock), or with feed_clock the newest stamp.
  Instant now() const;
  /// Version that shows everything all feeds had to say, once all that said hello have ended; negative before.
  std::int64_t finished_version() const { return finished_version_; }
  /// From reception at the connectors to the snapshot, of all feeds, over the last minute or two; a second old.
  LatencyHistogram to_snapshot() const;
  /// What the status tells; waits for the ingest thread, at most a second: then none.
  std::optional<StatusFacts> facts() { return facts_desk_.ask(std::chrono::seconds(1)); }
  /// "" when all is well, else what is not, in one sentence.
  std::string trouble() const;
  /// Another twin has taken over the history: this one should end. Any thread.
  bool lost() const { return recorder_ && recorder_->store().lost(); }
  /// Looks at once whether the list of keys has changed; without this it takes up to ZapHandler::kLookEvery.
  void reload_keys();

 private:
  /// What start() opened before there was a twin.
  struct Opened {
    std::unique_ptr<history::HistoryStore> history; // null: nothing is kept
    std::unique_ptr<security::AuditLog> audit;      // null: nothing is kept
    std::unique_ptr<security::Authority> authority; // null: no keys
    std::optional<alarms::RuleSet> rules;           // nothing: no alarms
    std::unique_ptr<fusion::SurfaceMap> surface;    // null: no map
  };
  static Result<Opened> open(TwinConfig const& config);
  Twin(zmq::context_t& context, TwinConfig config, Opened opened);
  Status recover();
  bool load_state(std::string_view bytes);
  Status replay(LogAhead& log);
  void recover(LogAhead::Group const& group);
  Status bind();
  Status open_alarms(alarms::RuleSet rules);
  std::string own_trouble() const; // of all but the alarms
  void run();
  Instant stamp(std::uint64_t t_sent);
  void take(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes);
  void take(Feed& feed, wire::FeedReport const& report, std::string_view bytes);
  bool record(history::RecordKind kind, Instant t, Feed const& feed, wire::Batch const* batch, std::string_view bytes);
  void confirm_stored();
  void publish_if_due(bool behind);
  void publish();
  void note_trouble();
  void note_latency();
  Instant follow_clock();
  void settle_clock();
  void answer_commands();
  wire::Reply answer(ViewerCommand const& command);
  StatusFacts gather_facts() const;
  void answer_status(std::vector<std::string> const& named);

  zmq::context_t& context_;
  TwinConfig config_;
  std::uint64_t run_;
  Instant started_;
  std::unique_ptr<Recorder> recorder_;          // null: nothing is kept
  std::unique_ptr<Caretaker> caretaker_;        // null: the same
  std::unique_ptr<fusion::SurfaceMap> surface_; // null: no map
  fusion::Fusion fusion_;
  state::SnapshotStore store_;
  Feeds feeds_;
  std::unique_ptr<security::AuditLog> audit_;
  std::unique_ptr<security::Authority> authority_;
  std::unique_ptr<ZapHandler> zap_; // before the sockets it answers for
  Receiver receiver_;
  Broadcaster broadcaster_;
  std::optional<KeyframeMaker> keyframes_; // when something is kept, once recovered
  std::unique_ptr<ReplayDesk> replays_;    // once bound
  std::unique_ptr<AlarmDesk> desk_;        // null: no alarms
  std::vector<std::string> ingest_;
  std::string publish_endpoint_, request_endpoint_;
  RecoveryReport recovery_;

  SteadiedClock clock_;
  std::atomic<std::int64_t> twin_less_steady_ns_{0}, clock_set_by_ns_{0};
  std::atomic<std::int64_t> twin_time_ns_{0};
  static constexpr std::int64_t kNotFinished = -1;
  std::atomic<std::int64_t> finished_version_{kNotFinished};
  std::atomic<bool> stop_{false}, keys_changed_{false};
  bool dirty_ = false;          // fusion took something that is not yet published
  bool finish_pending_ = false; // a feed said it has ended
  Instant published_{};         // steady, when the last publication ended
  Duration rest_{};             // after it, while behind
  std::uint64_t unrecorded_ = 0;
  std::string noted_trouble_;
  Instant next_latency_note_{}, next_latency_turn_{}; // steady
  mutable std::mutex latency_mutex_;
  LatencyHistogram to_snapshot_; // of all feeds together
  FactsDesk facts_desk_;
  std::thread thread_;
};

} // namespace dalian::app
