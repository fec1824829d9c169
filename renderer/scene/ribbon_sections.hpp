#pragma once
// Links of routes into cross sections with the feet of their banks. Map metres.
#include "renderer/scene/ribbons.hpp"
#include "twin/view/streets.hpp"

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace dalian::scene {

using view::Link;

/// One place along a route: where it is and what lies across.
struct Section {
  glm::dvec3 axis;  // on the surface
  glm::dvec2 right; // unit across, times the mitre's stretch
  double along_m;
  double left_foot_m, right_foot_m; // heights of the banks' feet, or of the deck's underside
  double left_out_m, right_out_m;   // how far the feet lie from the axis
  bool bridge;
  double ahead_m = RIBBON_FAR_M, behind_m = RIBBON_FAR_M;
  double median_up_m = 0, hedge_up_m = 0; // above the carriageway
  double hedge_share = 1;                 // of a hedge's full height and width: 0 where there is none
  double bank = 0;                        // metres up a metre to the right; only tracks are banked
};

class Tracer {
 public:
  Tracer(view::Terrain const& terrain, RibbonSettings const& settings) : terrain_(terrain), s_(settings) {}

  /// Sections of a link, from its first to its last place; places that a straight line would give are left out.
  std::vector<Section> sections(view::Route const& route, view::StreetProfile const& profile, Link const& link) const;
  /// Height of the foot of a bank that starts `flat_m` from a point on its edge, and how far out it lies.
  std::pair<double, double> foot(glm::dvec3 edge, glm::dvec2 outward) const;
  RibbonSettings const& settings() const { return s_; }

 private:
  Section section(std::vector<glm::dvec3> const& points, std::size_t i, double flat_m) const;

  view::Terrain const& terrain_;
  RibbonSettings s_;
};

/// Half of what is flat: the carriageway and its footway, or its shoulder.
double flat_half_m(view::StreetProfile const& profile, RibbonSettings const& settings);

} // namespace dalian::scene
