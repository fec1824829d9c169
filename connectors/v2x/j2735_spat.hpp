#pragma once
// SignalPhaseAndTiming of SAE J2735 (2016 and later).
#include "connectors/v2x/j2735_common.hpp"

namespace dalian::v2x::j2735 {

inline constexpr auto kTimeMark = range<0, 65'535>; // 0.1 s of the UTC hour; 36000 and above: beyond, or unknown
inline constexpr Names<10> kPhase{"unavailable",
                                  "dark",
                                  "stop-Then-Proceed",
                                  "stop-And-Remain",
                                  "pre-Movement",
                                  "permissive-Movement-Allowed",
                                  "protected-Movement-Allowed",
                                  "permissive-clearance",
                                  "protected-clearance",
                                  "caution-Conflicting-Traffic"};

struct TimeChange {
  std::optional<std::uint16_t> start;
  std::uint16_t min_end;
  std::optional<std::uint16_t> max_end, likely;
  std::optional<std::uint8_t> confidence;
  std::optional<std::uint16_t> next;
};
template <class C>
void describe(C& c, TimeChange& v) {
  c.begin(false, v.start, v.max_end, v.likely, v.confidence, v.next);
  c.integer("startTime", v.start, kTimeMark);
  c.integer("minEndTime", v.min_end, kTimeMark);
  c.integer("maxEndTime", v.max_end, kTimeMark);
  c.integer("likelyTime", v.likely, kTimeMark);
  c.integer("confidence", v.confidence, range<0, 15>);
  c.integer("nextTime", v.next, kTimeMark);
}

inline constexpr Names<4> kAdvisory{"none", "greenwave", "ecoDrive", "transit"};

struct AdvisorySpeed {
  std::uint8_t type;
  std::optional<std::uint16_t> speed; // 0.1 m/s, 500 = not available
  std::optional<std::uint8_t> confidence;
  std::optional<std::uint16_t> distance; // m
  std::optional<std::uint8_t> restriction;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, AdvisorySpeed& v) {
  bool const more = c.begin(true, v.speed, v.confidence, v.distance, v.restriction, v.regional);
  c.extensible_enumeration("type", v.type, kAdvisory);
  c.integer("speed", v.speed, range<0, 500>);
  c.integer("confidence", v.confidence, range<0, 7>);
  c.integer("distance", v.distance, range<0, 10'000>);
  c.integer("class", v.restriction, range<0, 255>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct MovementEvent {
  std::uint8_t phase; // kPhase
  std::optional<TimeChange> timing;
  std::optional<std::vector<AdvisorySpeed>> speeds;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, MovementEvent& v) {
  bool const more = c.begin(true, v.timing, v.speeds, v.regional);
  c.enumeration("eventState", v.phase, kPhase);
  c.object("timing", v.timing);
  c.list("speeds", v.speeds, range<1, 16>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct ManeuverAssist {
  std::uint8_t connection;
  std::optional<std::uint16_t> queue_m, storage_m;
  std::optional<bool> wait_on_stop, crossing_detected;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, ManeuverAssist& v) {
  bool const more = c.begin(true, v.queue_m, v.storage_m, v.wait_on_stop, v.crossing_detected, v.regional);
  c.integer("connectionID", v.connection, range<0, 255>);
  c.integer("queueLength", v.queue_m, range<0, 10'000>);
  c.integer("availableStorageLength", v.storage_m, range<0, 10'000>);
  c.boolean("waitOnStop", v.wait_on_stop);
  c.boolean("pedBicycleDetect", v.crossing_detected);
  c.regional("regional", v.regional);
  c.end(more);
}

struct MovementState {
  std::optional<std::string> name;
  std::uint8_t signal_group; // 0 = unknown, 255 = permanently green
  std::vector<MovementEvent> events;
  std::optional<std::vector<ManeuverAssist>> assist;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, MovementState& v) {
  bool const more = c.begin(true, v.name, v.assist, v.regional);
  c.text("movementName", v.name, range<1, 63>);
  c.integer("signalGroup", v.signal_group, range<0, 255>);
  c.list("state-time-speed", v.events, range<1, 16>);
  c.list("maneuverAssistList", v.assist, range<1, 16>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct IntersectionState {
  std::optional<std::string> name;
  IntersectionId id;
  std::uint8_t revision;
  BitField status; // manual control, stopped clock, failure flash, preempt, priority, fixed time, …
  std::optional<std::uint32_t> minute_of_year; // 527040 = invalid
  std::optional<std::uint16_t> time_stamp;     // ms of the minute
  std::optional<std::vector<std::uint8_t>> lanes;
  std::vector<MovementState> states;
  std::optional<std::vector<ManeuverAssist>> assist;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, IntersectionState& v) {
  bool const more = c.begin(true, v.name, v.minute_of_year, v.time_stamp, v.lanes, v.assist, v.regional);
  c.text("name", v.name, range<1, 63>);
  c.object("id", v.id);
  c.integer("revision", v.revision, range<0, 127>);
  c.bit_string("status", v.status, 16);
  c.integer("moy", v.minute_of_year, range<0, 527'040>);
  c.integer("timeStamp", v.time_stamp, range<0, 65'535>);
  c.numbers("enabledLanes", v.lanes, range<1, 16>, range<0, 255>);
  c.list("states", v.states, range<1, 255>);
  c.list("maneuverAssistList", v.assist, range<1, 16>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct Spat {
  std::optional<std::uint32_t> minute_of_year;
  std::optional<std::string> name;
  std::vector<IntersectionState> intersections;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, Spat& v) {
  bool const more = c.begin(true, v.minute_of_year, v.name, v.regional);
  c.integer("timeStamp", v.minute_of_year, range<0, 527'040>);
  c.text("name", v.name, range<1, 63>);
  c.list("intersections", v.intersections, range<1, 32>);
  c.regional("regional", v.regional);
  c.end(more);
}

} // namespace dalian::v2x::j2735
