#pragma once
// The modelled ground: heights from shore distance, patches of hills, pinned peaks and noise; sea floor from shore
// distance. A modelled landscape, not a survey: h = (1 − exp(−d/D)) · (plain + hills + Σ e exp(−(r/s)²)).
#include "tools/bake/city/distance_grid.hpp"
#include "tools/bake/city/landscape.hpp"

#include <vector>

namespace dalian::bake {

/// Shore distances over the whole window, kept for what lies beyond a detail grid's own reach.
struct ShoreField {
  GridFrame frame;
  std::vector<float> raw_m;  // signed distance to the smoothed GSHHG shore
  std::vector<float> soft_m; // the same, blurred over 400 m: no creases where two shores are equally far
};
ShoreField make_shore_field(GridFrame const& frame, std::vector<Ring> const& land);

/// Shore distance and height at the samples of one grid.
struct GroundGrid {
  GridFrame frame;
  std::vector<float> shore_m; // signed, with reclamations and wiggles: what heights were made from
  std::vector<float> height_m;
};

class Ground {
 public:
  Ground(Sources const& sources, Country const& country, std::vector<Ring> const& land, ShoreField const& shore)
      : sources_(sources), country_(country), land_(land), shore_(shore) {}

  /// Exact shore inside the frame; peaks are pinned to their heights as the grid itself samples them.
  GroundGrid make(GridFrame const& frame) const;

 private:
  struct Character; // of the country at one point
  Character character_at(MapPoint p) const;
  double shore_at(MapPoint p, double natural_m, double spacing_m) const;
  double land_height_m(MapPoint p, double shore_m, Character const& c) const;
  double sea_depth_m(MapPoint p, double off_m, Character const& c) const;
  double made_ground_m(MapPoint p, double height_m, double spacing_m) const;
  double graded_m(MapPoint p, double height_m, double shore_m) const;
  void pin_peaks(GroundGrid& grid) const;

  Sources const& sources_;
  Country const& country_;
  std::vector<Ring> const& land_;
  ShoreField const& shore_;
};

} // namespace dalian::bake
