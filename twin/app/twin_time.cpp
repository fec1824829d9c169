// Twin time; see twin.hpp.
#include "twin/app/twin.hpp"

#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::app {

Instant Twin::now() const {
  return config_.feed_clock ? from_unix_ns(twin_time_ns_) : steady_now() + Duration(twin_less_steady_ns_);
}

Instant Twin::follow_clock() {
  auto const steady = steady_now();
  auto const t = clock_.at(SystemClock().now(), steady);
  twin_less_steady_ns_ = to_unix_ns(t) - to_unix_ns(steady);
  clock_set_by_ns_ = clock_.set_by().count();
  return t;
}

/// Once a second: when the system clock was set, the live sources say whether to follow it.
void Twin::settle_clock() {
  if (config_.feed_clock) return;
  follow_clock();
  auto const set_by = clock_.set_by();
  if (set_by == Duration::zero()) return;
  std::vector<double> ahead;
  for (auto const& source : fusion_.clocks()) {
    auto const feed = feeds_.all().find(source.source);
    bool const is_heard = feed != feeds_.all().end() && !feed->second.connection.empty() &&
                          steady_now() - feed->second.heard < Feeds::kSilence;
    if (is_heard && feed->second.provenance != wire::RECORDED) ahead.push_back(source.skew.ahead_s);
  }
  if (!clock_.settle(ahead)) return;
  follow_clock();
  if (config_.note)
    config_.note(fmt::format("the system clock was set by {:+.1f} s; {} live sources go by it: so does twin time now",
                             to_seconds(set_by), ahead.size()));
}

Instant Twin::stamp(std::uint64_t t_sent) {
  auto const previous = twin_time_ns_.load(std::memory_order_relaxed);
  auto const t =
      config_.feed_clock ? std::max(previous, static_cast<std::int64_t>(t_sent)) : to_unix_ns(follow_clock());
  twin_time_ns_.store(t, std::memory_order_relaxed);
  return from_unix_ns(t);
}

} // namespace dalian::app
