#pragma once
// Where a picture is taken from, and how it is moved: orbit, pan, fly. Map metres (UTM 51N east, north; up above mean
// sea level) in doubles; angles in radians, headings clockwise from grid north. Knows no GPU.
#include "twin/view/city_view.hpp"

#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>
#include <optional>

namespace dalian::scene {

struct Camera {
  glm::dvec3 position{};
  double heading_rad = 0;
  double pitch_rad = 0; // above the horizon; looking down is negative; −π/2 < pitch < π/2
  double vertical_field_rad = 0.6;
  bool operator==(Camera const&) const = default;
};

struct CameraAxes {
  glm::dvec3 right, up, forward; // unit
};
CameraAxes axes_of(Camera const& camera);

inline constexpr double kNearPlane_m = 1.0;
inline constexpr double kLowestEye_m = 2.0; // above the ground or the sea

/// Metres relative to the eye → clip space as Vulkan has it (y down), reversed z, far plane at infinity:
/// depth = near / distance along the view. `aspect` is width over height.
glm::dmat4 view_projection(Camera const& camera, double aspect, double near_m = kNearPlane_m);

/// Direction of unit length through a point of the picture; x, y in −1…1, x right, y down.
glm::dvec3 ray_through(Camera const& camera, double aspect, double x, double y);

/// Where a ray from the eye first meets the ground or the sea, within `reach_m`; steps grow with distance, then it is
/// narrowed to 0.1 m.
std::optional<glm::dvec3> ground_hit(Camera const& camera, glm::dvec3 direction, view::Terrain const& terrain,
                                     double reach_m = 200e3);

/// The camera at `distance_m` from `target` that looks at it.
Camera looking_at(glm::dvec3 target, double distance_m, double heading_rad, double pitch_rad, double field_rad);

/// Turns about `target`; the pitch stays between −89° and −2°, the distance as it is.
Camera orbited(Camera const& camera, glm::dvec3 target, double turn_rad, double tilt_rad);

/// Nearer to `target` (factor < 1) or farther, between 5 m and 400 km.
Camera zoomed(Camera const& camera, glm::dvec3 target, double factor);

/// Moves over the ground so that what was at `from` comes to lie at `to` (both on the ground).
Camera panned(Camera const& camera, glm::dvec3 from, glm::dvec3 to);

/// Flies: metres along its level heading, to its right, up.
Camera flown(Camera const& camera, double forward_m, double right_m, double up_m);

/// Lifted, if need be, to `clearance_m` above the ground or the sea.
Camera above_ground(Camera camera, view::Terrain const& terrain, double clearance_m = kLowestEye_m);

/// Difference of two angles, −π…π.
double shortest_turn(double from_rad, double to_rad);

} // namespace dalian::scene
