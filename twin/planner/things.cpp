#include "twin/planner/things.hpp"

#include "twin/plan/polygon.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::planner {
namespace {

using plan::Entity;
using plan::Layer;

constexpr std::array kDrawn{Layer::building, Layer::generator, Layer::storage,
                            Layer::tank,     Layer::hydrogen,  Layer::plant};

constexpr std::array kLines{Layer::parcel, Layer::road, Layer::bus_line, Layer::corridor};

/// By the field `kind`.
struct KindModel {
  Layer layer;
  std::string_view kind, model;
};
constexpr std::array kModels{KindModel{Layer::hydrogen, "electrolyser", "electrolyser_hall"},
                             KindModel{Layer::hydrogen, "reformer", "reformer_unit"},
                             KindModel{Layer::hydrogen, "byproduct", "process_column"},
                             KindModel{Layer::hydrogen, "store", "hydrogen_tube_bank"},
                             KindModel{Layer::hydrogen, "loading", "trailer_bays"},
                             KindModel{Layer::hydrogen, "station", "refuelling_station"},
                             KindModel{Layer::generator, "wind", "wind_turbine"},
                             KindModel{Layer::generator, "solar", "solar_array"},
                             KindModel{Layer::generator, "", "factory_flat"},
                             KindModel{Layer::storage, "flow_battery", "flow_battery_hall"},
                             KindModel{Layer::storage, "hydrogen", "hydrogen_tube_bank"},
                             KindModel{Layer::storage, "heat", "tank"},
                             KindModel{Layer::storage, "", "battery_hall"},
                             KindModel{Layer::tank, "", "tank"},
                             KindModel{Layer::plant, "", "chem_unit"}};

std::string model_of(Entity const& entity) {
  std::string const kind = plan::find_field(entity.layer(), "kind") ? entity.text("kind") : "";
  for (KindModel const& each : kModels)
    if (each.layer == entity.layer() && (each.kind == kind || each.kind.empty())) return std::string(each.model);
  return {};
}

std::string building_model(std::string const& use) {
  if (use == "residential" || use == "machiya") return "tower_slab";
  if (use == "office" || use == "campus" || use == "school" || use == "clinic") return "office_bar";
  if (use == "logistics" || use == "depot") return "warehouse";
  return "factory_flat";
}

/// A rectangle along the outline's longest side that holds it.
void fit(Thing& thing, plan::MapRing const& ring) {
  double longest = 0;
  MapPoint along{};
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MapPoint const a = ring[i], b = ring[(i + 1) % ring.size()];
    double const length = distance_m(a, b);
    if (length > longest) longest = length, along = {(b.east_m - a.east_m) / length, (b.north_m - a.north_m) / length};
  }
  double low[2] = {1e300, 1e300}, high[2] = {-1e300, -1e300};
  for (MapPoint const p : ring) {
    double const place[2] = {p.east_m * along.east_m + p.north_m * along.north_m,
                             p.east_m * along.north_m - p.north_m * along.east_m};
    for (int i = 0; i < 2; ++i)
      low[i] = std::min(low[i], place[i]), high[i] = std::max(high[i], place[i]);
  }
  double const mid = (low[0] + high[0]) / 2, aside = (low[1] + high[1]) / 2;
  thing.at = {mid * along.east_m + aside * along.north_m, mid * along.north_m - aside * along.east_m};
  thing.heading_rad = std::atan2(along.east_m, along.north_m);
  thing.length_m = high[0] - low[0];
  thing.width_m = high[1] - low[1];
}

std::optional<Thing> building_of(Entity const& entity) {
  auto const ring = plan::to_map(entity.shape("outline"));
  if (ring.size() < 3) return std::nullopt;
  Thing thing{Layer::building, entity.id(), building_model(entity.text("use")), {}, 0, 0, 0, 0};
  fit(thing, ring);
  thing.height_m = entity.has("height_m") ? entity.number("height_m") : kStorey_m * entity.number("storeys");
  return thing;
}

Drawn drawn_as(Entity const& entity) {
  bool const area = plan::find_field(entity.layer(), "outline").has_value();
  Drawn out{entity.layer(), entity.id(), plan::to_map(entity.shape(area ? "outline" : "line")), false};
  if (area && !out.line.empty()) out.line.push_back(out.line.front());
  out.closed = entity.layer() == Layer::road && entity.flag("closed");
  return out;
}

} // namespace

std::optional<Thing> thing_of(Entity const& entity) {
  if (entity.layer() == Layer::building) return building_of(entity);
  std::string model = model_of(entity);
  auto const at = model.empty() ? std::nullopt : middle_of(entity);
  if (!at) return std::nullopt;
  return Thing{entity.layer(), entity.id(), std::move(model), *at, 0, 0, 0, 0};
}

std::optional<MapPoint> middle_of(plan::Entity const& entity) {
  for (std::string_view const field : {"at", "outline", "line"}) {
    if (!plan::find_field(entity.layer(), field) || !entity.has(field)) continue;
    auto const points = plan::to_map(entity.shape(field));
    if (points.empty()) continue;
    if (field == "outline" && points.size() >= 3) return plan::centroid(points);
    return points[points.size() / 2];
  }
  return std::nullopt;
}

std::vector<Thing> things_of(plan::Layout const& base, plan::Layout const& now) {
  std::vector<Thing> out;
  for (Layer const layer : kDrawn) {
    if (now.same_table(base, layer)) continue;
    now.for_each(layer, [&](Entity const& entity) {
      auto thing = thing_of(entity);
      if (!thing) return;
      auto const old = base.find(layer, entity.id());
      if (!old || thing_of(*old) != thing) out.push_back(std::move(*thing));
    });
  }
  return out;
}

std::vector<Drawn> drawn_of(plan::Layout const& base, plan::Layout const& now) {
  std::vector<Drawn> out;
  for (Layer const layer : kLines) {
    if (now.same_table(base, layer)) continue;
    now.for_each(layer, [&](Entity const& entity) {
      auto drawn = drawn_as(entity);
      if (drawn.line.size() < 2) return;
      auto const old = base.find(layer, entity.id());
      auto const was = old ? drawn_as(*old) : Drawn{};
      if (was.line != drawn.line || was.closed != drawn.closed) out.push_back(std::move(drawn));
    });
  }
  return out;
}

} // namespace dalian::planner
