#pragma once
// What became of a connector's inputs: each ends in exactly one outcome, so their sum is the number of inputs. Details
// are whatever else is worth seeing. One thread.
#include "twin/base/counters.hpp"
#include "twin/wire/wire.pb.h"

namespace dalian::connectors {

struct FeedCounts {
  Counters outcomes; // "decoded", and every reject under its reason
  Counters details;  // messages by type, observations, reconnects, …

  std::uint64_t inputs() const { return outcomes.sum(); }

  wire::FeedReport report(std::string const& protocol, bool finished) const {
    wire::FeedReport report;
    report.set_protocol(protocol);
    report.set_finished(finished);
    report.set_inputs(inputs());
    for (auto const& [name, n] : outcomes)
      (*report.mutable_outcomes())[name] = n;
    for (auto const& [name, n] : details)
      if (n > 0) (*report.mutable_details())[name] = n;
    return report;
  }
};

} // namespace dalian::connectors
