#pragma once
// The twin's voice to viewers, on a thread of its own: PUB of deltas that may be dropped (a slow viewer never slows the
// others), ROUTER for snapshots and status. What the ingest thread offers meanwhile is merged, never queued without
// bound.
#include "twin/app/deltas.hpp"
#include "twin/app/doorman.hpp"
#include "twin/app/token_bucket.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/security/audit_log.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

/// A request that only the ingest thread can answer: it changes something, or needs what only that thread may touch.
struct ViewerCommand {
  std::string viewer; // routing id, for the reply
  security::Identity who;
  wire::Request request;
};

struct BroadcasterConfig {
  TwinClock clock;
  security::Authority const* authority = nullptr; // who may come by tcp; null = no keys. Outlives the broadcaster, as
  security::AuditLog* audit = nullptr;            // this does: where commands are noted before they are answered
};

class Broadcaster {
 public:
  /// Makes the JSON of the status, given the snapshot that viewers have and the feed that was asked for ("" = all).
  /// None when that feed was asked for after the facts were gathered: it is asked for again.
  using MakeStatus = std::function<std::optional<Result<std::string>>(state::Snapshot const&, std::string const&)>;

  Broadcaster(zmq::context_t& context, std::shared_ptr<state::Snapshot const> first, BroadcasterConfig config);
  ~Broadcaster();
  Broadcaster(Broadcaster const&) = delete;
  Broadcaster& operator=(Broadcaster const&) = delete;

  /// Before start. Each returns the address clients connect to.
  Result<std::string> bind_publish(std::string const& endpoint);
  Result<std::string> bind_requests(std::string const& endpoint);
  void start();

  /// The next snapshot and the handles that differ from the one before. Never waits. Any one thread.
  void offer(std::shared_ptr<state::Snapshot const> snapshot, std::vector<std::uint32_t> const& changed,
             std::vector<std::uint32_t> const& removed);
  /// How fast the clock of a replay runs from now on. Any thread.
  void set_rate(double rate) { rate_ = rate; }
  /// The newest list of alarms. Before start: the one that viewers get first. Never waits. Any thread.
  void offer_alarms(std::shared_ptr<alarms::AlarmList const> alarms);
  /// Once after somebody asked for the status: the feeds asked for by name. Then offer_status is due.
  std::optional<std::vector<std::string>> take_status_wanted();
  void offer_status(MakeStatus make);
  /// What viewers asked since the last call and may ask, in the order it came. Each is to be answered with offer_reply.
  std::vector<ViewerCommand> take_commands();
  void offer_reply(ViewerCommand command, wire::Reply reply);
  /// A key has lost rights: who follows the deltas over tcp is cut off and must show a key again. Any thread.
  void cut_followers();
  /// Requests refused, by reason. Any thread.
  Counters refused() const;
  /// That the audit log lacks a command, and why; "" from the next one on that it takes. Any thread.
  std::string trouble() const;

 private:
  TwinClock clock() const { return {config_.clock.feed, rate_}; }
  void run();
  void wait_for_work();
  void publish(std::shared_ptr<state::Snapshot const> snapshot, Publication publication);
  Frames const& snapshot_frames();
  void serve_requests();
  void serve_one(std::string const& viewer, zmq::message_t& frame, bool whole);
  void answer(ViewerCommand command);
  void want_status(std::string const& viewer, std::string const& feed);
  void answer_status(MakeStatus const& make);
  bool within_rate(security::Identity const& who);
  void note_audit(Status const& noted);
  void answer_command(ViewerCommand const& command, wire::Reply reply);
  void queue(ViewerCommand command);
  void reject(std::string const& viewer, std::string_view reason, std::string const& tell);
  void open_publish();
  void rebind_publish();
  void send(std::string const& viewer, Frames const& frames);
  void wake();

  zmq::context_t& context_;
  BroadcasterConfig config_;
  std::atomic<double> rate_;
  Doorman doorman_;
  zmq::socket_t publish_, requests_;
  std::string publish_endpoint_;
  bool publish_bound_ = true; // false while the address is being taken back after a cut
  int wake_fd_;
  std::atomic<bool> stop_{false}, status_wanted_{false}, cut_{false};

  mutable std::mutex mutex_; // guards what is offered and what was refused
  std::shared_ptr<state::Snapshot const> offered_;
  Publication offered_changes_;
  std::shared_ptr<alarms::AlarmList const> offered_alarms_;
  MakeStatus offered_status_;
  std::vector<ViewerCommand> commands_;
  std::vector<std::pair<ViewerCommand, wire::Reply>> offered_replies_;
  std::vector<std::string> feeds_wanted_; // by name, in the status
  Counters refused_;
  std::string audit_trouble_;

  std::shared_ptr<state::Snapshot const> published_;          // thread only, as all below
  std::shared_ptr<alarms::AlarmList const> published_alarms_; // null: a twin without alarms
  Frames snapshot_frames_;                                    // of these, when somebody asked; else empty
  struct WaitsForStatus {
    std::string viewer, feed;
  };
  std::vector<WaitsForStatus> status_waiting_;
  std::map<std::string, TokenBucket> allowance_; // by name of key
  Instant next_publish_{}, next_beat_{};         // steady
  std::thread thread_;
};

} // namespace dalian::app
