#pragma once
// The camera as labels and picking need it: map metres to pixels and back. Made from the scene's camera by
// renderer/app. Map frame: x east, y north, z up, metres (doubles); pixels from the top left.
#include "twin/base/geo.hpp"
#include "twin/view/city_view.hpp"

#include <glm/glm.hpp>
#include <optional>

namespace dalian::ui {

struct ScreenPoint {
  float x = 0, y = 0;    // pixels; may lie outside the picture
  double distance_m = 0; // from the eye
};

struct ViewFrustum {
  glm::dvec3 eye{};
  glm::dmat4 view_projection{1}; // of coordinates relative to the eye; clip y down as Vulkan, any depth convention
  int width = 0, height = 0;     // pixels

  /// Nothing for a point behind the eye.
  std::optional<ScreenPoint> project(glm::dvec3 map) const;
  /// Pixels per metre seen square on from 1 m away.
  double focal_px() const;
  /// Unit direction through a pixel.
  glm::dvec3 ray(double x_px, double y_px) const;
  /// Where the ray through a pixel meets the plane z = `up_m`, nothing when it never does.
  std::optional<glm::dvec3> on_plane(double x_px, double y_px, double up_m = 0) const;
};

/// How far an eye sees between houses: 500 m at 5 m above the ground, farther than any mark from 75 m on. What stands
/// beyond would be named through walls.
double sight_in_street_m(double above_ground_m);

/// True when the ground rises above the straight line from `eye` to `target` by more than `tolerance_m`. Samples the
/// terrain at steps that grow with distance, so a small hill far from both ends may be missed. True too for what lies
/// beyond sight_in_street_m of an eye on land.
bool hidden_by_terrain(view::Terrain const& terrain, glm::dvec3 eye, glm::dvec3 target, double tolerance_m = 4);

} // namespace dalian::ui
