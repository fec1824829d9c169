#include "tools/bake/city/bake.hpp"

#include "tools/bake/city/coast.hpp"
#include "tools/bake/city/cover.hpp"
#include "tools/bake/city/ground.hpp"
#include "tools/bake/city/zones.hpp"

#include <cmath>

namespace dalian::bake {
namespace {

constexpr GeoWindow kWindow{120.8, 123.4, 38.6, 40.2};
constexpr GeoWindow kWider{120.5, 123.7, 38.35,
                           40.45}; // shore read, so that the cut of the mainland stays out of sight
constexpr double kWindowSpacing_m = 100;
constexpr double kRim_m = 700; // over which a detail grid turns into the window

struct DetailSpec {
  char const* name;
  GeoPoint centre;
  double side_m, spacing_m;
};
constexpr DetailSpec kDetails[] = {
    {"njip", {121.672, 39.252}, 14000, 10},       {"songmudao", {121.665, 39.385}, 13000, 10},
    {"xizhongdao", {121.365, 39.470}, 12000, 10}, {"huayuankou", {122.676, 39.556}, 12000, 10},
    {"port", {121.885, 39.025}, 10000, 8},        {"airport", {121.617, 39.100}, 9000, 10},
    {"city", {121.630, 38.925}, 12000, 10},
};

GridFrame window_frame() {
  Box box;
  for (double const lon : {kWindow.west_deg, kWindow.east_deg})
    for (double const lat : {kWindow.south_deg, kWindow.north_deg})
      box.add(to_map({lon, lat}));
  MapPoint const low{std::floor(box.low.east_m / 1000) * 1000, std::floor(box.low.north_m / 1000) * 1000};
  MapPoint const span = box.high - low;
  return {low, kWindowSpacing_m, static_cast<std::uint32_t>(std::ceil(span.east_m / kWindowSpacing_m)) + 1,
          static_cast<std::uint32_t>(std::ceil(span.north_m / kWindowSpacing_m)) + 1};
}

GridFrame detail_frame(DetailSpec const& spec) {
  MapPoint const centre = to_map(spec.centre);
  auto const snap = [&](double v) { return std::floor((v - spec.side_m / 2) / 100) * 100; };
  auto const count = static_cast<std::uint32_t>(std::lround(spec.side_m / spec.spacing_m)) + 1;
  return {{snap(centre.east_m), snap(centre.north_m)}, spec.spacing_m, count, count};
}

layout::TerrainGrid to_terrain(std::string name, GroundGrid ground, std::vector<std::uint8_t> cover) {
  return {std::move(name),   ground.frame.origin,        ground.frame.spacing_m, ground.frame.columns,
          ground.frame.rows, std::move(ground.height_m), std::move(cover)};
}

/// Heights of a detail grid become the window's towards its rim, so that no step shows where they meet.
void blend_rim(layout::TerrainGrid const& window, layout::TerrainGrid& grid) {
  for (std::size_t i = 0; i < grid.height_m.size(); ++i) {
    std::size_t const column = i % grid.columns, row = i / grid.columns;
    std::size_t const cells = std::min({column, row, grid.columns - 1 - column, grid.rows - 1 - row});
    double const weight = smooth_step(0, kRim_m, static_cast<double>(cells) * grid.spacing_m);
    if (weight >= 1) continue;
    MapPoint const p{grid.origin.east_m + static_cast<double>(column) * grid.spacing_m,
                     grid.origin.north_m + static_cast<double>(row) * grid.spacing_m};
    grid.height_m[i] = std::lerp(window.height_at(p), grid.height_m[i], static_cast<float>(weight));
  }
}

} // namespace

Result<Baked> bake(std::filesystem::path const& sources_folder, Progress const& progress) {
  auto const sources = read_sources(sources_folder);
  if (!sources) return Error{sources.error()};
  progress("shore from GSHHG");
  auto rough = read_gshhg_land(kWider);
  if (!rough) return Error{rough.error()};
  std::vector<Ring> land;
  for (Ring const& ring : *rough)
    land.push_back(smooth_shore(ring, 110));

  Baked baked;
  baked.city.zones = make_zones(*sources);
  ZoneCheck const zones = check_zones(baked.city.zones);
  if (!zones.ok) return Error{"zones are not what the plan says:\n" + zones.table};
  baked.report += zones.table;

  progress("ground of the window");
  ShoreField const shore = make_shore_field(window_frame(), land);
  Country const country(sources->patches, {shore.frame.origin, shore.frame.at(shore.frame.size() - 1)});
  Ground const ground(*sources, country, land, shore);
  GroundGrid window = ground.make(shore.frame);
  auto cover = classify(*sources, country, window);
  baked.terrain.window = to_terrain("window", std::move(window), std::move(cover));
  for (DetailSpec const& spec : kDetails) {
    progress(std::string("ground of ") + spec.name);
    GroundGrid detail = ground.make(detail_frame(spec));
    cover = classify(*sources, country, detail);
    baked.terrain.details.push_back(to_terrain(spec.name, std::move(detail), std::move(cover)));
    blend_rim(baked.terrain.window, baked.terrain.details.back());
  }
  auto const villages = find_villages(*sources, country, baked.terrain.window);
  stamp_villages(villages, baked.terrain.window);
  for (auto& detail : baked.terrain.details)
    stamp_villages(villages, detail);
  baked.terrain.provenance = Provenance::modelled;
  baked.terrain.source = "modelled from the GSHHG shore, pinned peaks and drawn patches of hills; not a survey";
  return baked;
}

} // namespace dalian::bake
