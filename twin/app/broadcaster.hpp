#pragma once
// The twin's voice to viewers, on a thread of its own: PUB of deltas that may be dropped (a slow viewer never slows the
// others), ROUTER for snapshots and status. What the ingest thread offers meanwhile is merged, never queued without
// bound.
#include "twin/app/deltas.hpp"
#include "twin/base/result.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

class Broadcaster {
 public:
  /// Makes the JSON of the status, given the snapshot that viewers have.
  using MakeStatus = std::function<std::string(state::Snapshot const&)>;

  Broadcaster(zmq::context_t& context, std::shared_ptr<state::Snapshot const> first, bool feed_clock);
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
  /// True once after somebody asked for the status: then offer_status is due.
  bool take_status_wanted() { return status_wanted_.exchange(false); }
  void offer_status(MakeStatus make);

 private:
  void run();
  void wait_for_work();
  void publish(std::shared_ptr<state::Snapshot const> snapshot, Publication publication);
  void serve_requests();
  void answer(std::string const& viewer, wire::Request const& request);
  void answer_status(MakeStatus const& make);
  void send(std::string const& viewer, Frames const& frames);
  void wake();

  zmq::socket_t publish_, requests_;
  std::string publish_endpoint_;
  bool feed_clock_;
  int wake_fd_;
  std::atomic<bool> stop_{false}, status_wanted_{false};

  std::mutex mutex_; // guards what is offered
  std::shared_ptr<state::Snapshot const> offered_;
  Publication offered_changes_;
  MakeStatus offered_status_;

  std::shared_ptr<state::Snapshot const> published_; // thread only, as all below
  std::vector<std::string> status_waiting_;
  Instant next_publish_{}, next_beat_{}; // steady
  std::thread thread_;
};

} // namespace dalian::app
