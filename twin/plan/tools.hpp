#pragma once
// What a planner does, as edits: each tool is a pure function of a site and its arguments. It comes to edits that apply
// there and that undo to the same bytes, or it refuses, with a finding that names entity, field and remedy. `fields`
// may give any further field of what is added.
#include "twin/plan/draft.hpp"

#include <span>

namespace dalian::plan {

// --- land (tools_land.cpp, tools_parcel.cpp)

/// A rectangle about `at`, its length along the bearing (degrees clockwise from true north).
struct Footprint {
  MapPoint at;
  double length_m = 0, width_m = 0, bearing_deg = 0;
};
MapRing ring_of(Footprint const& footprint);

/// Refused in the sea, off every parcel, over a parcel's edge, on a road, over another building.
Draft place_building(Site const& site, MapRing const& ring, Fields fields);
/// Of layers plant, generator, storage, hydrogen, tank, sensor: refused in the sea and, but for a sensor, off every
/// parcel. What can have a bus and is not told one gets the nearest.
Draft place(Site const& site, Layer layer, MapPoint at, Fields fields);
/// Takes a building, a point or an area elsewhere, with the hazards of a plant or hydrogen works; the same refusals.
Draft move_to(Site const& site, Layer layer, std::string const& id, MapPoint to);
/// About its middle, clockwise; the same refusals. Not of points.
Draft turn(Site const& site, Layer layer, std::string const& id, double degrees);

/// Clockwise about a place, then on by a way.
struct Motion {
  MapPoint about;
  double degrees = 0, east_m = 0, north_m = 0;
};
MapPoint moved(MapPoint p, Motion const& motion);
MapLine all_moved(MapLine line, Motion const& motion);
/// What move_to() moves, with others by one motion: outlines turn, points are taken along; the same refusals.
Draft carry(Site const& site, Layer layer, std::string const& id, Motion const& motion);
/// A building by so many storeys (below 0: lower). Its height goes with them: each is as high as they were, or
/// `storey_m` where no height is told. Refused outside the ranges of the schema.
Draft raise(Site const& site, std::string const& id, int storeys, double storey_m);
/// Whatever it is; what names it is left as it was.
Draft take_away(Site const& site, Layer layer, std::string const& id);
/// Along a line across it. The largest part keeps the id; what stood on the parcel stands on the part under it.
Draft split_parcel(Site const& site, std::string const& id, MapLine const& line);
/// The first keeps its id. Refused when they do not touch, lie in two zones, or differ in use and `use` is "".
Draft join_parcels(Site const& site, std::vector<std::string> const& ids, std::string const& use);

// --- roads (tools_road.cpp)

/// Ends snap to a junction within 30 m, else to a road within 30 m; crossed roads are divided there, as all roads are
/// where they meet. Refused across the sea (unless tunnel_or_bridge) and through a building.
Draft draw_road(Site const& site, MapLine line, Fields fields);
/// lanes, speed_kmh, direction, width_m, class, … of a road. It is widened where its lanes need it.
Draft change_road(Site const& site, std::string const& id, Fields const& fields);

struct Closing {
  std::vector<std::string> roads;                // by id,
  std::string road_class, zone;                  // or all of a class, in a zone or ("") everywhere
  bool trucks_only = false, opens_again = false; //
};
Draft close_roads(Site const& site, Closing const& closing);
/// At the junction within 30 m, which has three arms or more.
Draft add_signal(Site const& site, MapPoint at, Fields fields);

// --- lines (tools_line.cpp)

/// Stops within 30 m of a point are used, others made at the nearest street within 100 m; the line runs the shortest
/// way along open streets in their directions.
Draft add_bus_line(Site const& site, MapLine const& stops, Fields fields);
/// For connected cars: along streets as a bus line runs, or freely.
Draft add_corridor(Site const& site, MapLine const& points, bool along_streets, Fields fields);
/// A pipe, gas pipe or feeder elsewhere: its ends take the nodes of their network within 50 m, valves and pumps stay on
/// it. Refused where an end that had a node finds none.
Draft reroute(Site const& site, Layer layer, std::string const& id, MapLine line);

} // namespace dalian::plan
