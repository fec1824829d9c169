#include "tools/bake/city/placer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

constexpr double kCell_m = 150;

std::int64_t cell_key(std::int64_t x, std::int64_t y) {
  return x * 1000003 + y;
}

template <class Visit>
void for_each_cell(Box const& box, Visit&& visit) {
  auto const cell = [](double v) { return static_cast<std::int64_t>(std::floor(v / kCell_m)); };
  for (auto x = cell(box.low.east_m); x <= cell(box.high.east_m); ++x)
    for (auto y = cell(box.low.north_m); y <= cell(box.high.north_m); ++y)
      if (visit(cell_key(x, y))) return;
}

} // namespace

std::vector<MapPoint> Footprint::corners() const {
  MapPoint const x = half_width_m * right(), y = half_length_m * forward();
  return {centre - x - y, centre + x - y, centre + x + y, centre - x + y};
}

Footprint footprint_at(ModelSize const& size, MapPoint at, double heading_rad, double scale_x, double scale_y) {
  Footprint box{at, heading_rad, size.width_m * scale_x / 2, size.length_m * scale_y / 2};
  if (size.foot_width_m <= 0) return box;
  box.centre = at + size.foot_x_m * scale_x * box.right() + size.foot_y_m * scale_y * box.forward();
  box.half_width_m = size.foot_width_m * scale_x / 2;
  box.half_length_m = size.foot_length_m * scale_y / 2;
  return box;
}

bool overlap(Footprint const& a, Footprint const& b, double clearance_m) {
  MapPoint const between = b.centre - a.centre;
  for (MapPoint const axis : {a.forward(), a.right(), b.forward(), b.right()}) { // separating axes
    auto const half = [&](Footprint const& f) {
      return f.half_width_m * std::abs(dot(f.right(), axis)) + f.half_length_m * std::abs(dot(f.forward(), axis));
    };
    if (std::abs(dot(between, axis)) > half(a) + half(b) + clearance_m) return false;
  }
  return true;
}

bool crosses(Footprint const& box, MapPoint a, MapPoint b, double clearance_m) {
  // In the box's own axes, grown by the clearance (Liang and Barsky 1984).
  double t0 = 0, t1 = 1;
  auto const clip_axis = [&](MapPoint axis, double half) {
    double const from = dot(a - box.centre, axis), step = dot(b - a, axis);
    if (std::abs(step) < 1e-12) return std::abs(from) <= half;
    double low = (-half - from) / step, high = (half - from) / step;
    if (low > high) std::swap(low, high);
    t0 = std::max(t0, low);
    t1 = std::min(t1, high);
    return t0 <= t1;
  };
  return clip_axis(box.right(), box.half_width_m + clearance_m) &&
         clip_axis(box.forward(), box.half_length_m + clearance_m);
}

void SiteIndex::add_route(layout::Route const& route) {
  for (std::size_t i = 0; i + 1 < route.line.size(); ++i) {
    auto const index = static_cast<std::uint32_t>(segments_.size());
    segments_.push_back({route.line[i], route.line[i + 1], route.width_m / 2});
    for_each_cell(box_of({route.line[i], route.line[i + 1]}), [&](std::int64_t key) {
      segment_cells_[key].push_back(index);
      return false;
    });
  }
}

void SiteIndex::add(Footprint const& box) {
  auto const index = static_cast<std::uint32_t>(boxes_.size());
  boxes_.push_back(box);
  for_each_cell(box_of(box.corners()), [&](std::int64_t key) {
    box_cells_[key].push_back(index);
    return false;
  });
}

bool SiteIndex::hits_route(Footprint const& box, double clearance_m) const {
  constexpr double kWidest_m = 40;
  Box around = box_of(box.corners());
  around.low = around.low - MapPoint{kWidest_m, kWidest_m};
  around.high = around.high + MapPoint{kWidest_m, kWidest_m};
  bool hit = false;
  for_each_cell(around, [&](std::int64_t key) {
    auto const it = segment_cells_.find(key);
    if (it != segment_cells_.end())
      hit = std::any_of(it->second.begin(), it->second.end(), [&](std::uint32_t i) {
        return crosses(box, segments_[i].a, segments_[i].b, segments_[i].half_width_m + clearance_m);
      });
    return hit;
  });
  return hit;
}

bool SiteIndex::hits_box(Footprint const& box, double clearance_m) const {
  Box around = box_of(box.corners());
  around.low = around.low - MapPoint{clearance_m, clearance_m};
  around.high = around.high + MapPoint{clearance_m, clearance_m};
  bool hit = false;
  for_each_cell(around, [&](std::int64_t key) {
    auto const it = box_cells_.find(key);
    if (it != box_cells_.end())
      hit = std::any_of(it->second.begin(), it->second.end(),
                        [&](std::uint32_t i) { return overlap(box, boxes_[i], clearance_m); });
    return hit;
  });
  return hit;
}

bool stands_over_roads(std::string_view model) {
  return model == "rack_span" || model.starts_with("pipe_lower") || model.starts_with("pipe_upper");
}

bool stands_in_water(std::string_view model) {
  return model == "wind_turbine" || model == "jetty";
}

Footprint Placer::footprint_of(PlaceRequest const& request) const {
  return footprint_at(sizes_.at(request.model), request.at, request.heading_rad, request.scale[0], request.scale[1]);
}

bool Placer::place(PlaceRequest const& request) {
  Footprint const box = footprint_of(request);
  double low = terrain_.height_at(box.centre), high = low;
  for (MapPoint const corner : request.spans ? std::vector<MapPoint>{} : box.corners()) {
    double const h = terrain_.height_at(corner);
    low = std::min(low, h);
    high = std::max(high, h);
  }
  char const* refusal = nullptr;
  if (request.offshore ? high > -request.least_depth_m : low < 0.7)
    refusal = "in water";
  else if (!request.offshore && high - low > request.most_rise_m)
    refusal = "too steep";
  else if (!request.over_road && sites_.hits_route(box, request.clearance_m))
    refusal = "on a route";
  else if (!request.spans && !request.joins && sites_.hits_box(box, request.clearance_m))
    refusal = "taken";
  last_outcome_ = refusal != nullptr ? refusal : "placed";
  outcomes.add(last_outcome_);
  if (refusal != nullptr) return false;
  if (!request.spans) sites_.add(box);
  std::string const stem = request.prefix + "/" + request.model;
  layout::Placement placement;
  placement.id = fmt::format("{}/{:04}", stem, ++serials_[stem]);
  placement.model = request.model;
  placement.zone = request.zone;
  placement.position = request.at;
  placement.height_m = request.offshore ? 0 : static_cast<float>(terrain_.height_at(request.at));
  placement.heading_rad = static_cast<float>(request.heading_rad);
  std::copy(request.scale, request.scale + 3, placement.scale);
  placement.tint = request.tint;
  placement.origin = {Provenance::modelled, "layout made up from the plan's programme; illustrative", "design", 0};
  placements.push_back(std::move(placement));
  pads.push_back(box);
  return true;
}

namespace {

void level_pad(Footprint const& box, float height_m, layout::TerrainGrid& grid) {
  double const ease = std::max(18.0, grid.spacing_m), reach = ease + 6;
  Box const around = box_of(box.corners());
  auto const first = [&](double v, double origin) {
    return std::max(0.0, std::ceil((v - reach - origin) / grid.spacing_m));
  };
  for (double row = first(around.low.north_m, grid.origin.north_m);
       row < grid.rows && grid.origin.north_m + row * grid.spacing_m <= around.high.north_m + reach; ++row)
    for (double column = first(around.low.east_m, grid.origin.east_m);
         column < grid.columns && grid.origin.east_m + column * grid.spacing_m <= around.high.east_m + reach;
         ++column) {
      MapPoint const d = grid.origin + grid.spacing_m * MapPoint{column, row} - box.centre;
      double const off = std::max(
          {std::abs(dot(d, box.right())) - box.half_width_m, std::abs(dot(d, box.forward())) - box.half_length_m, 0.0});
      float& height = grid.height_m[static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column)];
      if (height > 0.5F)
        height = std::lerp(height, height_m, static_cast<float>(1 - smooth_step(0.8 * grid.spacing_m, reach, off)));
    }
}

/// Away from the rim, where the grid must agree with the window.
bool deep_inside(layout::TerrainGrid const& grid, MapPoint p) {
  MapPoint const rim{90, 90};
  return grid.contains(p - rim) && grid.contains(p + rim);
}

} // namespace

void grade_pads(Placer const& placer, layout::Terrain& terrain) {
  for (std::size_t i = 0; i < placer.pads.size(); ++i) {
    Footprint const& box = placer.pads[i];
    if (placer.placements[i].height_m <= 0 || stands_over_roads(placer.placements[i].model) ||
        std::max(box.half_width_m, box.half_length_m) < 12.5)
      continue;
    for (auto& grid : terrain.details)
      if (deep_inside(grid, box.centre)) level_pad(box, placer.placements[i].height_m, grid);
  }
}

void stand_on_ground(std::vector<layout::Placement>& placements, layout::Terrain const& terrain) {
  for (layout::Placement& placement : placements)
    if (placement.height_m > 0) placement.height_m = terrain.height_at(placement.position);
}

} // namespace dalian::bake
