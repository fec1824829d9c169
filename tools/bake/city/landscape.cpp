#include "tools/bake/city/landscape.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

Ring counter_clockwise(Ring ring) {
  if (signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
  return ring;
}

void take_place(Feature const& place, Sources& out) {
  if (place.kind == "peak" && place.properties.contains("ele_m") && place.properties["ele_m"].is_number())
    out.peaks.push_back({place.id, to_map(place.points[0]), place.properties["ele_m"].get<double>()});
  if (double const radius = place.number("urban_radius_km", 0); radius > 0)
    out.patches.push_back({"urban", to_map(place.points[0]), radius * 1000, place.number("urban_density", 0.7)});
}

void take_reclamation(Feature const& feature, Sources& out) {
  if (feature.kind == "quay")
    out.quays.push_back({feature.id, feature.text("use"), feature.map_points(), feature.number("crane_spacing_m", 0)});
  else if (feature.kind == "parcel")
    out.parcels.push_back(
        {feature.id, feature.text("use"), "", counter_clockwise(feature.map_points()), feature.origin()});
  else
    out.reclamations.push_back({feature.id, feature.kind, feature.names(), feature.origin(),
                                counter_clockwise(feature.map_points()), box_of(feature.map_points()),
                                feature.number("top_m", 4.5), feature.number("depth_m", 10)});
}

void take_landscape(Feature const& feature, Sources& out) {
  if (feature.shape == Feature::Shape::point)
    out.patches.push_back({feature.kind, to_map(feature.points[0]), feature.number("radius_km", 1) * 1000,
                           feature.number("strength", 1)});
  else
    out.fields.push_back({feature.id, feature.kind, counter_clockwise(feature.map_points()),
                          box_of(feature.map_points()), feature.properties});
}

} // namespace

double Patch::at(MapPoint p) const {
  double const ratio = distance_m(p, centre) / radius_m;
  return ratio > 3 ? 0 : strength * std::exp(-ratio * ratio);
}

PatchField::PatchField(Box const& box)
    : origin_(box.low), columns_(static_cast<std::size_t>((box.high.east_m - box.low.east_m) / kSpacing_m) + 2),
      rows_(static_cast<std::size_t>((box.high.north_m - box.low.north_m) / kSpacing_m) + 2),
      values_(columns_ * rows_) {}

PatchField::PatchField(std::vector<Patch> const& patches, std::string_view kind, Box const& box) : PatchField(box) {
  for (Patch const& patch : patches) {
    if (patch.kind != kind) continue;
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] += static_cast<float>(patch.at(
          origin_ + kSpacing_m * MapPoint{static_cast<double>(i % columns_), static_cast<double>(i / columns_)}));
  }
}

PatchField::PatchField(std::vector<Line> const& lines, double near_m, double far_m, Box const& box) : PatchField(box) {
  for (Line const& line : lines) {
    Box const around = box_of(line);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      MapPoint const p =
          origin_ + kSpacing_m * MapPoint{static_cast<double>(i % columns_), static_cast<double>(i / columns_)};
      if (!around.contains(p, far_m)) continue;
      double const weight = 1 - smooth_step(near_m, far_m, nearest_on(line, false, p).distance_m);
      values_[i] = std::max(values_[i], static_cast<float>(weight));
    }
  }
}

double PatchField::at(MapPoint p) const {
  double const x = std::clamp((p.east_m - origin_.east_m) / kSpacing_m, 0.0, static_cast<double>(columns_ - 2));
  double const y = std::clamp((p.north_m - origin_.north_m) / kSpacing_m, 0.0, static_cast<double>(rows_ - 2));
  auto const x0 = static_cast<std::size_t>(x), y0 = static_cast<std::size_t>(y);
  double const fx = x - static_cast<double>(x0), fy = y - static_cast<double>(y0);
  float const* low = &values_[y0 * columns_ + x0];
  float const* high = low + columns_;
  return (low[0] * (1 - fx) + low[1] * fx) * (1 - fy) + (high[0] * (1 - fx) + high[1] * fx) * fy;
}

namespace {

std::vector<Line> lines_of(Sources const& sources, bool rivers) {
  std::vector<Line> lines;
  for (Feature const& route : sources.routes)
    if ((route.kind == "river") == rivers && route.kind != "test-route") lines.push_back(route.map_points());
  return lines;
}

} // namespace

Country::Country(Sources const& sources, Box const& box)
    : hills(sources.patches, "hills", box), plain(sources.patches, "plain", box), rocky(sources.patches, "rocky", box),
      flats(sources.patches, "flats", box), urban(sources.patches, "urban", box),
      valleys(lines_of(sources, true), 350, 2400, box), passes(lines_of(sources, false), 250, 1700, box) {}

Result<Sources> read_sources(std::filesystem::path const& folder) {
  auto zones = read_features(folder / "zones.geojson");
  auto places = read_features(folder / "places.geojson");
  auto routes = read_features(folder / "routes.geojson");
  auto const made = read_features(folder / "reclamation.geojson");
  auto const country = read_features(folder / "landscape.geojson");
  for (auto const* each : {&zones, &places, &routes})
    if (!*each) return Error{each->error()};
  if (!made) return Error{made.error()};
  if (!country) return Error{country.error()};
  Sources out;
  out.zones = std::move(zones).value();
  out.places = std::move(places).value();
  out.routes = std::move(routes).value();
  for (Feature const& zone : out.zones) {
    out.zone_rings.push_back(counter_clockwise(zone.map_points()));
    out.zone_boxes.push_back(box_of(out.zone_rings.back()));
  }
  for (Feature const& place : out.places)
    take_place(place, out);
  for (Feature const& feature : *made)
    take_reclamation(feature, out);
  for (Feature const& feature : *country)
    take_landscape(feature, out);
  return out;
}

} // namespace dalian::bake
