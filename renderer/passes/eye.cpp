#include "renderer/passes/eye.hpp"

#include <cmath>

namespace dalian::passes {
namespace {

struct Axes {
  glm::dvec3 right, up, forward;
};

Axes axes_of(Eye const& eye) {
  double const sh = std::sin(eye.heading_rad), ch = std::cos(eye.heading_rad);
  double const sp = std::sin(eye.pitch_rad), cp = std::cos(eye.pitch_rad);
  glm::dvec3 const forward{sh * cp, ch * cp, sp};
  glm::dvec3 const right{ch, -sh, 0};
  return {right, glm::cross(right, forward), forward};
}

/// What a pixel of the picture, or of its part, sees.
struct Lens {
  double tan_h, tan_v; // half of what is drawn
  glm::dvec2 aside;    // of its middle from the view's, in ndc, y up
};

/// A part is the whole with all samples moved aside, as jitter does by less than a pixel.
Lens lens_of(Eye const& eye, glm::uvec2 size_px, glm::dvec2 jitter) {
  glm::dvec2 const size(size_px), whole(whole_size(eye, size_px));
  double const tan_v = std::tan(eye.vertical_field_rad / 2) * (size.y / whole.y);
  glm::dvec2 const moved = glm::dvec2(eye.part_px) + (size - whole) / 2.0 + jitter;
  // A sample moved by (x, y) pixels (y down) sees the ray of ndc + 2 · moved / size.
  return {tan_v * size.x / size.y, tan_v, {2 * moved.x / size.x, -2 * moved.y / size.y}};
}

double halton(unsigned index, unsigned base) {
  double f = 1, r = 0;
  for (; index > 0; index /= base) {
    f /= base;
    r += f * (index % base);
  }
  return r;
}

} // namespace

glm::uvec2 whole_size(Eye const& eye, glm::uvec2 size_px) {
  return eye.whole_px.x > 0 ? eye.whole_px : size_px;
}

Eye whole_eye(Eye eye) {
  eye.part_px = {};
  eye.whole_px = {};
  return eye;
}

double pixel_angle_rad(Eye const& eye, glm::uvec2 size_px) {
  return 2 * std::tan(eye.vertical_field_rad / 2) / whole_size(eye, size_px).y;
}

EyeRays eye_rays(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter) {
  Axes const a = axes_of(eye);
  Lens const lens = lens_of(eye, size_px, jitter);
  glm::dvec3 const right = a.right * lens.tan_h, up = a.up * lens.tan_v;
  return {glm::vec3(right), glm::vec3(up), glm::vec3(a.forward + right * lens.aside.x + up * lens.aside.y)};
}

glm::mat4 view_projection(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter) {
  Axes const a = axes_of(eye);
  Lens const lens = lens_of(eye, size_px, jitter);
  glm::dvec3 const x = a.right / lens.tan_h - a.forward * lens.aside.x;
  glm::dvec3 const y = a.up / lens.tan_v - a.forward * lens.aside.y;
  glm::mat4 m(0.0f);
  for (int i = 0; i < 3; ++i) {
    m[i][0] = static_cast<float>(x[i]);
    m[i][1] = static_cast<float>(y[i]);
    m[i][3] = static_cast<float>(a.forward[i]);
  }
  m[3][2] = kNear_m;
  return m;
}

void side_planes(EyeRays const& r, glm::vec4 planes[4]) {
  auto plane = [&](glm::vec3 a, glm::vec3 b) { return glm::vec4(glm::normalize(glm::cross(a, b)), 0.0f); };
  glm::vec3 const ll = r.forward - r.right - r.up, lr = r.forward + r.right - r.up;
  glm::vec3 const ul = r.forward - r.right + r.up, ur = r.forward + r.right + r.up;
  planes[0] = plane(ll, ul);
  planes[1] = plane(ur, lr);
  planes[2] = plane(lr, ll);
  planes[3] = plane(ul, ur);
  for (int i = 0; i < 4; ++i)
    if (glm::dot(glm::vec3(planes[i]), r.forward) < 0) planes[i] = -planes[i];
}

glm::vec2 jitter_of(unsigned i) {
  if (i == 0) return {0, 0};
  return {static_cast<float>(halton(i, 2) - 0.5), static_cast<float>(halton(i, 3) - 0.5)};
}

} // namespace dalian::passes
