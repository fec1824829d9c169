#include "renderer/scene/ribbon_sections.hpp"

#include <algorithm>
#include <cmath>

#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr double kMitreLimit = 1.6;
// From a marked mouth: the median is flush where people cross, its hedge begins where drivers need to see.
constexpr double kFlush_m = 7.6, kHedge_m = 16, kHedgeEnd_m = 0.7, kMedianFlush_m = 0.02, kHedgeHeight_m = 0.8;

struct Axis {
  std::vector<glm::dvec3> points;
  std::vector<double> along_m;
};

/// Distinct points only: a doubled one has no direction.
Axis axis_of(view::Route const& route, double lift_m) {
  Axis axis;
  double along = 0;
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    glm::dvec3 const p{route.line[i].east_m, route.line[i].north_m,
                       (i < route.height_m.size() ? route.height_m[i] : 0.0F) + lift_m};
    if (i > 0) along += distance_m(route.line[i - 1], route.line[i]);
    if (!axis.points.empty() && glm::length(glm::dvec2(p) - glm::dvec2(axis.points.back())) <= 0.01) continue;
    axis.points.push_back(p);
    axis.along_m.push_back(along);
  }
  return axis;
}

glm::dvec3 at(Axis const& axis, double along_m) {
  auto const next = std::upper_bound(axis.along_m.begin() + 1, axis.along_m.end() - 1, along_m);
  auto const i = static_cast<std::size_t>(next - axis.along_m.begin());
  double const f = (along_m - axis.along_m[i - 1]) / (axis.along_m[i] - axis.along_m[i - 1]);
  return axis.points[i - 1] + f * (axis.points[i] - axis.points[i - 1]);
}

/// Where a link needs a section: its ends, the route's own points, and where the median changes.
std::vector<double> stations(Axis const& axis, Link const& link, bool median) {
  std::vector<double> list{link.from_m, link.to_m};
  for (double const along : axis.along_m)
    if (along > link.from_m + 0.3 && along < link.to_m - 0.3) list.push_back(along);
  auto const add = [&](double along) {
    if (along > link.from_m + 0.1 && along < link.to_m - 0.1) list.push_back(along);
  };
  if (median)
    for (double const d : {kFlush_m - 0.3, kFlush_m, kHedge_m, kHedge_m + 0.15 * kHedgeEnd_m,
                           kHedge_m + 0.45 * kHedgeEnd_m, kHedge_m + kHedgeEnd_m}) {
      if (link.mouth_behind) add(link.from_m + d);
      if (link.mouth_ahead) add(link.to_m - d);
    }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end(), [](double a, double b) { return b - a < 0.02; }), list.end());
  if (list.size() > 1 && link.to_m - list.back() > 0) list.back() = link.to_m;
  return list;
}

void raise_median(Section& s) {
  double const off = std::min(s.ahead_m, s.behind_m);
  s.median_up_m = off < kFlush_m - 0.01 ? kMedianFlush_m : view::kKerb_m;
  double const short_of = 1 - std::clamp((off - kHedge_m) / kHedgeEnd_m, 0.0, 1.0);
  s.hedge_share = std::sqrt(1 - short_of * short_of); // clipped round, from above and from the side; none before it
  s.hedge_up_m = s.median_up_m + kHedgeHeight_m * s.hedge_share;
}

/// A track leans into its bends: the speed that 90 m at 22° carry without side force, v² = g R tan, held everywhere.
void bank(std::vector<Section>& sections, double half_m) {
  constexpr double kSpeedSquared_m2ps2 = 9.81 * 90 * 0.404, kMost = 0.45;
  std::vector<double> slope(sections.size());
  for (std::size_t i = 1; i + 1 < sections.size(); ++i) {
    glm::dvec2 const a = sections[i].axis - sections[i - 1].axis, b = sections[i + 1].axis - sections[i].axis;
    double const turn = std::atan2(a.x * b.y - a.y * b.x, glm::dot(a, b)); // left positive
    double const curvature = 2 * turn / (glm::length(a) + glm::length(b));
    slope[i] = std::clamp(curvature * kSpeedSquared_m2ps2 / 9.81, -kMost, kMost); // a left bend rises to the right
  }
  for (int pass = 0; pass < 3; ++pass) // eased in and out
    for (std::size_t i = 1; i + 1 < sections.size(); ++i)
      sections[i].bank = slope[i] = (slope[i - 1] + 2 * slope[i] + slope[i + 1]) / 4;
  for (Section& s : sections)
    s.axis.z += std::abs(s.bank) * half_m; // the inner edge stays on the ground
}

/// Whether b lies where a straight strip from a to c would have it.
bool is_between(Section const& a, Section const& b, Section const& c) {
  double const f = (b.along_m - a.along_m) / (c.along_m - a.along_m);
  auto const near = [f](double low, double value, double high, double most) {
    return std::abs(std::lerp(low, high, f) - value) < most;
  };
  glm::dvec2 const axis = glm::dvec2(a.axis) + f * (glm::dvec2(c.axis) - glm::dvec2(a.axis));
  return a.bridge == b.bridge && b.bridge == c.bridge && glm::length(axis - glm::dvec2(b.axis)) < 0.02 &&
         glm::length(c.right - a.right) < 0.004 && near(a.axis.z, b.axis.z, c.axis.z, 0.02) &&
         near(a.left_foot_m, b.left_foot_m, c.left_foot_m, 0.25) &&
         near(a.right_foot_m, b.right_foot_m, c.right_foot_m, 0.25) && near(a.bank, b.bank, c.bank, 0.01) &&
         near(a.median_up_m, b.median_up_m, c.median_up_m, 0.005) &&
         near(a.hedge_up_m, b.hedge_up_m, c.hedge_up_m, 0.05);
}

std::vector<Section> thinned(std::vector<Section> const& all) {
  constexpr double kLongest_m = 160;
  std::vector<Section> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool const inner = !kept.empty() && i + 1 < all.size();
    if (inner && all[i + 1].along_m - kept.back().along_m < kLongest_m && is_between(kept.back(), all[i], all[i + 1])) {
      continue;
    }
    kept.push_back(all[i]);
  }
  return kept;
}

} // namespace

double flat_half_m(view::StreetProfile const& profile, RibbonSettings const& settings) {
  double const beside_m = profile.footway_m > 0 ? profile.footway_m : profile.lanes > 0 ? settings.shoulder_m : 0;
  return profile.half_m + beside_m;
}

std::vector<Section> Tracer::sections(view::Route const& route, view::StreetProfile const& profile,
                                      Link const& link) const {
  Axis const axis = axis_of(route, s_.lift_m);
  std::vector<Section> list;
  if (axis.points.size() < 2) return list;
  auto const along = stations(axis, link, profile.median_m > 0 && profile.footway_m > 0);
  std::vector<glm::dvec3> points;
  for (double const a : along)
    points.push_back(at(axis, a));
  double const flat = flat_half_m(profile, s_);
  for (std::size_t i = 0; i < points.size(); ++i) {
    Section s = section(points, i, flat);
    s.along_m = along[i];
    if (link.mouth_ahead) s.ahead_m = link.to_m - along[i];
    if (link.mouth_behind) s.behind_m = along[i] - link.from_m;
    raise_median(s);
    list.push_back(s);
  }
  if (profile.one_way && profile.lanes > 2) bank(list, profile.half_m);
  return thinned(list);
}

Section Tracer::section(std::vector<glm::dvec3> const& points, std::size_t i, double flat_m) const {
  auto const direction = [&](std::size_t from) { return glm::normalize(glm::dvec2(points[from + 1] - points[from])); };
  glm::dvec2 const before = direction(i > 0 ? i - 1 : 0), after = direction(std::min(i, points.size() - 2));
  glm::dvec2 middle = before + after;
  middle = glm::length(middle) > 1e-6 ? glm::normalize(middle) : after;
  double const stretch = std::min(kMitreLimit, 1 / std::max(0.1, glm::dot(middle, after)));
  Section s{};
  s.axis = points[i];
  s.right = glm::dvec2(middle.y, -middle.x) * stretch;
  double const under = terrain_.height_at({s.axis.x, s.axis.y});
  s.bridge = under < -0.2 || s.axis.z - under > s_.bridge_m;
  for (double const side : {-1.0, 1.0}) {
    double& height = side < 0 ? s.left_foot_m : s.right_foot_m;
    double& out = side < 0 ? s.left_out_m : s.right_out_m;
    height = s.axis.z - s_.deck_m;
    out = flat_m;
    if (s.bridge) continue;
    auto const [foot_m, beyond_m] = foot(s.axis + glm::dvec3(s.right * (side * flat_m), 0), s.right * side);
    height = foot_m;
    out = flat_m + beyond_m;
  }
  s.ahead_m = s.behind_m = RIBBON_FAR_M;
  return s;
}

std::pair<double, double> Tracer::foot(glm::dvec3 edge, glm::dvec2 outward) const {
  double out = 1, ground = edge.z;
  for (int step = 0; step < 4; ++step) { // the ground at the foot depends on where the foot is
    glm::dvec2 const p = glm::dvec2(edge) + outward * out;
    ground = terrain_.height_at({p.x, p.y});
    out = std::clamp((edge.z - ground) * s_.bank_slope, 1.0, 14.0);
  }
  return {std::min(ground, edge.z) - 0.4, out}; // a little below, so that no gap shows
}

} // namespace dalian::scene
