#pragma once
// Who feeds the twin: for each source its connection, its connector starts (epochs) with what was taken of each, and
// its counts. Says what is a duplicate, who may speak for a source, and what to acknowledge. Knows no socket. One
// thread.
#include "twin/app/sequence_window.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dalian::app {

/// One start of a connector.
struct FeedEpoch {
  std::uint64_t epoch = 0;
  SequenceWindow taken;
  std::uint64_t recorded_seq = 0;           // highest handed to history
  std::uint64_t stored_seq = 0;             // highest that history has on disk
  std::optional<std::uint64_t> store_limit; // an event after it could not be recorded: never acknowledged as stored
};

struct Feed {
  std::string source;
  std::string connection;       // routing id of who speaks for it; empty = nobody since the twin started
  std::uint64_t live_epoch = 0; // what that connection said hello with
  std::set<std::uint64_t> superseded;
  std::deque<FeedEpoch> epochs; // oldest first
  Instant heard{};              // steady clock
  Instant t_last{};             // twin time of the last batch or report
  wire::Provenance provenance = wire::UNKNOWN;
  std::uint64_t received = 0; // observations; = accepted + duplicates + sum of rejects
  std::uint64_t accepted = 0, duplicates = 0;
  std::uint64_t missing = 0; // numbers that never came
  Counters rejects;          // observations by reason
  wire::FeedReport report;   // the newest
  bool finished = false;     // … says that the input has ended
  bool grant_due = false;
  double rate_per_s = 0; // accepted observations, over the last second or so
  std::uint64_t accepted_at_rate = 0;

  FeedEpoch* find(std::uint64_t epoch);
  FeedEpoch const* find(std::uint64_t epoch) const { return const_cast<Feed*>(this)->find(epoch); }
};

class Feeds {
 public:
  static constexpr std::size_t kMaxFeeds = 1024;
  static constexpr std::size_t kMaxEpochs = 16; // remembered per source
  static constexpr std::size_t kMaxConnections = 8192;
  static constexpr std::uint32_t kCredit = 20'000;
  /// After so long without a word, another connector may speak for the source and is not refused.
  static constexpr Duration kSilence = std::chrono::seconds(5);
  static constexpr Duration kForget = std::chrono::seconds(60);

  /// The answer to a hello. The newest connector of a source wins; one it replaced is refused while the other lives.
  wire::Grant hello(std::string const& connection, wire::Hello const& hello, Instant now);

  /// The feed that `connection` may speak for, when it names the source and epoch of its hello; else null and why not,
  /// which the connection is to be told.
  struct Speaker {
    Feed* feed = nullptr;
    FeedEpoch* epoch = nullptr;
    std::string_view reject;
  };
  Speaker speaker(std::string const& connection, std::string_view source, std::uint64_t epoch, Instant now);

  /// From history: this was taken and stored before.
  void recover(wire::Batch const& batch);
  void recover(wire::FeedReport const& report);
  void stored(std::string const& source, std::uint64_t epoch, std::uint64_t seq);

  wire::Grant grant(Feed const& feed) const;
  /// Forgets connections that fell silent and refreshes the rates; to be called about once a second.
  void sweep(Instant now);
  /// True when at least one feed said hello since the start and every one that did has ended its input.
  bool all_finished() const;

  std::map<std::string, Feed, std::less<>>& all() { return feeds_; }
  std::map<std::string, Feed, std::less<>> const& all() const { return feeds_; }

 private:
  struct Connection {
    Feed* feed = nullptr;
    std::uint64_t epoch = 0;
    Instant heard{};
  };
  Feed* open_feed(std::string_view source);
  FeedEpoch& open_epoch(Feed& feed, std::uint64_t epoch);
  std::string_view supersede(Feed& feed, std::string const& connection, std::uint64_t epoch, Instant now);

  std::map<std::string, Feed, std::less<>> feeds_;
  std::unordered_map<std::string, Connection> connections_;
  Instant swept_{};
};

inline constexpr std::string_view kReplaced =
    "another connector speaks for this source now: give this one another --source";

} // namespace dalian::app
