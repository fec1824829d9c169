#include "twin/whatif/flood_ground.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {

std::optional<std::size_t> ZoneGround::cell_at(MapPoint p) const {
  double const column = std::round((p.east_m - first.east_m) / ground.spacing_m),
               row = std::round((p.north_m - first.north_m) / ground.spacing_m);
  if (!(column >= 0 && row >= 0 && column < static_cast<double>(ground.columns) &&
        row < static_cast<double>(ground.rows)))
    return std::nullopt;
  return static_cast<std::size_t>(row) * ground.columns + static_cast<std::size_t>(column);
}

void for_cells_in(ZoneGround const& zone, plan::MapRing const& ring, std::function<void(std::size_t)> const& visit) {
  auto const& g = zone.ground;
  std::vector<double> crossings;
  for (std::size_t row = 0; row < g.rows; ++row) {
    double const y = zone.first.north_m + g.spacing_m * static_cast<double>(row);
    crossings.clear();
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
      if ((ring[i].north_m > y) != (ring[j].north_m > y))
        crossings.push_back(ring[i].east_m + (y - ring[i].north_m) / (ring[j].north_m - ring[i].north_m) *
                                                 (ring[j].east_m - ring[i].east_m));
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
      auto const column = [&](double east) { return std::ceil((east - zone.first.east_m) / g.spacing_m); };
      double const end = std::min(column(crossings[k + 1]), static_cast<double>(g.columns));
      for (double c = std::max(0.0, column(crossings[k])); c < end; ++c)
        visit(row * g.columns + static_cast<std::size_t>(c));
    }
  }
}

ZoneGround zone_ground(plan::MapRing const& outline, layout::Terrain const& terrain, double manning) {
  MapPoint low = outline.front(), high = low;
  for (MapPoint const p : outline) {
    low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
    high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
  }
  auto const first = [](double at) { return std::floor((at - kFloodMargin_m) / kFloodCell_m) * kFloodCell_m; };
  auto const count = [&](double from, double to) {
    return static_cast<std::size_t>(std::ceil((to + kFloodMargin_m - first(from)) / kFloodCell_m)) + 1;
  };
  ZoneGround zone;
  zone.first = {first(low.east_m), first(low.north_m)};
  zone.ground =
      flood::flat_ground(count(low.east_m, high.east_m), count(low.north_m, high.north_m), kFloodCell_m, manning);
  zone.ground.open_edges = true;
  for (std::size_t i = 0; i < zone.ground.size(); ++i) {
    MapPoint const at{zone.first.east_m + kFloodCell_m * static_cast<double>(i % zone.ground.columns),
                      zone.first.north_m + kFloodCell_m * static_cast<double>(i / zone.ground.columns)};
    zone.ground.bed_m[i] = static_cast<double>(terrain.height_at(at));
    if (terrain.cover_at(at) == layout::Cover::sea) zone.ground.cell[i] = flood::Cell::sea;
  }
  zone.inside.assign(zone.ground.size(), 0);
  for_cells_in(zone, outline, [&](std::size_t i) { zone.inside[i] = 1; });
  return zone;
}

void give_to_sea(flood::Ground& ground, double level_m) {
  auto const depth_m = flood::filled_from_sea(ground, level_m);
  for (std::size_t i = 0; i < ground.size(); ++i)
    if (depth_m[i] > 0) ground.cell[i] = flood::Cell::sea;
}

} // namespace dalian::whatif
