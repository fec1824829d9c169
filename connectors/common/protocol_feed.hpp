#pragma once
// What every protocol looks like from outside: read → decode → convert → publish → count, a step at a time, and the
// loop that drives it. Knows neither sockets nor command lines. One thread.
#include "connectors/common/feed_counts.hpp"
#include "connectors/common/sink.hpp"

#include <chrono>
#include <functional>
#include <ostream>
#include <string>

namespace dalian::connectors {

/// Where a protocol puts what it understood; either may be null.
struct FeedOutput {
  ObservationSink* sink = nullptr;
  std::ostream* json = nullptr; // one object a line: the messages as they were decoded

  void publish(wire::Observation observation) const {
    if (sink != nullptr) sink->publish(std::move(observation));
  }
};

class ProtocolFeed {
 public:
  virtual ~ProtocolFeed() = default;
  /// Reads what has come, at most a few hundred inputs, and hands it on; waits at most `wait` for the first. False once
  /// the input has ended.
  virtual bool step(std::chrono::milliseconds wait) = 0;
  virtual FeedCounts const& counts() const = 0;
  /// What it reads and, when it is not well, why: "mqtts://host:8883 (connecting)".
  virtual std::string describe() const = 0;
};

/// Steps until the input has ended or `stopped`; the sink gets a turn at least every 50 ms, a report every second and
/// the last one at the end.
void run_feed(ProtocolFeed& feed, std::string const& protocol, FeedOutput const& output,
              std::function<bool()> const& stopped);

} // namespace dalian::connectors
