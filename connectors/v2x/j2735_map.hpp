#pragma once
// MapData of SAE J2735 (2016 and later) as far as its intersections; road segments and what follows them are skipped.
#include "connectors/v2x/j2735_common.hpp"

namespace dalian::v2x::j2735 {

inline constexpr Names<8> kLayer{"none",      "mixedContent",       "generalMapData",  "intersectionData",
                                 "curveData", "roadwaySectionData", "parkingAreaData", "sharedLaneData"};
inline constexpr Names<12> kSpeedLimit{"unknown",
                                       "maxSpeedInSchoolZone",
                                       "maxSpeedInSchoolZoneWhenChildrenArePresent",
                                       "maxSpeedInConstructionZone",
                                       "vehicleMinSpeed",
                                       "vehicleMaxSpeed",
                                       "vehicleNightMaxSpeed",
                                       "truckMinSpeed",
                                       "truckMaxSpeed",
                                       "truckNightMaxSpeed",
                                       "vehiclesWithTrailersMinSpeed",
                                       "vehiclesWithTrailersMaxSpeed"};
inline constexpr Names<8> kLaneType{"vehicle", "crosswalk", "bikeLane",       "sidewalk",
                                    "median",  "striping",  "trackedVehicle", "parking"};
// Node and segment attributes are kept as numbers.
inline constexpr Names<12> kNodeAttribute{
    "reserved",        "stopLine",     "roundedCapStyleA",     "roundedCapStyleB",
    "mergePoint",      "divergePoint", "downstreamStopLine",   "downstreamStartNode",
    "closedToTraffic", "safeIsland",   "curbPresentAtStepOff", "hydrantPresent"};
inline constexpr Names<7> kLaneData{"pathEndPointAngle",
                                    "laneCrownPointCenter",
                                    "laneCrownPointLeft",
                                    "laneCrownPointRight",
                                    "laneAngle",
                                    "speedLimits",
                                    "regional"};
inline constexpr Names<2> kNodeList{"nodes", "computed"};

struct SpeedLimit {
  std::uint8_t type;
  std::uint16_t speed;
};
template <class C>
void describe(C& c, SpeedLimit& v) {
  c.extensible_enumeration("type", v.type, kSpeedLimit);
  c.integer("speed", v.speed, kSpeed);
}

struct LaneData {
  std::uint8_t kind;
  std::int16_t value;
  std::vector<SpeedLimit> limits;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, LaneData& v) {
  if (!c.extensible_choice("kind", v.kind, kLaneData)) return;
  if (v.kind == 0) c.integer("value", v.value, range<-150, 150>);
  if (v.kind >= 1 && v.kind <= 3) c.integer("value", v.value, range<-128, 127>);
  if (v.kind == 4) c.integer("value", v.value, range<-180, 180>);
  if (v.kind == 5) c.list("limits", v.limits, range<1, 9>);
  if (v.kind != 6) return;
  if (!v.regional) v.regional.emplace(); // describe() prints and writes too: it keeps what was read
  c.regional("regional", v.regional);
}

struct NodeAttributes {
  std::optional<std::vector<std::uint8_t>> local, disabled, enabled;
  std::optional<std::vector<LaneData>> data;
  std::optional<std::int16_t> width_change, elevation_change; // cm, 0.1 m
  std::optional<Regional> regional;
};
/// SegmentAttributeXY has 38 values before its `...`.
inline constexpr Names<38> kSegmentAttribute = [] {
  Names<38> names{};
  names.fill("segment");
  return names;
}();
template <class C>
void describe(C& c, NodeAttributes& v) {
  bool const more =
      c.begin(true, v.local, v.disabled, v.enabled, v.data, v.width_change, v.elevation_change, v.regional);
  c.enumerations("localNode", v.local, range<1, 8>, kNodeAttribute);
  c.enumerations("disabled", v.disabled, range<1, 8>, kSegmentAttribute);
  c.enumerations("enabled", v.enabled, range<1, 8>, kSegmentAttribute);
  c.list("data", v.data, range<1, 8>);
  c.integer("dWidth", v.width_change, range<-512, 511>);
  c.integer("dElevation", v.elevation_change, range<-512, 511>);
  c.regional("regional", v.regional);
  c.end(more);
}

/// x east and y north of the node before it, in cm; of the reference point for the first. kind 6: degrees × 10⁷.
struct Node {
  std::uint8_t kind; // 0…5: offsets of 10…16 bits, 6: longitude and latitude, 7: of a region
  std::int32_t x, y;
  std::optional<NodeAttributes> attributes;
};
template <class C>
void describe(C& c, Node& v) {
  constexpr std::array<unsigned, 6> kWidth{10, 11, 12, 13, 14, 16};
  bool const more = c.begin(true, v.attributes);
  c.integer("delta", v.kind, range<0, 7>);
  if (v.kind < 6) {
    c.signed_integer("x", v.x, kWidth[v.kind]);
    c.signed_integer("y", v.y, kWidth[v.kind]);
  } else if (v.kind == 6) {
    c.integer("lon", v.x, kLongitude);
    c.integer("lat", v.y, kLatitude);
  } else {
    c.region("regional");
  }
  c.object("attributes", v.attributes);
  c.end(more);
}

struct ComputedLane {
  std::uint8_t reference;
  std::uint8_t x_large, y_large;
  std::int32_t x, y; // cm
  std::optional<std::uint16_t> rotation;
  std::optional<std::int16_t> scale_x, scale_y;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, ComputedLane& v) {
  bool const more = c.begin(true, v.rotation, v.scale_x, v.scale_y, v.regional);
  c.integer("referenceLaneId", v.reference, range<0, 255>);
  c.integer("offsetXaxisLarge", v.x_large, range<0, 1>);
  v.x_large != 0 ? c.integer("offsetXaxis", v.x, range<-32'767, 32'767>)
                 : c.integer("offsetXaxis", v.x, range<-2047, 2047>);
  c.integer("offsetYaxisLarge", v.y_large, range<0, 1>);
  v.y_large != 0 ? c.integer("offsetYaxis", v.y, range<-32'767, 32'767>)
                 : c.integer("offsetYaxis", v.y, range<-2047, 2047>);
  c.integer("rotateXY", v.rotation, kHeading);
  c.integer("scaleXaxis", v.scale_x, range<-2048, 2047>);
  c.integer("scaleYaxis", v.scale_y, range<-2048, 2047>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct LaneAttributes {
  BitField direction, shared; // direction: ingress, egress
  std::uint8_t type;          // kLaneType
  BitField of_type;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, LaneAttributes& v) {
  c.begin(false, v.regional);
  c.bit_string("directionalUse", v.direction, 2);
  c.bit_string("sharedWith", v.shared, 10);
  if (c.extensible_choice("laneType", v.type, kLaneType)) {
    if (v.type == 0)
      c.extensible_bit_string("laneTypeBits", v.of_type, 8);
    else
      c.bit_string("laneTypeBits", v.of_type, 16);
  }
  c.regional("regional", v.regional);
}

struct Connection {
  std::uint8_t lane;
  std::optional<BitField> maneuver;
  std::optional<IntersectionId> remote;
  std::optional<std::uint8_t> signal_group, user_class, id;
};
struct ConnectingLane {
  Connection& of;
};
template <class C>
void describe(C& c, ConnectingLane& v) {
  c.begin(false, v.of.maneuver);
  c.integer("lane", v.of.lane, range<0, 255>);
  c.bit_string("maneuver", v.of.maneuver, 12);
}
template <class C>
void describe(C& c, Connection& v) {
  c.begin(false, v.remote, v.signal_group, v.user_class, v.id);
  ConnectingLane lane{v};
  c.object("connectingLane", lane);
  c.object("remoteIntersection", v.remote);
  c.integer("signalGroup", v.signal_group, range<0, 255>);
  c.integer("userClass", v.user_class, range<0, 255>);
  c.integer("connectionID", v.id, range<0, 255>);
}

struct Lane {
  std::uint8_t id;
  std::optional<std::string> name;
  std::optional<std::uint8_t> ingress, egress;
  LaneAttributes attributes;
  std::optional<BitField> maneuvers;
  std::uint8_t node_list; // kNodeList
  std::vector<Node> nodes;
  ComputedLane computed;
  std::optional<std::vector<Connection>> connections;
  std::optional<std::vector<std::uint8_t>> overlays;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, Lane& v) {
  bool const more = c.begin(true, v.name, v.ingress, v.egress, v.maneuvers, v.connections, v.overlays, v.regional);
  c.integer("laneID", v.id, range<0, 255>);
  c.text("name", v.name, range<1, 63>);
  c.integer("ingressApproach", v.ingress, range<0, 15>);
  c.integer("egressApproach", v.egress, range<0, 15>);
  c.object("laneAttributes", v.attributes);
  c.bit_string("maneuvers", v.maneuvers, 12);
  if (c.extensible_choice("nodeList", v.node_list, kNodeList)) {
    if (v.node_list == 0)
      c.list("nodes", v.nodes, range<2, 63>);
    else
      c.object("computed", v.computed);
  }
  c.list("connectsTo", v.connections, range<1, 16>);
  c.numbers("overlays", v.overlays, range<1, 5>, range<0, 255>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct SignalControlZone {};
template <class C>
void describe(C& c, SignalControlZone&) {
  bool const more = c.begin(true);
  c.region("zone");
  c.end(more);
}

struct Intersection {
  std::optional<std::string> name;
  IntersectionId id;
  std::uint8_t revision;
  Position3D reference;
  std::optional<std::uint16_t> lane_width; // cm
  std::optional<std::vector<SpeedLimit>> limits;
  std::vector<Lane> lanes;
  std::optional<std::vector<SignalControlZone>> zones;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, Intersection& v) {
  bool const more = c.begin(true, v.name, v.lane_width, v.limits, v.zones, v.regional);
  c.text("name", v.name, range<1, 63>);
  c.object("id", v.id);
  c.integer("revision", v.revision, range<0, 127>);
  c.object("refPoint", v.reference);
  c.integer("laneWidth", v.lane_width, range<0, 32'767>);
  c.list("speedLimits", v.limits, range<1, 9>);
  c.list("laneSet", v.lanes, range<1, 255>);
  c.list("preemptPriorityData", v.zones, range<1, 32>);
  c.regional("regional", v.regional);
  c.end(more);
}

struct MapData {
  std::optional<std::uint32_t> minute_of_year;
  std::uint8_t revision;
  std::optional<std::uint8_t> layer, layer_id;
  std::optional<std::vector<Intersection>> intersections;
  std::optional<Unread> road_segments, parameters, restrictions;
  std::optional<Regional> regional;
};
template <class C>
void describe(C& c, MapData& v) {
  c.begin(true, v.minute_of_year, v.layer, v.layer_id, v.intersections, v.road_segments, v.parameters, v.restrictions,
          v.regional);
  c.integer("timeStamp", v.minute_of_year, range<0, 527'040>);
  c.integer("msgIssueRevision", v.revision, range<0, 127>);
  c.extensible_enumeration("layerType", v.layer, kLayer);
  c.integer("layerID", v.layer_id, range<0, 100>);
  c.list("intersections", v.intersections, range<1, 32>);
}

} // namespace dalian::v2x::j2735
