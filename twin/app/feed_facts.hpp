#pragma once
// What the status tells about feeds. Thousands of feeds are too many for one answer, and for the thread that takes
// observations: then the worst are told one by one, and of all the sums.
#include "twin/app/feeds.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/histogram.hpp"
#include "twin/fusion/fuse.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dalian::app {

struct FeedFacts {
  std::string source, protocol, state, provenance; // state: "live", "silent", "finished", "recovered"
  std::uint64_t epoch = 0, inputs = 0;
  Counters outcomes, details, rejects;
  Counters fused; // what fusion made of the accepted ones
  std::uint64_t received = 0, accepted = 0, duplicates = 0, missing = 0;
  std::uint64_t queued_seq = 0, stored_seq = 0;
  double rate_per_s = 0;
  double silent_s = -1;                            // since the connector was last heard; negative = never in this run
  Instant t_last{};                                // twin time of the last message
  LatencyHistogram lag, to_snapshot;               // since the start
  LatencyHistogram recent_lag, recent_to_snapshot; // over the last minute or two
  std::optional<fusion::SourceClock> clock;        // none while nothing of it was fused
};

/// Sums over all feeds.
struct FeedTotals {
  std::uint64_t feeds = 0;
  Counters by_state;
  std::uint64_t received = 0, accepted = 0, duplicates = 0, missing = 0, rejected = 0;
  double rate_per_s = 0;
};

FeedTotals feed_totals(Feeds const& feeds, Instant now);

/// At most `most` feeds. When there are more, the worst first: those that fell silent, then those that lost or were
/// refused most; else by name. `now`: of the steady clock that stamped Feed::heard.
std::vector<FeedFacts> feed_facts(Feeds const& feeds, fusion::Fusion const& fusion, Instant now, std::size_t most);
/// None when there is no feed of that name.
std::optional<FeedFacts> feed_facts(Feeds const& feeds, fusion::Fusion const& fusion, Instant now,
                                    std::string const& source);

} // namespace dalian::app
