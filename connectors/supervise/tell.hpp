#pragma once
// Tells the twin how supervised feeds fare, as values of sensors named feed:NAME, so that its status, its history and
// its alarms know of a connector that does not run. Knows no process. One thread.
#include "connectors/common/sink.hpp"
#include "connectors/supervise/supervisor.hpp"

#include <map>

namespace dalian::supervise {

class HealthTeller {
 public:
  /// `sink` must outlive it.
  explicit HealthTeller(connectors::ObservationSink& sink) : sink_(sink) {}

  /// A change, as events: the twin keeps them over a fall of its own.
  void changed(ChildStatus const& child, Instant now) { tell(child, now, true); }
  /// All of them every ten seconds, as samples: a value that is not repeated goes stale.
  void repeat(std::vector<ChildStatus const*> const& children, Instant now);
  std::uint64_t observations() const { return observations_; }

 private:
  void tell(ChildStatus const& child, Instant now, bool event);

  connectors::ObservationSink& sink_;
  Instant repeated_{};
  std::uint64_t observations_ = 0;
};

} // namespace dalian::supervise
