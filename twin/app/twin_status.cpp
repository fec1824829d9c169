// What the twin says about itself when it is asked; gathered by the ingest thread.
#include "twin/app/history_place.hpp"
#include "twin/app/status.hpp"
#include "twin/app/twin.hpp"
#include "twin/base/steady_time.hpp"

#include <fmt/format.h>
#include <map>
#include <utility>

namespace dalian::app {

StatusFacts Twin::gather_facts() const {
  StatusFacts facts;
  facts.run = run_;
  facts.uptime_s = to_seconds(steady_now() - started_);
  facts.feed_clock = config_.feed_clock;
  facts.time = now();
  facts.ingest = ingest_;
  facts.publish = publish_endpoint_;
  facts.requests = request_endpoint_;
  facts.feeds = feed_facts(feeds_, fusion_, steady_now(), kMostFeeds);
  facts.feed_totals = feed_totals(feeds_, steady_now());
  facts.tracks = fusion_.track_count();
  facts.frames = receiver_.frames();
  facts.rejected_frames = receiver_.rejected_frames();
  facts.recovered_records = recovery_.records;
  facts.recovered_observations = recovery_.observations;
  facts.recovered_damaged = recovery_.damaged_chunks + recovery_.damaged_records;
  facts.recovery_s = recovery_.seconds;
  facts.history_folder = shown_history(config_.history);
  facts.unrecorded = unrecorded_;
  facts.trouble = trouble();
  facts.keys_folder = config_.keys.string();
  if (zap_) facts.refused_connections = zap_->refused();
  facts.refused_requests = broadcaster_.refused();
  if (desk_) facts.alarms = desk_->latest();
  if (recorder_) facts.history = recorder_->counters();
  if (caretaker_)
    for (auto const& [name, count] : caretaker_->counters())
      facts.history.add(name, count);
  return facts;
}

void Twin::answer_status(std::vector<std::string> const& named) {
  publish();
  auto facts = gather_facts();
  std::map<std::string, std::optional<FeedFacts>> asked;
  for (auto const& name : named)
    asked[name] = feed_facts(feeds_, fusion_, steady_now(), name);
  broadcaster_.offer_status([facts = std::move(facts),
                             asked = std::move(asked)](state::Snapshot const& snapshot,
                                                       std::string const& feed) -> std::optional<Result<std::string>> {
    if (feed.empty()) return status_json(facts, snapshot);
    auto const found = asked.find(feed);
    if (found == asked.end()) return std::nullopt;
    if (!found->second) return Error{fmt::format("no feed '{}'; twinctl status lists them", feed)};
    auto one = facts;
    one.feeds = {*found->second};
    return status_json(one, snapshot);
  });
}

} // namespace dalian::app
