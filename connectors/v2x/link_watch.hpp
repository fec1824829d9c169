#pragma once
// How well vehicles are heard: messages that their counters say are missing, and how old reports are when they come.
// Reads no clock. One thread.
#include "connectors/v2x/facts.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/histogram.hpp"

#include <map>

namespace dalian::v2x {

class LinkWatch {
 public:
  /// Vehicles listed one by one; of more only the sums are told.
  static constexpr std::size_t kListed = 100;
  /// A vehicle not heard for this long is forgotten: with 128 numbers at 10 Hz its counter has gone round.
  static constexpr Duration kForget = std::chrono::seconds(12);
  /// Of more at once nothing is known but their number: a flood of made-up names shall not fill the memory.
  static constexpr std::size_t kMostVehicles = 20'000;

  void heard(Vehicle const& vehicle, Instant arrival);

  /// messages_lost, _repeated, _out_of_order (the publisher tells "lost" of its own); latency_p50_ms, latency_p99_ms,
  /// latency_worst_ms; vehicles, reports_unwatched, and of each (at most kListed) messages_lost/ENTITY and
  /// latency_ms/ENTITY, its mean.
  void tell(Counters& details) const;

 private:
  struct Peer {
    Instant heard{};
    std::optional<std::uint8_t> count;
    std::uint64_t lost = 0;
    Duration latency_sum{};
    std::uint64_t timed = 0;
  };
  void count_gap(Peer& peer, std::uint8_t count);
  void forget(Instant now);

  std::map<std::string, Peer> peers_;
  Instant looked_{};
  LatencyHistogram latency_;
  std::uint64_t lost_ = 0, repeated_ = 0, out_of_order_ = 0, vehicles_ = 0, unwatched_ = 0;
};

} // namespace dalian::v2x
