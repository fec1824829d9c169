// The status document for people, at most 120 columns wide; see status.hpp.
#include "twin/app/status.hpp"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 120;

/// Breaks at blanks; what follows begins under `indent`.
std::string wrapped(std::string text, std::size_t indent) {
  std::string out;
  while (text.size() > kColumns) {
    auto const at = text.rfind(' ', kColumns);
    if (at == std::string::npos || at <= indent) break;
    out += text.substr(0, at) + "\n";
    text = std::string(indent, ' ') + text.substr(at + 1);
  }
  return out + text + "\n";
}

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

std::uint64_t count(Json const& counts, char const* name) {
  return counts.value(name, std::uint64_t{0});
}

std::uint64_t sum(Json const& counts) {
  std::uint64_t total = 0;
  for (auto const& [name, n] : counts.items())
    total += n.get<std::uint64_t>();
  return total;
}

/// In at most seven columns: "0.4 ms", "12 s", "3.2 h".
std::string short_time(double s) {
  double const size = std::abs(s);
  if (size < 0.01) return fmt::format("{:.1f} ms", s * 1e3);
  if (size < 1) return fmt::format("{:.0f} ms", s * 1e3);
  if (size < 10) return fmt::format("{:.1f} s", s);
  if (size < 600) return fmt::format("{:.0f} s", s);
  return size < 36000 ? fmt::format("{:.0f} min", s / 60) : fmt::format("{:.0f} h", s / 3600);
}

std::string short_count(std::uint64_t n) {
  if (n < 1'000'000) return fmt::format("{}", n);
  return n < 1'000'000'000 ? fmt::format("{:.1f} M", static_cast<double>(n) / 1e6)
                           : fmt::format("{:.1f} G", static_cast<double>(n) / 1e9);
}

std::string quantile(Json const& latency, char const* which) {
  return count(latency, "observations") == 0 ? "-" : short_time(latency.at(which).get<double>());
}

/// With a mark where the clock is worth a look: "+3.2 s!".
std::string skew(Json const& clock) {
  if (clock.is_null()) return "-";
  double const ahead = clock.at("ahead_s").get<double>();
  return (ahead > 0 ? "+" : "") + short_time(ahead) + (clock.at("notable").get<bool>() ? "!" : "");
}

/// What fusion could make nothing of, whatever the time.
std::uint64_t unusable(Json const& fusion) {
  std::uint64_t n = count(fusion, "off_map") + count(fusion, "empty");
  for (auto const& [outcome, k] : fusion.items())
    if (outcome.rfind("invalid", 0) == 0) n += k.get<std::uint64_t>();
  return n;
}

std::string feed_line(Json const& feed) {
  auto const& observations = feed.at("observations");
  auto const& fusion = feed.at("fusion");
  auto const& silent = feed.at("silent_s");
  auto source = feed.at("source").get<std::string>();
  if (source.size() > 18) source = source.substr(0, 17) + "~"; // the whole name stands below
  return fmt::format("  {:<18} {:<9} {:>8.1f} {:>7} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7} {:>8} {:>9}\n", source,
                     feed.at("state").get<std::string>(), feed.at("rate_per_s").get<double>(),
                     silent.is_null() ? "-" : short_time(silent.get<double>()), quantile(feed.at("lag_s"), "p50"),
                     quantile(feed.at("lag_s"), "p99"), short_count(count(observations, "missing")),
                     short_count(count(observations, "duplicates")),
                     short_count(count(fusion, "too_late") + count(fusion, "expired")),
                     short_count(count(fusion, "future")),
                     short_count(sum(observations.at("rejects")) + unusable(fusion)), skew(feed.at("clock")));
}

/// What the connector still holds, where it tells; older or simpler connectors do not.
std::string held_text(Json const& details) {
  if (!details.contains("waiting")) return "";
  auto const n = [&](char const* name) { return count(details, name); };
  return wrapped(
      fmt::format("    connector: {} waiting, {} on its disk; so far {} spooled, {} coalesced, {} sent again, "
                  "{} lost",
                  n("waiting"), n("spool_waiting"), n("spooled"), n("coalesced"), n("sent_again"), n("lost")),
      6);
}

std::string clock_text(Json const& clock) {
  if (clock.is_null() || (!clock.at("notable").get<bool>() && clock.at("set").get<std::uint64_t>() == 0)) return "";
  double const ahead = clock.at("ahead_s").get<double>();
  double const corrected = clock.at("corrected_s").get<double>();
  auto text = fmt::format("    clock: {:.3f} s {} (± {:.3f} s), set {} times", std::abs(ahead),
                          ahead > 0 ? "ahead" : "behind, or never delayed by less",
                          clock.at("uncertainty_s").get<double>(), clock.at("set").get<std::uint64_t>());
  if (corrected > 0) text += fmt::format("; {:.3f} s are taken off its times", corrected);
  return wrapped(std::move(text), 6);
}

std::string feed_text(Json const& feed) {
  auto const& observations = feed.at("observations");
  auto const& outcomes = feed.at("outcomes");
  auto const& shown = feed.at("to_snapshot_s");
  std::string text = wrapped(fmt::format("  {} ({}, {}): {} accepted of {}; inputs {}, decoded {}, rejected: {}",
                                         feed.at("source").get<std::string>(), feed.at("protocol").get<std::string>(),
                                         feed.at("provenance").get<std::string>(), count(observations, "accepted"),
                                         count(observations, "received"), feed.at("inputs").get<std::uint64_t>(),
                                         count(outcomes, "decoded"), listed(without(outcomes, "decoded"))),
                             6);
  text += wrapped(fmt::format("    twin rejects: {}; fused: {}; shown after p50 {}, p99 {}",
                              listed(observations.at("rejects")), listed(feed.at("fusion")), quantile(shown, "p50"),
                              quantile(shown, "p99")),
                  6);
  return text + held_text(feed.at("details")) + clock_text(feed.at("clock"));
}

std::string feeds_text(Json const& feeds) {
  if (feeds.empty()) return "feeds: none yet; start one with: twinfeed ais … or twinfeed synth\n";
  std::string text =
      fmt::format("  {:<18} {:<9} {:>8} {:>7} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7} {:>8} {:>9}\n", "feed", "state",
                  "obs/s", "age", "lag p50", "lag p99", "lost", "dup", "late", "quarant", "rejected", "clock");
  for (auto const& feed : feeds)
    text += feed_line(feed);
  for (auto const& feed : feeds)
    text += feed_text(feed);
  return text;
}

std::string history_text(Json const& history) {
  if (history.is_null()) return "history: none kept (start twind with --history DIR)\n";
  auto const& recovered = history.at("recovered");
  return wrapped(
      fmt::format("history: {}: {:.1f} MB on disk, records: {}; recovered at start: {} records, {} damaged, {:.2f} s",
                  history.at("folder").get<std::string>(), history.at("bytes").get<double>() / 1e6,
                  listed(history.at("records")), recovered.at("records").get<std::uint64_t>(),
                  recovered.at("damaged").get<std::uint64_t>(), recovered.at("seconds").get<double>()),
      2);
}

std::string security_text(Json const& security) {
  auto const& keys = security.at("keys");
  return wrapped(fmt::format("keys: {}; refused: connections {}, requests {}",
                             keys.is_null() ? "none, only this machine may come" : keys.get<std::string>(),
                             listed(security.at("refused_connections")), listed(security.at("refused_requests"))),
                 2);
}

std::string tracks_text(Json const& tracks) {
  auto text =
      wrapped(fmt::format("tracks: {} ({}), {} with a position, state hash {}", tracks.at("total").get<std::uint64_t>(),
                          listed(tracks.at("by_kind")), tracks.at("with_position").get<std::uint64_t>(),
                          tracks.at("state_hash").get<std::string>()),
              2);
  auto const& flags = tracks.at("integrity");
  return flags.empty() ? text : text + wrapped(fmt::format("  in doubt: {}", listed(flags)), 4);
}

/// "2 critical (1 unacknowledged, 1 shelved), 3 low (3 returned)".
std::string alarms_text(Json const& alarms) {
  if (alarms.is_null()) return "alarms: this twin watches for none\n";
  std::string text;
  for (auto const& [severity, states] : alarms.at("by_severity").items())
    if (!states.empty())
      text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", sum(states), severity, listed(states));
  if (alarms.at("flood").get<bool>()) text += "; FLOOD";
  if (auto const n = count(alarms, "unlisted"); n > 0) text += fmt::format("; {} more without room in the list", n);
  return wrapped("alarms: " + (text.empty() ? "none" : text), 2);
}

std::string left_out_text(Json const& s) {
  auto const left_out = count(s, "feeds_left_out");
  if (left_out == 0) return "";
  auto const& t = s.at("feeds_total");
  return wrapped(fmt::format("  of {} feeds ({}) {} are not shown; all together: {:.1f}/s, {} accepted "
                             "of {}, {} lost, {} duplicates, {} rejected; one of them: twinctl status --feed NAME",
                             count(t, "feeds"), listed(t.at("by_state")), left_out, t.at("rate_per_s").get<double>(),
                             count(t, "accepted"), count(t, "received"), count(t, "missing"), count(t, "duplicates"),
                             count(t, "rejected")),
                 4);
}

std::string write(Json const& s) {
  std::string text =
      wrapped(fmt::format("twin: run {}, up {:.0f} s, {} clock, time {}, version {}", s.at("run").get<std::string>(),
                          s.at("uptime_s").get<double>(), s.at("clock").get<std::string>(),
                          s.at("time").get<std::string>(), s.at("version").get<std::uint64_t>()),
              2);
  if (auto const trouble = s.at("trouble").get<std::string>(); !trouble.empty())
    text += wrapped("TROUBLE: " + trouble, 2);
  text += feeds_text(s.at("feeds")) + left_out_text(s);
  text += alarms_text(s.at("alarms"));
  text += tracks_text(s.at("tracks"));
  text += wrapped(fmt::format("frames: {} received, rejected: {}", s.at("frames").at("received").get<std::uint64_t>(),
                              listed(s.at("frames").at("rejects"))),
                  2);
  text += security_text(s.at("security"));
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
