#include "twin/app/feed_facts.hpp"

#include "twin/base/provenance.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace dalian::app {
namespace {

template <class Map>
Counters counters_of(Map const& map) {
  Counters out;
  for (auto const& [name, n] : map)
    out.add(name, n);
  return out;
}

std::string_view feed_state(Feed const& feed, Instant now) {
  if (feed.finished) return "finished";
  if (feed.connection.empty()) return "recovered";
  return now - feed.heard < Feeds::kSilence ? "live" : "silent";
}

FeedFacts facts_of(Feed const& feed, wire::Grant const& grant, Instant now) {
  FeedFacts f;
  f.source = feed.source;
  f.protocol = feed.report.protocol();
  f.state = feed_state(feed, now);
  f.provenance = dalian::to_string(static_cast<Provenance>(feed.provenance));
  f.epoch = feed.live_epoch;
  f.inputs = feed.report.inputs();
  f.outcomes = counters_of(feed.report.outcomes());
  f.details = counters_of(feed.report.details());
  f.rejects = feed.rejects;
  f.received = feed.received;
  f.accepted = feed.accepted;
  f.duplicates = feed.duplicates;
  f.missing = feed.missing;
  f.queued_seq = grant.queued_seq();
  f.stored_seq = grant.stored_seq();
  f.rate_per_s = feed.rate_per_s;
  f.silent_s = feed.connection.empty() ? -1 : to_seconds(now - feed.heard);
  f.t_last = feed.t_last;
  f.lag = feed.lag.all();
  f.recent_lag = feed.lag.both();
  f.to_snapshot = feed.to_snapshot.all();
  f.recent_to_snapshot = feed.to_snapshot.both();
  return f;
}

/// All feeds by name, or the `most` worst of them, the worst first.
std::vector<Feed const*> chosen(Feeds const& feeds, Instant now, std::size_t most) {
  std::vector<Feed const*> all;
  for (auto const& [source, feed] : feeds.all())
    all.push_back(&feed);
  if (all.size() <= most) return all;
  auto const merit = [&](Feed const* f) {
    return std::tuple(feed_state(*f, now) != "silent", ~(f->missing + f->rejects.sum()), std::string_view(f->source));
  };
  auto const middle = all.begin() + static_cast<std::ptrdiff_t>(most);
  std::ranges::partial_sort(all, middle, {}, merit);
  all.resize(most);
  return all;
}

std::vector<FeedFacts> facts_of(std::vector<Feed const*> const& chosen, Feeds const& feeds,
                                fusion::Fusion const& fusion, Instant now) {
  std::vector<FeedFacts> all;
  auto const outcomes = fusion.outcomes();
  auto const clocks = fusion.clocks(); // by name
  for (Feed const* feed : chosen) {
    auto& f = all.emplace_back(facts_of(*feed, feeds.grant(*feed), now));
    if (auto const fused = outcomes.find(feed->source); fused != outcomes.end()) f.fused = fused->second;
    auto const clock = std::ranges::lower_bound(clocks, feed->source, {}, &fusion::SourceClock::source);
    if (clock != clocks.end() && clock->source == feed->source) f.clock = *clock;
  }
  return all;
}

} // namespace

FeedTotals feed_totals(Feeds const& feeds, Instant now) {
  FeedTotals t;
  for (auto const& [source, feed] : feeds.all()) {
    ++t.feeds;
    t.by_state.add(feed_state(feed, now));
    t.received += feed.received;
    t.accepted += feed.accepted;
    t.duplicates += feed.duplicates;
    t.missing += feed.missing;
    t.rejected += feed.rejects.sum();
    t.rate_per_s += feed.rate_per_s;
  }
  return t;
}

std::vector<FeedFacts> feed_facts(Feeds const& feeds, fusion::Fusion const& fusion, Instant now, std::size_t most) {
  return facts_of(chosen(feeds, now, most), feeds, fusion, now);
}

std::optional<FeedFacts> feed_facts(Feeds const& feeds, fusion::Fusion const& fusion, Instant now,
                                    std::string const& source) {
  auto const at = feeds.all().find(source);
  if (at == feeds.all().end()) return std::nullopt;
  return std::move(facts_of({&at->second}, feeds, fusion, now).front());
}

} // namespace dalian::app
