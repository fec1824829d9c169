#include "twin/whatif/water_grid.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/water_words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;
using water::kNone;

constexpr double kDay_s = 86400, kHour_s = 3600;
constexpr double kShutsBelowTop = 0.01, kOpensBelowTop = 0.1; // of the range of a tank's level

/// EPANET 2 users manual, section 3.1: a pump of one point lifts 4/3 of its head at no flow, none at twice its flow.
water::PumpLaw law_through(double flow_m3s, double head_m) {
  water::PumpLaw out;
  out.shutoff_m = head_m * 4 / 3;
  out.factor = head_m / 3 / (flow_m3s * flow_m3s);
  out.exponent = 2;
  out.design_m3s = flow_m3s;
  out.most_m3s = 2 * flow_m3s;
  return out;
}

class GridReader {
 public:
  GridReader(Inputs const& inputs, MainsTable const& table, plan::Findings& findings)
      : inputs_(inputs), table_(table), findings_(findings) {
    auto& network = grid_.network;
    network.patterns.push_back({"day", {table.water_day.begin(), table.water_day.end()}});
    network.times.duration = 24 * 3600;
  }

  WaterGrid run() {
    inputs_.for_each(Layer::water_node, [&](Entity const& e) { add_node(e); });
    inputs_.for_each(Layer::tank, [&](Entity const& e) { add_tank(e); });
    inputs_.for_each(Layer::pump, [&](Entity const& e) { read_pump(e); });
    inputs_.for_each(Layer::valve, [&](Entity const& e) { read_valve(e); });
    inputs_.for_each(Layer::pipe, [&](Entity const& e) { add_pipe(e); });
    for (auto const* things : {&pumps_, &valves_})
      for (auto const& [pipe, list] : *things)
        for (Device const& d : list)
          findings_.push_back(told({Severity::note, name_of(d.origin.layer), d.origin.id, "pipe"}, kOnNoPipe, {pipe}));
    add_customers();
    shut_full_tanks();
    return std::move(grid_);
  }

 private:
  /// A pump or valve, waiting for its pipe.
  struct Device {
    water::Link link;
    WaterGrid::Origin origin;
    bool shuts = false; // a closed gate: the pipe is closed
  };

  static std::string_view name_of(Layer layer) { return plan::spec_of(layer).name; }
  void say(Severity severity, Entity const& e, std::string field, Words const& words) {
    findings_.push_back(told({severity, name_of(e.layer()), e.id(), std::move(field)}, words));
  }

  std::uint32_t push_node(water::Node node, WaterGrid::Origin origin) {
    grid_.network.nodes.push_back(std::move(node));
    grid_.node.push_back(std::move(origin));
    return static_cast<std::uint32_t>(grid_.node.size() - 1);
  }
  void push_link(water::Link link, WaterGrid::Origin origin) {
    grid_.network.links.push_back(std::move(link));
    grid_.link.push_back(std::move(origin));
  }

  void add_node(Entity const& e) {
    water::Node node;
    node.id = e.id();
    node.elevation_m = e.has("elevation_m") ? e.number("elevation_m") : 0;
    if (e.has("fixed_head_m")) {
      node.kind = water::NodeKind::reservoir;
      node.elevation_m = e.number("fixed_head_m");
    } else if (e.has("demand_m3_d")) {
      node.demands.push_back({e.number("demand_m3_d") / kDay_s, 0});
      grid_.own_m3_d += e.number("demand_m3_d");
    }
    nodes_[e.id()] = push_node(std::move(node), {Layer::water_node, e.id()});
  }

  std::uint32_t find_node(std::string const& id) const {
    auto const it = nodes_.find(id);
    return it == nodes_.end() ? kNone : it->second;
  }

  void add_tank(Entity const& e) {
    if (e.has("medium") && e.text("medium") != "water") return;
    std::uint32_t const n = find_node(e.text("node"));
    if (n == kNone) return; // a tank of something else, or one that no plan of pipes knows
    water::Node& node = grid_.network.nodes[n];
    if (node.kind != water::NodeKind::junction) return say(Severity::warning, e, "node", kNodeIsTaken);
    double const low = e.has("low_m") ? e.number("low_m") : 0;
    double const high = e.has("high_m") ? e.number("high_m") : 0, d = e.has("diameter_m") ? e.number("diameter_m") : 0;
    if (!(high > low)) return say(Severity::warning, e, "high_m", kTankWithoutLevels);
    double const area = d > 0 ? std::numbers::pi / 4 * d * d : e.number("volume_m3") / high;
    if (!(area > 0)) return say(Severity::warning, e, "diameter_m", kTankWithoutLevels);
    node.kind = water::NodeKind::tank;
    if (e.has("elevation_m")) node.elevation_m = e.number("elevation_m");
    node.demands.clear();
    double const level = e.has("level_m") ? e.number("level_m") : (low + high) / 2;
    node.tank = {std::clamp(level, low, high), low, high, area, area * low, {}, false};
    grid_.node[n] = {Layer::tank, e.id()};
  }

  void read_pump(Entity const& e) {
    Device d{{}, {Layer::pump, e.id()}, false};
    d.link.id = e.id();
    d.link.kind = water::LinkKind::pump;
    d.link.open = e.flag("running");
    double const head = e.has("head_m") ? e.number("head_m") : 0, power = e.has("power_kw") ? e.number("power_kw") : 0,
                 flow = e.has("flow_m3_h") ? e.number("flow_m3_h") / kHour_s : 0,
                 share = e.has("efficiency") ? e.number("efficiency") : table_["pump_efficiency"];
    if (head > 0 && flow > 0) {
      d.link.pump = law_through(flow, head);
    } else if (power > 0) {
      d.link.pump.kind = water::PumpLaw::Kind::power;
      d.link.pump.power_w = 1e3 * power * share;
      d.link.pump.design_m3s = 0.028316846592; // where EPANET 2 begins with such pumps: 1 ft³/s
    } else {
      return say(Severity::warning, e, "head_m", kPumpWithoutCurve);
    }
    d.link.efficiency = {{0, share}};
    pumps_[e.text("pipe")].push_back(std::move(d));
  }

  void read_valve(Entity const& e) {
    std::string const kind = e.text("kind");
    Device d{{}, {Layer::valve, e.id()}, !e.flag("open")};
    d.link.id = e.id();
    d.link.kind = kind == "pressure_reducing"     ? water::LinkKind::prv
                  : kind == "pressure_sustaining" ? water::LinkKind::psv
                  : kind == "flow_control"        ? water::LinkKind::fcv
                  : kind == "check"               ? water::LinkKind::check_valve
                                                  : water::LinkKind::pipe;
    if (d.link.kind == water::LinkKind::fcv)
      d.link.setting = e.has("setting_m3_h") ? e.number("setting_m3_h") / kHour_s : -1;
    else if (water::is_valve(d.link.kind))
      d.link.setting = e.has("setting_m") ? e.number("setting_m") : -1;
    if (d.link.setting < 0)
      return say(Severity::warning, e, d.link.kind == water::LinkKind::fcv ? "setting_m3_h" : "setting_m",
                 kValveWithoutSetting);
    valves_[e.text("pipe")].push_back(std::move(d));
  }

  void add_pipe(Entity const& e) {
    auto const pumps = taken(pumps_, e.id()), valves = taken(valves_, e.id());
    if (e.has("medium") && e.text("medium") != "water") return;
    if (!e.has("from") && !e.has("to")) return; // on a rack, of a works
    std::uint32_t const from = find_node(e.text("from")), to = find_node(e.text("to"));
    if (from == kNone || to == kNone) return say(Severity::note, e, from == kNone ? "from" : "to", kPipeWithoutEnds);
    if (from == to) return say(Severity::warning, e, "to", kPipeToItself);
    if (!e.has("diameter_m")) return say(Severity::warning, e, "diameter_m", kPipeWithoutDiameter);
    water::Link pipe;
    pipe.id = e.id();
    pipe.from = from;
    pipe.to = to;
    pipe.diameter_m = e.number("diameter_m");
    pipe.length_m = std::max(e.has("length_m") ? e.number("length_m") : plan::length_m(plan::to_map(e.shape("line"))),
                             0.1); // pumps and fittings have no length of their own
    pipe.roughness = e.has("hazen_williams") ? e.number("hazen_williams") : table_["pipe_roughness"];
    if (!pumps.empty()) pipe.from = between(from, e.id());
    for (Device d : pumps) { // beside each other
      d.link.from = from, d.link.to = pipe.from;
      push_link(std::move(d.link), std::move(d.origin));
    }
    std::vector<Device> holding;
    for (Device const& d : valves) {
      if (d.shuts) pipe.open = false;
      if (d.link.kind == water::LinkKind::check_valve) pipe.kind = water::LinkKind::check_valve;
      if (water::is_valve(d.link.kind) && !d.shuts) holding.push_back(d);
    }
    if (!holding.empty()) pipe.to = between(to, e.id());
    std::uint32_t at = pipe.to;
    double const diameter_m = pipe.diameter_m;
    push_link(std::move(pipe), {Layer::pipe, e.id()});
    for (std::size_t i = 0; i < holding.size(); ++i) { // one behind the other
      Device& d = holding[i];
      d.link.from = at;
      d.link.to = at = i + 1 < holding.size() ? between(to, e.id()) : to;
      d.link.diameter_m = diameter_m;
      push_link(std::move(d.link), std::move(d.origin));
    }
  }

  std::uint32_t between(std::uint32_t beside, std::string const& pipe) {
    water::Node node;
    node.id = pipe;
    node.elevation_m =
        grid_.network.nodes[beside].kind == water::NodeKind::reservoir ? 0 : grid_.network.nodes[beside].elevation_m;
    return push_node(std::move(node), {Layer::pipe, pipe});
  }

  static std::vector<Device> taken(std::map<std::string, std::vector<Device>>& from, std::string const& pipe) {
    auto const it = from.find(pipe);
    if (it == from.end()) return {};
    auto out = std::move(it->second);
    from.erase(it);
    return out;
  }

  /// A pipe or pump that ends at a tank which has another way out shuts when the tank is nearly full and opens again
  /// when some of it has gone, as float valves and level switches do.
  void shut_full_tanks() {
    auto& network = grid_.network;
    std::vector<std::uint8_t> has_way_out(network.nodes.size());
    for (water::Link const& link : network.links)
      has_way_out[link.from] = 1;
    for (std::uint32_t k = 0; k < network.links.size(); ++k) {
      std::uint32_t const n = network.links[k].to;
      water::Tank const& tank = network.nodes[n].tank;
      if (network.nodes[n].kind != water::NodeKind::tank || !has_way_out[n] || !network.links[k].open ||
          water::is_valve(network.links[k].kind))
        continue;
      double const range = tank.most_m - tank.least_m;
      using When = water::Control::When;
      network.controls.push_back({When::above, {k, false, false, 0}, n, tank.most_m - kShutsBelowTop * range, 0});
      network.controls.push_back({When::below, {k, false, true, 0}, n, tank.most_m - kOpensBelowTop * range, 0});
    }
  }

  void add_customers() {
    auto const& value = inputs_.column("land", "water").values;
    auto const &low = inputs_.column("land", "water_low").values, &high = inputs_.column("land", "water_high").values;
    std::size_t next = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      while (next < value.size() && value[next].first < parcel.id())
        ++next;
      if (next >= value.size() || value[next].first != parcel.id() || !(high[next].second > 0)) return;
      WaterGrid::Customer c{parcel.id(),        parcel.text("zone"), find_node(parcel.text("water_node")),
                            value[next].second, low[next].second,    high[next].second};
      if (c.node != kNone && grid_.network.nodes[c.node].kind != water::NodeKind::junction) c.node = kNone;
      if (c.node != kNone) grid_.network.nodes[c.node].demands.push_back({c.wanted_m3_d / kDay_s, 0});
      grid_.customers.push_back(std::move(c));
    });
  }

  Inputs const& inputs_;
  MainsTable const& table_;
  plan::Findings& findings_;
  WaterGrid grid_;
  std::map<std::string, std::uint32_t, std::less<>> nodes_;
  std::map<std::string, std::vector<Device>> pumps_, valves_; // by pipe
};

} // namespace

std::vector<Slice> water_grid_reads() {
  return {{Layer::water_node, {"elevation_m", "demand_m3_d", "fixed_head_m"}},
          {Layer::pipe, {"line", "from", "to", "medium", "diameter_m", "length_m", "hazen_williams"}},
          {Layer::valve, {"pipe", "open", "kind", "setting_m", "setting_m3_h"}},
          {Layer::pump, {"pipe", "power_kw", "head_m", "flow_m3_h", "efficiency", "running"}},
          {Layer::tank, {"node", "medium", "volume_m3", "elevation_m", "diameter_m", "level_m", "low_m", "high_m"}},
          {Layer::parcel, {"water_node", "zone"}}};
}

std::vector<std::string> water_grid_columns() {
  return {"water", "water_low", "water_high"};
}

WaterGrid read_water_grid(Inputs const& inputs, MainsTable const& table, plan::Findings& findings) {
  return GridReader(inputs, table, findings).run();
}

} // namespace dalian::whatif
