#pragma once
// Who feeds the twin: for each source its connection, its connector starts (epochs) with what was taken of each, and
// its counts. Says what is a duplicate, who may speak for a source, and what to acknowledge. Knows no socket. One
// thread.
#include "twin/app/limits.hpp"
#include "twin/app/sequence_window.hpp"
#include "twin/app/token_bucket.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/histogram.hpp"
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

/// Observations that fusion has taken and no snapshot shows yet.
struct Unpublished {
  Instant t_rx{}; // of the first of them, by the connector's clock
  std::uint32_t n = 0;
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
  TokenBucket observations{0, 0}, bytes{0, 0}; // what the source may still send now
  std::uint64_t received_bytes = 0;
  Instant shut_out_until{};     // steady
  bool short_of_credit = false; // told less than the full credit: to be told again when there is more
  std::uint32_t told_credit = 0;
  std::uint64_t received = 0; // observations; = accepted + duplicates + sum of rejects
  std::uint64_t accepted = 0, duplicates = 0;
  std::uint64_t missing = 0; // numbers that never came
  Counters rejects;          // observations by reason
  wire::FeedReport report;   // the newest
  bool finished = false;     // … says that the input has ended
  bool grant_due = false;
  std::vector<Unpublished> unpublished;
  RecentLatency lag;         // from t_obs to the connector's reception
  RecentLatency to_snapshot; // from the connector's reception to the snapshot that shows it
  double rate_per_s = 0;     // accepted observations, over the last second or so
  std::uint64_t accepted_at_rate = 0;

  void note_lag(wire::Batch const& batch);

  FeedEpoch* find(std::uint64_t epoch);
  FeedEpoch const* find(std::uint64_t epoch) const { return const_cast<Feed*>(this)->find(epoch); }
};

class Feeds {
 public:
  static constexpr std::size_t kMaxFeeds = 16'384;
  static constexpr std::size_t kMaxEpochs = 16; // remembered per source
  static constexpr std::size_t kMaxConnections = 32'768;
  static constexpr std::uint32_t kCredit = 20'000;
  /// A source may overdraw its allowance by what an earlier grant let it have on its way.
  static constexpr Duration kShutOut = std::chrono::milliseconds(100); // who sends more than that is not read so long
  static constexpr double kOverdraft = kCredit, kOverdraftBytes = 4 << 20;
  /// After so long without a word, another connector may speak for the source and is not refused.
  static constexpr Duration kSilence = std::chrono::seconds(5);
  static constexpr Duration kForget = std::chrono::seconds(60);

  explicit Feeds(SourceLimits limits = {}) : limits_(limits) {}

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

  /// The feed of this name, made when there is none; null when there are too many.
  Feed* open_feed(std::string_view source);
  /// From history: this was taken and stored before.
  void recover(wire::Batch const& batch);
  void recover(wire::FeedReport const& report);
  void stored(std::string const& source, std::uint64_t epoch, std::uint64_t seq);
  /// A snapshot made at `now` (wall clock) shows everything taken so far.
  void published(Instant now);

  /// True when the source may send `n` more observations in `bytes` now: they are taken from its allowance. A connector
  /// that keeps to its credit is never refused, for the credit shrinks first.
  bool admit(Feed& feed, std::uint64_t n, std::size_t bytes, Instant now);
  /// True while what this connection sends is not even to be read: it was refused by admit a moment ago.
  bool is_shut_out(std::string const& connection, Instant now) const;

  wire::Grant grant(Feed const& feed) const;
  /// The feed's connector is to be told how far things are.
  void want_grant(Feed& feed);
  /// The feeds whose connectors are to be told now: those of want_grant and those whose credit has grown again.
  std::vector<Feed*> take_due(Instant now);
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
  FeedEpoch& open_epoch(Feed& feed, std::uint64_t epoch);
  std::uint32_t credit(Feed const& feed) const;
  void note_credit(Feed& feed);
  std::string_view supersede(Feed& feed, std::string const& connection, std::uint64_t epoch, Instant now);

  SourceLimits limits_;
  std::map<std::string, Feed, std::less<>> feeds_;
  std::vector<Feed*> due_, short_of_credit_;
  std::unordered_map<std::string, Connection> connections_;
  Instant swept_{};
};

inline constexpr std::string_view kReplaced =
    "another connector speaks for this source now: give this one another --source";

} // namespace dalian::app
