// Facades and saw-tooth roofs of tools/bake/models/structures.hpp.
#include "tools/bake/models/structures.hpp"

#include "tools/bake/models/solids.hpp"

#include <algorithm>
#include <cmath>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

/// One wall, seen from outside: `u` runs along it to the right, `n` looks out of it.
struct Wall {
  glm::vec3 left, u, n;
  float width, height;
  bool blank;

  glm::vec3 at(float along, float up, float out) const { return left + u * along + glm::vec3(0, 0, up) + n * out; }
};

std::array<Wall, 4> walls_of(FacadeSpec const& f) {
  float const x = f.size.x / 2, y = f.size.y / 2, z = f.size.z;
  return {Wall{{-x, -y, 0}, {1, 0, 0}, {0, -1, 0}, f.size.x, z, f.blank_y},
          Wall{{x, -y, 0}, {0, 1, 0}, {1, 0, 0}, f.size.y, z, f.blank_x},
          Wall{{x, y, 0}, {-1, 0, 0}, {0, 1, 0}, f.size.x, z, f.blank_y},
          Wall{{-x, y, 0}, {0, -1, 0}, {-1, 0, 0}, f.size.y, z, f.blank_x}};
}

void add_panel(Builder& out, Wall const& w, glm::vec2 from, glm::vec2 to, float out_m) {
  out.quad(w.at(from.x, from.y, out_m), w.at(to.x, from.y, out_m), w.at(to.x, to.y, out_m), w.at(from.x, to.y, out_m));
}

/// A slab that stands out from the glass: front, and above level 1 its top, underside or flanks too.
void add_band(Builder& out, Wall const& w, glm::vec2 from, glm::vec2 to, float reveal, int level) {
  add_panel(out, w, from, to, 0);
  if (level > 0) return;
  out.quad(w.at(from.x, to.y, 0), w.at(to.x, to.y, 0), w.at(to.x, to.y, -reveal), w.at(from.x, to.y, -reveal));
  out.quad(w.at(from.x, from.y, -reveal), w.at(to.x, from.y, -reveal), w.at(to.x, from.y, 0), w.at(from.x, from.y, 0));
}

void add_pier(Builder& out, Wall const& w, glm::vec2 from, glm::vec2 to, glm::vec2 out_in, int level) {
  add_panel(out, w, from, to, out_in.x);
  if (level > 0) return;
  auto const flank = [&](float along, bool right) {
    float const near = right ? out_in.x : out_in.y, far = right ? out_in.y : out_in.x;
    out.quad(w.at(along, from.y, near), w.at(along, from.y, far), w.at(along, to.y, far), w.at(along, to.y, near));
  };
  flank(to.x, true);
  flank(from.x, false);
}

void add_wall(Builder& out, FacadeSpec const& f, Wall const& w, int level) {
  out.material = f.wall;
  if (w.blank) {
    add_panel(out, w, {0, 0}, {w.width, w.height}, 0);
    return;
  }
  out.material = f.glass;
  float const corner = std::min(f.corner, w.width / 4);
  add_panel(out, w, {corner, 0}, {w.width - corner, w.height}, -f.depth);
  out.material = f.wall;
  add_pier(out, w, {0, 0}, {corner, w.height}, {0, -f.depth}, level);
  add_pier(out, w, {w.width - corner, 0}, {w.width, w.height}, {0, -f.depth}, level);
  float const storey = w.height / static_cast<float>(f.floors);
  for (int floor = 0; floor < f.floors; ++floor) {
    float const z = storey * static_cast<float>(floor);
    add_band(out, w, {corner, z}, {w.width - corner, z + f.sill}, f.depth, level);
  }
  add_band(out, w, {corner, w.height - 0.35F}, {w.width - corner, w.height}, f.depth, level);
  if (f.pier <= 0) return;
  out.material = f.pier_material;
  float const open = w.width - 2 * corner;
  int const bays = std::max(1, static_cast<int>(std::lround(open / f.bay)));
  for (int i = 1; i < bays; ++i) {
    float const mid = corner + open * static_cast<float>(i) / static_cast<float>(bays);
    add_pier(out, w, {mid - f.pier / 2, 0}, {mid + f.pier / 2, w.height}, {f.proud, -f.depth}, level);
  }
}

} // namespace

void add_facade(Builder& out, FacadeSpec const& f, int level) {
  glm::vec3 const before = out.tint;
  out.material = f.wall;
  if (level >= 2) {
    for (Wall const& w : walls_of(f)) {
      // seen as one tone: darker by the share of glass
      float const glazed =
          w.blank ? 0 : 1 - std::min(1.0F, f.sill * static_cast<float>(f.floors) / f.size.z + f.pier / f.bay);
      out.tint = before * (1 - kGlazedDark * glazed);
      out.facade = glazed > 0;
      add_panel(out, w, {0, 0}, {w.width, w.height}, 0);
    }
    out.tint = before;
    out.facade = false;
  } else {
    for (Wall const& w : walls_of(f))
      add_wall(out, f, w, level);
  }
  float const x = f.size.x / 2, y = f.size.y / 2, z = f.size.z;
  out.material = f.roof;
  out.quad({-x, -y, z}, {x, -y, z}, {x, y, z}, {-x, y, z});
}

void add_sawtooth(Builder& out, SawtoothSpec const& s, int level) {
  float const x = s.size.x / 2, step = s.size.y / static_cast<float>(s.teeth);
  if (level >= 3) {
    add_box(out, {.size = {s.size.x, s.size.y, s.height / 2}, .top = s.roof});
    return;
  }
  for (int i = 0; i < s.teeth; ++i) {
    float const y0 = -s.size.y / 2 + step * static_cast<float>(i), y1 = y0 + step, top = y1 - step * 0.12F;
    glm::vec3 const a{-x, y0, 0}, b{x, y0, 0}, c{x, top, s.height}, d{-x, top, s.height}, e{x, y1, 0}, f{-x, y1, 0};
    out.material = s.roof;
    out.quad(a, b, c, d);
    // a narrow metal edge above and below the glass
    auto const between = [&](float t) { return std::array{c + (e - c) * t, d + (f - d) * t}; };
    auto const upper = between(0.12F), lower = between(0.8F);
    out.quad(d, c, upper[0], upper[1]);
    out.material = s.glass;
    out.quad(upper[1], upper[0], lower[0], lower[1]);
    out.material = s.gable;
    out.quad(lower[1], lower[0], e, f);
    out.triangle(b, e, c);
    out.triangle(f, a, d);
  }
}

} // namespace dalian::bake
