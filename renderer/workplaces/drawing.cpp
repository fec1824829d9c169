#include "renderer/workplaces/drawing.hpp"

#include <array>

namespace dalian::workplaces {
namespace {

using plan::Layer, plan::MapLine, plan::Site;

plan::Draft road(Site const& site, MapLine const& line) {
  return plan::draw_road(site, line, {{"class", std::string("collector")}});
}

plan::Draft corridor(Site const& site, MapLine const& line) {
  return plan::add_corridor(site, line, true, {});
}

plan::Draft bus_line(Site const& site, MapLine const& line) {
  return plan::add_bus_line(site, line, {{"headway_min", 10.0}});
}

/// Of the parcel under the middle of the line.
plan::Draft cut(Site const& site, MapLine const& line) {
  MapPoint const a = line.front(), b = line.back();
  auto const parcel = plan::parcel_at(site.layout, {(a.east_m + b.east_m) / 2, (a.north_m + b.north_m) / 2});
  return plan::split_parcel(site, parcel.value_or(""), line);
}

constexpr std::array kItems{
    LineItem{"road", Layer::road, 40, road}, LineItem{"corridor", Layer::corridor, 40, corridor},
    LineItem{"bus_line", Layer::bus_line, 40, bus_line}, LineItem{"cut", Layer::parcel, 2, cut}};

} // namespace

std::span<LineItem const> line_palette() {
  return kItems;
}

bool has_line(plan::Entity const& entity) {
  return plan::find_field(entity.layer(), "line").has_value();
}

bool Drawing::add(MapPoint at) {
  if (item_ == nullptr) return false;
  bool const again = !places_.empty() && distance_m(places_.back(), at) < kSamePlace_m;
  if (!again && places_.size() < item_->most) places_.push_back(at);
  return places_.size() == item_->most || (again && has_line());
}

void Drawing::take_back() {
  if (!places_.empty()) places_.pop_back();
}

void Drawing::draw(GroundLines const& ground, std::optional<MapPoint> const& pointer, ui::Tokens const& t,
                   ui::DrawList& over) const {
  ground.path(places_, 2, ui::faded(t.text, 0.8), over);
  for (MapPoint const place : places_)
    if (auto const at = ground.at(place))
      over.box({at->x - 5, at->y - 5, at->x + 5, at->y + 5}, {t.accent, t.text, 1.5F, 5, 0, 0});
  if (pointer && !places_.empty()) ground.line(places_.back(), *pointer, 2, ui::faded(t.text, 0.5), over);
}

} // namespace dalian::workplaces
