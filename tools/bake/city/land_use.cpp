#include "tools/bake/city/land_use.hpp"

#include "tools/bake/city/polygons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::bake {
namespace {

constexpr std::array kFiles{"layout_njip.geojson", "layout_xizhongdao.geojson", "layout_songmudao.geojson",
                            "layout_huayuankou.geojson"};
constexpr double kMostOverlap_m2 = 100, kMostMissing = 0.003;

struct StreetClass {
  char const* name;
  double width_m, radius_m;
};
constexpr std::array<StreetClass, 7> kStreetClasses{{{"arterial", 21, 120},
                                                     {"collector", 14, 60},
                                                     {"local", 8, 30},
                                                     {"plant", 7, 15}, // a works' own road
                                                     {"path", 3.2, 25},
                                                     {"track", 12, 90},
                                                     {"jetty", 9, 10}}};

Result<layout::Route> to_street(Feature const& feature) {
  auto const it = std::find_if(kStreetClasses.begin(), kStreetClasses.end(),
                               [&](StreetClass const& c) { return feature.text("class") == c.name; });
  if (it == kStreetClasses.end())
    return Error{"unknown street class '" + feature.text("class") + "': mend field 'class'"};
  Line corners = feature.map_points();
  bool const closed = corners.size() > 3 && distance_m(corners.front(), corners.back()) < 1;
  if (closed) corners.pop_back();
  layout::Route street;
  street.id = feature.id;
  street.kind = layout::RouteClass::street;
  street.names = feature.names();
  street.line = fillet(corners, {it->radius_m, 20}, closed);
  street.width_m = feature.number("width_m", it->width_m);
  street.origin = feature.origin();
  return street;
}

Result<LandParcel> to_parcel(Feature const& feature, UseTable const& uses) {
  LandParcel parcel{feature.id,      feature.text("use"),       feature.text("zone"),
                    feature.names(), feature.text("programme"), feature.map_points()};
  if (feature.shape != Feature::Shape::polygon)
    return Error{"field 'geometry': a parcel is no polygon: draw it as one"};
  if (uses.find(parcel.use) == nullptr)
    return Error{"use '" + parcel.use + "' is not in uses.toml: add it there or mend field 'use'"};
  if (!is_simple(parcel.ring)) return Error{"its outline crosses or touches itself: mend field 'geometry'"};
  if (signed_area_m2(parcel.ring) < 0) std::reverse(parcel.ring.begin(), parcel.ring.end());
  return parcel;
}

Status read_file(std::filesystem::path const& file, UseTable const& uses, LandUse& out) {
  auto const features = read_features(file);
  if (!features) return Error{features.error()};
  if (features->empty()) return Error{file.string() + ": field 'features' is empty: draw the zone's parcels"};
  for (Feature const& feature : *features) {
    Status done;
    if (feature.kind == "street") {
      auto street = to_street(feature);
      if (street)
        out.streets.push_back(std::move(street).value());
      else
        done = Error{street.error()};
    } else if (feature.kind == "parcel") {
      auto parcel = to_parcel(feature, uses);
      if (parcel)
        out.parcels.push_back(std::move(parcel).value());
      else
        done = Error{parcel.error()};
    } else {
      done = Error{"kind '" + feature.kind + "' is not parcel or street: mend field 'kind'"};
    }
    if (!done) return Error{fmt::format("{}: feature '{}': {}", file.string(), feature.id, done.error())};
  }
  return {};
}

Status check_overlaps(std::vector<LandParcel> const& parcels) {
  for (std::size_t i = 0; i < parcels.size(); ++i)
    for (std::size_t k = i + 1; k < parcels.size(); ++k) {
      Box const a = box_of(parcels[i].ring), b = box_of(parcels[k].ring);
      if (a.low.east_m > b.high.east_m || b.low.east_m > a.high.east_m || a.low.north_m > b.high.north_m ||
          b.low.north_m > a.high.north_m)
        continue;
      double common_m2 = 0;
      for (Piece const& piece : common_parts(parcels[i].ring, parcels[k].ring))
        common_m2 += piece.area_m2;
      if (common_m2 > kMostOverlap_m2)
        return Error{
            fmt::format("parcels '{}' and '{}' overlap by {:.0f} m²", parcels[i].id, parcels[k].id, common_m2)};
    }
  return {};
}

Status check_filled(Feature const& zone, Ring const& ring, std::vector<LandParcel> const& parcels) {
  double filled_m2 = 0, whole_m2 = signed_area_m2(ring);
  for (LandParcel const& parcel : parcels)
    if (parcel.zone == zone.id)
      for (Piece const& piece : common_parts(parcel.ring, ring))
        filled_m2 += piece.area_m2;
  if (std::abs(filled_m2 / whole_m2 - 1) <= kMostMissing) return {};
  return Error{fmt::format("parcels of zone '{}' fill {:.4f} of its {:.4f} km²: some are missing: draw the rest",
                           zone.id, filled_m2 / 1e6, whole_m2 / 1e6)};
}

} // namespace

Result<LandUse> read_land_use(std::filesystem::path const& folder, Sources const& sources, UseTable const& uses) {
  LandUse all;
  for (char const* name : kFiles) {
    std::filesystem::path const file = folder / name;
    LandUse one;
    if (Status const read = read_file(file, uses, one); !read) return Error{read.error()};
    if (Status const apart = check_overlaps(one.parcels); !apart) return Error{file.string() + ": " + apart.error()};
    for (std::size_t i = 0; i < sources.zones.size(); ++i) {
      if (file.stem().string() != "layout_" + sources.zones[i].text("plan_zone")) continue;
      if (Status const full = check_filled(sources.zones[i], sources.zone_rings[i], one.parcels); !full)
        return Error{file.string() + ": " + full.error()};
    }
    std::move(one.parcels.begin(), one.parcels.end(), std::back_inserter(all.parcels));
    std::move(one.streets.begin(), one.streets.end(), std::back_inserter(all.streets));
  }
  return all;
}

} // namespace dalian::bake
