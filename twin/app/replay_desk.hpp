#pragma once
// The looks into the past that viewers have open: opens, steers and closes sessions, and closes those whose viewer fell
// silent. One thread.
#include "twin/app/replay_session.hpp"
#include "twin/wire/codec.hpp"

#include <map>
#include <memory>
#include <string>
#include <zmq.hpp>

namespace dalian::app {

class ReplayDesk {
 public:
  static constexpr std::size_t kMaxSessions = 16;
  static constexpr auto kForget = std::chrono::seconds(30);

  /// Where the live twin is.
  struct Addresses {
    std::string publish, requests;
  };
  /// `history`: null when nothing is kept; outlives the desk. The addresses of the sessions are made from those of the
  /// live twin: another port of the same interface, or the path with the number of the session. `authority`: who may
  /// come by tcp, as for the live twin; null = no keys. `setup`: of the live twin.
  ReplayDesk(zmq::context_t& context, history::HistoryReader const* history, Addresses live,
             security::Authority const* authority = nullptr, FusionSetup const& setup = {});

  /// Sessions show the alarms of their instant, too: from the journal in `folder`, with the `rules` of the live twin.
  void show_alarms(std::filesystem::path folder, PastAlarms::Rules rules);

  /// `now`: steady clock.
  wire::Reply answer(wire::ReplayRequest const& request, Instant now);
  void close_silent(Instant now);
  /// A key has lost rights: see Broadcaster.
  void cut_followers();
  std::size_t open() const { return sessions_.size(); }

 private:
  struct Open {
    std::unique_ptr<ReplaySession> session;
    Instant heard{};
  };
  wire::Reply held() const;
  wire::Reply open_session(wire::ReplayRequest const& request, Instant now);
  static void steer(ReplaySession& session, wire::ReplayRequest const& request);

  zmq::context_t& context_;
  history::HistoryReader const* history_;
  Addresses live_;
  security::Authority const* authority_;
  FusionSetup setup_;
  std::filesystem::path alarms_; // empty: none
  PastAlarms::Rules rules_;
  std::map<std::uint32_t, Open> sessions_;
  std::uint32_t last_ = 0;
};

/// "tcp://127.0.0.1:7412" → "tcp://127.0.0.1:*"; "ipc:///run/x" → "ipc:///run/x-replay-3"; inproc alike.
std::string session_address(std::string const& live, std::uint32_t session);

} // namespace dalian::app
