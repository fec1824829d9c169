#include "renderer/scene/mesh_box.hpp"

#include "renderer/scene/mesh_pack.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/packing.hpp>
#include <glm/vec4.hpp>

namespace dalian::scene {
namespace {

constexpr int kGrid = 24;                        // samples of a side's longer and shorter edge alike
constexpr float kLeastShared = 0.50F;            // of what model and box cover together
constexpr float kWindow_m = 1.5F;                // what is missed where rows of windows become their mean
constexpr float kPatch = 0.5F;                   // of a side's extent: how large its patches of paint are
constexpr glm::vec3 kGlass{0.29F, 0.35F, 0.39F}; // sRGB, as instance.frag paints the windows of a facade

/// A side of the model as a picture: what is nearest to the viewer at each sample.
struct Side {
  int axis = 2; // looked along
  bool from_high = true;
  struct Sample {
    float depth = 0; // 0…1 from the viewer's face of the box to the other; triangles < 0: nothing
    int triangle = -1;
  };
  std::array<Sample, kGrid * kGrid> samples;
};

/// The two axes across a third, of which the second is up for a wall.
std::pair<int, int> across(int axis) {
  return axis == 0 ? std::pair{1, 2} : axis == 1 ? std::pair{0, 2} : std::pair{0, 1};
}

/// Twice the area of a triangle, positive when counter-clockwise.
float area2(glm::vec2 a, glm::vec2 b, glm::vec2 c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

void draw_triangle(Side& side, int number, std::array<glm::vec3, 3> const& unit) {
  auto const [u, v] = across(side.axis);
  std::array<glm::vec2, 3> p;
  std::array<float, 3> depth{};
  for (std::size_t i = 0; i < 3; ++i) {
    p[i] = glm::vec2(unit[i][u], unit[i][v]) * static_cast<float>(kGrid);
    depth[i] = side.from_high ? 1 - unit[i][side.axis] : unit[i][side.axis];
  }
  float const area = area2(p[0], p[1], p[2]);
  if (std::abs(area) < 1e-9F) return;
  auto const first = [](float low) { return std::max(0, static_cast<int>(std::floor(low - 0.5F))); };
  auto const last = [](float high) { return std::min(kGrid - 1, static_cast<int>(std::ceil(high - 0.5F))); };
  for (int y = first(std::min({p[0].y, p[1].y, p[2].y})); y <= last(std::max({p[0].y, p[1].y, p[2].y})); ++y) {
    for (int x = first(std::min({p[0].x, p[1].x, p[2].x})); x <= last(std::max({p[0].x, p[1].x, p[2].x})); ++x) {
      glm::vec2 const at{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F};
      glm::vec3 const w = glm::vec3(area2(p[1], p[2], at), area2(p[2], p[0], at), area2(p[0], p[1], at)) / area;
      if (w.x < 0 || w.y < 0 || w.z < 0) continue;
      float const d = w.x * depth[0] + w.y * depth[1] + w.z * depth[2];
      auto& sample = side.samples[static_cast<std::size_t>(y * kGrid + x)];
      if (sample.triangle < 0 || d < sample.depth) sample = {d, number};
    }
  }
}

Side seen_from(ImportedLevel const& level, glm::vec3 min, glm::vec3 size, int axis, bool from_high) {
  Side side{axis, from_high, {}};
  for (std::size_t i = 0; i + 2 < level.indices.size(); i += 3) {
    std::array<glm::vec3, 3> unit;
    for (std::size_t corner = 0; corner < 3; ++corner)
      unit[corner] = (level.vertices[level.indices[i + corner]].position - min) / size;
    draw_triangle(side, static_cast<int>(i / 3), unit);
  }
  return side;
}

void each_corner(ImportedLevel const& level, Side const& side, auto const& visit) {
  for (auto const& sample : side.samples) {
    for (std::size_t corner = 0; sample.triangle >= 0 && corner < 3; ++corner)
      visit(level.vertices[level.indices[static_cast<std::size_t>(sample.triangle) * 3 + corner]]);
  }
}

glm::vec3 srgb_of(glm::vec3 linear) {
  return {srgb_of_linear(linear.x), srgb_of_linear(linear.y), srgb_of_linear(linear.z)};
}

/// How far patches of paint lie apart from their mean, times their size: metres by which one paint is wrong.
float patchiness_m(ImportedLevel const& level, Side const& side, glm::vec3 size) {
  glm::vec3 mean{0}, apart{0};
  float count = 0;
  each_corner(level, side, [&](ImportedVertex const& v) {
    mean += srgb_of(v.color);
    count += 1;
  });
  if (count == 0) return 0;
  each_corner(level, side, [&](ImportedVertex const& v) { apart += glm::abs(srgb_of(v.color) - mean / count); });
  auto const [u, v] = across(side.axis);
  return (apart.x + apart.y + apart.z) / (3 * count) * std::sqrt(size[u] * size[v]) * kPatch;
}

struct Paint {
  glm::vec3 plain{0}, tinted{0};
  float openness = 0, window = 0, metalness = 0, samples = 0, leaves = 0, glass = 0;

  void add(ImportedVertex const& v) {
    glm::vec3 const color = srgb_of(v.color);
    bool const takes_tint = v.kind == MATERIAL_PAINT || v.kind == MATERIAL_FACADE || v.kind == MATERIAL_FOLIAGE;
    float const glazed = v.kind == MATERIAL_FACADE ? v.glazed : 0;
    (takes_tint ? tinted : plain) += color * (1 - glazed);
    plain += kGlass * glazed;
    openness += v.openness;
    window += v.kind == MATERIAL_WINDOW ? 1 : glazed;
    metalness += v.metalness;
    leaves += v.kind == MATERIAL_FOLIAGE ? 1.0F : 0.0F;
    glass += v.kind == MATERIAL_WINDOW ? 1.0F : 0.0F;
    samples += 1;
  }
  void add(ImportedLevel const& level, Side const& side) {
    each_corner(level, side, [this](ImportedVertex const& v) { add(v); });
  }
  std::uint32_t kind() const {
    return leaves > 0.5F * samples ? MATERIAL_FOLIAGE : glass > 0.5F * samples ? MATERIAL_WINDOW : MATERIAL_PLAIN;
  }
  std::uint32_t metal() const { return glm::packUnorm4x8(glm::vec4(metalness / std::max(samples, 1.0F))) & 0xffU; }
  BoxPaint packed() const {
    float const n = std::max(samples, 1.0F);
    return {glm::packUnorm4x8(glm::vec4(plain, openness) / n), glm::packUnorm4x8(glm::vec4(tinted, window) / n)};
  }
};

/// How a box that covers a share of the model's bounds lies over one side of the model.
struct Match {
  float shared = 0, either = 0; // samples that both, that any of the two cover
};

struct Fit {
  float width = 1, height = 1; // of the model's bounds; narrowed about their middle, lowered from the top
  float foot = 0;              // raised from the bottom: crowns of trees
  float error_m = kNoBox;
};

Match match(Side const& side, Fit const& f) {
  auto const [u, v] = across(side.axis);
  Match m;
  for (int y = 0; y < kGrid; ++y) {
    for (int x = 0; x < kGrid; ++x) {
      float const from_middle = std::abs(2 * (static_cast<float>(x) + 0.5F) / kGrid - 1);
      float const up = (static_cast<float>(y) + 0.5F) / kGrid;
      bool const in_box =
          from_middle <= f.width && (v == 2 ? up >= f.foot && up <= f.height : std::abs(2 * up - 1) <= f.width);
      bool const in_model = side.samples[static_cast<std::size_t>(y * kGrid + x)].triangle >= 0;
      m.shared += in_box && in_model ? 1.0F : 0.0F;
      m.either += in_box || in_model ? 1.0F : 0.0F;
    }
  }
  return m;
}

/// Means over the three outlines.
Fit rated(Fit f, std::array<Side, 3> const& sides, glm::vec3 size) {
  f.error_m = 0;
  for (Side const& side : sides) {
    auto const [u, v] = across(side.axis);
    Match const m = match(side, f);
    if (m.shared < kLeastShared * m.either) return {};
    f.error_m += (m.either - m.shared) / (kGrid * kGrid) * size[u] * size[v] / (2 * (size[u] + size[v])) / 3;
  }
  return f;
}

Fit fit(std::array<Side, 3> const& sides, glm::vec3 size) {
  Fit best;
  for (int w = 0; w <= 6; ++w) {
    for (int h = 0; h <= 7; ++h) {
      for (int foot = 0; foot <= 3; ++foot) {
        auto const tenth = [](int n) { return 0.1F * static_cast<float>(n); };
        Fit const f = rated({1 - tenth(w), 1 - tenth(h), tenth(foot), 0}, sides, size);
        if (f.error_m < best.error_m) best = f;
      }
    }
  }
  return best;
}

} // namespace

MeshBox box_of(ImportedLevel const& level, glm::vec3 min, glm::vec3 max) {
  glm::vec3 const size = glm::max(max - min, glm::vec3(1e-6F));
  auto const seen = [&](int axis, bool from_high) { return seen_from(level, min, size, axis, from_high); };
  std::array<Side, 3> const sides{seen(0, true), seen(1, true), seen(2, true)};
  Fit const f = fit(sides, size);
  Paint roof, wall;
  roof.add(level, sides[2]);
  for (Side const& side : {sides[0], sides[1], seen(0, false), seen(1, false)})
    wall.add(level, side);
  MeshBox box{};
  for (int axis = 0; axis < 3; ++axis) {
    float const middle = (min[axis] + max[axis]) / 2, half_width = size[axis] / 2 * f.width;
    glm::vec2 const ends =
        axis < 2 ? glm::vec2(middle - half_width, middle + half_width) : min.z + size.z * glm::vec2(f.foot, f.height);
    box.low_high[axis] = glm::packHalf2x16(ends);
  }
  bool const rows_of_windows = wall.window > 0.05F * wall.samples && wall.glass < 0.5F * wall.window;
  box.error_m = std::max({f.error_m, rows_of_windows ? kWindow_m : 0, patchiness_m(level, sides[2], size),
                          patchiness_m(level, sides[0], size), patchiness_m(level, sides[1], size)});
  box.roof = roof.packed();
  box.wall = wall.packed();
  box.kinds = roof.kind() | wall.kind() << 8U | roof.metal() << 16U | wall.metal() << 24U;
  return box;
}

} // namespace dalian::scene
