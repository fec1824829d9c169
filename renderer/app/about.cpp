#include "renderer/app/about.hpp"

#include <fmt/format.h>

namespace dalian::viewer {
namespace {

std::string const& name_in(layout::Names const& names, ui::Language language) {
  switch (language) {
  case ui::Language::zh:
    return names.zh;
  case ui::Language::ja:
    return names.ja;
  case ui::Language::en:
    break;
  }
  return names.en;
}

/// What any planned thing says of itself.
void add_origin(view::Inspection& inspection, layout::Origin const& origin) {
  inspection.provenance = origin.provenance;
  if (!origin.source.empty()) inspection.sources = {origin.source};
  if (!origin.confidence.empty()) inspection.rows.push_back({"inspector.confidence", {}, origin.confidence});
  if (origin.accuracy_m > 0)
    inspection.rows.push_back({"inspector.accuracy", {}, fmt::format("±{:.0f} m", origin.accuracy_m)});
}

view::Inspection of_route(view::Route const& route, ui::Language language) {
  view::Inspection inspection;
  inspection.entity = route.id;
  inspection.name = name_in(route.names, language);
  inspection.kind = "route";
  inspection.rows.push_back({"inspector.length", {}, fmt::format("{:.1f} km", route.length_m / 1000)});
  inspection.rows.push_back({"inspector.width", {}, fmt::format("{:.1f} m", route.width_m)});
  add_origin(inspection, route.origin);
  return inspection;
}

view::Inspection of_placement(view::Placement const& placement) {
  view::Inspection inspection;
  inspection.entity = placement.id;
  inspection.kind = "placement";
  inspection.rows.push_back({"inspector.model", {}, placement.model});
  if (!placement.zone.empty()) inspection.rows.push_back({"inspector.zone", {}, placement.zone});
  GeoPoint const geo = to_geo(placement.position);
  inspection.rows.push_back({"inspector.position", {}, fmt::format("{:.5f}° N, {:.5f}° E", geo.lat_deg, geo.lon_deg)});
  add_origin(inspection, placement.origin);
  return inspection;
}

constexpr double kReach_px = 8; // from a mark, at 720 lines

} // namespace

std::optional<view::Inspection> inspection_of(scene::Entity entity, view::City const& city, view::CityView const& twin,
                                              Instant now, ui::Language language) {
  switch (entity.kind) {
  case scene::EntityKind::mover:
    return twin.inspect(entity.index, now);
  case scene::EntityKind::route:
    if (entity.index < city.routes.size()) return of_route(city.routes[entity.index], language);
    break;
  case scene::EntityKind::placement:
    if (entity.index < city.placements.size()) return of_placement(city.placements[entity.index]);
    break;
  case scene::EntityKind::none:
    break;
  }
  return std::nullopt;
}

scene::Entity picked(scene::Entity seen, std::span<ui::Mark const> marks, float x, float y, double scale) {
  if (seen.kind == scene::EntityKind::mover) return seen;
  ui::Mark const* mark = ui::mark_near(marks, x, y, static_cast<float>(kReach_px * scale));
  return mark ? scene::Entity{scene::EntityKind::mover, mark->handle} : seen;
}

Hover hover_of(scene::Entity entity, view::City const& city, view::CityView const& twin, Instant now,
               ui::Lang const& lang, ui::Language language) {
  auto const inspection = inspection_of(entity, city, twin, now, language);
  if (!inspection) return {};
  std::string const provenance = lang.text(language, "provenance." + std::string(to_string(inspection->provenance)));
  Hover hover{inspection->name.empty() ? inspection->entity : inspection->name, provenance};
  if (entity.kind == scene::EntityKind::mover)
    hover.detail += " · " + lang.text(language, "tooltip.age", fmt::format("{:.1f}", inspection->age_s));
  return hover;
}

} // namespace dalian::viewer
