#include "twin/plan/draft.hpp"
#include "twin/plan/networks.hpp"
#include "twin/plan/street_route.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

namespace dalian::plan {
namespace {

constexpr char kRule[] = "power-grid";
constexpr double kAtStation_m = 500, kToStreet_m = 3000;

struct PlacedBus {
  std::string id, zone;
  MapPoint at;
};

std::vector<PlacedBus> stations_of(Layout const& layout) {
  std::vector<PlacedBus> out;
  layout.for_each(Layer::power_bus, [&](Entity const& bus) {
    if (auto const at = place_of(bus)) out.push_back({bus.id(), bus.text("zone"), *at});
  });
  return out;
}

PlacedBus const* nearest(std::vector<PlacedBus> const& buses, MapPoint p, double reach_m) {
  PlacedBus const* best = nullptr;
  for (auto const& bus : buses)
    if (distance_m(bus.at, p) <= (best ? distance_m(best->at, p) : reach_m)) best = &bus;
  return best;
}

void tie_lines(RowBook& book, std::vector<PlacedBus> const& stations, NetworkRules const& rules) {
  auto const before = book.layout();
  before.for_each(Layer::feeder, [&](Entity const& line) {
    auto const points = to_map(line.shape("line"));
    if (points.empty()) return;
    auto const *from = nearest(stations, points.front(), kAtStation_m),
               *to = nearest(stations, points.back(), kAtStation_m);
    if (from == nullptr || to == nullptr || from == to) return;
    book.set(Layer::feeder, line.id(),
             {{"from", from->id},
              {"to", to->id},
              {"r_ohm_km", rules["line_r"]},
              {"x_ohm_km", rules["line_x"]},
              {"b_us_km", rules["line_b"]},
              {"rating_mva", rules["line_rating"]},
              {"circuits", rules["line_circuits"]}});
  });
}

/// Along streets where they lead, straight at both ends.
Shape cable_way(DrivenStreets const& streets, MapPoint from, MapPoint to) {
  auto const a = streets.nearest(from, kToStreet_m), b = streets.nearest(to, kToStreet_m);
  auto const way = a && b ? streets.route(*a, *b) : std::nullopt;
  MapLine line{from};
  if (way) line.insert(line.end(), way->begin(), way->end());
  line.push_back(to);
  return to_shape(line);
}

/// Adds `count` transformers between two buses.
void add_transformers(RowBook& book, std::string const& from, std::string const& to, std::string_view kind,
                      NetworkRules const& rules) {
  auto const figure = [&](char const* what) { return rules[fmt::format("{}_{}", kind, what)]; };
  for (int i = 1; i <= static_cast<int>(figure("transformers")); ++i)
    book.add(Layer::transformer, fmt::format("{}/transformer-{}", to, i), kRule,
             {{"from", from},
              {"to", to},
              {"rating_mva", figure("transformer")},
              {"uk_percent", figure("uk")},
              {"ur_percent", figure("ur")},
              {"ratio", figure("ratio")}});
}

/// Parcels of a zone by squares, in the order of the squares.
using Square = std::pair<std::int64_t, std::int64_t>;
std::map<Square, std::vector<std::pair<std::string, MapPoint>>> squares_of(Layout const& layout,
                                                                           std::string const& zone, double side_m) {
  std::map<Square, std::vector<std::pair<std::string, MapPoint>>> out;
  layout.for_each(Layer::parcel, [&](Entity const& parcel) {
    if (parcel.text("zone") != zone || parcel.shape("outline").size() < 3) return;
    auto const middle = centroid(to_map(parcel.shape("outline")));
    Square const square{std::llround(std::floor(middle.east_m / side_m)),
                        std::llround(std::floor(middle.north_m / side_m))};
    out[square].emplace_back(parcel.id(), middle);
  });
  return out;
}

/// The middle parcel of a square: the nearest to the mean.
MapPoint heart_of(std::vector<std::pair<std::string, MapPoint>> const& parcels) {
  MapPoint mean{0, 0};
  for (auto const& [id, at] : parcels)
    mean.east_m += at.east_m / static_cast<double>(parcels.size()),
        mean.north_m += at.north_m / static_cast<double>(parcels.size());
  auto const it = std::min_element(parcels.begin(), parcels.end(), [&](auto const& a, auto const& b) {
    return distance_m(a.second, mean) < distance_m(b.second, mean);
  });
  return it->second;
}

void supply_zone(RowBook& book, DrivenStreets const& streets, PlacedBus const& station, std::string const& zone,
                 NetworkRules const& rules) {
  std::string const busbar = fmt::format("{}/66kv", station.id);
  if (!book.layout().find(Layer::power_bus, busbar)) {
    book.add(Layer::power_bus, busbar, kRule, {{"at", to_shape({station.at})}, {"voltage_kv", rules["area_kv"]}});
    add_transformers(book, station.id, busbar, "station", rules);
  }
  int serial = 0;
  auto const squares = squares_of(book.layout(), zone, rules["area_spacing"]);
  for (auto const& [square, parcels] : squares) {
    MapPoint const heart = heart_of(parcels);
    std::string const high = fmt::format("{}/substation-{}/66kv", zone, ++serial),
                      low = fmt::format("{}/substation-{}/10kv", zone, serial);
    Shape const at = to_shape({heart});
    book.add(Layer::power_bus, high, kRule, {{"at", at}, {"voltage_kv", rules["area_kv"]}, {"zone", zone}});
    book.add(Layer::power_bus, low, kRule, {{"at", at}, {"voltage_kv", rules["supply_kv"]}, {"zone", zone}});
    add_transformers(book, high, low, "area", rules);
    book.add(Layer::feeder, fmt::format("{}/cable-{}", zone, serial), kRule,
             {{"line", cable_way(streets, station.at, heart)},
              {"from", busbar},
              {"to", high},
              {"voltage_kv", rules["area_kv"]},
              {"rating_mva", rules["cable_rating"]},
              {"circuits", rules["cable_circuits"]},
              {"r_ohm_km", rules["cable_r"]},
              {"x_ohm_km", rules["cable_x"]},
              {"b_us_km", rules["cable_b"]}});
    for (auto const& [id, middle] : parcels)
      book.set(Layer::parcel, id, {{"power_bus", low}});
  }
}

} // namespace

void RowBook::add(Layer layer, std::string id, std::string_view rule,
                  std::vector<std::pair<std::string_view, Value>> fields) {
  layout_ = layout_.with(layer, {id, std::vector<Value>(spec_of(layer).fields.size())});
  fields.emplace_back("provenance", std::string("modelled"));
  fields.emplace_back("source", fmt::format("rule {}: networks.toml", rule));
  fields.emplace_back("confidence", std::string("modelled, illustrative"));
  set(layer, id, std::move(fields));
}

void RowBook::set(Layer layer, std::string const& id, std::vector<std::pair<std::string_view, Value>> fields) {
  Row row = layout_.find(layer, id)->row();
  for (auto& [name, value] : fields) {
    auto const index = find_field(layer, name);
    assert(index);
    auto kept = checked(spec_of(layer).fields[*index], std::move(value));
    if (kept)
      row.values[*index] = std::move(kept).value();
    else if (fault_.empty())
      fault_ = fmt::format("networks.toml: {} '{}': {}", spec_of(layer).name, id, kept.error());
  }
  layout_ = layout_.with(layer, std::move(row));
}

std::string zone_at(Layout const& layout, MapPoint p) {
  std::string found;
  layout.for_each(Layer::zone, [&](Entity const& zone) {
    auto const ring = to_map(zone.shape("outline"));
    if (found.empty() && ring.size() >= 3 && contains(ring, p)) found = zone.id();
  });
  return found;
}

Result<Layout> with_power_grid(Layout const& layout, NetworkRules const& rules) {
  RowBook book(layout);
  auto const stations = stations_of(layout);
  for (auto const& station : stations) {
    bool const is_stiff = std::find(rules.slack.begin(), rules.slack.end(), station.id) != rules.slack.end();
    book.set(Layer::power_bus, station.id,
             {{"voltage_kv", rules["station_kv"]}, {"kind", std::string(is_stiff ? "slack" : "pq")}});
  }
  tie_lines(book, stations, rules);
  DrivenStreets const streets(layout);
  layout.for_each(Layer::zone, [&](Entity const& zone) {
    auto const ring = to_map(zone.shape("outline"));
    if (ring.size() < 3 || stations.empty()) return;
    auto const own =
        std::find_if(stations.begin(), stations.end(), [&](PlacedBus const& s) { return s.zone == zone.id(); });
    supply_zone(book, streets, own != stations.end() ? *own : *nearest(stations, centroid(ring), INFINITY), zone.id(),
                rules);
  });
  return book.done();
}

} // namespace dalian::plan
