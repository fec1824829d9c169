#pragma once
// The drawn land use of the zones, assets/city/layout_<zone>.geojson: parcels that fill each zone to the street axes,
// and the streets between them. Ours, from the plan's programme; illustrative, no surveyed layout is known.
#include "tools/bake/city/landscape.hpp"
#include "tools/bake/city/streets.hpp"
#include "tools/bake/city/use_table.hpp"

#include <map>
#include <string>
#include <vector>

namespace dalian::bake {

struct LandParcel {
  std::string id, use, zone; // zone: id of the outline it lies in, "huayuankou-east"
  layout::Names names;
  std::string programme; // what of the plan it serves, with the section
  Ring ring;             // to the street axes, counter-clockwise
};

struct LandUse {
  std::vector<LandParcel> parcels;
  std::vector<layout::Route> streets;
};

/// Every parcel is simple and has a known use; the parcels of a zone do not overlap (by more than 100 m²) and fill it
/// within 0.3 %. The error names file and feature.
Result<LandUse> read_land_use(std::filesystem::path const& folder, Sources const& sources, UseTable const& uses);

/// A part of a parcel between the streets that one works, school or yard stands on, in its own axes.
struct Lot {
  layout::Parcel parcel; // as it is shown
  Block block;
};

/// What became of a zone's land, all in m²: Σ parcels net of streets + streets and their footways = zone.
struct ZoneLand {
  double zone_m2 = 0, green_m2 = 0, streets_m2 = 0;
  std::map<std::string, double> net_m2, floor_m2; // by use
};

struct Lots {
  std::vector<Lot> lots;
  std::map<std::string, ZoneLand> land; // by zone outline
};

/// Cuts the parcels along all routes (carriageway and a footway of 5 m) and then into lots of their use's size.
Lots cut_lots(LandUse const& land_use, std::vector<layout::Route> const& routes, UseTable const& uses);

/// Totals per zone and use, floor area and floor-area ratio, as a table.
std::string describe(std::map<std::string, ZoneLand> const& land);

} // namespace dalian::bake
