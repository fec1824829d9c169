#include "renderer/scene/ribbon_weaver.hpp"

#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/mesh_pack.hpp"

#include <algorithm>
#include <cmath>

#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr std::size_t kSectionsPerChunk = 24;
constexpr double kHedgeHalf_m = 0.7;

std::uint32_t packed_marks(view::StreetProfile const& p, Link const& link) {
  auto const whole = [](double value, double unit) { return static_cast<std::uint32_t>(std::lround(value / unit)); };
  return static_cast<std::uint32_t>(link.ahead) << RIBBON_AHEAD_SHIFT |
         static_cast<std::uint32_t>(link.behind) << RIBBON_BEHIND_SHIFT |
         static_cast<std::uint32_t>(p.lanes) << RIBBON_LANES_SHIFT | (p.one_way ? RIBBON_ONE_WAY : 0U) |
         whole(p.median_m, 0.1) << RIBBON_MEDIAN_SHIFT | whole(p.lane_m, 0.02) << RIBBON_LANE_SHIFT |
         whole(p.cycle_m, 0.1) << RIBBON_CYCLE_SHIFT;
}

struct Columns {
  std::vector<Column> far, near; // two a strip, from left to right
};

void add_strip(std::vector<Column>& list, Column a, Column b) {
  list.push_back(a);
  list.push_back(b);
}

glm::dvec3 bank_normal(Section const& s, double sign, double drop_m, double run_m) {
  return glm::normalize(glm::dvec3(s.right * sign * drop_m, std::max(run_m, 0.01)));
}

void add_banks(Section const& s, double flat_m, double up_m, std::vector<Column>& list) {
  std::uint32_t const side = s.bridge ? RIBBON_DECK : RIBBON_BANK;
  glm::dvec3 const left = bank_normal(s, -1, s.axis.z - s.left_foot_m, s.left_out_m - flat_m);
  glm::dvec3 const right = bank_normal(s, 1, s.axis.z - s.right_foot_m, s.right_out_m - flat_m);
  add_strip(list, {-s.left_out_m, s.left_foot_m - s.axis.z, side, left}, {-flat_m, up_m, side, left});
  add_strip(list, {flat_m, up_m, side, right}, {s.right_out_m, s.right_foot_m - s.axis.z, side, right});
}

void add_median(Section const& s, double half_m, Columns& c) {
  glm::dvec3 const up{0, 0, 1}, right = glm::dvec3{s.right, 0} + 0.8 * up, left = 1.6 * up - right; // rounded edges
  double const m = s.median_up_m, w = kHedgeHalf_m * s.hedge_share, top = s.hedge_up_m, shoulder = m + 0.72 * (top - m),
               flat = 0.62 * w;
  add_strip(c.far, {-half_m, m, RIBBON_MEDIAN, up}, {half_m, m, RIBBON_MEDIAN, up});
  add_strip(c.near, {-half_m, 0, RIBBON_KERB, left}, {-half_m, m, RIBBON_KERB, left});
  add_strip(c.near, {half_m, m, RIBBON_KERB, right}, {half_m, 0, RIBBON_KERB, right});
  add_strip(c.near, {-w, m, RIBBON_HEDGE, left}, {-w, shoulder, RIBBON_HEDGE, left});
  add_strip(c.near, {-w, shoulder, RIBBON_HEDGE, left}, {-flat, top, RIBBON_HEDGE, up});
  add_strip(c.near, {-flat, top, RIBBON_HEDGE, up}, {flat, top, RIBBON_HEDGE, up});
  add_strip(c.near, {flat, top, RIBBON_HEDGE, up}, {w, shoulder, RIBBON_HEDGE, right});
  add_strip(c.near, {w, shoulder, RIBBON_HEDGE, right}, {w, m, RIBBON_HEDGE, right});
}

Columns columns_of(Section const& s, view::StreetProfile const& p, double flat_m, std::uint32_t kind) {
  Columns c;
  glm::dvec3 const up{0, 0, 1}, right{s.right, 0};
  double const half = p.half_m, kerb = view::kKerb_m;
  glm::dvec3 const round = right + 0.8 * up; // a kerb's edge is rounded and worn: it sees the sky
  if (p.footway_m <= 0) {
    add_strip(c.far, {-flat_m, 0, kind, up}, {flat_m, 0, kind, up});
    add_banks(s, flat_m, 0, c.far);
    return c;
  }
  if (p.median_m > 0) {
    add_strip(c.far, {-half, 0, kind, up}, {-p.median_m, 0, kind, up});
    add_strip(c.far, {p.median_m, 0, kind, up}, {half, 0, kind, up});
    add_median(s, p.median_m, c);
  } else {
    add_strip(c.far, {-half, 0, kind, up}, {half, 0, kind, up});
  }
  add_strip(c.far, {-flat_m, kerb, RIBBON_FOOTWAY, up}, {-half, kerb, RIBBON_FOOTWAY, up});
  add_strip(c.far, {half, kerb, RIBBON_FOOTWAY, up}, {flat_m, kerb, RIBBON_FOOTWAY, up});
  add_banks(s, flat_m, kerb, c.far);
  add_strip(c.near, {-half, kerb, RIBBON_KERB, round}, {-half, 0, RIBBON_KERB, round});
  add_strip(c.near, {half, 0, RIBBON_KERB, 1.6 * up - round}, {half, kerb, RIBBON_KERB, 1.6 * up - round});
  return c;
}

} // namespace

std::uint32_t Weaver::put(glm::dvec3 at, double across_m, std::uint32_t kind, glm::dvec3 normal, Look const& look) {
  RibbonVertex v{};
  v.position_mm = fixed_mm(at, origin_);
  v.across_m = static_cast<float>(across_m);
  v.along_m = static_cast<float>(look.along_m);
  v.ahead_m = static_cast<float>(look.ahead_m);
  v.behind_m = static_cast<float>(look.behind_m);
  v.half_width_m = static_cast<float>(look.half_m);
  v.kind_normal = kind | packed_normal(glm::vec3(normal)) << 16U;
  v.marks = look.marks;
  v.entity = look.entity;
  out_.vertices.push_back(v);
  return static_cast<std::uint32_t>(out_.vertices.size() - 1);
}

void Weaver::add_columns(Section const& s, std::vector<Column> const& columns, Look const& look) {
  double const half = look.half_m;
  for (Column const& c : columns) {
    double const lean_m = s.bank * std::clamp(c.across_m, -half, half); // the foot of the bank stays
    bool const foot = std::abs(c.across_m) > half + 2;
    put(glm::dvec3(glm::dvec2(s.axis) + s.right * c.across_m, s.axis.z + c.up_m + (foot ? 0 : lean_m)), c.across_m,
        c.kind, c.normal - glm::dvec3(s.right * s.bank, 0) * c.normal.z, look);
  }
}

/// Between the two vertices at `a` and the two at `b`, farther along.
void Weaver::quad(std::uint32_t a, std::uint32_t b, std::vector<std::uint32_t>& indices) {
  for (std::uint32_t const corner : {a, a + 1, b + 1, a, b + 1, b})
    indices.push_back(corner);
}

void Weaver::link(std::vector<Section> const& sections, view::Route const& route, view::StreetProfile const& profile,
                  Link const& link, std::uint32_t entity) {
  Look look{profile.half_m, 0, RIBBON_FAR_M, RIBBON_FAR_M, packed_marks(profile, link), entity};
  double const flat = flat_half_m(profile, tracer_.settings());
  auto const kind = view::is_path(route) ? RIBBON_FOOTWAY : static_cast<std::uint32_t>(route.kind);
  for (std::size_t first = 0; first + 1 < sections.size(); first += kSectionsPerChunk) {
    std::size_t const last = std::min(sections.size() - 1, first + kSectionsPerChunk);
    auto const first_index = out_.indices.size(), first_near = near_.size(), first_vertex = out_.vertices.size();
    std::uint32_t before = 0;
    for (std::size_t i = first; i <= last; ++i) {
      Section const& s = sections[i];
      look.along_m = s.along_m;
      look.ahead_m = s.ahead_m;
      look.behind_m = s.behind_m;
      auto const base = static_cast<std::uint32_t>(out_.vertices.size());
      Columns const c = columns_of(s, profile, flat, kind);
      add_columns(s, c.far, look);
      add_columns(s, c.near, look);
      auto const far = static_cast<std::uint32_t>(c.far.size()), near = static_cast<std::uint32_t>(c.near.size());
      for (std::uint32_t k = 0; i > first && k < far + near; k += 2)
        quad(before + k, base + k, k < far ? out_.indices : near_);
      before = base;
    }
    finish_chunk(first_index, first_near, first_vertex);
  }
}

std::vector<Weaver::KerbPoint> Weaver::corner_line(view::JunctionArm const& from, Section const& from_mouth,
                                                   double from_footway_m, view::JunctionArm const& to,
                                                   Section const& to_mouth, double to_footway_m) const {
  constexpr int kSteps = 8;
  auto const edge = [](view::JunctionArm const& arm, Section const& s, double side) {
    // Looking away from the junction, `right` of the section is on the right only where the route leads away.
    return s.axis + glm::dvec3(s.right * ((arm.forward ? 1 : -1) * side * arm.half_m), 0);
  };
  glm::dvec3 const p = edge(from, from_mouth, -1), q = edge(to, to_mouth, 1);
  glm::dvec2 const u{from.away.east_m, from.away.north_m}, v{to.away.east_m, to.away.north_m};
  glm::dvec2 const pq = glm::dvec2(q) - glm::dvec2(p);
  double const turn = u.x * v.y - u.y * v.x;
  std::vector<glm::dvec2> line{glm::dvec2(p)};
  if (std::abs(turn) > 0.06) {
    // p − s u = q − t v
    double const s = (v.x * pq.y - v.y * pq.x) / turn, t = (u.x * pq.y - u.y * pq.x) / turn;
    if (s > 0.5 && t > 0.5) {
      glm::dvec2 const x = glm::dvec2(p) - s * u;
      double const reach = std::min(s, t), weight = std::sqrt(std::max(0.02, (1 - glm::dot(u, v)) / 2));
      for (int k = 0; k <= kSteps; ++k) { // a conic through both tangents; a circle where the weight is the half turn's
        double const f = static_cast<double>(k) / kSteps, a = (1 - f) * (1 - f), b = 2 * f * (1 - f) * weight,
                     c = f * f;
        line.push_back((a * (x + reach * u) + b * x + c * (x + reach * v)) / (a + b + c));
      }
    }
  }
  line.push_back(glm::dvec2(q));
  line.erase(std::unique(line.begin(), line.end(), [](auto a, auto b) { return glm::length(b - a) < 0.02; }),
             line.end());
  double total = 0, along = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    total += glm::length(line[i] - line[i - 1]);
  std::vector<KerbPoint> points;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0) along += glm::length(line[i] - line[i - 1]);
    double const f = total > 0 ? along / total : 0;
    glm::dvec2 way = i == 0 ? -u : i + 1 == line.size() ? v : glm::normalize(line[i + 1] - line[i - 1]);
    points.push_back({{line[i], std::lerp(p.z, q.z, f)},
                      {way.y, -way.x}, // the junction lies on the left of the way from arm to arm
                      std::lerp(from_footway_m, to_footway_m, f),
                      along,
                      from_footway_m > 0 || to_footway_m > 0});
  }
  return points;
}

void Weaver::corner(std::vector<KerbPoint> const& line, glm::dvec3 centre, Look const& look) {
  glm::dvec3 const up{0, 0, 1};
  Look walk = look;
  std::uint32_t const middle = put(centre, 0, RIBBON_JUNCTION, up, look);
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    KerbPoint const& k = line[i];
    glm::dvec3 const out{k.outward, 0}, high{0, 0, k.raised ? view::kKerb_m : 0};
    double const wide = k.raised ? k.footway_m : tracer_.settings().shoulder_m;
    glm::dvec3 const rim = k.kerb + out * wide + high;
    auto const [foot_m, beyond_m] = tracer_.foot(rim, k.outward);
    glm::dvec3 const foot{glm::dvec2(rim) + k.outward * beyond_m, foot_m};
    glm::dvec3 const slope = glm::normalize(out * (rim.z - foot_m) + up * beyond_m);
    auto const base = static_cast<std::uint32_t>(out_.vertices.size());
    walk.along_m = k.along_m;
    put(k.kerb, k.kerb.x - centre.x, RIBBON_JUNCTION, up, look);
    put(rim, wide, RIBBON_BANK, slope, walk); // on the way from arm to arm everything runs from left to right
    put(foot, wide + 1, RIBBON_BANK, slope, walk);
    put(k.kerb + high, walk.half_m, RIBBON_FOOTWAY, up, walk);
    put(rim, walk.half_m + wide, RIBBON_FOOTWAY, up, walk);
    put(k.kerb, walk.half_m, RIBBON_KERB, 0.8 * up - out, walk);
    put(k.kerb + high, walk.half_m, RIBBON_KERB, 0.8 * up - out, walk);
    if (i > 0) {
      for (std::uint32_t const corner : {middle, before, base})
        out_.indices.push_back(corner);
      quad(before + 1, base + 1, out_.indices);
      quad(before + 3, base + 3, out_.indices);
      if (k.raised) quad(before + 5, base + 5, near_);
    }
    before = base;
  }
}

void Weaver::junction(view::Junction const& junction, std::vector<Section> const& mouths,
                      std::vector<view::StreetProfile> const& profiles, std::uint32_t entity) {
  auto const first_index = out_.indices.size(), first_near = near_.size(), first_vertex = out_.vertices.size();
  double height = 0;
  for (Section const& s : mouths)
    height += s.axis.z / static_cast<double>(mouths.size());
  glm::dvec3 const centre{junction.centre.east_m, junction.centre.north_m, height};
  Look look{0, 0, RIBBON_FAR_M, RIBBON_FAR_M, 0, entity};
  glm::dvec3 const up{0, 0, 1};
  for (std::size_t i = 0; i < mouths.size(); ++i) {
    view::JunctionArm const& arm = junction.arms[i];
    glm::dvec3 const half{mouths[i].right * (arm.forward ? 1.0 : -1.0) * arm.half_m, 0};
    std::uint32_t const a = put(centre, 0, RIBBON_JUNCTION, up, look);
    std::uint32_t const b = put(mouths[i].axis + half, 0, RIBBON_JUNCTION, up, look);
    std::uint32_t const c = put(mouths[i].axis - half, 0, RIBBON_JUNCTION, up, look);
    for (std::uint32_t const corner : {a, b, c})
      out_.indices.push_back(corner);
    std::size_t const next = (i + 1) % mouths.size();
    corner(
        corner_line(arm, mouths[i], profiles[i].footway_m, junction.arms[next], mouths[next], profiles[next].footway_m),
        centre, look);
  }
  finish_chunk(first_index, first_near, first_vertex);
}

void Weaver::finish_chunk(std::size_t first_index, std::size_t first_near, std::size_t first_vertex) {
  RibbonChunk chunk{glm::vec3(1e9F), glm::vec3(-1e9F)};
  chunk.first_index = static_cast<std::uint32_t>(first_index);
  chunk.index_count = static_cast<std::uint32_t>(out_.indices.size() - first_index);
  chunk.first_near = static_cast<std::uint32_t>(first_near);
  chunk.near_count = static_cast<std::uint32_t>(near_.size() - first_near);
  for (std::size_t i = first_vertex; i < out_.vertices.size(); ++i) {
    glm::vec3 const p = glm::vec3(out_.vertices[i].position_mm) * 1e-3F;
    chunk.min_m = glm::min(chunk.min_m, p);
    chunk.max_m = glm::max(chunk.max_m, p);
  }
  out_.chunks.push_back(chunk);
}

void Weaver::finish() {
  auto const far = static_cast<std::uint32_t>(out_.indices.size());
  for (RibbonChunk& chunk : out_.chunks)
    chunk.first_near += far;
  out_.indices.insert(out_.indices.end(), near_.begin(), near_.end());
}

} // namespace dalian::scene
