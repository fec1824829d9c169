#include "connectors/supervise/table.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::supervise {
namespace {

constexpr std::size_t kColumns = 120;

/// Outcomes of inputs that hold nothing to tell, or nothing new: neither taken nor refused.
constexpr std::array<std::string_view, 8> kNoNews{"empty",     "comment",      "tag_block_only", "other_sentence",
                                                  "unchanged", "not_modified", "waiting",        "other_message"};

std::string lag(ChildStatus const& child) {
  if (!child.progress || child.progress->report.inputs() == 0) return "-";
  double const s = to_seconds(child.progress->lag);
  return std::abs(s) < 10 ? fmt::format("{:.0f} ms", s * 1e3) : fmt::format("{:.0f} s", s);
}

std::string state_of(ChildStatus const& child) {
  if (child.state == State::waiting && child.last_end.empty()) return "not yet";
  if (child.state == State::waiting) return fmt::format("again in {:.1f} s", to_seconds(child.pause));
  if (child.state == State::ended) return child.failed ? "failed" : "ended";
  return child.progress && !child.progress->trouble.empty() ? "no twin" : "running";
}

/// The reason for what is not well.
std::string remark(ChildStatus const& child) {
  if (child.state != State::running) return child.failed ? child.last_end : "";
  if (child.progress && !child.progress->trouble.empty()) return child.progress->trouble;
  return child.last_end.empty() ? "" : "before: " + child.last_end;
}

} // namespace

Judged judge(wire::FeedReport const& report) {
  Judged judged;
  std::uint64_t most = 0;
  for (auto const& [outcome, n] : report.outcomes()) {
    if (outcome == "decoded") judged.accepted = n;
    if (outcome == "decoded" || n == 0 || std::ranges::count(kNoNews, outcome) > 0) continue;
    judged.rejected += n;
    if (n < most || (n == most && outcome > judged.reason)) continue;
    most = n;
    judged.reason = outcome;
  }
  return judged;
}

std::string table(Statuses const& children) {
  auto text = fmt::format("{:<18} {:<9} {:>9} {:>10} {:>8} {:<14} {:>7} {:>7} {:<15} {}\n", "feed", "kind", "inputs/s",
                          "accepted", "rejected", "most often", "waiting", "lag", "state", "restarts");
  for (auto const* child : children) {
    Judged judged;
    std::uint64_t waiting = 0;
    if (child->progress) {
      judged = judge(child->progress->report);
      if (auto const it = child->progress->report.details().find("waiting");
          it != child->progress->report.details().end())
        waiting = it->second;
    }
    text += fmt::format("{:<18.18} {:<9.9} {:>9.1f} {:>10} {:>8} {:<14.14} {:>7} {:>7} {:<15.15} {}\n", child->name,
                        child->kind, child->inputs_per_s, judged.accepted, judged.rejected, judged.reason, waiting,
                        lag(*child), state_of(*child), child->restarts());
    if (auto const why = remark(*child); !why.empty()) text += fmt::format("  {:.{}}\n", why, kColumns - 2);
  }
  return text;
}

std::string to_json(Statuses const& children, Instant now) {
  nlohmann::ordered_json json{{"t", format_utc(now, 3)}, {"feeds", nlohmann::ordered_json::array()}};
  for (auto const* child : children) {
    nlohmann::ordered_json one{{"name", child->name},
                               {"kind", child->kind},
                               {"state", name(child->state)},
                               {"restarts", child->restarts()},
                               {"failed", child->failed}};
    if (child->pid != 0) one["pid"] = child->pid;
    if (!child->last_end.empty()) one["last_end"] = child->last_end;
    if (child->state == State::waiting) one["again_in_s"] = to_seconds(child->pause);
    if (child->progress) {
      auto const& report = child->progress->report;
      auto const judged = judge(report);
      one["inputs"] = report.inputs();
      one["inputs_per_s"] = child->inputs_per_s;
      one["accepted"] = judged.accepted;
      one["rejected"] = judged.rejected;
      one["lag_s"] = to_seconds(child->progress->lag);
      one["outcomes"] = std::map<std::string, std::uint64_t>(report.outcomes().begin(), report.outcomes().end());
      one["details"] = std::map<std::string, std::uint64_t>(report.details().begin(), report.details().end());
      if (!child->progress->trouble.empty()) one["trouble"] = child->progress->trouble;
    }
    json["feeds"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string describe(ChildStatus const& child) {
  if (child.state == State::running)
    return child.starts == 1 ? fmt::format("running (process {})", child.pid)
                             : fmt::format("running again (process {}, start {})", child.pid, child.starts);
  if (child.state == State::ended) return child.last_end.empty() ? "ended" : child.last_end;
  if (child.last_end.empty()) return "waits for what serves it";
  return fmt::format("{}; again in {:.1f} s", child.last_end, to_seconds(child.pause));
}

} // namespace dalian::supervise
