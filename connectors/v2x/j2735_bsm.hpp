#pragma once
// BasicSafetyMessage of SAE J2735 (2016 and later): the core whole, of part II the vehicle safety extensions whole, of
// special vehicles the alerts, of supplemental ones the class; what follows those in their open types is skipped.
#include "connectors/v2x/j2735_common.hpp"

namespace dalian::v2x::j2735 {

inline constexpr Names<4> kSystemStatus{"unavailable", "off", "on", "engaged"};
inline constexpr Names<3> kBrakeBoost{"unavailable", "off", "on"};
inline constexpr Names<4> kAuxiliaryBrakes{"unavailable", "off", "on", "reserved"};

struct AccelerationSet {
  std::int16_t longitudinal, lateral; // 0.01 m/s², 2001 = not available; + forward, + right
  std::int8_t vertical;               // 0.02 g, -127 = not available
  std::int16_t yaw;                   // 0.01°/s, + clockwise
};
template <class C>
void describe(C& c, AccelerationSet& v) {
  c.integer("long", v.longitudinal, range<-2000, 2001>);
  c.integer("lat", v.lateral, range<-2000, 2001>);
  c.integer("vert", v.vertical, range<-127, 127>);
  c.integer("yaw", v.yaw, range<-32'767, 32'767>);
}

struct Brakes {
  BitField wheels; // unavailable, left front, left rear, right front, right rear
  std::uint8_t traction, abs, scs, boost, auxiliary;
};
template <class C>
void describe(C& c, Brakes& v) {
  c.bit_string("wheelBrakes", v.wheels, 5);
  c.enumeration("traction", v.traction, kSystemStatus);
  c.enumeration("abs", v.abs, kSystemStatus);
  c.enumeration("scs", v.scs, kSystemStatus);
  c.enumeration("brakeBoost", v.boost, kBrakeBoost);
  c.enumeration("auxBrakes", v.auxiliary, kAuxiliaryBrakes);
}

struct VehicleSize {
  std::uint16_t width, length; // cm, 0 = not available
};
template <class C>
void describe(C& c, VehicleSize& v) {
  c.integer("width", v.width, range<0, 1023>);
  c.integer("length", v.length, range<0, 4095>);
}

struct BsmCore {
  std::uint8_t message_count; // mod 128
  std::array<std::uint8_t, 4> id;
  std::uint16_t second_mark; // ms of the UTC minute, 65535 = not available
  std::int32_t lat, lon, elevation;
  PositionalAccuracy accuracy;
  std::uint8_t transmission;
  std::uint16_t speed, heading;
  std::int8_t steering_angle; // 1.5°, + right, 127 = not available
  AccelerationSet acceleration;
  Brakes brakes;
  VehicleSize size;
};
template <class C>
void describe(C& c, BsmCore& v) {
  c.integer("msgCnt", v.message_count, range<0, 127>);
  c.octets("id", v.id);
  c.integer("secMark", v.second_mark, range<0, 65'535>);
  c.integer("lat", v.lat, kLatitude);
  c.integer("long", v.lon, kLongitude);
  c.integer("elev", v.elevation, kElevation);
  c.object("accuracy", v.accuracy);
  c.enumeration("transmission", v.transmission, kTransmission);
  c.integer("speed", v.speed, kSpeed);
  c.integer("heading", v.heading, kHeading);
  c.integer("angle", v.steering_angle, range<-126, 127>);
  c.object("accelSet", v.acceleration);
  c.object("brakes", v.brakes);
  c.object("size", v.size);
}

// ---- part II: vehicle safety ---------------------------------------------------------------------------------------

struct DateTime {
  std::optional<std::uint16_t> year, second; // second: ms
  std::optional<std::uint8_t> month, day, hour, minute;
  std::optional<std::int16_t> offset; // minutes
};
template <class C>
void describe(C& c, DateTime& v) {
  c.begin(false, v.year, v.month, v.day, v.hour, v.minute, v.second, v.offset);
  c.integer("year", v.year, range<0, 4095>);
  c.integer("month", v.month, range<0, 12>);
  c.integer("day", v.day, range<0, 31>);
  c.integer("hour", v.hour, range<0, 31>);
  c.integer("minute", v.minute, range<0, 60>);
  c.integer("second", v.second, range<0, 65'535>);
  c.integer("offset", v.offset, range<-840, 840>);
}

struct TransmissionAndSpeed {
  std::uint8_t transmission;
  std::uint16_t speed;
};
template <class C>
void describe(C& c, TransmissionAndSpeed& v) {
  c.enumeration("transmisson", v.transmission, kTransmission); // spelt so in the standard
  c.integer("speed", v.speed, kSpeed);
}

struct PositionConfidence {
  std::uint8_t position, elevation;
};
template <class C>
void describe(C& c, PositionConfidence& v) {
  c.integer("pos", v.position, range<0, 15>);
  c.integer("elevation", v.elevation, range<0, 15>);
}

struct MotionConfidence {
  std::uint8_t heading, speed, throttle;
};
template <class C>
void describe(C& c, MotionConfidence& v) {
  c.integer("heading", v.heading, range<0, 7>);
  c.integer("speed", v.speed, range<0, 7>);
  c.integer("throttle", v.throttle, range<0, 3>);
}

struct FullPositionVector {
  std::optional<DateTime> time;
  std::int32_t lon, lat;
  std::optional<std::int32_t> elevation;
  std::optional<std::uint16_t> heading;
  std::optional<TransmissionAndSpeed> speed;
  std::optional<PositionalAccuracy> accuracy;
  std::optional<std::uint8_t> time_confidence;
  std::optional<PositionConfidence> position_confidence;
  std::optional<MotionConfidence> speed_confidence;
};
template <class C>
void describe(C& c, FullPositionVector& v) {
  bool const more = c.begin(true, v.time, v.elevation, v.heading, v.speed, v.accuracy, v.time_confidence,
                            v.position_confidence, v.speed_confidence);
  c.object("utcTime", v.time);
  c.integer("long", v.lon, kLongitude);
  c.integer("lat", v.lat, kLatitude);
  c.integer("elevation", v.elevation, kElevation);
  c.integer("heading", v.heading, kHeading);
  c.object("speed", v.speed);
  c.object("posAccuracy", v.accuracy);
  c.integer("timeConfidence", v.time_confidence, range<0, 39>);
  c.object("posConfidence", v.position_confidence);
  c.object("speedConfidence", v.speed_confidence);
  c.end(more);
}

/// Offsets are all from the vehicle's present position, not chained.
struct PathHistoryPoint {
  std::int32_t lat_offset, lon_offset; // 1e-7°, -131072 = not available
  std::int16_t elevation_offset;       // 0.1 m, -2048 = not available
  std::uint16_t time_offset;           // 10 ms ago
  std::optional<std::uint16_t> speed;
  std::optional<PositionalAccuracy> accuracy;
  std::optional<std::uint8_t> heading; // 1.5°, 240 = not available
};
template <class C>
void describe(C& c, PathHistoryPoint& v) {
  bool const more = c.begin(true, v.speed, v.accuracy, v.heading);
  c.integer("latOffset", v.lat_offset, range<-131'072, 131'071>);
  c.integer("lonOffset", v.lon_offset, range<-131'072, 131'071>);
  c.integer("elevationOffset", v.elevation_offset, range<-2048, 2047>);
  c.integer("timeOffset", v.time_offset, range<1, 65'535>);
  c.integer("speed", v.speed, kSpeed);
  c.object("posAccuracy", v.accuracy);
  c.integer("heading", v.heading, range<0, 240>);
  c.end(more);
}

struct PathHistory {
  std::optional<FullPositionVector> initial;
  std::optional<BitField> gnss_status;
  BoundedList<PathHistoryPoint, 23> points;
};
template <class C>
void describe(C& c, PathHistory& v) {
  bool const more = c.begin(true, v.initial, v.gnss_status);
  c.object("initialPosition", v.initial);
  c.bit_string("currGNSSstatus", v.gnss_status, 8);
  c.list("crumbData", v.points, range<1, 23>);
  c.end(more);
}

struct PathPrediction {
  std::int16_t radius;     // 0.1 m, + right, 32767 = straight
  std::uint8_t confidence; // 0.5 %
};
template <class C>
void describe(C& c, PathPrediction& v) {
  bool const more = c.begin(true);
  c.integer("radiusOfCurve", v.radius, range<-32'767, 32'767>);
  c.integer("confidence", v.confidence, range<0, 200>);
  c.end(more);
}

/// Bits of `events`.
enum : unsigned {
  kHazardLights = 0,
  kStopLineViolation = 1,
  kAbs = 2,
  kTractionLoss = 3,
  kStability = 4,
  kHazardousMaterials = 5,
  kHardBraking = 7,
  kFlatTire = 10,
  kDisabledVehicle = 11,
  kAirbag = 12
};

struct VehicleSafety {
  std::optional<BitField> events;
  std::optional<PathHistory> path_history;
  std::optional<PathPrediction> path_prediction;
  std::optional<BitField> lights;
};
template <class C>
void describe(C& c, VehicleSafety& v) {
  bool const more = c.begin(true, v.events, v.path_history, v.path_prediction, v.lights);
  c.extensible_bit_string("events", v.events, 13);
  c.object("pathHistory", v.path_history);
  c.object("pathPrediction", v.path_prediction);
  c.extensible_bit_string("lights", v.lights, 9);
  c.end(more);
}

// ---- part II: special and supplemental -----------------------------------------------------------------------------

inline constexpr Names<4> kSiren{"unavailable", "notInUse", "inUse", "reserved"};
inline constexpr Names<8> kLightbar{"unavailable",         "notInUse",         "inUse",
                                    "yellowCautionLights", "schooldBusLights", "arrowSignsActive",
                                    "slowMovingVehicle",   "freqStops"};
inline constexpr Names<4> kMultiVehicle{"unavailable", "singleVehicle", "multiVehicle", "reserved"};
inline constexpr Names<7> kResponse{
    "notInUseOrNotEquipped", "emergency", "nonEmergency", "pursuit", "stationary", "slowMoving", "stopAndGoMovement"};

struct PrivilegedEvents {
  std::uint8_t rights;
  BitField event;
};
template <class C>
void describe(C& c, PrivilegedEvents& v) {
  bool const more = c.begin(true);
  c.integer("sspRights", v.rights, range<0, 31>);
  c.bit_string("event", v.event, 16);
  c.end(more);
}

struct EmergencyDetails {
  std::uint8_t rights, siren, lights, multi;
  std::optional<PrivilegedEvents> events;
  std::optional<std::uint8_t> response;
};
template <class C>
void describe(C& c, EmergencyDetails& v) {
  bool const more = c.begin(true, v.events, v.response);
  c.integer("sspRights", v.rights, range<0, 31>);
  c.enumeration("sirenUse", v.siren, kSiren);
  c.enumeration("lightsUse", v.lights, kLightbar);
  c.enumeration("multi", v.multi, kMultiVehicle);
  c.object("events", v.events);
  c.extensible_enumeration("responseType", v.response, kResponse);
  c.end(more);
}

struct SpecialVehicle {
  std::optional<EmergencyDetails> alerts;
  std::optional<Unread> description, trailers;
};
template <class C>
void describe(C& c, SpecialVehicle& v) {
  c.begin(true, v.alerts, v.description, v.trailers);
  c.object("vehicleAlerts", v.alerts);
}

struct SupplementalVehicle {
  std::optional<std::uint8_t> classification; // basic vehicle class
  std::optional<Unread> details, data, weather, probe, obstacle, status, speed_profile, rtcm;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, SupplementalVehicle& v) {
  c.begin(true, v.classification, v.details, v.data, v.weather, v.probe, v.obstacle, v.status, v.speed_profile, v.rtcm,
          v.regional);
  c.integer("classification", v.classification, range<0, 255>);
}

struct PartTwo {
  std::uint8_t id;
  std::variant<Unread, VehicleSafety, SpecialVehicle, SupplementalVehicle> value;
};
template <class C>
void describe(C& c, PartTwo& v) {
  c.integer("partII-Id", v.id, range<0, 63>);
  c.open([&](C& inner) {
    if (v.id == 0) inner.object("VehicleSafetyExtensions", held<VehicleSafety>(v.value));
    if (v.id == 1) inner.object("SpecialVehicleExtensions", held<SpecialVehicle>(v.value));
    if (v.id == 2) inner.object("SupplementalVehicleExtensions", held<SupplementalVehicle>(v.value));
  });
}

struct Bsm {
  BsmCore core;
  std::optional<std::vector<PartTwo>> part_two;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, Bsm& v) {
  bool const more = c.begin(true, v.part_two, v.regional);
  c.object("coreData", v.core);
  c.list("partII", v.part_two, range<1, 8>);
  c.regional("regional", v.regional);
  c.end(more);
}

} // namespace dalian::v2x::j2735
