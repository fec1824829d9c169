#pragma once
// Where a connector puts what it understood. Knows neither the protocol that feeds it nor the transport behind it
// (the publisher to the twin, a test's list). One thread.
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

namespace dalian::connectors {

class ObservationSink {
 public:
  virtual ~ObservationSink() = default;

  /// Takes one observation, in order. A sink may wait here when it is told to lose nothing (a recording played as fast
  /// as possible); a live sink never waits: it keeps the newest sample of each entity and counts what it left out.
  virtual void publish(wire::Observation observation) = 0;

  /// How the input fares, cumulative. The connector fills protocol, inputs, outcomes, details and finished;
  /// the sink fills source, epoch and t_sent and adds its own details.
  virtual void report(wire::FeedReport report) = 0;

  /// Sends what is due and reads answers, without waiting. To be called at least every 50 ms.
  virtual void poll() = 0;

  /// Waits until everything taken so far is acknowledged, at most `limit`. False when the time ran out.
  virtual bool flush(Duration limit) = 0;
};

} // namespace dalian::connectors
