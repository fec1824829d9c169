#pragma once
// What the twin says about itself: facts gathered by the ingest thread, written as the JSON document of docs/status.md
// by the thread that answers viewers, and as text by twinctl.
#include "twin/alarms/alarm.hpp"
#include "twin/app/feed_facts.hpp"
#include "twin/base/result.hpp"
#include "twin/state/snapshot.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dalian::app {

/// What a status shows at most: with it a status stays below a frame (1 MiB).
inline constexpr std::size_t kMostFeeds = 256;
inline constexpr std::size_t kMostFeedBytes = 768 << 10; // of all feeds together

struct StatusFacts {
  std::uint64_t run = 0;
  double uptime_s = 0;
  bool feed_clock = false;
  Instant time{};
  std::vector<std::string> ingest;
  std::string publish, requests;
  std::vector<FeedFacts> feeds; // all or the worst
  FeedTotals feed_totals;       // of all
  std::uint64_t tracks = 0;
  std::uint64_t frames = 0;
  Counters rejected_frames;
  std::uint64_t recovered_records = 0, recovered_observations = 0, recovered_damaged = 0;
  double recovery_s = 0;
  std::string history_folder; // empty = nothing is kept
  Counters history;
  std::uint64_t unrecorded = 0; // observations shown but not kept: the disk was full for too long
  std::string trouble;
  std::string keys_folder; // empty = no keys
  Counters refused_connections, refused_requests;
  std::shared_ptr<alarms::AlarmList const> alarms; // null: a twin without alarms
};

std::string status_json(StatusFacts const& facts, state::Snapshot const& snapshot);

/// The same document for people. Fails when `json` is not a status.
Result<std::string> status_text(std::string const& json);

/// All tracks of a snapshot as a JSON array, with positions in WGS-84, covariance and age.
std::string tracks_json(state::Snapshot const& snapshot, Instant now);

std::string_view to_string(state::Kind kind);

} // namespace dalian::app
