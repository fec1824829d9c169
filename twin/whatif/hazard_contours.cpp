// Lines about vessels: the second half of hazard_findings.hpp.
#include "twin/hazard/iso_lines.hpp"
#include "twin/whatif/hazard_findings.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace dalian::whatif {
namespace {

constexpr double kCells = 140, kLeastCell_m = 10; // along the longer side

/// Vessels whose circles of the lowest level meet, each group in their order.
std::vector<std::vector<std::size_t>> groups(HazardScene const& scene, std::vector<double> const& reach) {
  std::vector<std::size_t> root(scene.sources.size());
  std::iota(root.begin(), root.end(), 0);
  auto const find = [&](std::size_t v) {
    while (root[v] != v)
      v = root[v] = root[root[v]];
    return v;
  };
  for (std::size_t a = 0; a < root.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (distance_m(scene.sources[a].at, scene.sources[b].at) < reach[a] + reach[b]) {
        std::size_t const one = find(a), other = find(b);
        root[std::max(one, other)] = std::min(one, other);
      }
  std::map<std::size_t, std::vector<std::size_t>> by_root;
  for (std::size_t v = 0; v < root.size(); ++v)
    if (reach[v] > 0) by_root[find(v)].push_back(v);
  std::vector<std::vector<std::size_t>> out;
  for (auto& [first, group] : by_root)
    out.push_back(std::move(group));
  return out;
}

hazard::Grid grid_about(HazardScene const& scene, std::vector<std::size_t> const& group, double level) {
  MapPoint low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
  for (std::size_t const v : group) {
    Source const& source = scene.sources[v];
    double const r = source.effects->risk.reach_m(level);
    low = {std::min(low.east_m, source.at.east_m - r), std::min(low.north_m, source.at.north_m - r)};
    high = {std::max(high.east_m, source.at.east_m + r), std::max(high.north_m, source.at.north_m + r)};
  }
  double const east = high.east_m - low.east_m, north = high.north_m - low.north_m;
  double const cell = std::max(std::max(east, north) / kCells, kLeastCell_m);
  return {low.east_m, low.north_m, cell, static_cast<std::uint32_t>(std::ceil(east / cell)) + 1,
          static_cast<std::uint32_t>(std::ceil(north / cell)) + 1};
}

std::vector<Contour> circles(Source const& source, std::string const& vessel) {
  std::vector<Contour> out;
  for (Reach const& reach : source.effects->reaches) {
    hazard::Ring circle;
    hazard::make_circle(circle, reach.far_m, 0);
    plan::MapLine line;
    for (hazard::Along const p : circle.line())
      line.push_back({source.at.east_m + p.along_m, source.at.north_m + p.across_m});
    out.push_back({reach.name, plan::Layer::hazard, vessel, reach.unit, reach.level, plan::to_shape(line)});
  }
  return out;
}

} // namespace

std::vector<Contour> HazardContours::reaches(HazardScene const& scene) {
  std::vector<Contour> out;
  for (std::size_t v = 0; v < scene.vessels.size(); ++v) {
    auto const& id = scene.vessels[v].id;
    auto const key = plan::ByteText().add(scene.sources[v].key).add(std::string_view(id)).hash();
    auto const drawn =
        reaches_.get(key, [&] { return std::make_shared<std::vector<Contour> const>(circles(scene.sources[v], id)); });
    out.insert(out.end(), drawn->begin(), drawn->end());
  }
  return out;
}

std::vector<Contour> HazardContours::draw_risk(HazardScene const& scene, std::vector<std::size_t> const& group,
                                               std::vector<double> const& levels) const {
  auto const grid = grid_about(scene, group, levels.front());
  std::vector<double> risk(grid.cells());
  for (std::size_t i = 0; i < risk.size(); ++i) {
    MapPoint const p{grid.west_m + grid.cell_m * static_cast<double>(i % grid.columns),
                     grid.south_m + grid.cell_m * static_cast<double>(i / grid.columns)};
    for (std::size_t const v : group) {
      Source const& source = scene.sources[v];
      risk[i] += source.effects->risk.at(p.east_m - source.at.east_m, p.north_m - source.at.north_m);
    }
  }
  std::vector<Contour> out;
  for (double const level : levels)
    for (auto const& line : hazard::iso_lines(grid, risk, level))
      out.push_back(
          {"individual risk", plan::Layer::hazard, scene.vessels[group[0]].id, "1/a", level, plan::to_shape(line)});
  return out;
}

std::vector<Contour> HazardContours::risk(HazardScene const& scene) {
  std::set<double> distinct;
  for (auto const& limit : scene.tables.limits)
    distinct.insert({limit.new_per_a, limit.in_service_per_a});
  std::vector<double> const levels(distinct.begin(), distinct.end());
  if (levels.empty()) return {};
  std::vector<double> reach;
  for (Source const& source : scene.sources)
    reach.push_back(source.effects->risk.reach_m(levels.front()));
  std::vector<Contour> out;
  for (auto const& group : groups(scene, reach)) {
    plan::ByteText bytes;
    for (std::size_t const v : group)
      bytes.add(scene.sources[v].key).add(std::string_view(scene.vessels[v].id));
    auto const drawn = risks_.get(
        bytes.hash(), [&] { return std::make_shared<std::vector<Contour> const>(draw_risk(scene, group, levels)); });
    out.insert(out.end(), drawn->begin(), drawn->end());
  }
  return out;
}

} // namespace dalian::whatif
