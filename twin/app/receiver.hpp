#pragma once
// The twin's door for connectors (ZeroMQ ROUTER): keys, bounds, hello and grants, duplicates, counts. What passes is
// handed on batch by batch, in arrival order, each observation once. Knows neither fusion nor history. One thread.
#include "twin/app/doorman.hpp"
#include "twin/app/feeds.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/wire/codec.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

namespace dalian::app {

class Receiver {
 public:
  /// What becomes of accepted messages. `bytes`: the serialized batch or report.
  struct Sink {
    std::function<void(Feed&, FeedEpoch&, wire::Batch const&, std::string_view bytes)> batch;
    std::function<void(Feed&, wire::FeedReport const&, std::string_view bytes)> report;
  };

  /// `authority`: who may come by tcp; null = no keys. A ZAP handler for it must run in the context.
  Receiver(zmq::context_t& context, Feeds& feeds, Sink sink, security::Authority const* authority = nullptr);

  /// Returns the address clients connect to. May be called for several addresses.
  Result<std::string> bind(std::string const& endpoint);

  /// Waits at most `wait` for something to come, then takes what is there, at most for `budget`; then answers.
  /// Returns true when more waits.
  bool work(std::chrono::milliseconds wait, std::chrono::milliseconds budget);
  /// Sends the grants that are due (after history stored something).
  void send_grants();

  std::uint64_t frames() const { return frames_; }
  /// Frames that no feed can be blamed for, by reason.
  Counters const& rejected_frames() const { return rejected_frames_; }

 private:
  bool receive_one();
  struct Refusal {
    std::string_view reason; // under which it is counted; empty = none
    std::string tell;        // the connector; empty = nothing
  };
  static Refusal check_sender(security::Identity const& who, wire::ToTwin const& message);
  void take(std::string_view frame);
  void take(wire::Hello const& hello);
  void take(wire::Batch const& batch, std::string_view frame);
  void take(wire::FeedReport const& report);
  void drop_over_rate(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch);
  void take_piecewise(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch);
  void hand_on(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes);
  void refuse_speaker(std::string_view reason);
  void reject_frame(std::string_view reason, std::string const& tell = "");
  void answer(std::string const& connection, wire::Grant const& grant);

  Feeds& feeds_;
  Sink sink_;
  Doorman doorman_;
  wire::Decoder decoder_;
  zmq::socket_t socket_;
  zmq::message_t part_;
  std::string connection_;  // that the frame in hand came from
  Instant now_{}, swept_{}; // steady
  std::vector<bool> keep_;
  unsigned unread_in_a_row_ = 0; // frames of who is shut out
  std::uint64_t frames_ = 0;
  Counters rejected_frames_;
};

} // namespace dalian::app
