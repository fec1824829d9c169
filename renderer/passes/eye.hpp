#pragma once
// Where a picture is taken from, in map metres (doubles), and the matrices that follow. Knows no GPU.
#include <glm/glm.hpp>

namespace dalian::passes {

struct Eye {
  glm::dvec3 position{};           // UTM 51N east, north; up above mean sea level; metres
  double heading_rad = 0;          // clockwise from grid north
  double pitch_rad = 0;            // above the horizon; looking down is negative; −π/2 < pitch < π/2
  double vertical_field_rad = 0.6; // of the whole picture
  // Where one draws a part of a larger picture, a tile or a screen of a wall: where the part begins, from the top left,
  // and the size of the whole; 0 × 0: the picture is the whole. A part may reach beyond it.
  glm::ivec2 part_px{};
  glm::uvec2 whole_px{};
  bool operator==(Eye const&) const = default;
};

/// Of the picture that `size_px` is, or is a part of.
glm::uvec2 whole_size(Eye const& eye, glm::uvec2 size_px);
/// The same eye on the whole picture.
Eye whole_eye(Eye eye);
/// Of one pixel at the whole picture's middle.
double pixel_angle_rad(Eye const& eye, glm::uvec2 size_px);

inline constexpr float kNear_m = 1.0f;

/// The eye's axes scaled so that the ray of a pixel is forward + ndc.x · right + ndc.y · up; forward is at 1 from the
/// eye along the view, through the middle of the picture or part.
struct EyeRays {
  glm::vec3 right, up, forward;
};

/// `jitter` in pixels, −0.5…0.5, moves the sample inside its pixel.
EyeRays eye_rays(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter = {});

/// Camera-relative metres → clip: reversed z with the far plane at infinity (depth = near / distance), y up.
glm::mat4 view_projection(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter = {});

/// Left, right, bottom, top planes of the picture's pyramid, relative; inside where dot(xyz, p) + w ≥ 0.
void side_planes(EyeRays const& rays, glm::vec4 planes[4]);

/// The i-th of the sub-pixel positions of a still picture: Halton (2, 3), −0.5…0.5, the first at the middle.
glm::vec2 jitter_of(unsigned i);

} // namespace dalian::passes
