// Buildings, plants and devices: placed, moved, turned.
#include "twin/plan/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::plan {
namespace {

constexpr double kTouch_m2 = 0.1; // corners are rounded to a centimetre

constexpr std::array kPlaced{Layer::plant,    Layer::generator, Layer::storage,
                             Layer::hydrogen, Layer::tank,      Layer::sensor};
constexpr std::array kMoved{Layer::building, Layer::plant,    Layer::generator, Layer::storage,
                            Layer::hydrogen, Layer::hazard,   Layer::tank,      Layer::sensor,
                            Layer::bus_stop, Layer::geofence, Layer::park};

bool is_in(std::span<Layer const> layers, Layer layer) {
  return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

struct Box {
  double west = 1e300, south = 1e300, east = -1e300, north = -1e300;
  explicit Box(MapLine const& points) {
    for (MapPoint const p : points) {
      west = std::min(west, p.east_m), east = std::max(east, p.east_m);
      south = std::min(south, p.north_m), north = std::max(north, p.north_m);
    }
  }
  bool meets(Box const& other, double reach_m) const {
    return west - reach_m <= other.east && other.west <= east + reach_m && south - reach_m <= other.north &&
           other.south <= north + reach_m;
  }
};

void look_at_buildings(Drafting& work, MapRing const& ring) {
  Box const box(ring);
  work.layout().for_each(Layer::building, [&](Entity const& other) {
    if (other.id() == work.id()) return;
    auto const theirs = to_map(other.shape("outline"));
    if (box.meets(Box(theirs), 0) && common_area_m2(ring, theirs) > kTouch_m2)
      work.refuse("outline", kOverlaps, {other.id()});
  });
}

void look_at_roads(Drafting& work, MapRing const& ring) {
  Box const box(ring);
  double const area_m2 = std::abs(signed_area_m2(ring));
  work.layout().for_each(Layer::road, [&](Entity const& road) {
    Strip const strip{to_map(road.shape("line")), road.number("width_m") / 2};
    if (road.flag("tunnel_or_bridge") || strip.line.size() < 2 || !(strip.half_m > 0)) return;
    if (box.meets(Box(strip.line), strip.half_m) && area_m2 - cut_away(ring, {strip}).area_m2 > kTouch_m2)
      work.refuse("outline", kOnRoad, {road.id()});
  });
}

/// The parcel that holds the whole ring; refused when none does.
std::string look_for_parcel(Drafting& work, MapRing const& ring) {
  auto const id = parcel_at(work.layout(), centroid(ring));
  if (!id) {
    work.refuse("outline", kOnNoParcel);
    return {};
  }
  auto const parcel = to_map(work.layout().find(Layer::parcel, *id)->shape("outline"));
  if (std::abs(signed_area_m2(ring)) - common_area_m2(ring, parcel) > kTouch_m2)
    work.refuse("outline", kOverEdge, {*id});
  return *id;
}

/// Refuses where a building may not stand; the parcel it stands on.
std::string look_at_building(Drafting& work, MapRing const& ring) {
  if (!is_simple(ring)) {
    work.refuse("outline", kNoOutline);
    return {};
  }
  MapLine closed = ring;
  closed.push_back(ring.front());
  work.keep_dry(closed, "outline");
  look_at_buildings(work, ring);
  look_at_roads(work, ring);
  return look_for_parcel(work, ring);
}

/// The parcel under a point, refused when there is none; "" for what needs none.
std::string look_at_point(Drafting& work, Layer layer, MapPoint at) {
  if (layer != Layer::sensor && layer != Layer::hazard) work.keep_dry({at}, "at");
  if (!find_field(layer, "parcel")) return {};
  auto const parcel = parcel_at(work.layout(), at);
  if (!parcel) work.refuse("at", kPlaceOnNoParcel, {place_text(at)});
  return parcel.value_or("");
}

bool has_field(Fields const& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(), [&](auto const& f) { return f.first == name; });
}

/// Its id, "" when there is none, and how far it is.
std::pair<std::string, double> nearest_bus(Layout const& layout, MapPoint at) {
  std::pair<std::string, double> nearest;
  layout.for_each(Layer::power_bus, [&](Entity const& bus) {
    auto const place = place_of(bus);
    if (!place) return;
    double const away_m = distance_m(at, *place);
    if (nearest.first.empty() || away_m < nearest.second) nearest = {bus.id(), away_m};
  });
  return nearest;
}

void say_bus(Drafting& work, std::pair<std::string, double> const& bus) {
  work.note("bus", kTakesBus, {bus.first, fmt::format("{:.0f}", bus.second)});
}

void connect_to_grid(Drafting& work, MapPoint at, Fields& fields) {
  auto const bus = nearest_bus(work.layout(), at);
  if (bus.first.empty()) return work.warn("bus", kNoBus);
  fields.emplace_back("bus", bus.first);
  say_bus(work, bus);
}

/// What hangs on the grid does so where it is now.
void move_to_grid(Drafting& work, Entity const& entity, MapPoint to) {
  if (!find_field(entity.layer(), "bus") || !entity.has("bus")) return;
  auto const bus = nearest_bus(work.layout(), to);
  if (bus.first.empty() || bus.first == entity.text("bus")) return;
  work.set(entity.layer(), entity.id(), "bus", bus.first);
  say_bus(work, bus);
}

std::string place_field(Layer layer) {
  return find_field(layer, "outline") ? "outline" : "at";
}

void set_in_range(Drafting& work, std::string_view name, double value, ToolWords const& words) {
  auto const& field = spec_of(Layer::building).fields[*find_field(Layer::building, name)];
  if (value < field.low || value > field.high)
    return work.refuse(name, words,
                       {fmt::format("{}", value), fmt::format("{}", field.low), fmt::format("{}", field.high)});
  work.set(Layer::building, work.id(), name, value);
}

/// As id_for(); with "-2", "-3" … behind it where what was put there stands elsewhere by now. The same thing put twice
/// is found by its id.
std::string new_id(Layout const& layout, Layer layer, Shape const& shape) {
  std::string const first = id_for(layer, shape);
  std::string id = first;
  for (int n = 2;; id = fmt::format("{}-{}", first, n++)) {
    auto const there = layout.find(layer, id);
    if (!there || there->shape(place_field(layer)) == shape) return id;
  }
}

/// Puts a shape in place of the entity's, refusing where it may not be, and mends the parcel it names.
void put_shape(Drafting& work, Entity const& entity, MapLine const& shape) {
  Layer const layer = entity.layer();
  std::string parcel;
  if (layer == Layer::building)
    parcel = look_at_building(work, shape);
  else if (place_field(layer) == "at")
    parcel = look_at_point(work, layer, shape.front());
  work.set(layer, entity.id(), place_field(layer), to_shape(shape));
  if (!parcel.empty() && entity.text("parcel") != parcel) work.set(layer, entity.id(), "parcel", parcel);
}

MapPoint middle_of(MapLine const& shape) {
  return shape.empty() ? MapPoint{} : shape.size() < 3 ? shape.front() : centroid(shape);
}

/// Of its outline or point; nowhere where it has none, which carry() refuses.
MapPoint middle_now(Layout const& layout, Layer layer, std::string const& id) {
  auto const entity = find_field(layer, place_field(layer)) ? layout.find(layer, id) : std::nullopt;
  return entity ? middle_of(to_map(entity->shape(place_field(layer)))) : MapPoint{};
}

/// Hazards go with the works they belong to.
void move_hazards(Drafting& work, Entity const& works, Motion const& motion) {
  std::string_view const owner = works.layer() == Layer::plant ? "plant" : "hydrogen";
  if (works.layer() != Layer::plant && works.layer() != Layer::hydrogen) return;
  work.layout().for_each(Layer::hazard, [&](Entity const& hazard) {
    if (hazard.text(owner) == works.id() && hazard.has("at"))
      work.set(Layer::hazard, hazard.id(), "at", to_shape(all_moved(to_map(hazard.shape("at")), motion)));
  });
}

} // namespace

MapRing ring_of(Footprint const& f) {
  double const grid_rad = f.bearing_deg * std::numbers::pi / 180 - meridian_convergence_rad(to_geo(f.at));
  double const ahead_e = std::sin(grid_rad) * f.length_m / 2, ahead_n = std::cos(grid_rad) * f.length_m / 2;
  double const right_e = std::cos(grid_rad) * f.width_m / 2, right_n = -std::sin(grid_rad) * f.width_m / 2;
  auto const corner = [&](double along, double across) {
    return MapPoint{f.at.east_m + along * ahead_e + across * right_e,
                    f.at.north_m + along * ahead_n + across * right_n};
  };
  return {corner(-1, -1), corner(-1, 1), corner(1, 1), corner(1, -1)};
}

Draft place_building(Site const& site, MapRing const& ring, Fields fields) {
  Shape const outline = to_shape(ring);
  Drafting work(site, Layer::building, new_id(site.layout, Layer::building, outline));
  std::string const parcel = look_at_building(work, ring);
  if (!has_field(fields, "use")) {
    auto const on = site.layout.find(Layer::parcel, parcel);
    fields.emplace_back("use", on ? Value(on->text("use")) : Value{});
  }
  fields.emplace_back("outline", outline);
  fields.emplace_back("parcel", parcel);
  work.add(Layer::building, work.id(), std::move(fields));
  return std::move(work).done();
}

Draft place(Site const& site, Layer layer, MapPoint at, Fields fields) {
  Shape const shape = to_shape({at});
  Drafting work(site, layer, new_id(site.layout, layer, shape));
  if (!is_in(kPlaced, layer)) {
    work.refuse("", kNotPlaced);
    return std::move(work).done();
  }
  std::string const parcel = look_at_point(work, layer, at);
  if (find_field(layer, "bus") && !has_field(fields, "bus")) connect_to_grid(work, at, fields);
  for (auto const& field : spec_of(layer).fields)
    if (field.required && field.name != "at" && !has_field(fields, field.name))
      work.refuse(field.name, fmt::format("is missing: give {}=…", field.name));
  if (!parcel.empty()) fields.emplace_back("parcel", parcel);
  fields.emplace_back("at", shape);
  work.add(layer, work.id(), std::move(fields));
  return std::move(work).done();
}

MapPoint moved(MapPoint p, Motion const& motion) {
  double const angle = motion.degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
  double const e = p.east_m - motion.about.east_m, n = p.north_m - motion.about.north_m;
  return {motion.about.east_m + c * e + s * n + motion.east_m, motion.about.north_m - s * e + c * n + motion.north_m};
}

MapLine all_moved(MapLine line, Motion const& motion) {
  for (MapPoint& p : line)
    p = moved(p, motion);
  return line;
}

Draft move_to(Site const& site, Layer layer, std::string const& id, MapPoint to) {
  MapPoint const middle = middle_now(site.layout, layer, id);
  return carry(site, layer, id, {middle, 0, to.east_m - middle.east_m, to.north_m - middle.north_m});
}

Draft turn(Site const& site, Layer layer, std::string const& id, double degrees) {
  if (is_in(kMoved, layer) && place_field(layer) == "outline")
    return carry(site, layer, id, {middle_now(site.layout, layer, id), degrees});
  Drafting work(site, layer, id);
  work.refuse("", kNotTurned);
  return std::move(work).done();
}

Draft carry(Site const& site, Layer layer, std::string const& id, Motion const& motion) {
  Drafting work(site, layer, id);
  if (!is_in(kMoved, layer)) work.refuse("", kNotMoved);
  if (!std::isfinite(motion.degrees)) work.refuse("outline", "the angle is no finite number: give degrees");
  auto const entity = work.subject();
  if (work.refused()) return std::move(work).done();
  auto const shape = to_map(entity->shape(place_field(layer)));
  if (shape.empty()) {
    work.refuse(place_field(layer), "is missing: set it first");
    return std::move(work).done();
  }
  put_shape(work, *entity, all_moved(shape, motion));
  move_hazards(work, *entity, motion);
  move_to_grid(work, *entity, moved(middle_of(shape), motion));
  return std::move(work).done();
}

Draft raise(Site const& site, std::string const& id, int storeys, double storey_m) {
  Drafting work(site, Layer::building, id);
  auto const building = work.subject();
  if (!building) return std::move(work).done();
  double const now = building->number("storeys"), wanted = now + storeys;
  double const each_m = building->has("height_m") ? building->number("height_m") / now : storey_m;
  set_in_range(work, "storeys", wanted, kStoreys);
  set_in_range(work, "height_m", std::round(100 * each_m * wanted) / 100, kHeight);
  return std::move(work).done();
}

Draft take_away(Site const& site, Layer layer, std::string const& id) {
  Drafting work(site, layer, id);
  if (work.subject()) work.remove(layer, id);
  return std::move(work).done();
}

} // namespace dalian::plan
