#include "twin/app/status.hpp"

#include "twin/base/geo.hpp"
#include "twin/fusion/state_hash.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(Counters const& counters) {
  Json out = Json::object();
  for (auto const& [name, n] : counters)
    out[name] = n;
  return out;
}

Json latency_json(LatencyHistogram const& h) {
  return {{"observations", h.count()},
          {"p50", to_seconds(h.quantile(0.5))},
          {"p99", to_seconds(h.quantile(0.99))},
          {"longest", to_seconds(h.longest())},
          {"negative", h.negative()}};
}

Json clock_json(std::optional<fusion::SourceClock> const& clock) {
  if (!clock) return nullptr;
  return {{"ahead_s", clock->skew.ahead_s},
          {"uncertainty_s", clock->skew.uncertainty_s},
          {"drift_ppm", clock->skew.drift_ppm},
          {"steady", clock->skew.steady},
          {"notable", clock->skew.notable},
          {"corrected_s", to_seconds(clock->correction)},
          {"set", clock->steps}};
}

Json feed_json(FeedFacts const& f) {
  return {{"source", f.source},
          {"protocol", f.protocol},
          {"state", f.state},
          {"provenance", f.provenance},
          {"epoch", fmt::format("{:016x}", f.epoch)},
          {"inputs", f.inputs},
          {"outcomes", to_json(f.outcomes)},
          {"details", to_json(f.details)},
          {"observations",
           {{"received", f.received},
            {"accepted", f.accepted},
            {"duplicates", f.duplicates},
            {"missing", f.missing},
            {"rejects", to_json(f.rejects)}}},
          {"fusion", to_json(f.fused)},
          {"lag_s", latency_json(f.recent_lag)},
          {"to_snapshot_s", latency_json(f.recent_to_snapshot)},
          {"clock", clock_json(f.clock)},
          {"rate_per_s", f.rate_per_s},
          {"silent_s", f.silent_s < 0 ? Json(nullptr) : Json(f.silent_s)},
          {"t_last", f.t_last == Instant{} ? Json(nullptr) : Json(format_utc(f.t_last, 3))},
          {"queued_seq", f.queued_seq},
          {"stored_seq", f.stored_seq}};
}

Json history_json(StatusFacts const& facts) {
  if (facts.history_folder.empty()) return nullptr;
  std::uintmax_t bytes = 0;
  std::error_code ec;
  for (auto const& entry : std::filesystem::directory_iterator(facts.history_folder, ec))
    if (entry.is_regular_file(ec)) bytes += entry.file_size(ec);
  return {{"folder", facts.history_folder},
          {"bytes", bytes},
          {"records", to_json(facts.history)},
          {"unrecorded_observations", facts.unrecorded},
          {"recovered",
           {{"records", facts.recovered_records},
            {"observations", facts.recovered_observations},
            {"damaged", facts.recovered_damaged},
            {"seconds", facts.recovery_s}}}};
}

Json tracks_summary(state::Snapshot const& snapshot) {
  std::map<std::string_view, std::uint64_t> kinds;
  std::map<std::string_view, std::uint64_t> flags;
  std::uint64_t total = 0, positions = 0;
  snapshot.for_each([&](state::TrackView track) {
    ++kinds[to_string(track->kind)];
    ++total;
    positions += track->has_position ? 1 : 0;
    for (auto const& raised : track.details().integrity)
      ++flags[state::to_string(raised.flag)];
  });
  Json by_kind = Json::object();
  for (auto const& [kind, n] : kinds)
    by_kind[std::string(kind)] = n;
  Json by_flag = Json::object();
  for (auto const& [flag, n] : flags)
    by_flag[std::string(flag)] = n;
  return {{"total", total},
          {"with_position", positions},
          {"by_kind", by_kind},
          {"integrity", by_flag},
          {"state_hash", fmt::format("{:016x}", fusion::state_hash(snapshot))}};
}

/// Those that there is room for.
Json feeds_json(StatusFacts const& facts) {
  Json feeds = Json::array();
  std::size_t bytes = 0;
  for (auto const& f : facts.feeds) {
    auto feed = feed_json(f);
    bytes += feed.dump().size();
    if (bytes > kMostFeedBytes) break;
    feeds.push_back(std::move(feed));
  }
  return feeds;
}

Json totals_json(FeedTotals const& t) {
  return {{"feeds", t.feeds},       {"by_state", to_json(t.by_state)}, {"received", t.received},
          {"accepted", t.accepted}, {"duplicates", t.duplicates},      {"missing", t.missing},
          {"rejected", t.rejected}, {"rate_per_s", t.rate_per_s}};
}

Json alarms_json(alarms::AlarmList const* list) {
  if (!list) return nullptr;
  Json by_severity = Json::object();
  for (auto const severity : alarms::kSeverities)
    by_severity[std::string(to_string(severity))] = Json::object();
  for (auto const& [id, alarm] : list->alarms) {
    auto& n = by_severity[std::string(to_string(alarm.severity))][std::string(to_string(alarm.state))];
    n = n.is_null() ? 1 : n.get<std::uint64_t>() + 1;
  }
  std::uint64_t unlisted = 0;
  for (auto const& [rule, n] : list->flood.unlisted)
    unlisted += n;
  return {{"total", list->alarms.size()},
          {"by_severity", by_severity},
          {"flood", list->flood.active},
          {"unlisted", unlisted}};
}

} // namespace

std::string status_json(StatusFacts const& facts, state::Snapshot const& snapshot) {
  auto feeds = feeds_json(facts);
  auto const left_out = facts.feed_totals.feeds - feeds.size();
  Json const document{
      {"schema", 3},
      {"run", fmt::format("{:016x}", facts.run)},
      {"uptime_s", facts.uptime_s},
      {"clock", facts.feed_clock ? "feed" : "wall"},
      {"time", format_utc(facts.time, 3)},
      {"trouble", facts.trouble},
      {"endpoints", {{"ingest", facts.ingest}, {"publish", facts.publish}, {"requests", facts.requests}}},
      {"version", snapshot.version},
      {"tracks", tracks_summary(snapshot)},
      {"feeds", std::move(feeds)},
      {"feeds_left_out", left_out},
      {"feeds_total", totals_json(facts.feed_totals)},
      {"alarms", alarms_json(facts.alarms.get())},
      {"frames", {{"received", facts.frames}, {"rejects", to_json(facts.rejected_frames)}}},
      {"security",
       {{"keys", facts.keys_folder.empty() ? Json(nullptr) : Json(facts.keys_folder)},
        {"refused_connections", to_json(facts.refused_connections)},
        {"refused_requests", to_json(facts.refused_requests)}}},
      {"history", history_json(facts)}};
  return document.dump();
}

} // namespace dalian::app
