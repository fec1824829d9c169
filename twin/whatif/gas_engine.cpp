#include "twin/whatif/gas_engine.hpp"

#include "twin/gas/blend.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/whatif/gas_words.hpp"
#include "twin/whatif/hydrogen_day.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kBar_pa = 1e5, kDay_s = 86400, kYear_h = 8760;
constexpr char kSource[] = "steady flow of the peak hour (Newton on potentials and flows), demand by its energy";

std::string text(double value, int places = 1) {
  return fmt::format("{:.{}f}", value, places);
}

/// Nodes and pipes of one medium.
struct GasGrid {
  gas::Network network;
  std::vector<std::string> link; // entity of each link
  std::map<std::string, std::uint32_t, std::less<>> places;
};

class GasRun {
 public:
  GasRun(MainsTable const& table, Inputs const& inputs) : table_(table), inputs_(inputs) {
    double const kelvin = gas::kNormal_k + table["gas_temperature"];
    natural_ = gas::natural_gas(table["gas_density"], kelvin);
    hydrogen_ = gas::hydrogen(kelvin);
    of_natural_.network.gas = natural_, of_hydrogen_.network.gas = hydrogen_;
  }

  Evaluation run() {
    inputs_.for_each(Layer::gas_node, [&](Entity const& e) { node_[e.id()] = read_node(e); });
    inputs_.for_each(Layer::gas_pipe, [&](Entity const& e) { add_pipe(e); });
    add_parcels();
    inputs_.for_each(Layer::hydrogen, [&](Entity const& e) { add_works(e); });
    if (!is_drawn(of_natural_) && !is_drawn(of_hydrogen_)) {
      out_.findings.assign(1, told({Severity::note, "gas_node", "", ""}, kGasNoCustomer));
      add_hydrogen_day(inputs_, table_, out_);
      return std::move(out_);
    }
    solve(of_natural_, "natural_gas");
    solve(of_hydrogen_, "hydrogen_pipe");
    for (Column* column : {&pressure_, &share_, &flow_, &speed_}) {
      std::sort(column->values.begin(), column->values.end());
      out_.columns.push_back(std::move(*column));
    }
    out_.certificates.push_back({"gas that appears or vanishes at a node", mass_, 1e-6, "kg/s"});
    out_.certificates.push_back({"potential that a link does not account for", potential_, 1e-6, ""});
    add_hydrogen_day(inputs_, table_, out_);
    return std::move(out_);
  }

 private:
  struct Place {
    gas::Node node; // without withdrawal
    double wanted_m3_h = 0;
  };

  Place read_node(Entity const& e) {
    Place out;
    out.node.id = e.id();
    out.node.holds_pressure = e.flag("holds_pressure");
    if (out.node.holds_pressure && !e.has("pressure_bar")) {
      tell({Severity::warning, "gas_node", e.id(), "pressure_bar"}, kGasNoPressure);
      out.node.holds_pressure = false;
    }
    if (out.node.holds_pressure) out.node.pressure_pa = gas::kNormal_pa + kBar_pa * e.number("pressure_bar");
    if (e.has("hydrogen_percent")) out.node.hydrogen_share = e.number("hydrogen_percent") / 100;
    if (e.has("demand_m3_h")) out.wanted_m3_h = e.number("demand_m3_h");
    return out;
  }

  /// The node's number in the grid; it is put there when a pipe first names it, with its own demand.
  std::uint32_t place(GasGrid& grid, std::string const& id) {
    auto const it = grid.places.find(id);
    if (it != grid.places.end()) return it->second;
    auto const known = node_.find(id);
    if (known == node_.end()) return gas::kNone;
    auto const here = static_cast<std::uint32_t>(grid.network.nodes.size());
    grid.network.nodes.push_back(known->second.node);
    if (&grid == &of_hydrogen_) grid.network.nodes.back().hydrogen_share = 1;
    grid.network.nodes.back().withdrawal_kg_s = known->second.wanted_m3_h / 3600 * grid.network.gas.normal_density();
    return grid.places[id] = here;
  }

  void add_pipe(Entity const& e) {
    GasGrid& grid = e.text("medium") == "hydrogen" ? of_hydrogen_ : of_natural_;
    std::uint32_t from = place(grid, e.text("from"));
    std::uint32_t const to = place(grid, e.text("to"));
    if (from == gas::kNone || to == gas::kNone || from == to)
      return tell({Severity::note, "gas_pipe", e.id(), from == gas::kNone ? "from" : "to"}, kGasPipeEnds);
    if (!e.has("diameter_m")) return tell({Severity::warning, "gas_pipe", e.id(), "diameter_m"}, kGasPipeDiameter);
    from = add_machine(grid, e, from);
    gas::Link pipe;
    pipe.id = e.id(), pipe.from = from, pipe.to = to;
    pipe.diameter_m = e.number("diameter_m");
    pipe.length_m = std::max(e.has("length_m") ? e.number("length_m") : plan::length_m(plan::to_map(e.shape("line"))),
                             0.1); // fittings have no length of their own
    double const roughness_mm = e.has("roughness_mm") ? e.number("roughness_mm") : table_["gas_roughness"];
    pipe.friction = gas::rough_friction(pipe.diameter_m, std::max(roughness_mm, 1e-3) / 1e3);
    add_link(grid, std::move(pipe));
  }

  void add_link(GasGrid& grid, gas::Link link) {
    grid.link.push_back(link.id);
    grid.network.links.push_back(std::move(link));
  }

  /// A compressor or regulator at the beginning of a pipe; the node behind it, where the pipe then begins.
  std::uint32_t add_machine(GasGrid& grid, Entity const& e, std::uint32_t from) {
    bool const compressor = e.has("compressor_ratio"), regulator = e.has("outlet_bar");
    if (!compressor && !regulator) return from;
    gas::Link machine;
    machine.id = e.id();
    machine.kind = compressor ? gas::LinkKind::compressor : gas::LinkKind::regulator;
    if (compressor) machine.ratio = e.number("compressor_ratio");
    if (regulator) machine.outlet_pa = gas::kNormal_pa + kBar_pa * e.number("outlet_bar");
    machine.efficiency = table_["compressor_efficiency"];
    machine.from = from;
    machine.to = static_cast<std::uint32_t>(grid.network.nodes.size());
    gas::Node behind;
    behind.id = e.id();
    grid.network.nodes.push_back(std::move(behind));
    auto const out = machine.to;
    add_link(grid, std::move(machine));
    return out;
  }

  void add_parcels() {
    auto const& values = inputs_.column("land", "gas").values;
    std::size_t next = 0;
    double lost = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      while (next < values.size() && values[next].first < parcel.id())
        ++next;
      if (next >= values.size() || values[next].first != parcel.id()) return;
      double const m3_h = 1e6 * values[next].second / kYear_h * table_["gas_peak"];
      auto const it = of_natural_.places.find(parcel.text("gas_node"));
      if (it == of_natural_.places.end())
        lost += m3_h;
      else
        of_natural_.network.nodes[it->second].withdrawal_kg_s += m3_h / 3600 * natural_.normal_density();
    });
    add("gas_unconnected", lost, "m³/h", "peak hour of dwellings whose parcel names no node of the network");
  }

  /// Works give and take evenly over the day; a store balances what its node's pressure lets it.
  void add_works(Entity const& e) {
    auto const it = of_hydrogen_.places.find(e.text("gas_node"));
    std::string const kind = e.text("kind");
    if (it == of_hydrogen_.places.end() || !e.has("capacity_kg_d") || kind == "store") return;
    double const kg_s = e.number("capacity_kg_d") / kDay_s;
    bool const takes = kind == "station" || kind == "loading";
    of_hydrogen_.network.nodes[it->second].withdrawal_kg_s += takes ? kg_s : -kg_s;
  }

  static bool is_drawn(GasGrid const& grid) {
    return std::any_of(grid.network.nodes.begin(), grid.network.nodes.end(),
                       [](gas::Node const& n) { return n.withdrawal_kg_s != 0; });
  }

  void solve(GasGrid& grid, std::string const& name) {
    if (!is_drawn(grid)) return;
    inputs_.stop_if_asked();
    auto solved = gas::solve_blend({grid.network, grid.network.gas, hydrogen_});
    grid.network = std::move(solved.network);
    gas::Flow const flow = std::move(solved.flow);
    mass_ = std::max(mass_, flow.mass_kg_s);
    potential_ = std::max(potential_, flow.converged ? flow.potential : 1.0);
    if (!flow.converged) tell({Severity::error, "gas_node", grid.network.nodes[0].id, ""}, kGasNotSolved);
    figures(grid, flow, name);
    fill_columns(grid, flow);
    tell_unserved(grid, flow);
    if (flow.converged) tell_low(grid, flow);
  }

  double normal_m3_h(GasGrid const& grid, double kg_s) const { return 3600 * kg_s / grid.network.gas.normal_density(); }

  void figures(GasGrid const& grid, gas::Flow const& flow, std::string const& name) {
    double drawn = 0, power = 0;
    for (gas::Node const& n : grid.network.nodes)
      drawn += std::max(n.withdrawal_kg_s, 0.0);
    for (std::uint32_t k = 0; k < grid.link.size(); ++k)
      power += gas::compressor_w(grid.network, flow, k);
    add(name + "_drawn", normal_m3_h(grid, drawn), "m³/h", "normal cubic metres of the peak hour");
    add(name + "_unserved", normal_m3_h(grid, flow.unserved_kg_s), "m³/h", "where no node that holds a pressure leads");
    add(name + "_linepack", gas::linepack_kg(grid.network, flow) / 1e3, "t", "in the pipes, by their mean pressures");
    add(name + "_compressors", power / 1e6, "MW", kSource);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < grid.network.nodes.size(); ++n)
      if (grid.network.nodes[n].withdrawal_kg_s > 0 && !std::isnan(flow.pressure_pa[n]))
        least = std::min(least, bar(flow.pressure_pa[n]));
    if (std::isfinite(least)) add(name + "_lowest_pressure", least, "bar", kSource);
  }

  static double bar(double pa) { return (pa - gas::kNormal_pa) / kBar_pa; }

  void fill_columns(GasGrid const& grid, gas::Flow const& flow) {
    auto const share = gas::hydrogen_shares(grid.network, flow);
    for (auto const& [id, n] : grid.places) {
      if (!std::isnan(flow.pressure_pa[n])) pressure_.values.emplace_back(id, bar(flow.pressure_pa[n]));
      if (!std::isnan(share[n])) share_.values.emplace_back(id, 100 * share[n]);
    }
    for (std::uint32_t k = 0; k < grid.link.size(); ++k) {
      gas::Link const& link = grid.network.links[k];
      if (link.kind != gas::LinkKind::pipe) continue;
      flow_.values.emplace_back(link.id, normal_m3_h(grid, flow.flow_kg_s[k]));
      double const least = std::min(flow.pressure_pa[link.from], flow.pressure_pa[link.to]);
      if (!(least > 0)) continue;
      double const area = std::numbers::pi / 4 * link.diameter_m * link.diameter_m;
      double const speed = std::abs(flow.flow_kg_s[k]) / (grid.network.gas.density(least) * area);
      speed_.values.emplace_back(link.id, speed);
      if (speed > table_["gas_velocity"])
        tell({Severity::warning, "gas_pipe", link.id, ""}, kGasFast, {text(speed), text(table_["gas_velocity"], 0)});
    }
  }

  void tell_unserved(GasGrid const& grid, gas::Flow const& flow) {
    for (std::size_t n = 0; n < grid.network.nodes.size(); ++n) {
      gas::Node const& node = grid.network.nodes[n];
      if (std::isnan(flow.pressure_pa[n]) && node.withdrawal_kg_s > 0)
        tell({Severity::error, "gas_node", node.id, ""}, kGasUnserved,
             {text(normal_m3_h(grid, node.withdrawal_kg_s), 0)});
    }
  }

  /// The node that draws with the least pressure, and how many are below the limit.
  struct Lowest {
    std::size_t node = SIZE_MAX, count = 0;
    double bar = std::numeric_limits<double>::infinity();
  };
  Lowest lowest_of(GasGrid const& grid, gas::Flow const& flow) const {
    Lowest out;
    for (std::size_t n = 0; n < grid.network.nodes.size(); ++n) {
      if (!(grid.network.nodes[n].withdrawal_kg_s > 0) || std::isnan(flow.pressure_pa[n])) continue;
      double const here = bar(flow.pressure_pa[n]);
      if (here < table_["least_gas_pressure"]) ++out.count;
      if (here < out.bar) out.bar = here, out.node = n;
    }
    return out;
  }

  void tell_low(GasGrid& grid, gas::Flow const& flow) {
    Lowest const lowest = lowest_of(grid, flow);
    if (lowest.count == 0) return;
    About const about{Severity::warning, "gas_node", grid.network.nodes[lowest.node].id, ""};
    std::string const others = fmt::to_string(lowest.count - 1);
    if (flow.pressure_pa[lowest.node] <= gas::kNormal_pa) return tell(about, kGasNotHad, {others});
    std::vector<std::string> values{text(lowest.bar, 2), text(table_["least_gas_pressure"]), others};
    double reached = 0;
    auto const pipe = mended(grid, flow, reached);
    if (pipe == gas::kNone) return tell(about, kGasPressureLow, std::move(values));
    gas::Link const& link = grid.network.links[pipe];
    values.insert(values.end(), {link.id, text(wider_m_, 2), text(link.diameter_m, 2), text(reached, 2)});
    plan::Finding f = told(about, kGasPressureLowPipe, std::move(values));
    f.mend =
        fmt::format(R"({{"do":"set","layer":"gas_pipe","id":"{}","field":"diameter_m","to":{}}})", link.id, wider_m_);
    out_.findings.push_back(std::move(f));
  }

  /// The pipe that loses most, up to twice as wide; kNone when that is not enough.
  std::uint32_t mended(GasGrid& grid, gas::Flow const& flow, double& reached_bar) {
    std::uint32_t worst = gas::kNone;
    double most = 0;
    for (std::uint32_t k = 0; k < grid.link.size(); ++k) {
      gas::Link const& link = grid.network.links[k];
      double const fall = std::abs(flow.pressure_pa[link.from] - flow.pressure_pa[link.to]);
      if (link.kind == gas::LinkKind::pipe && fall > most) most = fall, worst = k;
    }
    if (worst == gas::kNone) return worst;
    gas::Link& link = grid.network.links[worst];
    gas::Link const before = link;
    bool found = false;
    for (double d = before.diameter_m; !found && d < 2 * before.diameter_m;) {
      d = std::round((d + std::max(0.05, d / 10)) * 20) / 20;
      double const roughness_m = before.diameter_m / std::pow(10, (1 / std::sqrt(before.friction) - 1.138) / 2);
      link.diameter_m = wider_m_ = d;
      link.friction = gas::rough_friction(d, roughness_m);
      gas::Flow const tried = gas::solve_flow(grid.network);
      reached_bar = lowest_of(grid, tried).bar;
      found = tried.converged && reached_bar >= table_["least_gas_pressure"] + 1e-3;
    }
    link = before;
    return found ? worst : gas::kNone;
  }

  void tell(About about, Words const& words, std::vector<std::string> values = {}) {
    out_.findings.push_back(told(std::move(about), words, std::move(values)));
  }
  void add(std::string name, double value, std::string unit, std::string source) {
    out_.kpis.push_back({std::move(name), "", value, value, value, std::move(unit), std::move(source), 0});
  }

  MainsTable const& table_;
  Inputs const& inputs_;
  Evaluation out_;
  gas::Gas natural_, hydrogen_;
  GasGrid of_natural_, of_hydrogen_;
  std::map<std::string, Place, std::less<>> node_;
  Column pressure_{"gas_pressure", Layer::gas_node, "bar", {}}, share_{"hydrogen_share", Layer::gas_node, "%", {}};
  Column flow_{"gas_flow", Layer::gas_pipe, "m³/h", {}}, speed_{"gas_speed", Layer::gas_pipe, "m/s", {}};
  double mass_ = 0, potential_ = 0, wider_m_ = 0;
};

} // namespace

Engine gas_engine(std::shared_ptr<MainsTable const> table) {
  Engine engine;
  engine.name = "gas";
  engine.version = 2; // hydrogen by the hour
  engine.parameters = table->hash;
  engine.reads = {
      {Layer::gas_node, {"pressure_bar", "demand_m3_h", "holds_pressure", "hydrogen_percent"}},
      {Layer::gas_pipe,
       {"line", "from", "to", "medium", "diameter_m", "length_m", "roughness_mm", "compressor_ratio", "outlet_bar"}},
      {Layer::hydrogen, {"at", "kind", "capacity_kg_d", "gas_node"}},
      {Layer::parcel, {"gas_node"}}};
  engine.needs = {{"land", {"gas"}}};
  engine.run = [table](Inputs const& inputs) { return GasRun(*table, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
