#pragma once
// Puts models on free, dry, even ground: nothing in the sea, on a carriageway, through a neighbour or on a cliff.
// A request that does not fit is refused and counted by reason.
#include "tools/bake/city/geometry.hpp"
#include "tools/bake/city/model_sizes.hpp"
#include "twin/base/counters.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dalian::bake {

/// A rectangle on the map: `half_width_m` across, `half_length_m` along its heading.
struct Footprint {
  MapPoint centre;
  double heading_rad = 0, half_width_m = 0, half_length_m = 0;
  MapPoint forward() const { return along_bearing(heading_rad); }
  MapPoint right() const { return right_of(forward()); }
  std::vector<MapPoint> corners() const;
};
/// What a model takes of the ground at a place.
Footprint footprint_at(ModelSize const& size, MapPoint at, double heading_rad, double scale_x, double scale_y);
bool overlap(Footprint const& a, Footprint const& b, double clearance_m);
bool crosses(Footprint const& box, MapPoint a, MapPoint b, double clearance_m);

/// What stands and runs where, by cells of 150 m.
class SiteIndex {
 public:
  void add_route(layout::Route const& route);
  void add(Footprint const& box);
  bool hits_route(Footprint const& box, double clearance_m) const;
  bool hits_box(Footprint const& box, double clearance_m) const;

 private:
  struct Segment {
    MapPoint a, b;
    double half_width_m;
  };
  template <class Visit>
  bool any_cell(Footprint const& box, double margin_m, Visit&& visit) const;

  std::vector<Segment> segments_;
  std::vector<Footprint> boxes_;
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> segment_cells_, box_cells_;
};

struct PlaceRequest {
  std::string prefix, model, zone; // id becomes "prefix/model/0001"
  MapPoint at;
  double heading_rad = 0;
  double scale[3] = {1, 1, 1};
  std::uint32_t tint = 0xffffffff;
  double clearance_m = 4; // to neighbours and kerbs
  double most_rise_m = 3; // over the footprint
  bool offshore = false;  // stands in the sea instead
  double least_depth_m = 4;
  bool spans = false;     // stands over its neighbours, as a yard crane does
  bool joins = false;     // may touch what stands there, as the pieces of one rack do
  bool over_road = false; // high enough for what drives below: see stands_over_roads
};

/// Models that clear a carriageway by 6 m, but for the feet at both ends of a span.
bool stands_over_roads(std::string_view model);
/// Models that are built for the water: turbines, jetties.
bool stands_in_water(std::string_view model);

class Placer {
 public:
  Placer(ModelSizes const& sizes, layout::Terrain const& terrain, SiteIndex& sites)
      : sizes_(sizes), terrain_(terrain), sites_(sites) {}

  bool place(PlaceRequest const& request);
  /// Why the last request was refused; "placed" if it was not.
  std::string const& last_outcome() const { return last_outcome_; }
  Footprint footprint_of(PlaceRequest const& request) const;
  bool on_route(Footprint const& box, double clearance_m) const { return sites_.hits_route(box, clearance_m); }
  layout::Terrain const& terrain() const { return terrain_; }
  ModelSize const& size_of(std::string const& model) const { return sizes_.at(model); }

  std::vector<layout::Placement> placements;
  std::vector<Footprint> pads; // footprints that the ground is levelled under, as in placements
  Counters outcomes;           // "placed", "in water", "on a route", "taken", "too steep"

 private:
  ModelSizes const& sizes_;
  layout::Terrain const& terrain_;
  SiteIndex& sites_;
  std::map<std::string, int, std::less<>> serials_;
  std::string last_outcome_;
};

/// Levels the ground of the detail grids under every footprint longer than 25 m and eases it out over 18 m.
void grade_pads(Placer const& placer, layout::Terrain& terrain);

/// Heights of all placements but those offshore from the ground, after it was last changed.
void stand_on_ground(std::vector<layout::Placement>& placements, layout::Terrain const& terrain);

} // namespace dalian::bake
