#include "connectors/common/protocol_feed.hpp"

#include "twin/base/steady_time.hpp"

namespace dalian::connectors {

using namespace std::chrono_literals;

void run_feed(ProtocolFeed& feed, std::string const& protocol, FeedOutput const& output,
              std::function<bool()> const& stopped) {
  constexpr auto kTurn = 50ms;
  constexpr auto kReport = 1s;
  Instant polled = steady_now(), reported = polled;
  while (!stopped() && feed.step(kTurn)) {
    auto const now = steady_now();
    if (now - polled < kTurn) continue;
    polled = now;
    if (output.json != nullptr) output.json->flush();
    if (output.sink == nullptr) continue;
    output.sink->poll();
    if (now - reported < kReport) continue;
    reported = now;
    output.sink->report(feed.counts().report(protocol, false));
  }
  if (output.json != nullptr) output.json->flush();
  if (output.sink != nullptr) output.sink->report(feed.counts().report(protocol, true));
}

} // namespace dalian::connectors
