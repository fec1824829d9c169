#pragma once
// Fields computed from the baked city: density of building, heights, uses, ground and shore. Pure functions; what they
// say is modelled, because the layout is. Knows no model: what a placement is as a building is given.
#include "twin/view/city_view.hpp"
#include "twin/view/field.hpp"
#include "twin/view/parcel_map.hpp"

namespace dalian::view {

/// One placement as a building or structure; footprint 0: it is neither, but a tree, a car, a lamp.
struct BuildingFacts {
  float height_m = 0, footprint_m2 = 0;
  float storeys = 0; // 0: a structure without floors
  float floor_m2() const { return footprint_m2 * storeys; }
};

struct CityFacts {
  City const& city;
  ParcelMap const& parcels;
  std::vector<BuildingFacts> const& buildings; // one per placement
};

/// Floor area over the parcel's area, per parcel with buildings and on these. Noise floor: half a storey on every
/// building.
Field floor_area_ratio(CityFacts const& facts);
/// Buildings and structures by their own height; parcels by the mean of theirs, weighted by footprint.
Field building_height(CityFacts const& facts);
/// Parcels and their buildings by class of use.
Field land_use(CityFacts const& facts);
/// Height above mean sea level of what is land.
Field elevation(Terrain const& terrain);
/// Distance over land from the nearest sea, from the window's grid.
Field shore_distance(Terrain const& terrain);

/// The classes of land use, as keys of words.
std::vector<std::string> const& use_classes();
/// Index in use_classes(); the last one, "other", for a use that no class lists.
std::uint32_t use_class_of(std::string_view use);

} // namespace dalian::view
