#include "tools/bake/city/streets.hpp"

#include "tools/bake/city/noise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kInset_m = 45;  // streets end this far inside the zone's outline
constexpr double kFootway_m = 7; // footway and verge between kerb and block

struct GridDesign {
  double bearing_rad, block_length_m, block_depth_m, street_width_m;
};

GridDesign design_of(Feature const& zone) {
  nlohmann::json const design = zone.properties.value("design", nlohmann::json::object());
  return {design.value("street_bearing_deg", 90.0) * std::numbers::pi / 180, design.value("block_length_m", 320.0),
          design.value("block_depth_m", 240.0), design.value("street_width_m", 14.0)};
}

struct Extent {
  double low_u, high_u, low_v, high_v;
};

Extent extent_in(BlockFrame const& frame, Ring const& ring) {
  Extent e{1e9, -1e9, 1e9, -1e9};
  for (MapPoint const p : ring) {
    double const u = dot(p - frame.origin, frame.u()), v = dot(p - frame.origin, frame.v());
    e = {std::min(e.low_u, u), std::max(e.high_u, u), std::min(e.low_v, v), std::max(e.high_v, v)};
  }
  return e;
}

/// Grid lines: block widths vary by ±15 %, so that the grid looks planned, not ruled.
std::vector<double> grid_lines(double low, double high, double block_m, std::uint64_t key) {
  std::vector<double> lines;
  KeyedRandom draw(key);
  for (double at = low + block_m * 0.25; at < high; at += block_m * draw.uniform(0.85, 1.15))
    lines.push_back(at);
  return lines;
}

void add_streets(Feature const& zone, Ring const& outline, GridDesign const& design, Line const& line,
                 StreetPlan& plan) {
  auto const inside = [&](MapPoint p) { return signed_distance_m(outline, p) > kInset_m; };
  for (Line& part : clip(resample(line, 10), inside)) {
    if (length_m(part) < 140) continue;
    layout::Route street;
    street.id = fmt::format("{}/street/{:03}", zone.id, plan.streets.size() + 1);
    street.kind = layout::RouteClass::street;
    street.line = resample(part, 40);
    street.width_m = design.street_width_m;
    street.origin = {Provenance::modelled, "street grid made up from the plan's programme; illustrative", "design", 0};
    plan.streets.push_back(std::move(street));
  }
}

} // namespace

Ring clip_to_convex(Ring subject, Ring const& convex) {
  for (std::size_t i = 0; i < convex.size() && !subject.empty(); ++i) {
    MapPoint const a = convex[i], edge = convex[(i + 1) % convex.size()] - a;
    Ring kept;
    for (std::size_t k = 0; k < subject.size(); ++k) {
      MapPoint const p = subject[k], q = subject[(k + 1) % subject.size()];
      double const side_p = cross(edge, p - a), side_q = cross(edge, q - a);
      if (side_p >= 0) kept.push_back(p);
      if ((side_p >= 0) != (side_q >= 0)) kept.push_back(p + side_p / (side_p - side_q) * (q - p));
    }
    subject = std::move(kept);
  }
  return subject;
}

StreetPlan plan_streets(Feature const& zone, Ring const& outline) {
  GridDesign const design = design_of(zone);
  BlockFrame const frame{centroid_of(outline), design.bearing_rad};
  Extent const e = extent_in(frame, outline);
  std::uint64_t key = 77;
  for (char const c : zone.id)
    key = mix(key, static_cast<std::uint64_t>(c));
  auto const us = grid_lines(e.low_u, e.high_u, design.block_length_m, mix(key, 1));
  auto const vs = grid_lines(e.low_v, e.high_v, design.block_depth_m, mix(key, 2));
  StreetPlan plan;
  for (double const v : vs)
    add_streets(zone, outline, design, {frame.at(e.low_u, v), frame.at(e.high_u, v)}, plan);
  for (double const u : us)
    add_streets(zone, outline, design, {frame.at(u, e.low_v), frame.at(u, e.high_v)}, plan);
  double const rim = design.street_width_m / 2 + kFootway_m;
  double const reach = std::sqrt(signed_area_m2(outline)) / 2;
  for (std::size_t i = 0; i <= us.size(); ++i)
    for (std::size_t j = 0; j <= vs.size(); ++j) {
      double const u0 = (i == 0 ? e.low_u : us[i - 1]) + rim, u1 = (i == us.size() ? e.high_u : us[i]) - rim;
      double const v0 = (j == 0 ? e.low_v : vs[j - 1]) + rim, v1 = (j == vs.size() ? e.high_v : vs[j]) - rim;
      if (u1 - u0 < 40 || v1 - v0 < 40) continue;
      Ring const cell =
          clip_to_convex(outline, {frame.at(u0, v0), frame.at(u1, v0), frame.at(u1, v1), frame.at(u0, v1)});
      // Cutting a concave outline may leave corners outside it: such a block is left out.
      auto const outside = [&](MapPoint p) { return signed_distance_m(outline, p) < -0.01; };
      if (cell.size() < 3 || std::any_of(cell.begin(), cell.end(), outside)) continue;
      double const area = signed_area_m2(cell);
      if (area < 0.2 * design.block_length_m * design.block_depth_m) continue;
      double const off = distance_m(centroid_of(cell), frame.origin);
      plan.blocks.push_back({zone.id,
                             {frame.at(u0, v0), frame.bearing_rad},
                             u1 - u0,
                             v1 - v0,
                             cell,
                             area,
                             std::clamp(1 - off / (1.35 * reach), 0.0, 1.0),
                             mix(key, 1000 + i * 100 + j)});
    }
  return plan;
}

} // namespace dalian::bake
