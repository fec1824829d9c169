#include "tools/bake/models/solids.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

constexpr float kTau = 2 * std::numbers::pi_v<float>;

std::array<glm::vec3, 4> ring_of(BoxSpec const& box, float z) {
  float const t = z / box.size.z;
  glm::vec2 const half = glm::vec2(box.size.x, box.size.y) * 0.5F * (glm::vec2(1) + (box.taper - 1.0F) * t);
  glm::vec2 const mid = box.lean * t;
  return {glm::vec3(mid.x - half.x, mid.y - half.y, z), glm::vec3(mid.x + half.x, mid.y - half.y, z),
          glm::vec3(mid.x + half.x, mid.y + half.y, z), glm::vec3(mid.x - half.x, mid.y + half.y, z)};
}

glm::vec3 on_axis(glm::vec2 p, float along, Axis axis) {
  switch (axis) {
  case Axis::x:
    return {along, p.x, p.y};
  case Axis::y:
    return {p.x, along, p.y};
  default:
    return {p.x, p.y, along};
  }
}

/// Two unit vectors across a direction: the first level, the second upward.
std::array<glm::vec3, 2> across(glm::vec3 direction) {
  glm::vec3 const up = std::abs(direction.z) > 0.99F ? glm::vec3(0, 1, 0) : glm::vec3(0, 0, 1);
  glm::vec3 const side = glm::normalize(glm::cross(direction, up));
  return {side, glm::cross(side, direction)};
}

} // namespace

void add_box(Builder& out, BoxSpec const& box) {
  auto const base = ring_of(box, 0), top = ring_of(box, box.size.z);
  bool const cut = box.foot > 0 && box.foot < box.size.z;
  auto const middle = cut ? ring_of(box, box.foot) : base;
  for (std::size_t i = 0; i < 4; ++i) {
    std::size_t const j = (i + 1) % 4;
    if (cut) out.quad(base[i], base[j], middle[j], middle[i]);
    out.quad(middle[i], middle[j], top[j], top[i]);
  }
  MaterialIndex const walls = out.material;
  out.material = box.top.value_or(walls);
  out.quad(top[0], top[1], top[2], top[3]);
  out.material = walls;
  if (box.bottom) out.quad(base[3], base[2], base[1], base[0]);
}

void add_prism(Builder& out, PrismSpec const& prism) {
  bool const upright = prism.axis == Axis::z;
  float const from = upright ? 0 : -prism.length / 2, to = upright ? prism.length : prism.length / 2;
  float area = 0;
  for (std::size_t i = 0; i < prism.profile.size(); ++i) {
    glm::vec2 const a = prism.profile[i], b = prism.profile[(i + 1) % prism.profile.size()];
    area += a.x * b.y - a.y * b.x;
  }
  // (x, z) with y into the picture is left-handed: the outline is walked backwards there
  bool const backwards = (prism.axis == Axis::y) != (area < 0);
  std::vector<glm::vec2> profile = prism.profile;
  if (backwards) profile.assign(prism.profile.rbegin(), prism.profile.rend());

  MaterialIndex const sides = out.material;
  for (std::size_t i = 0; i < profile.size(); ++i) {
    glm::vec2 const a = profile[i], b = profile[(i + 1) % profile.size()];
    glm::vec3 const p = on_axis(a, from, prism.axis), q = on_axis(b, from, prism.axis);
    glm::vec3 const r = on_axis(b, to, prism.axis), s = on_axis(a, to, prism.axis);
    glm::vec3 const n = glm::normalize(glm::cross(q - p, s - p));
    out.material = prism.roof && n.z > 0.3F ? *prism.roof : sides;
    out.quad(p, q, r, s);
  }
  std::vector<glm::vec3> first, last;
  for (std::size_t i = 0; i < profile.size(); ++i) {
    first.push_back(on_axis(profile[profile.size() - 1 - i], from, prism.axis));
    last.push_back(on_axis(profile[i], to, prism.axis));
  }
  out.material = prism.caps.value_or(upright && prism.roof ? *prism.roof : sides);
  out.polygon(last);
  if (!upright) out.polygon(first);
  out.material = sides;
}

void add_lathe(Builder& out, LatheSpec const& lathe) {
  auto const& profile = lathe.profile;
  auto const around = [&](int i) {
    float const angle = lathe.turn_deg * kTau / 360 + kTau * static_cast<float>(i) / static_cast<float>(lathe.sides);
    return glm::vec2(std::cos(angle), std::sin(angle));
  };
  for (std::size_t k = 0; k + 1 < profile.size(); ++k) {
    glm::vec2 const a = profile[k], b = profile[k + 1];
    glm::vec2 const slope = glm::normalize(glm::vec2(b.y - a.y, a.x - b.x)); // outward, upward
    for (int i = 0; i < lathe.sides; ++i) {
      glm::vec2 const u = around(i), v = around(i + 1);
      std::array<glm::vec3, 4> const points{glm::vec3(u * a.x, a.y), glm::vec3(v * a.x, a.y), glm::vec3(v * b.x, b.y),
                                            glm::vec3(u * b.x, b.y)};
      if (lathe.smooth) {
        glm::vec3 const nu(u * slope.x, slope.y), nv(v * slope.x, slope.y);
        out.smooth_quad(points, {nu, nv, nv, nu});
      } else {
        out.quad(points[0], points[1], points[2], points[3]);
      }
    }
  }
}

void add_pipe(Builder& out, PipeSpec const& pipe) {
  assert(pipe.points.size() >= 2);
  for (std::size_t k = 0; k + 1 < pipe.points.size(); ++k) {
    glm::vec3 const from = pipe.points[k], to = pipe.points[k + 1];
    if (glm::length(to - from) < 1e-4F) continue;
    glm::vec3 const direction = glm::normalize(to - from);
    auto const [side, up] = across(direction);
    std::vector<glm::vec3> ends[2];
    for (int i = 0; i < pipe.sides; ++i) {
      auto const spoke = [&](int s) {
        float const angle = kTau * (static_cast<float>(s) + 0.5F) / static_cast<float>(pipe.sides);
        return side * std::cos(angle) + up * std::sin(angle);
      };
      glm::vec3 const u = spoke(i), v = spoke(i + 1);
      // side × up points against the direction, so the ring runs the other way round
      out.smooth_quad({from + v * pipe.radius, from + u * pipe.radius, to + u * pipe.radius, to + v * pipe.radius},
                      {v, u, u, v});
      ends[0].push_back(from + u * pipe.radius);
      ends[1].insert(ends[1].begin(), to + u * pipe.radius);
    }
    if (pipe.caps && k == 0) out.polygon(ends[0]);
    if (pipe.caps && k + 2 == pipe.points.size()) out.polygon(ends[1]);
  }
}

void add_bar(Builder& out, BarSpec const& bar) {
  if (glm::length(bar.to - bar.from) < 1e-4F) return;
  auto const [side, up] = across(glm::normalize(bar.to - bar.from));
  glm::vec3 const w = side * (bar.width / 2), h = up * (bar.height / 2);
  std::array<glm::vec3, 4> const ring{w + h, h - w, -w - h, w - h};
  for (std::size_t i = 0; i < 4; ++i) {
    glm::vec3 const u = ring[i], v = ring[(i + 1) % 4];
    out.quad(bar.from + v, bar.from + u, bar.to + u, bar.to + v);
  }
  out.quad(bar.from + ring[0], bar.from + ring[1], bar.from + ring[2], bar.from + ring[3]);
  out.quad(bar.to + ring[3], bar.to + ring[2], bar.to + ring[1], bar.to + ring[0]);
}

void add_truss(Builder& out, TrussSpec const& truss) {
  auto const [side, up] = across(glm::normalize(truss.to - truss.from));
  constexpr glm::vec2 kCorners[4] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  auto const node = [&](int bay, int corner) {
    float const t = static_cast<float>(bay) / static_cast<float>(truss.bays);
    float const w = truss.width + (truss.width_end - truss.width) * t;
    float const h = truss.height + (truss.height_end - truss.height) * t;
    glm::vec2 const c = kCorners[corner % 4];
    return truss.from + (truss.to - truss.from) * t + side * (c.x * w / 2) + up * (c.y * h / 2);
  };
  for (int corner = 0; corner < 4; ++corner) {
    add_bar(out, {node(0, corner), node(truss.bays, corner), truss.chord, truss.chord});
    for (int bay = 0; bay < truss.bays; ++bay) {
      bool const rising = (bay + corner) % 2 == 0;
      add_bar(out, {node(rising ? bay : bay + 1, corner), node(rising ? bay + 1 : bay, corner + 1), truss.brace,
                    truss.brace});
    }
  }
}

void add_rim(Builder& out, RimSpec const& rim) {
  glm::vec2 const o = rim.size / 2.0F, i = o - rim.thickness;
  auto const ring = [](glm::vec2 half, float z) {
    return std::array<glm::vec3, 4>{glm::vec3(-half.x, -half.y, z), glm::vec3(half.x, -half.y, z),
                                    glm::vec3(half.x, half.y, z), glm::vec3(-half.x, half.y, z)};
  };
  auto const low = ring(o, 0), high = ring(o, rim.height), inner_high = ring(i, rim.height), inner_low = ring(i, 0);
  for (std::size_t k = 0; k < 4; ++k) {
    std::size_t const n = (k + 1) % 4;
    out.quad(low[k], low[n], high[n], high[k]);
    out.quad(high[k], high[n], inner_high[n], inner_high[k]);
    out.quad(inner_high[k], inner_high[n], inner_low[n], inner_low[k]);
  }
}

void add_spiral(Builder& out, SpiralSpec const& spiral) {
  constexpr float kStringer = 0.25F; // depth of the cheeks below the treads
  auto const at = [&](int step, float radius, float lift) {
    float const t = static_cast<float>(step) / static_cast<float>(spiral.steps), angle = kTau * spiral.turns * t;
    return glm::vec3(std::cos(angle) * radius, std::sin(angle) * radius,
                     kStringer + (spiral.height - kStringer) * t + lift);
  };
  float const inner = spiral.radius, outer = spiral.radius + spiral.width;
  for (int i = 0; i < spiral.steps; ++i) {
    out.quad(at(i, inner, 0), at(i, outer, 0), at(i + 1, outer, 0), at(i + 1, inner, 0));
    out.quad(at(i, outer, -kStringer), at(i + 1, outer, -kStringer), at(i + 1, outer, spiral.rail),
             at(i, outer, spiral.rail));
    out.quad(at(i, inner, -kStringer), at(i + 1, inner, -kStringer), at(i + 1, outer, -kStringer),
             at(i, outer, -kStringer));
  }
}

} // namespace dalian::bake
