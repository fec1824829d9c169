#pragma once
// How a carriageway is divided: median, lanes, cycle strip, footway. One rule from a route's class and width, for all
// who draw it, drive on it or set things beside it. Metres from the axis; traffic keeps to the right.
#include "twin/layout/city.hpp"

namespace dalian::layout {

/// The same on both sides of the axis.
struct StreetProfile {
  double half_m = 0;   // of the carriageway
  double median_m = 0; // half-width of the planted or paved middle; 0 = a line
  int lanes = 1;       // each way; of the whole carriageway where it is one-way
  double lane_m = 3.5;
  double shoulder_m = 0; // hard shoulder beside the lanes
  double cycle_m = 0;    // strip at the kerb
  double footway_m = 0;  // behind a kerb; 0 = a country road without one
  bool one_way = false;  // a closed track

  /// Middle of a lane from the axis; lane 0 is the one nearest to it.
  double lane_middle_m(int lane) const { return (one_way ? -half_m : median_m) + (lane + 0.5) * lane_m; }
};

constexpr double kKerb_m = 0.15;      // height
constexpr double kLampSpacing_m = 32; // along each side, the sides in turn
constexpr double kLampFromKerb_m = 0.8;
constexpr double kLeastLit_m = 7.8; // a narrower street has no lamps

bool is_street(RouteClass kind);                  // wheels on tarmac that meet at grade: roads and streets
bool is_path(Route const& route);                 // for people on foot: paved, no lanes
bool is_track(Route const& route);                // a closed street: for tests, one way
bool has_lamps(Route const& route);               // along it; a works' own roads, paths and tracks have none
StreetProfile street_profile(Route const& route); // of roads, streets and expressways

} // namespace dalian::layout
