#include "twin/formats/cityjson.hpp"

#include "twin/plan/polygon.hpp"

#include <cmath>

namespace dalian::formats {
namespace {

using nlohmann::ordered_json;
using plan::Entity;
using plan::Layer;

constexpr double kStep_m = 0.001; // of the whole numbers that vertices are kept as
constexpr double kStorey_m = 3.5; // of a planned building that states no height: as the model city's

/// Vertices as whole millimetres from a first place, and the objects upon them.
class Writer {
 public:
  explicit Writer(MapPoint origin) : origin_(origin) {}

  std::size_t vertex(MapPoint p, double up_m) {
    vertices_.push_back({std::llround((p.east_m - origin_.east_m) / kStep_m),
                         std::llround((p.north_m - origin_.north_m) / kStep_m), std::llround(up_m / kStep_m)});
    return vertices_.size() - 1;
  }
  std::vector<std::size_t> ring(plan::MapRing const& points, double up_m) {
    std::vector<std::size_t> out;
    for (MapPoint const p : points)
      out.push_back(vertex(p, up_m));
    return out;
  }
  void add(std::string const& id, char const* type, ordered_json attributes, ordered_json geometry) {
    objects_[id] = {
        {"type", type}, {"attributes", std::move(attributes)}, {"geometry", ordered_json::array({geometry})}};
  }
  ordered_json done() && {
    return {
        {"type", "CityJSON"},
        {"version", "1.1"},
        {"transform", {{"scale", {kStep_m, kStep_m, kStep_m}}, {"translate", {origin_.east_m, origin_.north_m, 0.0}}}},
        {"metadata",
         {{"referenceSystem", "https://www.opengis.net/def/crs/EPSG/0/32651"},
          {"title", "Dalian Twin: model city; layouts are illustrative, heights above mean sea level"}}},
        {"CityObjects", std::move(objects_)},
        {"vertices", std::move(vertices_)}};
  }

 private:
  MapPoint origin_;
  std::vector<std::array<long long, 3>> vertices_;
  ordered_json objects_ = ordered_json::object();
};

plan::MapRing counter_clockwise(plan::MapRing ring) {
  if (plan::signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
  return ring;
}

/// A prism whose faces look outward (ISO 19107: counter-clockwise seen from outside).
ordered_json prism(Writer& writer, plan::MapRing const& outline, double low_m, double high_m) {
  auto const ring = counter_clockwise(outline);
  auto const low = writer.ring(ring, low_m), high = writer.ring(ring, high_m);
  auto shell = ordered_json::array();
  shell.push_back(ordered_json::array({std::vector<std::size_t>(low.rbegin(), low.rend())}));
  shell.push_back(ordered_json::array({high}));
  for (std::size_t i = 0; i < ring.size(); ++i) {
    std::size_t const next = (i + 1) % ring.size();
    shell.push_back(ordered_json::array({std::vector<std::size_t>{low[i], low[next], high[next], high[i]}}));
  }
  return {{"type", "Solid"}, {"lod", "1"}, {"boundaries", ordered_json::array({shell})}};
}

std::size_t add_placements(Writer& writer, layout::City const& city, ModelShelf const& models,
                           std::string const& zone) {
  std::size_t count = 0;
  for (layout::Placement const& p : city.placements) {
    if (!zone.empty() && p.zone != zone) continue;
    auto const model = models.name_of(p);
    auto const storeys = models.storeys_of(model);
    auto const* box = models.box_of(model);
    if (!storeys || box == nullptr) continue;
    double const base = static_cast<double>(p.height_m), up = static_cast<double>(p.scale[2]);
    writer.add(p.id, "Building",
               {{"measuredHeight", box->high[2] * up},
                {"storeysAboveGround", std::max(1L, std::lround(*storeys * up))},
                {"model", model},
                {"provenance", "modelled"}},
               prism(writer, layout::footprint_of(p, *box), base, base + box->high[2] * up));
    ++count;
  }
  return count;
}

bool lies_in(plan::Layout const& layout, Entity const& entity, std::string const& zone) {
  if (zone.empty()) return true;
  std::string const parcel = entity.layer() == Layer::parcel ? entity.id() : entity.text("parcel");
  auto const on = layout.find(Layer::parcel, parcel);
  auto const in = on ? layout.find(Layer::zone, on->text("zone")) : std::nullopt;
  return in && (in->id() == zone || in->text("plan_zone") == zone);
}

std::size_t add_planned(Writer& writer, plan::Layout const& layout, std::string const& zone) {
  std::size_t count = 0;
  layout.for_each(Layer::building, [&](Entity const& b) {
    auto const ring = plan::to_map(b.shape("outline"));
    if (ring.size() < 3 || !lies_in(layout, b, zone)) return;
    double const height = b.has("height_m") ? b.number("height_m") : kStorey_m * b.number("storeys");
    writer.add("building/" + b.id(), "Building",
               {{"measuredHeight", height},
                {"storeysAboveGround", b.number("storeys")},
                {"function", b.text("use")},
                {"provenance", "planned"}},
               prism(writer, ring, 0, height));
    ++count;
  });
  return count;
}

std::size_t add_parcels(Writer& writer, plan::Layout const& layout, std::string const& zone) {
  std::size_t count = 0;
  layout.for_each(Layer::parcel, [&](Entity const& p) {
    auto const ring = counter_clockwise(plan::to_map(p.shape("outline")));
    if (ring.size() < 3 || !lies_in(layout, p, zone)) return;
    auto const boundary = ordered_json::array({ordered_json::array({writer.ring(ring, 0)})});
    writer.add(p.id(), "LandUse", {{"function", p.text("use")}, {"zone", p.text("zone")}},
               {{"type", "MultiSurface"}, {"lod", "0"}, {"boundaries", boundary}});
    ++count;
  });
  return count;
}

/// Roads name no zone: they are left out where one is asked for and a middle lies outside its outline.
std::size_t add_roads(Writer& writer, plan::Layout const& layout, std::string const& zone) {
  std::vector<plan::MapRing> outlines;
  layout.for_each(Layer::zone, [&](Entity const& z) {
    if (z.id() == zone || z.text("plan_zone") == zone) outlines.push_back(plan::to_map(z.shape("outline")));
  });
  std::size_t count = 0;
  layout.for_each(Layer::road, [&](Entity const& road) {
    auto const line = plan::to_map(road.shape("line"));
    if (line.size() < 2) return;
    auto const inside = [&](auto const& outline) { return plan::contains(outline, line[line.size() / 2]); };
    if (!zone.empty() && std::none_of(outlines.begin(), outlines.end(), inside)) return;
    writer.add(
        road.id(), "Road", {{"class", road.text("class")}, {"width", road.number("width_m")}},
        {{"type", "MultiLineString"}, {"lod", "0"}, {"boundaries", ordered_json::array({writer.ring(line, 0)})}});
    ++count;
  });
  return count;
}

} // namespace

CityDocument cityjson_of(plan::Layout const& layout, layout::City const& city, ModelShelf const& models,
                         std::string const& zone) {
  MapPoint origin{};
  if (!city.placements.empty()) origin = city.placements.front().position;
  origin = {std::floor(origin.east_m / 1000) * 1000, std::floor(origin.north_m / 1000) * 1000};
  Writer writer(origin);
  CityDocument out;
  out.buildings = add_placements(writer, city, models, zone) + add_planned(writer, layout, zone);
  out.parcels = add_parcels(writer, layout, zone);
  out.roads = add_roads(writer, layout, zone);
  out.json = std::move(writer).done();
  return out;
}

} // namespace dalian::formats
