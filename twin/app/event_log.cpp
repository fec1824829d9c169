#include "twin/app/event_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

constexpr double kAgain_s = 60;                 // what goes on is told again after that
constexpr std::size_t kMostRemembered = 20'000; // feeds; beyond them one is not told of

char const* name_of(Level level) {
  return level == Level::info ? "info" : level == Level::warning ? "warning" : "error";
}

/// "bad_latitude 7, bad_time 2"
std::string by_reason(Counters const& counters) {
  std::string text;
  for (auto const& [reason, n] : counters)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", reason, n);
  return text;
}

Event of_state(FeedFacts const& feed) {
  if (feed.state == "live") return {Level::info, "feed live", feed.source + " is live", feed.source};
  if (feed.state == "silent") return {Level::warning, "feed silent", feed.source + " fell silent", feed.source};
  return {Level::info, "feed " + feed.state, fmt::format("{} is {}", feed.source, feed.state), feed.source};
}

} // namespace

std::string to_json(Event const& event, Instant when) {
  nlohmann::ordered_json line{{"time", format_utc(when)}, {"level", name_of(event.level)}, {"event", event.event}};
  if (!event.source.empty()) line["source"] = event.source;
  line["text"] = event.text;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::uint64_t StatusWatch::news(std::string const& of, std::uint64_t count, double uptime_s) {
  auto const known = sums_.find(of);
  auto const told = known == sums_.end() ? 0 : known->second.told;
  if (count <= told || (told > 0 && uptime_s - known->second.told_at_s < kAgain_s)) return 0;
  sums_[of] = {count, uptime_s};
  return count - told;
}

void StatusWatch::look_at(FeedFacts const& feed, double uptime_s, std::vector<Event>& events) {
  auto const known = states_.find(feed.source);
  if (known == states_.end() && states_.size() >= kMostRemembered) return;
  if (known == states_.end() || known->second != feed.state) {
    if (feed.state != "recovered") events.push_back(of_state(feed));
    states_[feed.source] = feed.state;
  }
  if (auto const n = news("rejected " + feed.source, feed.rejects.sum(), uptime_s); n > 0)
    events.push_back(
        {Level::warning, "rejected",
         fmt::format("{}: {} more observations rejected (in all: {})", feed.source, n, by_reason(feed.rejects)),
         feed.source});
  if (auto const n = news("lost " + feed.source, feed.missing, uptime_s); n > 0)
    events.push_back({Level::warning, "lost",
                      fmt::format("{}: {} more observations never came ({} in all)", feed.source, n, feed.missing),
                      feed.source});
}

std::vector<Event> StatusWatch::look(StatusFacts const& facts) {
  std::vector<Event> events;
  if (facts.trouble != trouble_)
    events.push_back(facts.trouble.empty() ? Event{Level::info, "trouble over", "all is well again: " + trouble_, ""}
                                           : Event{Level::error, "trouble", facts.trouble, ""});
  trouble_ = facts.trouble;
  for (auto const& feed : facts.feeds)
    look_at(feed, facts.uptime_s, events);
  if (auto const n = news("unrecorded", facts.unrecorded, facts.uptime_s); n > 0)
    events.push_back({Level::error, "unrecorded",
                      fmt::format("{} more observations are shown but not kept ({} in all)", n, facts.unrecorded), ""});
  if (auto const n = news("refused", facts.refused_connections.sum(), facts.uptime_s); n > 0)
    events.push_back({Level::warning, "refused",
                      fmt::format("{} more connections refused (in all: {})", n, by_reason(facts.refused_connections)),
                      ""});
  if (auto const n = news("frames", facts.rejected_frames.sum(), facts.uptime_s); n > 0)
    events.push_back({Level::warning, "bad messages",
                      fmt::format("{} more messages that no feed can be blamed for (in all: {})", n,
                                  by_reason(facts.rejected_frames)),
                      ""});
  return events;
}

} // namespace dalian::app
