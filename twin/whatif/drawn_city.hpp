#pragma once
// The buildings of the picture, which no edit put there: modelled from the uses of the base's parcels. They shade and
// have roofs as planned ones do, for as long as their parcel is as the base has it and nothing is planned in their
// place.
#include "twin/plan/polygon.hpp"
#include "twin/whatif/engine.hpp"

#include <memory>

namespace dalian::whatif {

struct DrawnBuilding {
  std::string id, parcel; // of the base
  plan::MapRing ring;     // counter-clockwise
  double top_m = 0;       // above the ground at it
  ContentHash hash;       // of ring and top
};

/// By id.
struct DrawnCity {
  std::vector<DrawnBuilding> buildings;
  std::map<std::string, ContentHash, std::less<>> parcel_was; // of those that carry a building, as `parcel_hash` has it
  ContentHash hash;
};

/// What decides whether the buildings of a parcel still stand: outline and use.
ContentHash parcel_hash(plan::Entity const& parcel);

/// A building as a baker places it: where its middle is on no parcel it is left out.
struct PlacedBuilding {
  std::string id;
  plan::MapRing ring;
  double top_m = 0;
};
DrawnCity drawn_city(std::vector<PlacedBuilding> placed, plan::Layout const& base);

} // namespace dalian::whatif
