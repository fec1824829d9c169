#pragma once
// What stands beside the streets of the zones: signals and road-side units at junctions, rows of lamps, bus stops.
// Kept off carriageways; where each stands follows from the lines of the streets alone.
#include "tools/bake/city/landscape.hpp"
#include "tools/bake/city/placer.hpp"
#include "twin/layout/street_links.hpp"

namespace dalian::bake {

class StreetFurniture {
 public:
  StreetFurniture(std::vector<layout::Route> const& routes, Sources const& sources, Placer& placer);

  /// A mast beyond the junction for every arm whose traffic has to stop there, road-side units at those of test routes.
  void signals();
  /// Along the streets that have them, the sides in turn, as the light on the road is drawn; smaller ones below 20 m.
  void lamps();
  /// Along the test routes that stay in a zone, about every 420 m.
  void bus_stops();

 private:
  bool put(std::string const& model, MapPoint at, double heading_rad, double size = 1);
  std::string zone_of(MapPoint p) const; // "" outside
  bool on_test_route(MapPoint p, double within_m) const;

  std::vector<layout::Route> const& routes_;
  Sources const& sources_;
  Placer& placer_;
  std::vector<layout::Junction> junctions_;
  std::vector<std::vector<layout::Link>> links_;
};

} // namespace dalian::bake
