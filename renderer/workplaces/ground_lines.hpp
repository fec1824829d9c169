#pragma once
// Marks of a workplace that lie on the ground: places, lines and outlines of the map in pixels of a frame. Draws into a
// list that it is given; knows no panel.
#include "renderer/workplaces/workplace.hpp"

#include <vector>

namespace dalian::workplaces {

/// The place on the segment a–b, which may be a point, that is nearest to `p`.
MapPoint nearest_on(MapPoint a, MapPoint b, MapPoint p);
/// On the ellipsoid, not on the map.
double true_distance_m(MapPoint a, MapPoint b);
/// From `p` to a line of one place or more.
double distance_m(std::vector<MapPoint> const& line, MapPoint p);

class GroundLines {
 public:
  GroundLines(Moment const& moment, view::Terrain const& terrain) : moment_(moment), terrain_(terrain) {}

  /// Of the ground, or of the sea's surface.
  double height_m(MapPoint p) const { return std::max(0.0, static_cast<double>(terrain_.height_at(p))); }
  /// Inside the middle of the layout, where no panel is; nothing elsewhere.
  std::optional<ui::ScreenPoint> at(MapPoint p, double above_m = 0) const;
  /// In pieces that follow the ground; where they leave the middle they are left out.
  void line(MapPoint from, MapPoint to, float width_px, ui::Rgba ink, ui::DrawList& over) const;
  void path(std::vector<MapPoint> const& places, float width_px, ui::Rgba ink, ui::DrawList& over) const;
  void outline(std::vector<MapPoint> const& ring, ui::Rgba ink, ui::DrawList& over) const;
  void ring_about(MapPoint middle, double radius_m, ui::Rgba ink, ui::DrawList& over) const;

 private:
  Moment const& moment_;
  view::Terrain const& terrain_;
};

} // namespace dalian::workplaces
