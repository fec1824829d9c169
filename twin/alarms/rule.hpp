#pragma once
// What can be watched for. A rule is data, read from a file (rules_file.hpp); find.hpp says where its condition holds.
// SI units inside; Rule::facts has the unit that people see.
#include "twin/alarms/alarm.hpp"
#include "twin/alarms/place.hpp"
#include "twin/alarms/quantity.hpp"
#include "twin/state/track.hpp"

#include <bitset>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace dalian::alarms {

using PlaceIndex = std::size_t; // in RuleSet::places

/// Inside or outside are states; entering and leaving are events, which count as present for `lasts`.
struct Geofence {
  enum class When : std::uint8_t { inside, outside, enter, exit };
  PlaceIndex area = 0; // never a corridor
  When when = When::inside;
  double hysteresis_m = 0;
  Duration lasts{};
};

/// Farther from the line of a corridor than `beyond_m`; a rule with a route watches only what says that it drives
/// there.
struct CorridorDeviation {
  PlaceIndex corridor = 0; // never an area
  double beyond_m = 0;
  double hysteresis_m = 0;
  std::string route; // RoadVehicle::route; empty = any
};

/// Not heard of, from any source.
struct Silence {
  Duration after{};
};

struct Speed {
  bool over = true; // else under
  double limit_mps = 0;
  double hysteresis_mps = 0;
};

/// Two hulls that keep their velocities touch within `below_s`.
struct TimeToCollision {
  double below_s = 0;
  double hysteresis_s = 0;
  double min_closing_mps = 0; // slower approaches are noise of the receivers
  bool same_route = false;    // only between road users of one route
};

/// Two hulls that keep their velocities come nearer than `distance_m` within `within_s` (CPA and TCPA, sizes counted).
struct ClosestApproach {
  double distance_m = 0;
  double hysteresis_m = 0;
  double within_s = 0;
  double min_speed_mps = 0; // of the faster one
};

struct Limit {
  Quantity quantity;
  bool above = true; // else below
  double limit = 0;  // in the unit of the quantity
  double hysteresis = 0;
};

/// Something is wrong with the twin itself: a full disk, an unreadable list of keys. Its subject is kTwinSubject.
struct Trouble {};
inline constexpr char kTwinSubject[] = "twin";
inline constexpr std::uint32_t kTwinHandle = UINT32_MAX; // in keys; no track has it

using Test =
    std::variant<Geofence, CorridorDeviation, Silence, Speed, TimeToCollision, ClosestApproach, Limit, Trouble>;

struct Rule {
  RuleFacts facts;
  Test test;
  std::bitset<8> kinds;                                     // by state::Kind; none set = all
  std::optional<PlaceIndex> within;                         // only what is there
  std::vector<std::uint32_t> ship_types, except_ship_types; // ITU-R M.1371; empty = any, none
  std::vector<std::uint32_t> except_nav_status;             // the same: what says so is passed over
  Duration on_delay{};                                      // the condition must have held so long
  Duration off_delay{};                                     // … must have been away so long
  Duration hold{};                                          // after it ended, it is not raised again for so long
  std::optional<Duration> max_age; // of the newest fix that positions are believed from; unset = by kind
  double value_scale = 1;          // SI → the unit of facts
  bool latches = false;            // must be cleared by hand
  bool locks_history = false;      // raising it asks for an incident lock

  /// `ship_type`: Profile::kNoShipType when it is not said.
  bool applies_to(state::Kind kind, std::uint32_t ship_type) const;
  bool passes_over(std::optional<std::uint32_t> nav_status) const;
};

struct Limits {
  std::uint32_t flood_above = 10; // ISA-18.2: a flood begins with more than 10 alarms in 10 minutes …
  std::uint32_t flood_below = 5;  // … and ends with fewer than 5
  Duration flood_window = std::chrono::minutes(10);
  Duration longest_shelf = std::chrono::hours(8); // a shift
  std::uint32_t open_per_rule = 500;              // further ones are only counted
};

struct RuleSet {
  std::vector<Place> places;
  std::vector<Rule> rules;
  Limits limits;

  std::shared_ptr<std::vector<RuleFacts> const> facts() const;
};

} // namespace dalian::alarms
