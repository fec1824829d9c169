#include "twin/plan/draft.hpp"
#include "twin/plan/networks.hpp"
#include "twin/plan/pipe_sizes.hpp"
#include "twin/plan/street_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>

namespace dalian::plan {
namespace {

constexpr char kWater[] = "water-grid", kGas[] = "gas-grid";
constexpr double kSame_m = 60;          // ends of mains that are one place
constexpr double kPipeEnd_m = 30;       // ends of hydrogen pipes that are one place
constexpr double kInlet_m = 30;         // from the end of a main to the tank
constexpr double kMainReaches_m = 8000; // the end of a main supplies a zone this near

// --- mains

/// A node at a place, made when none is within `reach_m`.
class NodeBook {
 public:
  NodeBook(RowBook& book, Layer layer, std::string prefix, char const* rule, double reach_m)
      : book_(book), layer_(layer), prefix_(std::move(prefix)), rule_(rule), reach_m_(reach_m) {}
  std::string at(MapPoint p) {
    for (auto const& [id, place] : places_)
      if (distance_m(place, p) <= reach_m_) return id;
    std::string const id = fmt::format("{}-{}", prefix_, places_.size() + 1);
    book_.add(layer_, id, rule_, {{"at", to_shape({p})}});
    places_.emplace_back(id, p);
    return id;
  }
  std::vector<std::pair<std::string, MapPoint>> const& places() const { return places_; }

 private:
  RowBook& book_;
  Layer layer_;
  std::string prefix_;
  char const* rule_;
  double reach_m_;
  std::vector<std::pair<std::string, MapPoint>> places_;
};

struct Main {
  std::string id;
  MapLine line;
};

/// Where other mains end on a corner of this one it is divided, so that they meet there.
std::vector<MapLine> divided(Main const& main, std::vector<Main> const& all) {
  std::vector<MapLine> out{{main.line.front()}};
  for (std::size_t i = 1; i < main.line.size(); ++i) {
    out.back().push_back(main.line[i]);
    bool const meets = std::any_of(all.begin(), all.end(), [&](Main const& other) {
      return other.id != main.id && (distance_m(other.line.front(), main.line[i]) <= kSame_m ||
                                     distance_m(other.line.back(), main.line[i]) <= kSame_m);
    });
    if (meets && i + 1 < main.line.size()) out.push_back({main.line[i]});
  }
  return out;
}

/// Gives mains their nodes; further pieces are entities of their own, made like the first.
void tie_mains(RowBook& book, Layer layer, std::vector<Main> const& mains, NodeBook& nodes) {
  for (Main const& main : mains) {
    auto const pieces = divided(main, mains);
    Row const whole = book.layout().find(layer, main.id)->row();
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      std::string const id = k == 0 ? main.id : fmt::format("{}-{}", main.id, k + 1);
      if (k > 0) {
        book.add(layer, id, layer == Layer::pipe ? kWater : kGas, {});
        std::vector<std::pair<std::string_view, Value>> fields;
        auto const specs = spec_of(layer).fields;
        for (std::size_t i = 0; i < specs.size(); ++i)
          if (is_given(whole.values[i])) fields.emplace_back(specs[i].name, whole.values[i]);
        book.set(layer, id, std::move(fields));
      }
      std::string const from = nodes.at(pieces[k].front()), to = nodes.at(pieces[k].back());
      book.set(layer, id, {{"line", to_shape(pieces[k])}, {"from", from}, {"to", to}});
    }
  }
}

std::vector<Main> mains_of(Layout const& layout, Layer layer, std::string_view prefix) {
  std::vector<Main> out;
  layout.for_each(layer, [&](Entity const& e) {
    if (e.id().starts_with(prefix) && e.shape("line").size() >= 2) out.push_back({e.id(), to_map(e.shape("line"))});
  });
  return out;
}

// --- water of a zone

/// Streets of the zone and the part of them that hangs together around a place.
struct ZoneStreets {
  StreetGraph graph;
  std::vector<std::string> classes; // of streets
  std::vector<bool> reached;        // of nodes
};

ZoneStreets streets_in(Layout const& layout, MapRing const& ring, MapPoint from) {
  std::vector<StreetLine> lines;
  std::vector<std::string> classes;
  layout.for_each(Layer::road, [&](Entity const& road) {
    auto const line = to_map(road.shape("line"));
    auto const kind = road.text("class");
    bool const inside =
        line.size() >= 2 && std::any_of(line.begin(), line.end(), [&](MapPoint p) { return contains(ring, p); });
    if (!inside || kind == "path" || kind == "expressway" || kind == "track" || road.flag("tunnel_or_bridge")) return;
    lines.push_back({road.id(), line, false});
    classes.push_back(kind);
  });
  ZoneStreets out{StreetGraph(std::move(lines)), std::move(classes), {}};
  out.reached.resize(out.graph.nodes().size());
  auto const start = out.graph.nearest(from, 1e5);
  if (!start) return out;
  auto const gone = walk_from(out.graph, {{out.graph.links()[start->link].from, 0}});
  for (std::size_t n = 0; n < gone.size(); ++n)
    out.reached[n] = std::isfinite(gone[n]);
  return out;
}

double street_pipe_m(std::string const& road_class, NetworkRules const& rules) {
  if (road_class == "arterial" || road_class == "highway") return rules["arterial_pipe"];
  return road_class == "collector" ? rules["collector_pipe"] : rules["local_pipe"];
}

MapLine line_of(StreetGraph const& graph, StreetLink const& link) {
  MapLine out{graph.nodes()[link.from]};
  double along_m = 0;
  auto const& line = graph.streets()[link.street].line;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (along_m > link.from_m && along_m < link.to_m) out.push_back(line[i]);
    along_m += distance_m(line[i], line[i + 1]);
  }
  out.push_back(graph.nodes()[link.to]);
  return out;
}

class ZoneWater {
 public:
  ZoneWater(RowBook& book, NetworkRules const& rules, std::string zone, MapPoint inlet)
      : book_(book), rules_(rules), zone_(std::move(zone)), inlet_(inlet) {}

  /// From the tank at the end of the main through pumps into the streets.
  void make(std::string const& main_end, MapRing const& ring) {
    auto const streets = streets_in(book_.layout(), ring, inlet_);
    add_nodes(streets);
    if (nodes_.empty()) return;
    auto const first = nearest_node(inlet_);
    auto const draw_m3s = tie_parcels(streets.graph.nodes().size());
    add_pipes(streets, flows_behind(streets.graph, first, draw_m3s));
    draw_m3s_ = std::accumulate(draw_m3s.begin(), draw_m3s.end(), 0.0);
    add_tank(main_end);
    add_pump(first);
  }

 private:
  std::string node_id(std::uint32_t n) const { return fmt::format("{}/water-{}", zone_, n + 1); }

  void add_nodes(ZoneStreets const& streets) {
    auto const& places = streets.graph.nodes();
    for (std::uint32_t n = 0; n < places.size(); ++n) {
      if (!streets.reached[n]) continue;
      book_.add(Layer::water_node, node_id(n), kWater,
                {{"at", to_shape({places[n]})}, {"elevation_m", rules_["ground"]}});
      nodes_.emplace_back(n, places[n]);
    }
  }

  /// Parcels name their node; what is drawn there by the design.
  std::vector<double> tie_parcels(std::size_t nodes) {
    std::vector<double> draw_m3s(nodes);
    auto const before = book_.layout();
    before.for_each(Layer::parcel, [&](Entity const& parcel) {
      auto const ring = to_map(parcel.shape("outline"));
      if (parcel.text("zone") != zone_ || ring.size() < 3) return;
      auto const node = nearest_node(centroid(ring));
      book_.set(Layer::parcel, parcel.id(), {{"water_node", node_id(node)}});
      draw_m3s[node] += true_area_m2(ring) / 1e4 * rules_["design_draw"] / 3600;
    });
    return draw_m3s;
  }

  void add_pipes(ZoneStreets const& streets, std::vector<double> const& flows_m3s) {
    auto const& graph = streets.graph;
    std::size_t serial = 0;
    for (std::size_t l = 0; l < graph.links().size(); ++l) {
      auto const& link = graph.links()[l];
      if (!streets.reached[link.from] || link.from == link.to) continue;
      double const least_m = street_pipe_m(streets.classes[link.street], rules_);
      book_.add(Layer::pipe, fmt::format("{}/water-pipe-{}", zone_, ++serial), kWater,
                {{"line", to_shape(line_of(graph, link))},
                 {"from", node_id(link.from)},
                 {"to", node_id(link.to)},
                 {"medium", std::string("water")},
                 {"hazen_williams", rules_["hazen_williams"]},
                 {"diameter_m", std::max(least_m, nominal_diameter_m(flows_m3s[l], rules_["design_velocity"]))}});
    }
  }

  void add_tank(std::string const& main_end) {
    double const volume_m3 = 3600 * rules_["tank_hours"] * draw_m3s_;
    double const diameter_m = std::max(
        1.0, std::round(std::sqrt(4 / std::numbers::pi * volume_m3 / (rules_["tank_high"] - rules_["tank_low"]))));
    MapPoint const at{inlet_.east_m + kInlet_m, inlet_.north_m};
    book_.add(Layer::water_node, tank_node(), kWater, {{"at", to_shape({at})}, {"elevation_m", rules_["ground"]}});
    add_wide_pipe("water-inlet", main_end, inlet_, {tank_node(), at});
    book_.add(Layer::tank, zone_ + "/water-tank", kWater,
              {{"at", to_shape({at})},
               {"node", tank_node()},
               {"medium", std::string("water")},
               {"volume_m3", std::numbers::pi / 4 * diameter_m * diameter_m * rules_["tank_high"]},
               {"diameter_m", diameter_m},
               {"elevation_m", rules_["ground"]},
               {"level_m", rules_["tank_level"]},
               {"low_m", rules_["tank_low"]},
               {"high_m", rules_["tank_high"]}});
  }

  void add_pump(std::uint32_t first) {
    MapPoint const at{inlet_.east_m + kInlet_m, inlet_.north_m},
        to = *place_of(*book_.layout().find(Layer::water_node, node_id(first)));
    std::string const pipe = add_wide_pipe("water-outlet", tank_node(), at, {node_id(first), to});
    book_.add(Layer::pump, zone_ + "/water-pumps", kWater,
              {{"at", to_shape({at})},
               {"pipe", pipe},
               {"head_m", rules_["pump_head"]},
               {"flow_m3_h", std::round(3600 * draw_m3s_)},
               {"efficiency", rules_["pump_efficiency"]}});
  }

  std::string tank_node() const { return zone_ + "/water-tank-node"; }

  /// For all that the zone draws; its id.
  std::string add_wide_pipe(char const* name, std::string const& from, MapPoint a,
                            std::pair<std::string, MapPoint> const& to) {
    std::string id = fmt::format("{}/{}", zone_, name);
    book_.add(Layer::pipe, id, kWater,
              {{"line", to_shape({a, to.second})},
               {"from", from},
               {"to", to.first},
               {"medium", std::string("water")},
               {"diameter_m", nominal_diameter_m(draw_m3s_, rules_["design_velocity"])},
               {"hazen_williams", rules_["hazen_williams"]}});
    return id;
  }

  /// Of the street graph; there is one.
  std::uint32_t nearest_node(MapPoint p) const {
    return std::min_element(
               nodes_.begin(), nodes_.end(),
               [&](auto const& a, auto const& b) { return distance_m(a.second, p) < distance_m(b.second, p); })
        ->first;
  }

  RowBook& book_;
  NetworkRules const& rules_;
  std::string zone_;
  MapPoint inlet_;
  std::vector<std::pair<std::uint32_t, MapPoint>> nodes_;
  double draw_m3s_ = 0; // by the design, of all parcels
};

void add_water(RowBook& book, NetworkRules const& rules) {
  auto const mains = mains_of(book.layout(), Layer::pipe, "grid/main/");
  NodeBook nodes(book, Layer::water_node, "grid/water-node", kWater, kSame_m);
  std::set<std::string> sources, ends;
  for (Main const& main : mains)
    book.set(Layer::pipe, main.id,
             {{"main", true}, {"hazen_williams", rules["hazen_williams"]}, {"diameter_m", rules["trunk_diameter"]}});
  tie_mains(book, Layer::pipe, mains, nodes);
  for (Main const& main : mains)
    sources.insert(nodes.at(main.line.front())), ends.insert(nodes.at(main.line.back()));
  for (auto const& [id, place] : nodes.places())
    book.set(Layer::water_node, id, {{"elevation_m", rules["ground"]}});
  std::set<std::string> inner; // where another main passes or ends
  book.layout().for_each(Layer::pipe, [&](Entity const& pipe) { inner.insert(pipe.text("to")); });
  for (auto const& source : sources)
    if (!inner.contains(source)) book.set(Layer::water_node, source, {{"fixed_head_m", rules["reservoir_head"]}});
  auto const before = book.layout();
  before.for_each(Layer::zone, [&](Entity const& zone) {
    auto const ring = to_map(zone.shape("outline"));
    if (ring.size() < 3) return;
    std::pair<std::string, MapPoint> const* inlet = nullptr;
    for (auto const& node : nodes.places())
      if (ends.contains(node.first) && distance_m(node.second, centroid(ring)) <
                                           (inlet ? distance_m(inlet->second, centroid(ring)) : kMainReaches_m))
        inlet = &node;
    if (inlet) ZoneWater(book, rules, zone.id(), inlet->second).make(inlet->first, ring);
  });
}

void add_gas(RowBook& book, NetworkRules const& rules) {
  auto const mains = mains_of(book.layout(), Layer::gas_pipe, "grid/main/");
  NodeBook nodes(book, Layer::gas_node, "grid/gas-node", kGas, kSame_m);
  for (Main const& main : mains)
    book.set(Layer::gas_pipe, main.id,
             {{"diameter_m", rules["gas_diameter"]}, {"roughness_mm", rules["gas_roughness"]}});
  tie_mains(book, Layer::gas_pipe, mains, nodes);
  std::set<std::string> inner;
  book.layout().for_each(Layer::gas_pipe, [&](Entity const& pipe) { inner.insert(pipe.text("to")); });
  for (Main const& main : mains)
    if (auto const source = nodes.at(main.line.front()); !inner.contains(source))
      book.set(Layer::gas_node, source, {{"holds_pressure", true}, {"pressure_bar", rules["gas_pressure"]}});
  auto const before = book.layout();
  before.for_each(Layer::parcel, [&](Entity const& parcel) {
    auto const ring = to_map(parcel.shape("outline"));
    if (ring.size() < 3) return;
    auto const middle = centroid(ring);
    auto const nearest =
        std::min_element(nodes.places().begin(), nodes.places().end(), [&](auto const& a, auto const& b) {
          return distance_m(a.second, middle) < distance_m(b.second, middle);
        });
    if (nearest != nodes.places().end() && distance_m(nearest->second, middle) <= kMainReaches_m)
      book.set(Layer::parcel, parcel.id(), {{"gas_node", nearest->first}});
  });
}

void add_hydrogen_pipes(RowBook& book, NetworkRules const& rules) {
  auto const before = book.layout();
  NodeBook nodes(book, Layer::gas_node, "hydrogen-node", kGas, kPipeEnd_m);
  before.for_each(Layer::pipe, [&](Entity const& pipe) {
    auto const line = to_map(pipe.shape("line"));
    if (pipe.text("medium") != "hydrogen" || line.size() < 2) return;
    std::string const from = nodes.at(line.front()), to = nodes.at(line.back());
    book.add(Layer::gas_pipe, pipe.id(), kGas,
             {{"line", pipe.value("line")},
              {"name_en", pipe.value("name_en")},
              {"name_zh", pipe.value("name_zh")},
              {"name_ja", pipe.value("name_ja")},
              {"diameter_m", pipe.value("diameter_m")},
              {"from", from},
              {"to", to},
              {"medium", std::string("hydrogen")},
              {"roughness_mm", rules["gas_roughness"]}});
    book.remove(Layer::pipe, pipe.id());
  });
}

} // namespace

Result<Layout> with_pipe_networks(Layout const& layout, NetworkRules const& rules) {
  RowBook book(layout);
  add_water(book, rules);
  add_gas(book, rules);
  add_hydrogen_pipes(book, rules);
  return book.done();
}

} // namespace dalian::plan
