#include "tools/bake/city/bake.hpp"

#include "tools/bake/city/checks.hpp"
#include "tools/bake/city/coast.hpp"
#include "tools/bake/city/cover.hpp"
#include "tools/bake/city/ground.hpp"
#include "tools/bake/city/land_use.hpp"
#include "tools/bake/city/lot_fill.hpp"
#include "tools/bake/city/lot_ground.hpp"
#include "tools/bake/city/profile.hpp"
#include "tools/bake/city/routes.hpp"
#include "tools/bake/city/site_country.hpp"
#include "tools/bake/city/site_port.hpp"
#include "tools/bake/city/street_furniture.hpp"
#include "tools/bake/city/streets.hpp"
#include "tools/bake/city/systems.hpp"
#include "tools/bake/city/zones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>

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

/// Everything while it is being made.
struct Work {
  Sources sources;
  Country country;
  layout::City city;
  layout::Terrain terrain;
  std::vector<std::vector<float>> shore_m; // of the window, then of every detail grid
  UseTable uses;
  LandUse land_use; // of the zones
  Lots lots;        // of the zones, then of the terminals
  std::vector<layout::Route> terminal_streets;
  Systems systems;
  Progress const& progress;

  std::vector<layout::TerrainGrid*> grids() {
    std::vector<layout::TerrainGrid*> all{&terrain.window};
    for (auto& detail : terrain.details)
      all.push_back(&detail);
    return all;
  }
};

void make_ground(Work& work, std::vector<Ring> const& land) {
  ShoreField const shore = make_shore_field(window_frame(), land);
  Ground const ground(work.sources, work.country, land, shore);
  struct Made {
    layout::TerrainGrid grid;
    std::vector<float> shore_m;
  };
  auto const make = [&ground](char const* name, GridFrame const& frame) {
    GroundGrid made = ground.make(frame);
    return Made{{name, frame.origin, frame.spacing_m, frame.columns, frame.rows, std::move(made.height_m), {}},
                std::move(made.shore_m)};
  };
  work.progress("ground");
  std::vector<std::future<Made>> making;
  making.push_back(std::async(std::launch::async, make, "window", shore.frame));
  for (DetailSpec const& spec : kDetails)
    making.push_back(std::async(std::launch::async, make, spec.name, detail_frame(spec)));
  for (std::size_t i = 0; i < making.size(); ++i) {
    Made made = making[i].get();
    work.shore_m.push_back(std::move(made.shore_m));
    if (i == 0)
      work.terrain.window = std::move(made.grid);
    else
      work.terrain.details.push_back(std::move(made.grid));
  }
  work.terrain.provenance = Provenance::modelled;
  work.terrain.source = "modelled from the GSHHG shore, pinned peaks and drawn patches of hills; not a survey";
}

Status make_lines(Work& work) {
  work.progress("routes and streets");
  auto routes = make_routes(work.sources);
  if (!routes) return Error{routes.error()};
  work.city.routes = std::move(routes).value();
  // Streets come before the test routes, which lie on top of everything.
  auto const tests = std::find_if(work.city.routes.begin(), work.city.routes.end(),
                                  [](layout::Route const& r) { return r.kind == layout::RouteClass::test_route; });
  auto const at = work.city.routes.insert(tests, work.land_use.streets.begin(), work.land_use.streets.end());
  std::vector<std::vector<Lot>> terminals;
  for (Reclamation const& made : work.sources.reclamations) {
    StreetPlan plan = plan_hinterland(made, work.sources.quays);
    terminals.push_back(terminal_lots(plan.blocks));
    work.terminal_streets.insert(work.terminal_streets.end(), plan.streets.begin(), plan.streets.end());
  }
  work.city.routes.insert(at, work.terminal_streets.begin(), work.terminal_streets.end());
  work.lots = cut_lots(work.land_use, work.city.routes, work.uses);
  for (std::vector<Lot>& lots : terminals)
    std::move(lots.begin(), lots.end(), std::back_inserter(work.lots.lots));
  give_heights(work.city.routes, work.terrain);
  for (auto* grid : work.grids())
    grade_routes(work.city.routes, *grid);
  for (auto& detail : work.terrain.details)
    blend_rim(work.terrain.window, detail);
  return {};
}

std::vector<Village> make_cover(Work& work) {
  work.progress("land cover");
  auto villages = find_villages(work.sources, work.country, work.terrain.window);
  work.city.parcels = work.sources.parcels;
  for (Quay const& quay : work.sources.quays)
    for (layout::Parcel& parcel : quay_parcels(quay))
      work.city.parcels.push_back(std::move(parcel));
  for (Lot const& lot : work.lots.lots)
    work.city.parcels.push_back(lot.parcel);
  auto const grids = work.grids();
  std::vector<std::future<void>> covering;
  for (std::size_t i = 0; i < grids.size(); ++i)
    covering.push_back(std::async(std::launch::async, [&, i] {
      classify(work.sources, work.country, work.shore_m[i], *grids[i]);
      stamp_villages(villages, *grids[i]);
      stamp_parcels(work.city.parcels, work.uses, *grids[i]);
      stamp_patches(work.lots.lots, work.uses, *grids[i]);
    }));
  for (auto& one : covering)
    one.get();
  return villages;
}

/// Big things first: what comes later finds its place taken.
Result<std::string> make_placements(Work& work, ModelSizes const& sizes, std::vector<Village> const& villages) {
  work.progress("placements");
  SiteIndex sites;
  for (layout::Route const& route : work.city.routes)
    sites.add_route(route);
  Placer placer(sizes, work.terrain, sites);
  if (Status const placed = place_systems(work.systems, placer); !placed) return Error{placed.error()};
  StreetFurniture furniture(work.city.routes, work.sources, placer);
  furniture.signals();
  furniture.bus_stops();
  for (Quay const& quay : work.sources.quays)
    fill_quay(quay, placer);
  for (Lot const& lot : work.lots.lots) {
    Use const* use = work.uses.find(lot.parcel.use);
    if (use == nullptr) continue;
    double const floor_m2 = fill_lot(lot.block, *use, work.uses, placer);
    if (!lot.parcel.zone.empty()) work.lots.land[lot.parcel.zone].floor_m2[lot.parcel.use] += floor_m2;
  }
  for (layout::Route const& street : work.land_use.streets)
    if (street.width_m > 13) line_with_trees({street}, street.id.substr(0, street.id.find('/')), 30, placer);
  line_with_trees(work.terminal_streets, "", 80, placer);
  furniture.lamps();
  for (Field const& field : work.sources.fields)
    if (field.kind == "wind-farm") fill_wind_farm(field, placer);
  fill_towns(work.sources, work.country, placer);
  fill_villages(villages, placer);
  fill_woods({"njip", "songmudao", "xizhongdao", "huayuankou"}, 200, placer);
  grade_pads(placer, work.terrain);
  work.city.placements = std::move(placer.placements);
  std::string outcomes = "\nplacing:";
  for (auto const& [reason, count] : placer.outcomes)
    outcomes += fmt::format(" {} {},", count, reason);
  outcomes.back() = '\n';
  return outcomes;
}

void settle(Work& work) {
  work.progress("settling");
  for (auto& detail : work.terrain.details) {
    grade_routes(work.city.routes, detail);
    blend_rim(work.terrain.window, detail);
  }
  stand_on_ground(work.city.placements, work.terrain);
  work.city.systems = finished(work.systems, work.terrain);
  lift_above_ground(work.city.routes, work.terrain);
  for (Feature const& feature : work.sources.places) {
    MapPoint const at = to_map(feature.points[0]);
    work.city.places.push_back({feature.id, feature.kind, feature.names(), at,
                                std::max(0.0, static_cast<double>(work.terrain.height_at(at))), feature.origin()});
  }
}

} // namespace

Result<Baked> bake(Inputs const& inputs, Progress const& progress) {
  auto sources = read_sources(inputs.sources);
  if (!sources) return Error{sources.error()};
  auto const sizes = read_model_sizes(inputs.catalog);
  if (!sizes) return Error{sizes.error()};
  auto uses = read_uses(inputs.sources / "uses.toml", *sizes);
  if (!uses) return Error{uses.error()};
  auto land_use = read_land_use(inputs.sources, *sources, *uses);
  if (!land_use) return Error{land_use.error()};
  auto systems = read_systems(inputs.sources / "systems.geojson", *sizes);
  if (!systems) return Error{systems.error()};
  progress("shore from GSHHG");
  auto const rough = read_gshhg_land(kWider);
  if (!rough) return Error{rough.error()};
  std::vector<Ring> land;
  for (Ring const& ring : *rough)
    land.push_back(smooth_shore(ring, 85));

  GridFrame const frame = window_frame();
  Country const country(*sources, {frame.origin, frame.at(frame.size() - 1)});
  Work work{
      std::move(sources).value(), country, {}, {}, {}, std::move(uses).value(), std::move(land_use).value(), {}, {},
      std::move(systems).value(), progress};
  work.city.zones = make_zones(work.sources);
  ZoneCheck const zones = check_zones(work.city.zones);
  if (!zones.ok) return Error{"zones are not what the plan says:\n" + zones.table};
  make_ground(work, land);
  if (Status const lines = make_lines(work); !lines) return Error{lines.error()};
  auto const villages = make_cover(work);
  auto const outcomes = make_placements(work, *sizes, villages);
  if (!outcomes) return Error{outcomes.error()};
  settle(work);

  std::string faults;
  for (std::string const& fault : find_faults(work.city, work.terrain, work.sources))
    faults += "\n  " + fault;
  if (!faults.empty()) return Error{"the baked city is faulty:" + faults};
  std::string const report =
      zones.table + summarize(work.city) + describe(work.lots.land) + describe(work.city.systems) + *outcomes;
  return Baked{std::move(work.city), std::move(work.terrain), report};
}

} // namespace dalian::bake
