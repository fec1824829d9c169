#include "twin/whatif/traffic_roads.hpp"

#include "twin/whatif/traffic_signals.hpp"

#include "twin/plan/road_class.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::StreetGraph;

constexpr double kJunction_m = 30; // a junction's point belongs to the node within
constexpr double kSecondsPerMinute = 60;

bool is_driven(std::string_view road_class) {
  return road_class != "path" && road_class != "track" && road_class != "jetty";
}
bool is_main(std::string_view road_class) {
  return road_class == "expressway" || road_class == "highway" || road_class == "arterial";
}

std::uint64_t key_of_node(MapPoint p) {
  return plan::ByteText().add(std::round(p.east_m * 100)).add(std::round(p.north_m * 100)).hash().low;
}

/// Distinct, whatever two things hash to the same: the later ones move on.
class Keys {
 public:
  std::uint64_t take(std::uint64_t key) {
    while (!used_.insert(key).second)
      ++key;
    return key;
  }

 private:
  std::set<std::uint64_t> used_;
};

/// Of a node. Green is that of legs of the higher and of the lower class of road.
struct Control {
  double green = 0, minor_green = 0, cycle_s = 0;
};

/// Which roads go first where they meet; 0 = no main road.
int rank_of(std::string_view road_class) {
  return road_class == "highway" || road_class == "arterial" ? 2 : road_class == "collector" ? 1 : 0;
}

/// Webster (1958): the uniform delay at no flow, cycle · (1 − green)² / 2.
double minutes_of_red(double cycle_s, double green) {
  return cycle_s * (1 - green) * (1 - green) / 2 / kSecondsPerMinute;
}

/// Of each node: what is drawn there, else what is usual.
class ControlFinder {
 public:
  ControlFinder(TrafficTable const& table, RoadNetwork const& roads) : table_(table), roads_(roads) {}

  std::vector<Control> find(Inputs const& inputs) {
    controls_.resize(graph().nodes().size());
    for (std::uint32_t node = 0; node < controls_.size(); ++node)
      controls_[node] = usual_control(node);
    inputs.for_each(Layer::junction, [&](Entity const& junction) { read_junction(junction); });
    return std::move(controls_);
  }

 private:
  StreetGraph const& graph() const { return *roads_.graph; }
  RoadFacts const& road_of(std::uint32_t piece) const { return roads_.roads[graph().links()[piece].street]; }

  /// Signals where three legs of main roads meet, but not on expressways.
  Control usual_control(std::uint32_t node) const {
    std::array<std::size_t, 3> legs{};
    for (std::uint32_t const piece : graph().at(node)) {
      auto const& road_class = road_of(piece).road_class;
      if (road_class == "expressway") return {};
      ++legs[static_cast<std::size_t>(rank_of(road_class))];
    }
    if (static_cast<double>(legs[1] + legs[2]) < table_.value("signal_legs")) return {};
    double const cycle_s = table_.value("cycle");
    if (legs[1] > 0 && legs[2] > 0)
      return {table_.value("green_share_major"), table_.value("green_share_minor"), cycle_s};
    return {table_.value("green_share"), table_.value("green_share"), cycle_s};
  }

  void read_junction(Entity const& junction) {
    auto const at = plan::to_map(junction.shape("at"));
    if (at.empty()) return;
    std::uint32_t best = kNoLink;
    double best_m = kJunction_m;
    for (std::uint32_t node = 0; node < graph().nodes().size(); ++node)
      if (double const d = distance_m(graph().nodes()[node], at[0]); d < best_m) best = node, best_m = d;
    if (best == kNoLink) return;
    if (junction.text("control") != "signals") {
      controls_[best] = {};
      return;
    }
    Control& control = controls_[best];
    if (control.cycle_s == 0) control.green = control.minor_green = table_.value("green_share");
    if (junction.has("green_share")) {
      bool const mixed = control.green != control.minor_green;
      control.green = junction.number("green_share");
      double const left = 1 - table_.value("lost_share") - control.green;
      control.minor_green = mixed ? std::max(table_.value("least_green"), left) : control.green;
    }
    control.cycle_s = junction.has("cycle_s") ? junction.number("cycle_s") : table_.value("cycle");
  }

  TrafficTable const& table_;
  RoadNetwork const& roads_;
  std::vector<Control> controls_;
};

class NetworkMaker {
 public:
  NetworkMaker(TrafficTable const& table, Inputs const& inputs, RoadNetwork& out)
      : table_(table), inputs_(inputs), out_(out) {}

  void make() {
    Keys keys;
    for (MapPoint const p : graph().nodes())
      out_.node_keys.push_back(keys.take(key_of_node(p)));
    controls_ = ControlFinder(table_, out_).find(inputs_);
    add_links();
    join();
    find_gateways();
  }

 private:
  StreetGraph const& graph() const { return *out_.graph; }
  RoadFacts const& road_of(std::uint32_t piece) const { return out_.roads[graph().links()[piece].street]; }

  void add_links() {
    Keys keys;
    out_.link_of.assign(graph().links().size(), {kNoLink, kNoLink});
    for (std::uint32_t piece = 0; piece < graph().links().size(); ++piece) {
      auto const& part = graph().links()[piece];
      RoadFacts const& road = out_.roads[part.street];
      if (part.from == part.to) continue; // a loop leads nowhere
      for (bool const along : {true, false}) {
        if (!(along ? road.forward : road.backward)) continue;
        out_.link_of[piece][along ? 0 : 1] = static_cast<std::uint32_t>(out_.links.size());
        out_.links.push_back(link(part, road, along));
        auto& made = out_.links.back();
        made.key = keys.take(plan::ByteText()
                                 .add(std::string_view(road.id))
                                 .add(out_.node_keys[made.tail])
                                 .add(out_.node_keys[made.head])
                                 .hash()
                                 .low);
        out_.of_link.push_back({part.street, piece, along});
      }
    }
  }

  traffic::Link link(plan::StreetLink const& part, RoadFacts const& road, bool along) const {
    traffic::Link out;
    out.tail = along ? part.from : part.to;
    out.head = along ? part.to : part.from;
    bool const expressway = road.road_class == "expressway";
    Control const& control = controls_[out.head];
    double const green = rank_of(road.road_class) == 2 ? control.green : control.minor_green;
    out.capacity = road.lanes * table_.lane_capacity(road.speed_kmh, expressway);
    out.length = part.length_m() / 1e3;
    out.free_time = out.length / road.speed_kmh * 60;
    if (control.cycle_s > 0) {
      bool const widens = rank_of(road.road_class) == 2;
      double const lanes = road.lanes + (widens ? table_.value("approach_lanes") : 0);
      out.capacity *= std::min(1.0, green * lanes / road.lanes);
      out.free_time += minutes_of_red(control.cycle_s, green);
    }
    out.b = table_.figure("bpr_factor").value;
    out.power = table_.figure("bpr_power").value;
    out.toll = road.toll_cny;
    out.speed = road.speed_kmh;
    return out;
  }

  void join() {
    auto& of = out_.component;
    of.resize(graph().nodes().size());
    std::iota(of.begin(), of.end(), 0);
    auto const root = [&](std::uint32_t node) {
      while (of[node] != node)
        node = of[node] = of[of[node]];
      return node;
    };
    for (auto const& part : graph().links()) {
      auto const a = root(part.from), b = root(part.to);
      of[std::max(a, b)] = std::min(a, b);
    }
    for (std::uint32_t node = 0; node < of.size(); ++node)
      of[node] = root(node);
  }

  void find_gateways() {
    for (std::uint32_t node = 0; node < graph().nodes().size(); ++node) {
      auto const& legs = graph().at(node);
      if (legs.size() == 1 && is_main(road_of(legs[0]).road_class)) out_.gateways.push_back(node);
    }
  }

  TrafficTable const& table_;
  Inputs const& inputs_;
  RoadNetwork& out_;
  std::vector<Control> controls_; // of each node
};

} // namespace

std::vector<Slice> road_slices() {
  return {{Layer::road,
           {"line", "class", "lanes", "speed_kmh", "direction", "closed", "tunnel_or_bridge", "trucks", "toll_cny"}},
          {Layer::junction, {"at", "control", "cycle_s", "green_share"}}};
}

std::vector<double> signal_cycles(TrafficTable const& table, Inputs const& inputs, RoadNetwork const& roads) {
  std::vector<double> out;
  for (Control const& control : ControlFinder(table, roads).find(inputs))
    out.push_back(control.cycle_s);
  return out;
}

RoadReader::Drawn RoadReader::drawn(plan::Entity const& road) {
  Drawn out{plan::to_map(road.shape("line")), {}};
  plan::ByteText bytes;
  for (MapPoint const p : out.line)
    bytes.add(p.east_m).add(p.north_m);
  out.hash = bytes.hash();
  return out;
}

RoadNetwork RoadReader::read(Inputs const& inputs) {
  RoadNetwork out;
  struct Line {
    RowMemo<Drawn>::Ptr drawn;
    bool over_others, interchanges;
  };
  std::vector<Line> lines; // of the roads
  plan::ByteText bytes;
  inputs.for_each(Layer::road, [&](Entity const& road) {
    std::string const road_class = road.text("class"), direction = road.text("direction");
    if (!is_driven(road_class) || road.flag("closed")) return;
    bool const apart = road_class == "expressway" || road.flag("tunnel_or_bridge");
    bool const interchanges = !road.flag("tunnel_or_bridge");
    lines.push_back({lines_.get(road, [&] { return drawn(road); }), apart, interchanges});
    bytes.add(std::string_view(road.id())).add(std::uint64_t{apart}).add(std::uint64_t{interchanges});
    bytes.add(lines.back().drawn->hash);
    auto const* usual = plan::find_road_class(road_class);
    double const speed = road.has("speed_kmh") ? road.number("speed_kmh") : usual ? usual->speed_kmh : 30;
    double const toll = road.has("toll_cny") ? road.number("toll_cny") : 0;
    out.roads.push_back({road.id(), road_class, road.number("lanes"), speed, toll, direction != "backward",
                         direction != "forward", !road.flag("trucks")});
  });
  Kept kept = graphs_.get(bytes.hash(), [&] {
    std::vector<plan::StreetLine> streets;
    for (std::size_t i = 0; i < lines.size(); ++i)
      streets.push_back({out.roads[i].id, lines[i].drawn->line, lines[i].over_others, lines[i].interchanges});
    return Kept{std::make_shared<StreetGraph const>(std::move(streets)), std::make_shared<RowMemo<OnStreets>>(20000)};
  });
  out.graph = std::move(kept.graph), out.parcels = std::move(kept.parcels);
  NetworkMaker(*table_, inputs, out).make();
  return out;
}

} // namespace dalian::whatif
