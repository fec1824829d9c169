#pragma once
// What the twin says about itself: facts gathered by the ingest thread, written as the JSON document of docs/status.md
// by the thread that answers viewers, and as text by twinctl.
#include "twin/app/feeds.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"
#include "twin/state/snapshot.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dalian::app {

struct FeedFacts {
  std::string source, protocol, state, provenance; // state: "live", "silent", "finished", "recovered"
  std::uint64_t epoch = 0, inputs = 0;
  Counters outcomes, details, rejects;
  std::uint64_t received = 0, accepted = 0, duplicates = 0, missing = 0;
  std::uint64_t queued_seq = 0, stored_seq = 0;
  double rate_per_s = 0;
  double silent_s = -1; // since the connector was last heard; negative = never in this run
  Instant t_last{};     // twin time of the last message
};

struct StatusFacts {
  std::uint64_t run = 0;
  double uptime_s = 0;
  bool feed_clock = false;
  Instant time{};
  std::vector<std::string> ingest;
  std::string publish, requests;
  std::vector<FeedFacts> feeds;
  std::vector<std::pair<std::string, Counters>> fusion; // outcomes by source
  std::uint64_t frames = 0;
  Counters rejected_frames;
  std::uint64_t recovered_records = 0, recovered_observations = 0, recovered_damaged = 0;
  double recovery_s = 0;
  std::string history_folder; // empty = nothing is kept
  Counters history;
  std::uint64_t unrecorded = 0; // observations shown but not kept: the disk was full for too long
  std::string trouble;
};

/// `now`: of the steady clock that stamped feed.heard.
FeedFacts feed_facts(Feed const& feed, wire::Grant const& grant, Instant now);

std::string status_json(StatusFacts const& facts, state::Snapshot const& snapshot);

/// The same document for people. Fails when `json` is not a status.
Result<std::string> status_text(std::string const& json);

/// All tracks of a snapshot as a JSON array, with positions in WGS-84, covariance and age.
std::string tracks_json(state::Snapshot const& snapshot, Instant now);

std::string_view to_string(state::Kind kind);

} // namespace dalian::app
