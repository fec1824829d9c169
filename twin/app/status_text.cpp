// The status document for people; see status.hpp.
#include "twin/app/status.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

std::string listed(Json const& counts) {
  std::string out;
  for (auto const& [name, n] : counts.items())
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", n.get<std::uint64_t>(), name);
  return out.empty() ? "none" : out;
}

/// Counters without one entry.
Json without(Json counts, std::string const& name) {
  counts.erase(name);
  return counts;
}

std::uint64_t sum(Json const& counts) {
  std::uint64_t total = 0;
  for (auto const& [name, n] : counts.items())
    total += n.get<std::uint64_t>();
  return total;
}

std::string silence(Json const& feed) {
  auto const& silent = feed.at("silent_s");
  return silent.is_null() ? "not since the twin started" : fmt::format("{:.1f} s ago", silent.get<double>());
}

/// What the connector still holds, where it tells; older or simpler connectors do not.
std::string held_text(Json const& details) {
  if (!details.contains("waiting")) return "";
  auto const n = [&](char const* name) { return details.value(name, std::uint64_t{0}); };
  return fmt::format(
      "      connector: {} waiting, {} on its disk; so far {} spooled, {} coalesced, {} sent again, {} lost\n",
      n("waiting"), n("spool_waiting"), n("spooled"), n("coalesced"), n("sent_again"), n("lost"));
}

std::string feed_text(Json const& feed) {
  auto const& observations = feed.at("observations");
  auto const& outcomes = feed.at("outcomes");
  std::string text = fmt::format("  {:<20} {:<8} {:<10} {:<10} {:>9} {:>9} {:>8} {:>9.1f}\n",
                                 feed.at("source").get<std::string>(), feed.at("protocol").get<std::string>(),
                                 feed.at("state").get<std::string>(), feed.at("provenance").get<std::string>(),
                                 feed.at("inputs").get<std::uint64_t>(), outcomes.value("decoded", std::uint64_t{0}),
                                 sum(without(outcomes, "decoded")), feed.at("rate_per_s").get<double>());
  text +=
      fmt::format("      heard {}; observations: {} accepted, {} duplicates, {} missing\n", silence(feed),
                  observations.at("accepted").get<std::uint64_t>(), observations.at("duplicates").get<std::uint64_t>(),
                  observations.at("missing").get<std::uint64_t>());
  text += fmt::format("      input rejects: {}; twin rejects: {}\n", listed(without(outcomes, "decoded")),
                      listed(observations.at("rejects")));
  text += held_text(feed.at("details"));
  text += fmt::format("      fused: {}\n", listed(feed.at("fusion")));
  return text;
}

std::string feeds_text(Json const& feeds) {
  if (feeds.empty()) return "feeds: none yet; start one with: twinfeed ais … or twinfeed synth\n";
  std::string text = "feeds:\n";
  text += fmt::format("  {:<20} {:<8} {:<10} {:<10} {:>9} {:>9} {:>8} {:>9}\n", "source", "protocol", "state",
                      "provenance", "inputs", "decoded", "rejects", "obs/s");
  for (auto const& feed : feeds)
    text += feed_text(feed);
  return text;
}

std::string history_text(Json const& history) {
  if (history.is_null()) return "history: none kept (start twind with --history DIR)\n";
  auto const& recovered = history.at("recovered");
  return fmt::format(
      "history: {}: {:.1f} MB on disk, records: {}; recovered at start: {} records, {} damaged, {:.2f} s\n",
      history.at("folder").get<std::string>(), history.at("bytes").get<double>() / 1e6, listed(history.at("records")),
      recovered.at("records").get<std::uint64_t>(), recovered.at("damaged").get<std::uint64_t>(),
      recovered.at("seconds").get<double>());
}

std::string write(Json const& s) {
  auto const& tracks = s.at("tracks");
  std::string text =
      fmt::format("twin: run {}, up {:.0f} s, {} clock, time {}, version {}\n", s.at("run").get<std::string>(),
                  s.at("uptime_s").get<double>(), s.at("clock").get<std::string>(), s.at("time").get<std::string>(),
                  s.at("version").get<std::uint64_t>());
  if (auto const trouble = s.at("trouble").get<std::string>(); !trouble.empty()) text += "TROUBLE: " + trouble + "\n";
  text += feeds_text(s.at("feeds"));
  text += fmt::format("tracks: {} ({}), {} with a position, state hash {}\n", tracks.at("total").get<std::uint64_t>(),
                      listed(tracks.at("by_kind")), tracks.at("with_position").get<std::uint64_t>(),
                      tracks.at("state_hash").get<std::string>());
  text += fmt::format("frames: {} received, rejected: {}\n", s.at("frames").at("received").get<std::uint64_t>(),
                      listed(s.at("frames").at("rejects")));
  return text + history_text(s.at("history"));
}

} // namespace

Result<std::string> status_text(std::string const& json) {
  try {
    return write(Json::parse(json));
  } catch (nlohmann::json::exception const& e) {
    return Error{fmt::format("the twin's status is not of the form this twinctl knows: {}", e.what())};
  }
}

} // namespace dalian::app
