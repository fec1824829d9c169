#pragma once
// What an alarm is, and the list of them that everybody sees. Plain values; no rules, no clock.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::alarms {

enum class Severity : std::uint8_t { low, medium, high, critical };
inline constexpr std::array kSeverities{Severity::critical, Severity::high, Severity::medium, Severity::low};

/// The alarm states of ANSI/ISA-18.2-2016 and IEC 62682:2014 that a twin needs; see life_cycle.hpp.
enum class State : std::uint8_t {
  normal,         // nothing wrong, nothing to say: not in the list
  unacknowledged, // the condition is there and nobody has said that he knows
  acknowledged,   // … somebody has
  returned,       // the condition is over, nobody has acknowledged it
  latched,        // over and acknowledged, but its rule wants it cleared by hand
  shelved,        // put away by somebody until a given time
};
inline constexpr std::array kListedStates{State::unacknowledged, State::acknowledged, State::returned, State::latched,
                                          State::shelved};

/// What one rule says about one thing, or about a pair of them.
struct Alarm {
  std::uint64_t id = 0; // from 1, in the order of raising; what people type
  std::string rule;     // its id
  std::string subject;  // entity: "mmsi:412345678"
  std::string other;    // the second of a pair, else empty
  Severity severity = Severity::low;
  State state = State::unacknowledged;
  bool present = true;           // the condition, whatever the state
  bool grouped = false;          // came in a flood: shown as one of many of its rule
  Instant t_raised{};            // first time
  Instant t_changed{};           // state
  Instant shelved_until{};       // only while shelved
  std::uint32_t occurrences = 1; // times the condition came while this was in the list
  double value = 0;              // at the last occurrence, in the unit of the rule
  MapPoint position;             // of the subject then
  std::uint32_t handle = 0;      // of the subject in this run of the twin; 0 = not seen in this run
  std::string who;               // did the last step; "twin" when nobody did
  std::string note;              // what he said
  std::uint64_t revision = 0;    // of the list, when this alarm last changed
  bool operator==(Alarm const&) const = default;
};

struct Names {
  std::string zh, ja, en;
  bool operator==(Names const&) const = default;
};

/// What a viewer needs to know about a rule to show its alarms.
struct RuleFacts {
  std::string id;
  Severity severity = Severity::low;
  Names name;
  std::string unit; // of Alarm::value and limit: "km/h", "kn", "m", "s", or as the rule says
  double limit = 0; // what value is compared with; 0 for a fence
  bool operator==(RuleFacts const&) const = default;
};

/// More alarms than a person can look at.
struct Flood {
  bool active = false;
  Instant since{};
  std::uint32_t in_window = 0;                   // alarms raised within the last window (10 minutes)
  std::map<std::string, std::uint32_t> grouped;  // by rule: in the list, to be shown as one line
  std::map<std::string, std::uint32_t> unlisted; // by rule: conditions beyond the most alarms a rule may have
  bool operator==(Flood const&) const = default;
};

/// Everything that is not normal, at one moment; immutable once shared. Two lists of one twin with the same revision
/// are equal.
struct AlarmList {
  std::uint64_t revision = 0;
  std::map<std::uint64_t, Alarm> alarms; // by id
  std::shared_ptr<std::vector<RuleFacts> const> rules = std::make_shared<std::vector<RuleFacts>>();
  Flood flood;

  /// Null for a rule that is not there (any more).
  RuleFacts const* rule(std::string const& id) const;
};

std::string_view to_string(Severity severity);
std::string_view to_string(State state);

} // namespace dalian::alarms
