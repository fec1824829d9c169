#pragma once
// Which conditions hold, since when, and which of them are raised: on-delay, off-delay and the hold before the next
// raising, so that a condition that comes and goes raises once. Knows no rule, no alarm. Pure; one thread.
#include "twin/base/time.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dalian::alarms {

/// One rule about one track (b = 0), or about a pair (a < b). Handles.
struct Key {
  std::uint32_t rule = 0, a = 0, b = 0;
  auto operator<=>(Key const&) const = default;
};

/// A condition that holds now.
struct Finding {
  Key key;
  double value = 0; // SI
};

struct Watch {
  Key key;
  Instant since{};        // present, or raised
  Instant absent_since{}; // while not present
  Instant ready{};        // not raised (again) before
  double value = 0;
  bool present = true;
  bool raised = false;
  bool refused = false; // present and due, but the caller could not take it
  bool operator==(Watch const&) const = default;
};

struct Timing {
  Duration on_delay{}, off_delay{}, hold{};
};

/// What became of a condition: raised, or over.
struct Turn {
  Key key;
  bool raised = false;
  double value = 0;
};

class WatchList {
 public:
  /// `findings`: everything that holds at `now`, in ascending order of keys, each once. `timing`: by rule.
  /// Turns come in ascending order of keys.
  std::vector<Turn> update(std::vector<Finding> const& findings, std::span<Timing const> timing, Instant now);

  /// Of an earlier list, in ascending order of keys. Before the first update.
  void restore(std::vector<Watch> watches) { watches_ = std::move(watches); }

  /// What was raised just now could not be taken: it is offered again at `retry` when it holds then.
  void refuse(Key key, Instant retry);

  /// True when the condition held at the last update or is raised: what hysteresis asks.
  bool held(Key key) const;
  /// In ascending order of keys.
  std::span<Watch const> of_rule(std::uint32_t rule) const;
  std::vector<Watch> const& all() const { return watches_; }

 private:
  std::vector<Watch> watches_; // by key
};

} // namespace dalian::alarms
