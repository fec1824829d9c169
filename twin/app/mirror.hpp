#pragma once
// A viewer's copy of the twin, kept by a thread of its own: asks for a snapshot, follows the deltas, heals after a gap,
// a pause or a restart of the twin. Works the same over inproc://, ipc:// and tcp://.
#include "twin/app/deltas.hpp"
#include "twin/base/result.hpp"
#include "twin/security/key_file.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <zmq.hpp>

namespace dalian::app {

class Mirror {
 public:
  using OnChange = std::function<void(std::shared_ptr<state::Snapshot const>)>;

  /// `requests`: the twin's request address. `on_change` is called on the mirror's thread with each new snapshot.
  /// `key`: for a twin with keys. `context` must outlive the mirror. Throws zmq::error_t for an address that is none.
  Mirror(zmq::context_t& context, std::string requests, OnChange on_change = {},
         std::optional<security::KeyFile> key = {});
  ~Mirror();
  Mirror(Mirror const&) = delete;
  Mirror& operator=(Mirror const&) = delete;

  // Any thread.
  std::shared_ptr<state::Snapshot const> latest() const;   // never null
  std::shared_ptr<alarms::AlarmList const> alarms() const; // never null
  bool complete() const { return complete_; }              // equals the twin's newest publication heard of
  std::uint64_t gaps() const { return gaps_; }             // publications missed, each healed by a snapshot
  std::uint64_t snapshots() const { return snapshots_; }
  std::uint64_t refused() const { return refused_; } // tracks left out, see MirrorState
  /// Twin time: the wall clock, or the newest stamp of a twin on feed clock, or the running clock of a replay.
  Instant now() const;
  /// "" when all is well, else one sentence: no twin there, silent for how long, or saying what no twin says.
  std::string trouble() const;

 private:
  void run();
  void step();
  bool must_ask();
  void ask();
  void open_requests();
  void take_reply();
  void take_delta();
  void follow(std::string const& publish_endpoint);
  void finish(MirrorState::Answer answer);

  zmq::context_t& context_;
  std::string requests_endpoint_;
  OnChange on_change_;
  std::optional<security::KeyFile> key_;
  std::optional<zmq::socket_t> requests_, deltas_;
  std::string publish_endpoint_;
  MirrorState state_;
  std::vector<wire::Delta> frames_; // of the newest publication: their memory is used again
  Instant asked_{};                 // steady; epoch = no question open
  Duration answer_limit_{};         // of that question
  std::atomic<std::int64_t> heard_ns_;
  std::int64_t started_ns_;
  std::atomic<bool> stop_{false}, complete_{false}, feed_clock_{false};
  std::atomic<std::int64_t> time_ns_{0}, time_heard_ns_{0};
  std::atomic<double> clock_rate_{0};
  std::atomic<std::uint64_t> gaps_{0}, snapshots_{0}, refused_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<state::Snapshot const> latest_;
  std::shared_ptr<alarms::AlarmList const> alarms_;
  std::thread thread_;
};

/// Asks a twin once. Frames of the reply, or why there is none within `limit`. `key`: null = none.
Result<Frames> ask_twin(zmq::context_t& context, std::string const& requests, wire::Request const& request,
                        std::chrono::milliseconds limit, security::KeyFile const* key = nullptr);

/// Where to connect for `endpoint` as a twin tells it: one that listens on every interface (0.0.0.0) is reached at the
/// host of its request address.
std::string reachable(std::string const& endpoint, std::string const& requests);

} // namespace dalian::app
