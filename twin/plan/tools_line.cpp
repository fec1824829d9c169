// Lines along streets or free: buses, connected cars, pipes and feeders.
#include "twin/plan/street_route.hpp"
#include "twin/plan/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dalian::plan {
namespace {

constexpr double kStop_m = 30, kStreet_m = 100, kNode_m = 50, kShare_m = 12;

std::optional<std::string> stop_near(Layout const& layout, MapPoint p) {
  std::optional<std::string> best;
  double best_m = kStop_m;
  layout.for_each(Layer::bus_stop, [&](Entity const& stop) {
    auto const place = place_of(stop);
    if (!place) return;
    double const away_m = distance_m(*place, p);
    if (away_m < best_m || (away_m == best_m && !best)) best = stop.id(), best_m = away_m;
  });
  return best;
}

/// Places on streets for the points, refused where there is no street near.
std::vector<StreetPlace> places_on(Drafting& work, DrivenStreets const& streets, MapLine const& points,
                                   std::string_view field) {
  std::vector<StreetPlace> places;
  for (MapPoint const p : points) {
    auto const place = streets.nearest(p, kStreet_m);
    if (place)
      places.push_back(*place);
    else
      work.refuse(field, kNoStreet, {place_text(p)});
  }
  return places;
}

/// Along the streets through all places, refused where none leads on.
MapLine way_through(Drafting& work, DrivenStreets const& streets, std::vector<StreetPlace> const& places) {
  MapLine way;
  for (std::size_t i = 0; !work.refused() && i + 1 < places.size(); ++i) {
    auto const piece = streets.route(places[i], places[i + 1]);
    if (!piece) {
      work.refuse("line", kNoWay, {place_text(streets.at(places[i])), place_text(streets.at(places[i + 1]))});
      break;
    }
    for (MapPoint const p : *piece)
      if (way.empty() || distance_m(way.back(), p) > 0.05) way.push_back(p);
  }
  return way;
}

std::vector<std::string> stops_at(Drafting& work, DrivenStreets const& streets, MapLine const& points,
                                  std::vector<StreetPlace> const& places) {
  std::vector<std::string> ids;
  std::set<std::string> made;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (auto const there = stop_near(work.layout(), points[i])) {
      ids.push_back(*there);
      continue;
    }
    Shape const at = to_shape({streets.at(places[i])});
    ids.push_back(id_for(Layer::bus_stop, at));
    if (made.insert(ids.back()).second) work.add(Layer::bus_stop, ids.back(), {{"at", at}});
  }
  return ids;
}

/// The road that all of the line runs along, if it is one.
std::optional<std::string> road_along(DrivenStreets const& streets, MapLine const& line) {
  std::optional<std::string> road;
  for (MapPoint const p : stepped(line, 20)) {
    auto const place = streets.nearest(p, kShare_m);
    if (!place) return std::nullopt;
    auto const& id = streets.graph().streets()[streets.graph().links()[place->link].street].id;
    if (road && *road != id) return std::nullopt;
    road = id;
  }
  return road;
}

MapPoint foot_on(MapLine const& line, MapPoint p) {
  MapPoint best = line.front();
  for (MapPoint const q : stepped(line, 1))
    if (distance_m(q, p) < distance_m(best, p)) best = q;
  return best;
}

Layer nodes_of(Layer layer) {
  return layer == Layer::feeder ? Layer::power_bus : layer == Layer::pipe ? Layer::water_node : Layer::gas_node;
}

/// Takes an end to the nearest node of its network and names that.
void tie_end(Drafting& work, Entity const& line, std::string_view field, MapPoint& end) {
  std::optional<std::string> node;
  MapPoint place = end;
  double best_m = kNode_m;
  work.layout().for_each(nodes_of(line.layer()), [&](Entity const& e) {
    auto const at = place_of(e);
    if (at && distance_m(*at, end) < best_m) node = e.id(), place = *at, best_m = distance_m(*at, end);
  });
  if (!node) {
    if (line.has(field))
      work.refuse(field, fmt::format("no {} lies within 50 m of {}: draw that end to one",
                                     spec_of(nodes_of(line.layer())).name, place_text(end)));
    return;
  }
  end = place;
  if (line.text(field) != *node) work.set(line.layer(), line.id(), field, *node);
}

/// Valves and pumps stay on their pipe.
void move_fittings(Drafting& work, Entity const& pipe, MapLine const& line) {
  for (Layer const layer : {Layer::valve, Layer::pump})
    work.layout().for_each(layer, [&](Entity const& e) {
      auto const place = place_of(e);
      if (place && e.text("pipe") == pipe.id()) work.set(layer, e.id(), "at", to_shape({foot_on(line, *place)}));
    });
}

} // namespace

Draft add_bus_line(Site const& site, MapLine const& stops, Fields fields) {
  Drafting work(site, Layer::bus_line, id_for(Layer::bus_line, to_shape(stops)));
  if (stops.size() < 2) work.refuse("stops", "a line calls at two stops or more: give their places");
  if (work.refused()) return std::move(work).done();
  DrivenStreets const streets(site.layout);
  auto const places = places_on(work, streets, stops, "stops");
  auto const way = way_through(work, streets, places);
  if (!work.refused() && (way.size() < 2 || length_m(way) < 1))
    work.refuse("line", "has no length: its stops are one place");
  if (work.refused()) return std::move(work).done();
  fields.emplace_back("stops", stops_at(work, streets, stops, places));
  fields.emplace_back("line", to_shape(way));
  work.add(Layer::bus_line, work.id(), std::move(fields));
  work.note("line", kPastStops, {fmt::format("{:.0f}", length_m(way)), std::to_string(stops.size())});
  return std::move(work).done();
}

Draft add_corridor(Site const& site, MapLine const& points, bool along_streets, Fields fields) {
  Drafting work(site, Layer::corridor, id_for(Layer::corridor, to_shape(points)));
  work.keep_length(points, "line");
  if (work.refused()) return std::move(work).done();
  DrivenStreets const streets(site.layout);
  MapLine way = points;
  if (along_streets)
    way = way_through(work, streets, places_on(work, streets, points, "line"));
  else
    work.keep_dry(points, "line");
  if (!work.refused() && (way.size() < 2 || length_m(way) < 1))
    work.refuse("line", "has no length: its points are one place");
  if (work.refused()) return std::move(work).done();
  auto const fine = stepped(way, 20);
  auto const bare = std::count_if(fine.begin(), fine.end(), [&](MapPoint p) { return !streets.nearest(p, kShare_m); });
  if (bare > 0)
    work.warn("line", kBare,
              {fmt::format("{:.0f}", 100.0 * static_cast<double>(bare) / static_cast<double>(fine.size()))});
  if (auto const road = road_along(streets, way)) fields.emplace_back("along", *road);
  fields.emplace_back("line", to_shape(way));
  work.add(Layer::corridor, work.id(), std::move(fields));
  return std::move(work).done();
}

Draft reroute(Site const& site, Layer layer, std::string const& id, MapLine line) {
  Drafting work(site, layer, id);
  if (layer != Layer::pipe && layer != Layer::gas_pipe && layer != Layer::feeder)
    work.refuse("", "this layer has no lines between nodes: pipes, gas pipes and feeders are rerouted");
  auto const entity = work.subject();
  if (line.size() < 2 || length_m(line) < 0.1) work.refuse("line", "has no length: draw two points or more");
  if (work.refused()) return std::move(work).done();
  tie_end(work, *entity, "from", line.front());
  tie_end(work, *entity, "to", line.back());
  if (length_m(line) < 0.1) work.refuse("line", "both ends come to the same node: draw it longer");
  if (work.refused()) return std::move(work).done();
  work.set(layer, id, "line", to_shape(line));
  std::string_view const length = layer == Layer::feeder ? "length_km" : "length_m";
  if (entity->has(length)) work.set(layer, id, length, Value{}); // that of the line
  if (layer == Layer::pipe) move_fittings(work, *entity, line);
  if (double const wet_m = work.metres_in_water(line); wet_m > 0)
    work.warn("line", fmt::format("lies in water for {:.0f} m: it must be made for that", wet_m));
  return std::move(work).done();
}

} // namespace dalian::plan
