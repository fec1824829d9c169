#pragma once
// Decentralized environmental notification, ETSI EN 302 637-3 v1.3.1: management, situation and location. The à la
// carte container comes last and stays unread.
#include "connectors/v2x/etsi_common.hpp"

namespace dalian::v2x::etsi {

inline constexpr Names<2> kTermination{"isCancellation", "isNegation"};
inline constexpr std::uint32_t kDefaultValidity_s = 600;

struct Management {
  std::uint32_t station;
  std::uint16_t sequence;
  std::uint64_t detection, reference; // kTimestamp
  std::optional<std::uint8_t> termination, distance, direction;
  ReferencePosition position;
  std::optional<std::uint32_t> validity_s;
  std::optional<std::uint16_t> interval_ms;
  std::uint8_t station_type;
};
template <class C>
void describe(C& c, Management& v) {
  bool const more = c.begin(true, v.termination, v.distance, v.direction, v.validity_s, v.interval_ms);
  c.integer("originatingStationID", v.station, range<0, 4'294'967'295>);
  c.integer("sequenceNumber", v.sequence, range<0, 65'535>);
  c.integer("detectionTime", v.detection, kTimestamp);
  c.integer("referenceTime", v.reference, kTimestamp);
  c.enumeration("termination", v.termination, kTermination);
  c.object("eventPosition", v.position);
  c.integer("relevanceDistance", v.distance, range<0, 7>);
  c.integer("relevanceTrafficDirection", v.direction, range<0, 3>);
  c.integer("validityDuration", v.validity_s, range<0, 86'400>);
  c.integer("transmissionInterval", v.interval_ms, range<1, 10'000>);
  c.integer("stationType", v.station_type, range<0, 255>);
  c.end(more);
}

struct EventPoint {
  DeltaPosition position;
  std::optional<std::uint32_t> time;
  std::uint8_t quality;
};
template <class C>
void describe(C& c, EventPoint& v) {
  c.begin(false, v.time);
  c.object("eventPosition", v.position);
  c.extensible_integer("eventDeltaTime", v.time, range<1, 65'535>);
  c.integer("informationQuality", v.quality, range<0, 7>);
}

struct Situation {
  std::uint8_t quality;
  CauseCode event;
  std::optional<CauseCode> linked;
  std::optional<std::vector<EventPoint>> history;
};
template <class C>
void describe(C& c, Situation& v) {
  bool const more = c.begin(true, v.linked, v.history);
  c.integer("informationQuality", v.quality, range<0, 7>);
  c.object("eventType", v.event);
  c.object("linkedCause", v.linked);
  c.list("eventHistory", v.history, range<1, 23>);
  c.end(more);
}

struct Trace {
  std::vector<PathPoint> points;
};
template <class C>
void describe(C& c, Trace& v) {
  c.list("points", v.points, range<0, 40>);
}

struct Location {
  std::optional<Speed> speed;
  std::optional<Heading> heading;
  std::vector<Trace> traces;
  std::optional<std::uint8_t> road_type;
};
template <class C>
void describe(C& c, Location& v) {
  bool const more = c.begin(true, v.speed, v.heading, v.road_type);
  c.object("eventSpeed", v.speed);
  c.object("eventPositionHeading", v.heading);
  c.list("traces", v.traces, range<1, 7>);
  c.integer("roadType", v.road_type, range<0, 3>);
  c.end(more);
}

struct Denm {
  Header header;
  std::optional<Situation> situation;
  std::optional<Location> location;
  std::optional<Unread> a_la_carte;
  Management management;
};
template <class C>
void describe(C& c, Denm& v) {
  c.object("header", v.header);
  c.begin(false, v.situation, v.location, v.a_la_carte);
  c.object("management", v.management);
  c.object("situation", v.situation);
  c.object("location", v.location);
}

} // namespace dalian::v2x::etsi
