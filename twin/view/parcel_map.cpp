#include "twin/view/parcel_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::view {
namespace {

constexpr double kApart_m = 300; // parcels nearer than this share a grid
constexpr double kMostTexels = 4e6;

struct Box {
  MapPoint low{1e30, 1e30}, high{-1e30, -1e30};

  void add(MapPoint p) {
    low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
    high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
  }
  bool near(Box const& o, double gap_m) const {
    return low.east_m < o.high.east_m + gap_m && o.low.east_m < high.east_m + gap_m &&
           low.north_m < o.high.north_m + gap_m && o.low.north_m < high.north_m + gap_m;
  }
};

Box box_of(layout::Ring const& ring) {
  Box box;
  for (MapPoint const p : ring)
    box.add(p);
  return box;
}

/// Boxes of parcels, joined until each is apart from all others.
std::vector<Box> clusters(std::vector<layout::Parcel> const& parcels) {
  std::vector<Box> boxes;
  for (layout::Parcel const& parcel : parcels) {
    if (parcel.outline.size() < 3) continue;
    Box box = box_of(parcel.outline);
    for (std::size_t i = 0; i < boxes.size();) {
      if (!boxes[i].near(box, kApart_m)) {
        ++i;
        continue;
      }
      box.add(boxes[i].low);
      box.add(boxes[i].high);
      boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(i));
      i = 0; // the grown box may reach others now
    }
    boxes.push_back(box);
  }
  return boxes;
}

ParcelGrid grid_over(Box const& box, double spacing_m) {
  double const east = box.high.east_m - box.low.east_m + 2 * kParcelReach_m,
               north = box.high.north_m - box.low.north_m + 2 * kParcelReach_m;
  while (east / spacing_m * (north / spacing_m) > kMostTexels)
    spacing_m *= 2;
  ParcelGrid grid;
  grid.spacing_m = spacing_m;
  grid.origin = {box.low.east_m - kParcelReach_m, box.low.north_m - kParcelReach_m};
  grid.columns = static_cast<std::uint32_t>(std::ceil(east / spacing_m)) + 1;
  grid.rows = static_cast<std::uint32_t>(std::ceil(north / spacing_m)) + 1;
  grid.texel.assign(std::size_t{grid.columns} * grid.rows, 0);
  return grid;
}

/// Where two parcels claim a texel, the one that holds it deeper, or is nearer, keeps it.
void stamp(layout::Ring const& ring, std::uint32_t index, ParcelGrid& grid) {
  Box const box = box_of(ring);
  auto const first = [&](double v, double origin) {
    return static_cast<std::int64_t>(std::max(0.0, std::ceil((v - kParcelReach_m - origin) / grid.spacing_m)));
  };
  auto const last = [&](double v, double origin, std::uint32_t count) {
    return std::min<std::int64_t>(
        count - 1, static_cast<std::int64_t>(std::floor((v + kParcelReach_m - origin) / grid.spacing_m)));
  };
  auto const row_end = last(box.high.north_m, grid.origin.north_m, grid.rows);
  auto const column_end = last(box.high.east_m, grid.origin.east_m, grid.columns);
  for (auto row = first(box.low.north_m, grid.origin.north_m); row <= row_end; ++row)
    for (auto column = first(box.low.east_m, grid.origin.east_m); column <= column_end; ++column) {
      double const inside = depth_inside_m(ring, {grid.origin.east_m + static_cast<double>(column) * grid.spacing_m,
                                                  grid.origin.north_m + static_cast<double>(row) * grid.spacing_m});
      if (inside < -kParcelReach_m) continue;
      auto& texel = grid.texel[static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column)];
      std::uint32_t const mine = parcel_texel(index, inside);
      if ((mine & 0xfffU) > (texel & 0xfffU) || texel == 0) texel = mine;
    }
}

bool holds(ParcelGrid const& grid, MapPoint p) {
  double const x = (p.east_m - grid.origin.east_m) / grid.spacing_m,
               y = (p.north_m - grid.origin.north_m) / grid.spacing_m;
  return x >= 0 && y >= 0 && x < grid.columns && y < grid.rows;
}

} // namespace

double depth_inside_m(layout::Ring const& ring, MapPoint p) {
  double nearest = std::numeric_limits<double>::infinity();
  bool inside = false;
  for (std::size_t i = 0, k = ring.size() - 1; i < ring.size(); k = i++) {
    double const ax = ring[k].east_m - p.east_m, ay = ring[k].north_m - p.north_m;
    double const bx = ring[i].east_m - p.east_m, by = ring[i].north_m - p.north_m;
    double const dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    double const t = length2 > 0 ? std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0;
    nearest = std::min(nearest, (ax + t * dx) * (ax + t * dx) + (ay + t * dy) * (ay + t * dy));
    if ((ay > 0) != (by > 0) && 0 < ax - dx * ay / dy) inside = !inside;
  }
  return inside ? std::sqrt(nearest) : -std::sqrt(nearest);
}

double area_m2(layout::Ring const& ring) {
  double twice = 0; // from the first corner: map coordinates are large
  for (std::size_t i = 1; i + 1 < ring.size(); ++i)
    twice += (ring[i].east_m - ring[0].east_m) * (ring[i + 1].north_m - ring[0].north_m) -
             (ring[i + 1].east_m - ring[0].east_m) * (ring[i].north_m - ring[0].north_m);
  return twice / 2;
}

ParcelMap::ParcelMap(layout::City const& city, double spacing_m) : city_(city) {
  for (Box const& box : clusters(city.parcels))
    grids_.push_back(grid_over(box, spacing_m));
  for (std::uint32_t i = 0; i < city.parcels.size(); ++i) {
    auto const& ring = city.parcels[i].outline;
    if (ring.size() < 3) continue;
    auto const grid =
        std::find_if(grids_.begin(), grids_.end(), [&](ParcelGrid const& g) { return holds(g, ring.front()); });
    stamp(ring, i, *grid);
  }
}

std::optional<std::uint32_t> ParcelMap::parcel_at(MapPoint p) const {
  std::optional<std::uint32_t> found;
  double deepest = 0;
  for (ParcelGrid const& grid : grids_) {
    if (!holds(grid, p)) continue;
    auto const x = static_cast<std::uint32_t>((p.east_m - grid.origin.east_m) / grid.spacing_m),
               y = static_cast<std::uint32_t>((p.north_m - grid.origin.north_m) / grid.spacing_m);
    for (std::uint32_t k = 0; k < 4; ++k) {
      std::size_t const column = std::min(x + k % 2, grid.columns - 1), row = std::min(y + k / 2, grid.rows - 1);
      std::uint32_t const texel = grid.texel[row * grid.columns + column];
      if (texel == 0) continue;
      std::uint32_t const parcel = (texel >> 12U) - 1;
      double const inside = depth_inside_m(city_.parcels[parcel].outline, p);
      if (inside <= deepest) continue;
      deepest = inside;
      found = parcel;
    }
  }
  return found;
}

} // namespace dalian::view
