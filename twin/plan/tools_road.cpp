// Roads: drawn, changed, closed, and their signals.
#include "twin/plan/road_class.hpp"
#include "twin/plan/street_graph.hpp"
#include "twin/plan/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace dalian::plan {
namespace {

constexpr double kSnap_m = 30;    // a hand on a map of a zone
constexpr double kLane_m = 3.25;  // CJJ 37: the least for mixed traffic up to 60 km/h
constexpr double kTouch_m2 = 0.1; // corners are rounded to a centimetre
constexpr std::size_t kNamed = 8; // roads that a note lists

bool given(Fields const& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](auto const& f) { return f.first == name && is_given(f.second); });
}

template <class T>
T value_or(Fields const& fields, std::string_view name, T fallback) {
  for (auto const& [field, value] : fields)
    if (field == name)
      if (auto const* found = std::get_if<T>(&value)) return *found;
  return fallback;
}

bool is_over_others(std::string const& road_class, bool tunnel_or_bridge) {
  return road_class == "expressway" || tunnel_or_bridge;
}

/// All roads that wheels use, and where they meet.
StreetGraph roads_of(Layout const& layout) {
  std::vector<StreetLine> lines;
  layout.for_each(Layer::road, [&](Entity const& road) {
    auto const kind = road.text("class");
    if (kind != "path" && road.shape("line").size() >= 2)
      lines.push_back({road.id(), to_map(road.shape("line")), is_over_others(kind, road.flag("tunnel_or_bridge")),
                       !road.flag("tunnel_or_bridge")});
  });
  return StreetGraph(std::move(lines));
}

/// The junction or end within reach that is nearest, else the nearest place on a road, else nothing.
std::optional<MapPoint> snapped(StreetGraph const& roads, MapPoint p) {
  std::optional<MapPoint> best;
  for (MapPoint const node : roads.nodes())
    if (distance_m(node, p) <= (best ? distance_m(*best, p) : kSnap_m)) best = node;
  if (best) return best;
  auto const place = roads.nearest(p, kSnap_m);
  if (!place) return std::nullopt;
  auto const& link = roads.links()[place->link];
  double along_m = link.from_m + place->along_m;
  auto const& line = roads.streets()[link.street].line;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double const length = distance_m(line[i], line[i + 1]);
    if (along_m <= length && length > 0)
      return MapPoint{line[i].east_m + along_m / length * (line[i + 1].east_m - line[i].east_m),
                      line[i].north_m + along_m / length * (line[i + 1].north_m - line[i].north_m)};
    along_m -= length;
  }
  return line.back();
}

void snap_ends(Drafting& work, StreetGraph const& roads, MapLine& line) {
  for (MapPoint* end : {&line.front(), &line.back()}) {
    auto const place = snapped(roads, *end);
    if (!place) continue;
    if (distance_m(*place, *end) > 0.05)
      work.note("line", kEndTaken,
                {place_text(*end), place_text(*place), fmt::format("{:.1f}", distance_m(*place, *end))});
    *end = *place;
  }
}

/// Says which roads the new one meets.
void tell_what_it_meets(Drafting& work, MapLine const& line, bool over_others) {
  auto streets = roads_of(work.layout()).streets();
  streets.push_back({work.id(), line, over_others});
  auto const own = static_cast<std::uint32_t>(streets.size() - 1);
  StreetGraph const graph(std::move(streets));
  std::set<std::string> met;
  for (auto const& link : graph.links())
    if (link.street == own)
      for (auto const node : {link.from, link.to})
        for (auto const l : graph.at(node))
          if (graph.links()[l].street != own) met.insert(graph.streets()[graph.links()[l].street].id);
  if (met.empty()) return work.warn("line", kMeetsNone);
  std::string names;
  std::size_t n = 0;
  for (auto const& id : met)
    if (n++ < kNamed) names += (names.empty() ? "'" : ", '") + id + "'";
  work.note("line", kMeets, {std::to_string(met.size()), names + (met.size() > kNamed ? ", …" : "")});
}

void keep_off_buildings(Drafting& work, MapLine const& line, double width_m) {
  if (line.size() < 2 || length_m(line) < 0.1) return;
  work.layout().for_each(Layer::building, [&](Entity const& building) {
    auto const ring = to_map(building.shape("outline"));
    if (ring.size() < 3) return;
    if (std::abs(signed_area_m2(ring)) - cut_away(ring, {{line, width_m / 2}}).area_m2 > kTouch_m2)
      work.refuse("line", kThroughBuilding, {building.id()});
  });
}

double needed_width_m(double lanes, std::string const& direction) {
  return lanes * kLane_m * (direction == "both" ? 2 : 1);
}

} // namespace

Draft draw_road(Site const& site, MapLine line, Fields fields) {
  std::string const kind = value_or<std::string>(fields, "class", "local");
  bool const bridge = value_or(fields, "tunnel_or_bridge", false);
  Drafting work(site, Layer::road, id_for(Layer::road, to_shape(line)));
  RoadClass const* rule = find_road_class(kind);
  if (rule == nullptr) work.refuse("class", "is no class of road: choose one of `twinctl whatif layers`");
  work.keep_length(line, "line");
  if (work.refused()) return std::move(work).done();
  snap_ends(work, roads_of(site.layout), line);
  if (length_m(line) < 1) work.refuse("line", "both ends meet the same junction: draw it longer");
  if (!bridge) work.keep_dry(line, "line");
  double const lanes = value_or(fields, "lanes", std::max(1.0, std::floor(rule->width_m / 2 / kLane_m)));
  double const width_m = value_or(
      fields, "width_m",
      std::max(rule->width_m,
               given(fields, "lanes") ? needed_width_m(lanes, value_or<std::string>(fields, "direction", "both")) : 0));
  if (!bridge) keep_off_buildings(work, line, width_m);
  if (!work.refused()) tell_what_it_meets(work, line, is_over_others(kind, bridge));
  Fields all{{"class", kind},
             {"speed_kmh", rule->speed_kmh},
             {"lanes", lanes},
             {"width_m", width_m},
             {"provenance", std::string("synthetic")},
             {"source", std::string("drawn; what was not said by rule road-class")}};
  all.insert(all.end(), fields.begin(), fields.end());
  all.emplace_back("line", to_shape(line));
  work.add(Layer::road, work.id(), std::move(all));
  return std::move(work).done();
}

Draft change_road(Site const& site, std::string const& id, Fields const& fields) {
  Drafting work(site, Layer::road, id);
  auto const road = work.subject();
  if (!road) return std::move(work).done();
  if (fields.empty()) work.refuse("", "nothing is said to change: give lanes=…, speed_kmh=…, direction=… or others");
  for (auto const& [field, value] : fields)
    field == "line" ? work.refuse("line", "a road is drawn anew, not bent: remove it and draw another")
                    : work.set(Layer::road, id, field, value);
  double const lanes = value_or(fields, "lanes", road->number("lanes"));
  double const needs_m = needed_width_m(lanes, value_or(fields, "direction", road->text("direction")));
  double const has_m = value_or(fields, "width_m", road->number("width_m"));
  bool const asks = given(fields, "lanes") || given(fields, "direction") || given(fields, "width_m");
  double width_m = has_m;
  if (asks && has_m < needs_m) {
    if (given(fields, "width_m"))
      work.refuse("width_m", fmt::format("is {} m, but the lanes need {} m at {} m each: widen it or take fewer", has_m,
                                         needs_m, kLane_m));
    else
      work.note("width_m", kWidened, {fmt::format("{}", has_m), fmt::format("{}", needs_m)});
    width_m = needs_m;
    if (!given(fields, "width_m")) work.set(Layer::road, id, "width_m", needs_m);
  }
  if (width_m > road->number("width_m")) keep_off_buildings(work, to_map(road->shape("line")), width_m);
  return std::move(work).done();
}

Draft close_roads(Site const& site, Closing const& closing) {
  Drafting work(site, Layer::road, closing.roads.empty() ? "" : closing.roads.front());
  std::vector<std::string> ids = closing.roads;
  for (auto const& id : ids)
    if (!site.layout.find(Layer::road, id))
      work.refuse("", fmt::format("road '{}' is not there: it was removed or never was; mend the id", id));
  auto const zone = closing.zone.empty() ? std::nullopt : site.layout.find(Layer::zone, closing.zone);
  if (!closing.zone.empty() && !zone)
    work.refuse("", fmt::format("zone '{}' is not there: mend its name", closing.zone));
  if (!closing.road_class.empty() && find_road_class(closing.road_class) == nullptr)
    work.refuse("class",
                fmt::format("'{}' is no class of road: choose one of `twinctl whatif layers`", closing.road_class));
  if (work.refused()) return std::move(work).done();
  auto const ring = zone ? to_map(zone->shape("outline")) : MapRing{};
  if (!closing.road_class.empty())
    site.layout.for_each(Layer::road, [&](Entity const& road) {
      auto const line = to_map(road.shape("line"));
      bool const inside =
          ring.empty() || std::all_of(line.begin(), line.end(), [&](MapPoint p) { return contains(ring, p); });
      if (road.text("class") == closing.road_class && inside) ids.push_back(road.id());
    });
  if (ids.empty()) work.refuse("", "no road is named and none is of that class there: name some");
  std::string_view const field = closing.trucks_only ? "trucks" : "closed";
  bool const value = closing.trucks_only ? closing.opens_again : !closing.opens_again;
  for (auto const& id : ids)
    if (!work.refused() && site.layout.find(Layer::road, id)->flag(field) != value)
      work.set(Layer::road, id, field, value);
  return std::move(work).done();
}

Draft add_signal(Site const& site, MapPoint at, Fields fields) {
  auto const roads = roads_of(site.layout);
  std::optional<std::uint32_t> node;
  for (std::uint32_t n = 0; n < roads.nodes().size(); ++n)
    if (roads.at(n).size() >= 3 &&
        distance_m(roads.nodes()[n], at) <= (node ? distance_m(roads.nodes()[*node], at) : kSnap_m))
      node = n;
  MapPoint const place = node ? roads.nodes()[*node] : at;
  std::string id = id_for(Layer::junction, to_shape({place}));
  bool there = false;
  site.layout.for_each(Layer::junction, [&](Entity const& junction) {
    auto const other = place_of(junction);
    if (!there && other && distance_m(*other, place) <= kMeets_m) id = junction.id(), there = true;
  });
  Drafting work(site, Layer::junction, id);
  if (!node) work.refuse("at", fmt::format("no junction of three arms or more lies within 30 m of {}", place_text(at)));
  fields.emplace_back("control", std::string("signals"));
  if (there) {
    for (auto const& [field, value] : fields)
      work.set(Layer::junction, id, field, value);
  } else {
    fields.emplace_back("at", to_shape({place}));
    work.add(Layer::junction, id, std::move(fields));
  }
  return std::move(work).done();
}

} // namespace dalian::plan
