#pragma once
// Cooperative awareness message, ETSI EN 302 637-2 v1.4.1. Of special containers only which one, and the light bar and
// siren of an emergency vehicle; of a road-side unit's container nothing. They come last, so nothing is missed by that.
#include "connectors/v2x/etsi_common.hpp"

namespace dalian::v2x::etsi {

/// A value with its confidence, both by tables of the standard.
struct Measured {
  std::int16_t value;
  std::uint8_t confidence;
};

struct TollingZone {
  std::int32_t lat, lon;
  std::optional<std::uint32_t> id;
};
template <class C>
void describe(C& c, TollingZone& v) {
  bool const more = c.begin(true, v.id);
  c.integer("protectedZoneLatitude", v.lat, kLatitude);
  c.integer("protectedZoneLongitude", v.lon, kLongitude);
  c.integer("cenDsrcTollingZoneID", v.id, range<0, 134'217'727>);
  c.end(more);
}

struct VehicleLength {
  std::uint16_t value; // 0.1 m, 1022 = out of range, 1023 = not available
  std::uint8_t trailer;
};
template <class C>
void describe(C& c, VehicleLength& v) {
  c.integer("vehicleLengthValue", v.value, range<1, 1023>);
  c.integer("vehicleLengthConfidenceIndication", v.trailer, range<0, 4>);
}

inline constexpr Names<3> kDriveDirection{"forward", "backward", "unavailable"};
inline constexpr Names<3> kCurvatureMode{"yawRateUsed", "yawRateNotUsed", "unavailable"};

struct HighFrequency {
  std::optional<BitField> acceleration_control;
  std::optional<std::int8_t> lane;
  std::optional<Measured> steering, lateral, vertical; // 1.5°, 0.1 m/s²
  std::optional<std::uint8_t> performance;
  std::optional<TollingZone> tolling;
  Heading heading;
  Speed speed;
  std::uint8_t direction;
  VehicleLength length;
  std::uint8_t width;               // 0.1 m, 61 = out of range, 62 = not available
  Measured longitudinal, curvature; // 0.1 m/s² (161 = not available), 1/10 000 m (1023)
  std::uint8_t curvature_mode;
  std::int16_t yaw_rate; // 0.01°/s, + left, 32767 = not available
  std::uint8_t yaw_rate_confidence;
};
template <class C, class R>
void describe_measured(C& c, char const* name, char const* confidence_name, Measured& v, R values) {
  c.integer(name, v.value, values);
  c.integer(confidence_name, v.confidence, range<0, 102>);
}
template <class C>
void describe_accelerations(C& c, HighFrequency& v) {
  if (v.steering) {
    c.integer("steeringWheelAngleValue", v.steering->value, range<-511, 512>);
    c.integer("steeringWheelAngleConfidence", v.steering->confidence, range<1, 127>);
  }
  constexpr auto kAcceleration = range<-160, 161>;
  if (v.lateral)
    describe_measured(c, "lateralAccelerationValue", "lateralAccelerationConfidence", *v.lateral, kAcceleration);
  if (v.vertical)
    describe_measured(c, "verticalAccelerationValue", "verticalAccelerationConfidence", *v.vertical, kAcceleration);
}
template <class C>
void describe(C& c, HighFrequency& v) {
  c.begin(false, v.acceleration_control, v.lane, v.steering, v.lateral, v.vertical, v.performance, v.tolling);
  c.object("heading", v.heading);
  c.object("speed", v.speed);
  c.enumeration("driveDirection", v.direction, kDriveDirection);
  c.object("vehicleLength", v.length);
  c.integer("vehicleWidth", v.width, range<1, 62>);
  describe_measured(c, "longitudinalAccelerationValue", "longitudinalAccelerationConfidence", v.longitudinal,
                    range<-160, 161>);
  c.integer("curvatureValue", v.curvature.value, range<-1023, 1023>);
  c.integer("curvatureConfidence", v.curvature.confidence, range<0, 7>);
  c.extensible_enumeration("curvatureCalculationMode", v.curvature_mode, kCurvatureMode);
  c.integer("yawRateValue", v.yaw_rate, range<-32'766, 32'767>);
  c.integer("yawRateConfidence", v.yaw_rate_confidence, range<0, 8>);
  c.bit_string("accelerationControl", v.acceleration_control, 7);
  c.integer("lanePosition", v.lane, range<-1, 14>);
  describe_accelerations(c, v);
  c.integer("performanceClass", v.performance, range<0, 7>);
  c.object("cenDsrcTollingZone", v.tolling);
}

inline constexpr Names<1> kLowFrequency{"basicVehicleContainerLowFrequency"};

struct LowFrequency {
  std::uint8_t container; // kLowFrequency
  std::uint8_t role;
  BitField lights; // low beam, high beam, left, right, daytime, reverse, fog, parking
  std::vector<PathPoint> path;
};
template <class C>
void describe(C& c, LowFrequency& v) {
  if (!c.extensible_choice("container", v.container, kLowFrequency)) return;
  c.integer("vehicleRole", v.role, range<0, 15>);
  c.bit_string("exteriorLights", v.lights, 8);
  c.list("pathHistory", v.path, range<0, 40>);
}

inline constexpr Names<7> kSpecial{"publicTransport", "specialTransport", "dangerousGoods", "roadWorks",
                                   "rescue",          "emergency",        "safetyCar"};
inline constexpr std::uint8_t kEmergency = 5;

struct Special {
  std::uint8_t kind;
  std::optional<Unread> incident, priority;
  BitField light_bar_siren; // of an emergency vehicle
};
template <class C>
void describe(C& c, Special& v) {
  if (!c.extensible_choice("container", v.kind, kSpecial) || v.kind != kEmergency) return;
  c.begin(false, v.incident, v.priority);
  c.bit_string("lightBarSirenInUse", v.light_bar_siren, 2);
}

inline constexpr Names<2> kHighFrequency{"basicVehicleContainerHighFrequency", "rsuContainerHighFrequency"};

struct Cam {
  Header header;
  std::uint16_t time; // ms of TAI since 2004, mod 65 536
  std::uint8_t station_type;
  ReferencePosition position;
  std::uint8_t container; // kHighFrequency
  HighFrequency high;
  std::optional<LowFrequency> low;
  std::optional<Special> special;
};
template <class C>
void describe(C& c, Cam& v) {
  c.object("header", v.header);
  c.integer("generationDeltaTime", v.time, range<0, 65'535>);
  c.begin(true, v.low, v.special);
  bool const more = c.begin(true);
  c.integer("stationType", v.station_type, range<0, 255>);
  c.object("referencePosition", v.position);
  c.end(more);
  if (!c.extensible_choice("highFrequencyContainer", v.container, kHighFrequency) || v.container != 0) return;
  c.object("highFrequency", v.high);
  c.object("lowFrequency", v.low);
  c.object("special", v.special);
}

} // namespace dalian::v2x::etsi
