#pragma once
// A twin's past, shown as the present is: history through a fusion of its own, on a thread of its own, published like
// the live twin, so that any viewer follows it with the same mirror. Seeking loads the keyframe before the instant and
// takes the records up to it; what it then shows is what the live twin had at that instant, bit for bit.
#include "twin/app/broadcaster.hpp"
#include "twin/app/fusion_setup.hpp"
#include "twin/app/log_taker.hpp"
#include "twin/app/past_alarms.hpp"
#include "twin/app/playback_clock.hpp"
#include "twin/base/result.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/history/history_store.hpp"
#include "twin/state/snapshot_store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <zmq.hpp>

namespace dalian::app {

struct ReplayState {
  Instant t{};             // shown now
  double speed = 0;        // 0 = stands
  bool seeking = false;    // the instant asked for is not shown yet
  bool at_end = false;     // no record is left: play goes on when there are more
  std::string trouble;     // why nothing is shown; "" when all is well
  Instant first{}, last{}; // what there is
};

class ReplaySession {
 public:
  struct Config {
    history::HistoryReader const* history = nullptr; // outlives the session
    std::string publish, requests;                   // addresses to bind
    security::Authority const* authority = nullptr;  // as the live twin's
    Instant t{};
    double speed = 0;
    FusionSetup setup{};            // of the live twin
    std::filesystem::path alarms{}; // folder of its alarm journal; empty = none
    PastAlarms::Rules rules{};      // … and what it watches for
  };

  /// Fails when an address is taken. Viewers that connect wait until the first instant is there.
  static Result<std::unique_ptr<ReplaySession>> start(zmq::context_t& context, Config const& config);
  ~ReplaySession();
  ReplaySession(ReplaySession const&) = delete;
  ReplaySession& operator=(ReplaySession const&) = delete;

  // Any thread.
  void seek(Instant t);
  void set_speed(double speed);
  ReplayState state() const;
  void cut_followers() { broadcaster_.cut_followers(); }
  std::string const& requests_endpoint() const { return requests_endpoint_; }

 private:
  ReplaySession(zmq::context_t& context, Config const& config);
  void run();
  std::int64_t load_keyframe(Instant t);
  void play(std::int64_t after);
  bool take(history::Record&& record);
  bool wait_until(Instant t);
  void reached_end();
  void publish();
  void publish_alarms(state::Snapshot const& snapshot);
  void answer_viewers();
  bool told_otherwise() const { return stop_ || wanted_.has_value(); }

  history::HistoryReader const& history_;
  FusionSetup const setup_;
  std::uint64_t run_;
  fusion::Fusion fusion_;
  LogTaker log_{fusion_};
  std::unique_ptr<PastAlarms> alarms_; // null: a twin without alarms
  std::shared_ptr<alarms::AlarmList const> alarm_list_;
  state::SnapshotStore store_;
  Broadcaster broadcaster_;
  std::string requests_endpoint_;
  bool serving_ = false;
  std::string otherwise_;  // why this is not what was seen live; "" when it is
  bool fresh_ = false;     // fusion_ is another than the one last published from
  Instant next_publish_{}; // steady

  mutable std::mutex mutex_; // guards what follows
  std::condition_variable wake_;
  bool stop_ = false, at_end_ = false;
  bool settled_ = false;          // what was asked for is shown
  std::optional<Instant> wanted_; // instant to seek; none: go on
  PlaybackClock clock_;
  std::string trouble_;
  std::thread thread_;
};

} // namespace dalian::app
