#pragma once
// Types that CAM and DENM share: ETSI TS 102 894-2 v1.3.1 (common data dictionary). Field names and bounds are the
// standard's; numbers are raw. Angles to the side are positive to the left, unlike SAE J2735.
#include "connectors/v2x/uper_reader.hpp"

#include <vector>

namespace dalian::v2x::etsi {

inline constexpr auto kLatitude = range<-900'000'000, 900'000'001>;      // 1e-7°, 900000001 = not available
inline constexpr auto kLongitude = range<-1'800'000'000, 1'800'000'001>; // 1e-7°, 1800000001 = not available
inline constexpr auto kTimestamp = range<0, 4'398'046'511'103>;          // ms of TAI since 2004-01-01T00:00:00 UTC

struct Header {
  std::uint8_t version, message; // 2 = this edition; 1 DENM, 2 CAM
  std::uint32_t station;
};
template <class C>
void describe(C& c, Header& v) {
  c.integer("protocolVersion", v.version, range<0, 255>);
  c.integer("messageID", v.message, range<0, 255>);
  c.integer("stationID", v.station, range<0, 4'294'967'295>);
}

struct ReferencePosition {
  std::int32_t lat, lon;
  std::uint16_t semi_major, semi_minor, orientation; // cm, 4095 = not available; 0.1°, 3601 = not available
  std::int32_t altitude;                             // cm above the ellipsoid, 800001 = not available
  std::uint8_t altitude_confidence;
};
template <class C>
void describe(C& c, ReferencePosition& v) {
  c.integer("latitude", v.lat, kLatitude);
  c.integer("longitude", v.lon, kLongitude);
  c.integer("semiMajorConfidence", v.semi_major, range<0, 4095>);
  c.integer("semiMinorConfidence", v.semi_minor, range<0, 4095>);
  c.integer("semiMajorOrientation", v.orientation, range<0, 3601>);
  c.integer("altitudeValue", v.altitude, range<-100'000, 800'001>);
  c.integer("altitudeConfidence", v.altitude_confidence, range<0, 15>);
}

struct Heading {
  std::uint16_t value; // 0.1°, 3601 = not available
  std::uint8_t confidence;
};
template <class C>
void describe(C& c, Heading& v) {
  c.integer("headingValue", v.value, range<0, 3601>);
  c.integer("headingConfidence", v.confidence, range<1, 127>);
}

struct Speed {
  std::uint16_t value; // 0.01 m/s, 16383 = not available
  std::uint8_t confidence;
};
template <class C>
void describe(C& c, Speed& v) {
  c.integer("speedValue", v.value, range<0, 16'383>);
  c.integer("speedConfidence", v.confidence, range<1, 127>);
}

/// From the point before it; the first from the reference position.
struct DeltaPosition {
  std::int32_t lat, lon; // 1e-7°, 131072 = not available
  std::int16_t altitude; // cm, 12800 = not available
};
template <class C>
void describe(C& c, DeltaPosition& v) {
  c.integer("deltaLatitude", v.lat, range<-131'071, 131'072>);
  c.integer("deltaLongitude", v.lon, range<-131'071, 131'072>);
  c.integer("deltaAltitude", v.altitude, range<-12'700, 12'800>);
}

struct PathPoint {
  DeltaPosition position;
  std::optional<std::uint32_t> time; // 10 ms
};
template <class C>
void describe(C& c, PathPoint& v) {
  c.begin(false, v.time);
  c.object("pathPosition", v.position);
  c.extensible_integer("pathDeltaTime", v.time, range<1, 65'535>);
}

struct CauseCode {
  std::uint8_t cause, sub_cause;
};
template <class C>
void describe(C& c, CauseCode& v) {
  bool const more = c.begin(true);
  c.integer("causeCode", v.cause, range<0, 255>);
  c.integer("subCauseCode", v.sub_cause, range<0, 255>);
  c.end(more);
}

} // namespace dalian::v2x::etsi
