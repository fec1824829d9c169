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

double halton(unsigned index, unsigned base) {
  double f = 1, r = 0;
  for (; index > 0; index /= base) {
    f /= base;
    r += f * (index % base);
  }
  return r;
}

} // namespace

EyeRays eye_rays(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter) {
  Axes const a = axes_of(eye);
  double const tan_v = std::tan(eye.vertical_field_rad / 2), tan_h = tan_v * size_px.x / size_px.y;
  // A sample moved by (jx, jy) pixels (y down) sees the ray of ndc + 2 · jitter / size.
  double const jx = 2.0 * jitter.x / size_px.x, jy = -2.0 * jitter.y / size_px.y;
  glm::dvec3 const right = a.right * tan_h, up = a.up * tan_v;
  return {glm::vec3(right), glm::vec3(up), glm::vec3(a.forward + right * jx + up * jy)};
}

glm::mat4 view_projection(Eye const& eye, glm::uvec2 size_px, glm::vec2 jitter) {
  Axes const a = axes_of(eye);
  double const tan_v = std::tan(eye.vertical_field_rad / 2), tan_h = tan_v * size_px.x / size_px.y;
  double const jx = 2.0 * jitter.x / size_px.x, jy = -2.0 * jitter.y / size_px.y;
  glm::dvec3 const x = a.right / tan_h - a.forward * jx, y = a.up / tan_v - a.forward * jy;
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
