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

template <class Map>
Counters counters_of(Map const& map) {
  Counters out;
  for (auto const& [name, n] : map)
    out.add(name, n);
  return out;
}

Json feed_json(FeedFacts const& f, Counters const& fusion) {
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
          {"fusion", to_json(fusion)},
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
  std::uint64_t total = 0, positions = 0;
  snapshot.for_each([&](state::Track const& track) {
    ++kinds[to_string(track.kind)];
    ++total;
    positions += track.has_position ? 1 : 0;
  });
  Json by_kind = Json::object();
  for (auto const& [kind, n] : kinds)
    by_kind[std::string(kind)] = n;
  return {{"total", total},
          {"with_position", positions},
          {"by_kind", by_kind},
          {"state_hash", fmt::format("{:016x}", fusion::state_hash(snapshot))}};
}

std::string_view feed_state(Feed const& feed, Instant now) {
  if (feed.finished) return "finished";
  if (feed.connection.empty()) return "recovered";
  return now - feed.heard < Feeds::kSilence ? "live" : "silent";
}

template <class T>
Json optional_json(std::optional<T> const& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json text_json(std::string const& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json track_json(state::Track const& t, Instant now) {
  Json out{{"entity", t.entity},
           {"handle", t.handle},
           {"kind", to_string(t.kind)},
           {"provenance", to_string(t.provenance)},
           {"sources", t.sources},
           {"updates", t.updates},
           {"t_obs", format_utc(t.t_obs, 3)},
           {"age_s", to_seconds(now - t.t_obs)},
           {"name", text_json(t.vessel.name.empty() ? t.aid.name : t.vessel.name)}};
  if (!t.has_position) return out;
  auto const geo = to_geo(t.position);
  out["lon_deg"] = geo.lon_deg;
  out["lat_deg"] = geo.lat_deg;
  out["east_m"] = t.position.east_m;
  out["north_m"] = t.position.north_m;
  out["velocity_east_mps"] = t.velocity_east_mps;
  out["velocity_north_mps"] = t.velocity_north_mps;
  out["heading_deg"] = optional_json(t.heading_deg);
  out["covariance"] = t.covariance; // (e, n, ve, vn), upper triangle by rows; m², m²/s, m²/s²
  out["last_nis"] = optional_json(t.last_nis);
  return out;
}

} // namespace

std::string_view to_string(state::Kind kind) {
  switch (kind) {
  case state::Kind::vessel:
    return "vessel";
  case state::Kind::road_vehicle:
    return "road_vehicle";
  case state::Kind::aid_to_navigation:
    return "aid_to_navigation";
  case state::Kind::base_station:
    return "base_station";
  case state::Kind::aircraft:
    return "aircraft";
  case state::Kind::unspecified:
    break;
  }
  return "unspecified";
}

FeedFacts feed_facts(Feed const& feed, wire::Grant const& grant, Instant now) {
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
  return f;
}

std::string status_json(StatusFacts const& facts, state::Snapshot const& snapshot) {
  Json feeds = Json::array();
  for (auto const& feed : facts.feeds) {
    auto const fused = std::find_if(facts.fusion.begin(), facts.fusion.end(),
                                    [&](auto const& entry) { return entry.first == feed.source; });
    feeds.push_back(feed_json(feed, fused == facts.fusion.end() ? Counters{} : fused->second));
  }
  Json const document{
      {"schema", 1},
      {"run", fmt::format("{:016x}", facts.run)},
      {"uptime_s", facts.uptime_s},
      {"clock", facts.feed_clock ? "feed" : "wall"},
      {"time", format_utc(facts.time, 3)},
      {"trouble", facts.trouble},
      {"endpoints", {{"ingest", facts.ingest}, {"publish", facts.publish}, {"requests", facts.requests}}},
      {"version", snapshot.version},
      {"tracks", tracks_summary(snapshot)},
      {"feeds", feeds},
      {"frames", {{"received", facts.frames}, {"rejects", to_json(facts.rejected_frames)}}},
      {"history", history_json(facts)}};
  return document.dump();
}

std::string tracks_json(state::Snapshot const& snapshot, Instant now) {
  Json tracks = Json::array();
  snapshot.for_each([&](state::Track const& track) { tracks.push_back(track_json(track, now)); });
  return Json{{"version", snapshot.version}, {"time", format_utc(now, 3)}, {"tracks", tracks}}.dump();
}

} // namespace dalian::app
