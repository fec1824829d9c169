#pragma once
// What synth.toml says: kinds of ships, lanes, quays, calls, anchorages, fishing grounds, aids and road vehicles, as
// plain tables with WGS-84 places in the file's own units (its comments explain them). Reading checks every field.
#include "connectors/synth/day_story.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dalian::synth {

struct ShipSize {
  double length_m = 0, beam_m = 0, draught_m = 0; // draught when laden
};

struct ShipKind {
  std::string id;
  int ship_type = 0; // ITU-R M.1371
  bool class_b = false;
  std::vector<ShipSize> sizes;
  double cruise_kn = 0;
  double turn_rate_dpm = 0; // degrees a minute at most
  double bow_share = 0.75;  // antenna to bow, of the length
  std::vector<std::string> names;
};

/// What every group of vessels has.
struct Group {
  std::string id, kind;
  std::uint32_t mmsi = 0; // of the first; the next ones count up
  int count = 0;
  std::string destination;
  int first_size = 0, last_size = -1; // of the kind's sizes; −1 = the last
};

/// Two-way fairway: ships keep to starboard of the centre line and turn round at both ends.
struct Lane {
  std::string id;
  std::vector<GeoPoint> points;
  double width_m = 0;                           // between the two directions
  std::vector<double> speed_kn;                 // limit of each leg
  double first_stop_min = 0, last_stop_min = 0; // at the ends, for ferries
};

struct Voyage : Group {
  std::string lane;
  double phase = 0; // 0…1 of the round trip at the start, of the first vessel
};

struct Quay : Group {
  GeoPoint from, to; // its face; the water lies to the left of the way from → to
  double gap_m = 0;  // between neighbours, on average
  double from_m = 0; // free face before the first ship
};

/// One ship that comes to a berth every day at the hours that day.toml gives to the call of that id.
struct Call : Group {
  std::string lane, quay;
  double berth_m = 0;       // from the quay's `from` to the middle of the hull
  bool turns_first = false; // off the berth before she goes alongside, bow out; else when she leaves
  std::string next_destination;
  ShipCall hours;
};

struct Anchorage : Group {
  GeoPoint first;
  double spacing_m = 0; // of a square grid, easting first
  int columns = 1;
  double heading_deg = 0; // true: into wind and tide
};

struct Ground : Group {
  GeoPoint centre;
  double radius_m = 0;
  double loop_m = 0; // size of one vessel's round
  double speed_kn = 0;
  bool working = true; // fishing or towing: its nav status says so
};

struct Aid {
  std::string name;
  std::uint32_t mmsi = 0;
  int type = 0; // 0 = base station, else ITU-R M.1371 table 74
  GeoPoint position;
};

struct RoadGroup {
  std::string id, route, vehicle_type;
  int count = 0;
  double lane_offset_m = 0; // right of the centre line
  double speed_kmh = 0;
  int mode = 0; // 0 manual, 1 automated, 2 remote
  double length_m = 0, width_m = 0;
  int platoon = 1;   // vehicles in one platoon
  double gap_m = 15; // between them
  int signals = 0;   // along the route, evenly spaced
  double phase = 0;
};

struct FleetPlan {
  std::vector<ShipKind> kinds;
  std::vector<Lane> lanes;
  std::vector<Voyage> voyages;
  std::vector<Quay> quays;
  std::vector<Call> calls;
  std::vector<Anchorage> anchorages;
  std::vector<Ground> grounds;
  std::vector<Aid> aids;
  std::vector<RoadGroup> road_groups;
  double utc_offset_s = 0; // of the clock that calls go by
};

/// The error names the file, the table and the field. Calls take their hours from day.toml beside the file, which must
/// be there only when there are calls.
Result<FleetPlan> read_fleet_plan(std::filesystem::path const& file);
Result<FleetPlan> parse_fleet_plan(std::string_view toml, std::string_view file_name, DayStory const& story = {});

} // namespace dalian::synth
