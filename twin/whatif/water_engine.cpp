#include "twin/whatif/water_engine.hpp"

#include "twin/whatif/memo.hpp"
#include "twin/whatif/water_day.hpp"
#include "twin/whatif/water_grid.hpp"
#include "twin/whatif/water_part.hpp"
#include "twin/whatif/water_words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Severity;
using water::kNone;
using Answer = std::shared_ptr<PartAnswer const>;

constexpr double kDay_s = 86400;
constexpr char kPeak[] = "steady hydraulics of the peak hour (global gradient algorithm), tanks at their first level";
constexpr char kDay[] = "hydraulics over 24 h of the day of the year's maximum";

std::string text(double value, int places = 1) {
  return fmt::format("{:.{}f}", value, places);
}

std::string_view name_of(Layer layer) {
  return plan::spec_of(layer).name;
}

/// An edit of one number (docs/scenarios.md).
std::string edit_of(Layer layer, std::string const& id, char const* field, double value) {
  return fmt::format(R"({{"do":"set","layer":"{}","id":"{}","field":"{}","to":{}}})", name_of(layer), id, field, value);
}

/// The least of what was met; nothing met: no figure.
struct Least {
  double value = std::numeric_limits<double>::infinity();
  void meet(double v) {
    if (v < value) value = v;
  }
};

/// Between scenarios, by content alone.
struct Kept {
  Memo<Answer> peaks{400};
  WaterDays days;
};

class WaterRun {
 public:
  WaterRun(MainsTable const& table, Kept& kept, Inputs const& inputs)
      : table_(table), kept_(kept), inputs_(inputs), grid_(read_water_grid(inputs, table, out_.findings)) {
    auto const peak = std::max_element(table.water_day.begin(), table.water_day.end()) - table.water_day.begin();
    limits_ = {3600 * peak, table["least_head"], table["fire_flow"] / 1e3};
  }

  Evaluation run() {
    if (!has_something_to_solve()) return std::move(out_);
    add_up_customers();
    solve_parts();
    solve_day();
    find_ages();
    customer_columns();
    add_certificates();
    return std::move(out_);
  }

 private:
  water::Network const& net() const { return grid_.network; }

  bool has_something_to_solve() {
    bool const source = std::any_of(net().nodes.begin(), net().nodes.end(),
                                    [](auto const& n) { return n.kind != water::NodeKind::junction; });
    bool const wanted = grid_.own_m3_d > 0 || std::any_of(grid_.customers.begin(), grid_.customers.end(),
                                                          [](auto const& c) { return c.node != kNone; });
    if (source && wanted) return true;
    out_.findings.assign(1, told({Severity::note, "water_node", "", ""}, wanted ? kNoSource : kNoCustomer));
    return false;
  }

  void add_up_customers() {
    std::size_t const nodes = net().nodes.size();
    std::vector<double> value(nodes), low(nodes), high(nodes);
    double connected = 0, connected_low = 0, connected_high = 0, lost = 0;
    std::size_t without = 0;
    zone_.resize(nodes);
    customer_.resize(nodes);
    for (std::size_t n = 0; n < nodes; ++n)
      for (water::Demand const& d : net().nodes[n].demands)
        value[n] += kDay_s * d.base_m3s;
    auto const all = value;
    low = high = value;
    for (auto const& c : grid_.customers) {
      if (c.node == kNone) {
        lost += c.wanted_m3_d, ++without;
        continue;
      }
      connected += c.wanted_m3_d, connected_low += c.low, connected_high += c.high;
      low[c.node] += c.low - c.wanted_m3_d;
      high[c.node] += c.high - c.wanted_m3_d;
      if (zone_[c.node].empty()) zone_[c.node] = c.zone;
      customer_[c.node] = 1;
    }
    for (std::size_t n = 0; n < nodes; ++n) {
      low_.push_back(all[n] > 0 ? low[n] / all[n] : 1);
      high_.push_back(all[n] > 0 ? high[n] / all[n] : 1);
    }
    double const own = grid_.own_m3_d;
    add("water_demand", "", {connected_low + own, connected + own, connected_high + own}, "m³/d",
        "parcels of the network as `land` estimates them, and nodes' own");
    add("water_unconnected", "", exactly(lost), "m³/d", "parcels that name no node of the network");
    if (without > 0)
      tell({Severity::warning, "parcel", "", "water_node"}, kUnconnected,
           {fmt::to_string(without), fmt::to_string(grid_.customers.size()), text(lost, 0)});
  }

  void solve_parts() {
    auto const parts = parts_of(net(), low_, high_, customer_);
    pressure_.assign(net().nodes.size(), std::nan(""));
    fire_.assign(net().nodes.size(), std::nan(""));
    flow_.assign(net().links.size(), std::nan(""));
    part_of_.assign(net().nodes.size(), nullptr);
    for (WaterPart const& part : parts) {
      inputs_.stop_if_asked();
      plan::ContentHash const key = plan::ByteText()
                                        .add(hash_of(part))
                                        .add(std::uint64_t(limits_.peak_s))
                                        .add(limits_.least_head_m)
                                        .add(limits_.fire_m3s)
                                        .hash();
      Answer const answer =
          kept_.peaks.get(key, [&] { return std::make_shared<PartAnswer const>(solve_part(part, limits_)); });
      take(part, *answer);
    }
    for (auto const& [zone, least] : least_)
      if (std::isfinite(least[0].value))
        add("lowest_pressure", zone, {least[1].value, least[0].value, least[2].value}, "m", kPeak, head_error_);
    add("low_pressure", "", exactly(static_cast<double>(below_)), "",
        "parcels below " + table_.source_of("least_head"));
    add("fire_short", "", exactly(static_cast<double>(fire_short_)), "",
        "nodes of parcels where a fire leaves too little; " + table_.source_of("fire_flow"));
    pipe_columns();
  }

  void take(WaterPart const& part, PartAnswer const& answer) {
    mass_error_ = std::max(mass_error_, answer.residual.mass_m3s);
    head_error_ = std::max(head_error_, answer.residual.head_m);
    balanced_ = balanced_ && answer.convergence.balanced;
    if (!answer.convergence.balanced)
      tell({Severity::error, "water_node", grid_.node[part.node[0]].id, ""}, kNotBalanced,
           {fmt::to_string(limits_.peak_s / 3600)});
    for (std::uint32_t n = 0; n < part.node.size(); ++n) {
      part_of_[part.node[n]] = &part;
      pressure_[part.node[n]] = pressure_m(part.network, answer.field, n);
      fire_[part.node[n]] = answer.fire_m[n];
      if (!part.customer[n]) continue;
      for (auto const& scope : std::set<std::string>{"", zone_[part.node[n]]}) {
        auto& least = least_[scope];
        least[0].meet(pressure_[part.node[n]]);
        least[1].meet(answer.high_demand_m[n]); // much is drawn: little pressure
        least[2].meet(answer.low_demand_m[n]);
      }
    }
    for (std::uint32_t k = 0; k < part.link.size(); ++k)
      flow_[part.link[k]] = answer.field.flow_m3s[k];
    tell_low(part, answer);
    tell_fire(part, answer);
  }

  void tell_low(WaterPart const& part, PartAnswer const& answer) {
    std::vector<std::string> low; // parcels, by id; the lowest first
    std::string lowest;
    for (auto const& c : grid_.customers) {
      if (c.node == kNone || part_of_[c.node] != &part) continue;
      if (pressure_[c.node] < limits_.least_head_m) low.push_back(c.parcel);
      if (answer.lowest != kNone && c.node == part.node[answer.lowest] && lowest.empty()) lowest = c.parcel;
    }
    below_ += low.size();
    if (low.empty() || answer.lowest == kNone) return;
    std::vector<std::string> values{text(pressure_[part.node[answer.lowest]]), grid_.node[part.node[answer.lowest]].id,
                                    text(limits_.least_head_m, 0), fmt::to_string(low.size() - 1)};
    About const about{Severity::warning, "parcel", lowest, ""};
    if (!answer.mend) return tell(about, kPressureLow, std::move(values));
    WaterMend const& m = *answer.mend;
    auto const& link = grid_.link[part.link[m.link]];
    bool const pump = link.layer == Layer::pump;
    values.insert(values.end(), {link.id, text(m.after, 2), text(m.before, 2), text(m.pressure_m)});
    plan::Finding f = told(about, pump ? kPressureLowPump : kPressureLowPipe, std::move(values));
    f.mend = edit_of(link.layer, link.id, pump ? "head_m" : "diameter_m", m.after);
    out_.findings.push_back(std::move(f));
  }

  void tell_fire(WaterPart const& part, PartAnswer const& answer) {
    std::uint32_t worst = kNone;
    std::size_t count = 0;
    for (std::uint32_t n = 0; n < part.node.size(); ++n) {
      if (!(answer.fire_m[n] < table_["fire_head"])) continue;
      ++count;
      if (worst == kNone || answer.fire_m[n] < answer.fire_m[worst]) worst = n;
    }
    fire_short_ += count;
    if (worst == kNone) return;
    auto const& id = grid_.node[part.node[worst]].id;
    tell({Severity::warning, "water_node", id, ""}, kFireShort,
         {text(table_["fire_flow"], 0), text(answer.fire_m[worst]), id, text(table_["fire_head"], 0),
          fmt::to_string(count - 1)});
  }

  void pipe_columns() {
    Column flow{"pipe_flow", Layer::pipe, "m³/h", {}}, velocity{"pipe_velocity", Layer::pipe, "m/s", {}};
    Column node{"node_pressure", Layer::water_node, "m", {}}, fire{"fire_pressure", Layer::water_node, "m", {}};
    for (std::size_t k = 0; k < flow_.size(); ++k) {
      if (grid_.link[k].layer != Layer::pipe || std::isnan(flow_[k])) continue;
      double const d = net().links[k].diameter_m;
      flow.values.emplace_back(grid_.link[k].id, 3600 * flow_[k]);
      velocity.values.emplace_back(grid_.link[k].id, std::abs(flow_[k]) / (std::numbers::pi / 4 * d * d));
    }
    node_column(node, pressure_);
    node_column(fire, fire_);
    for (auto* column : {&flow, &velocity, &node, &fire})
      out_.columns.push_back(std::move(*column));
  }

  void node_column(Column& column, std::vector<double> const& values) const {
    for (std::size_t n = 0; n < values.size(); ++n)
      if (grid_.node[n].layer == Layer::water_node && !std::isnan(values[n]))
        column.values.emplace_back(grid_.node[n].id, values[n]);
  }

  void solve_day() {
    auto day = kept_.days.of(net(), [&] { inputs_.stop_if_asked(); });
    least_m_ = std::move(day.least_m), last_m_ = std::move(day.last_m), age_h_ = std::move(day.age_h);
    water::Summary const& sum = day.summary;
    mass_error_ = std::max(mass_error_, sum.residual.mass_m3s);
    head_error_ = std::max(head_error_, sum.residual.head_m);
    imbalance_ = sum.supplied_m3 > 0 ? std::abs(sum.imbalance_m3()) / sum.supplied_m3 : 0;
    double pumped = 0;
    Column power{"pump_power", Layer::pump, "kW", {}};
    for (std::uint32_t k = 0; k < net().links.size(); ++k) {
      if (net().links[k].kind != water::LinkKind::pump) continue;
      pumped += sum.pump_kwh[k];
      power.values.emplace_back(grid_.link[k].id, sum.pump_kwh[k] / 24);
    }
    std::sort(power.values.begin(), power.values.end());
    out_.columns.push_back(std::move(power));
    add("pump_energy", "", exactly(pumped / 1e3), "MWh/d", kDay);
    if (sum.served_m3 > 0)
      add("pump_energy_served", "", exactly(pumped / sum.served_m3), "kWh/m³", "energy of pumps over water served");
    tanks();
    for (water::Finding const& f : sum.findings)
      tell_day(f);
  }

  void tanks() {
    Column least{"tank_least", Layer::tank, "m", {}};
    Least share;
    for (std::uint32_t n = 0; n < net().nodes.size(); ++n) {
      water::Tank const& tank = net().nodes[n].tank;
      if (grid_.node[n].layer != Layer::tank) continue;
      least.values.emplace_back(grid_.node[n].id, least_m_[n]);
      share.meet(100 * (least_m_[n] - tank.least_m) / (tank.most_m - tank.least_m));
      if (double const sinks = tank.initial_m - last_m_[n]; sinks > 0.1 && least_m_[n] > tank.least_m)
        tell({Severity::warning, "tank", grid_.node[n].id, ""}, kTankSinks, {text(sinks)});
    }
    std::sort(least.values.begin(), least.values.end());
    if (!least.values.empty()) add("tank_least_filled", "", exactly(share.value), "%", kDay);
    out_.columns.push_back(std::move(least));
  }

  void tell_day(water::Finding const& f) {
    auto const origin = f.node != kNone   ? grid_.node[f.node]
                        : f.link != kNone ? grid_.link[f.link]
                                          : WaterGrid::Origin{Layer::water_node, ""};
    auto const about = [&](Severity severity) { return About{severity, name_of(origin.layer), origin.id, ""}; };
    std::string const steps = fmt::to_string(f.steps), hour = fmt::to_string(f.first_s / 3600);
    switch (f.problem) {
    case water::Problem::cut_off:
      return tell(about(Severity::error), kCutOff, {customers_at(f.node)});
    case water::Problem::pump_over_shutoff:
      return tell(about(Severity::warning), kPumpStands, {steps});
    case water::Problem::pump_beyond_curve:
      return tell(about(Severity::warning), kPumpBeyond, {text(f.worst, 2)});
    case water::Problem::valve_beyond:
      return tell(about(Severity::note), kValveBeyond, {steps});
    case water::Problem::valve_idle:
      return tell(about(Severity::warning), kValveIdle);
    case water::Problem::tank_empty:
      return tell(about(Severity::error), kTankEmpty, {hour});
    case water::Problem::not_balanced:
    case water::Problem::solver_lost:
      balanced_ = false;
      return tell(about(Severity::error), kNotBalanced, {hour});
    case water::Problem::negative_pressure: // told of the peak hour already
    case water::Problem::under_served:
      return;
    }
  }

  std::string customers_at(std::uint32_t node) const {
    std::string out;
    for (auto const& c : grid_.customers)
      if (c.node == node) out += (out.empty() ? "" : ", ") + c.parcel;
    return out.empty() ? "node " + grid_.node[node].id : out;
  }

  void find_ages() {
    std::vector<double> shown(age_h_.size(), std::nan(""));
    std::uint32_t oldest = kNone;
    for (std::uint32_t n = 0; n < age_h_.size(); ++n) {
      if (customer_[n]) shown[n] = age_h_[n];
      if (!std::isnan(shown[n]) && (oldest == kNone || shown[n] > shown[oldest])) oldest = n;
    }
    Column column{"water_age", Layer::water_node, "h", {}};
    node_column(column, shown);
    out_.columns.push_back(std::move(column));
    if (oldest == kNone) return;
    add("oldest_water", "", exactly(shown[oldest]), "h", "flows of the mean hour, pipes by plug flow, tanks mixed");
    if (shown[oldest] > table_["old_water"])
      tell({Severity::note, "water_node", grid_.node[oldest].id, ""}, kOldWater,
           {text(shown[oldest], 0), text(table_["old_water"], 0)});
  }

  void customer_columns() {
    Column day{"water_pressure", Layer::parcel, "m", {}};
    double unserved = 0;
    for (auto const& c : grid_.customers) {
      if (c.node == kNone) continue;
      if (std::isinf(least_m_[c.node]))
        unserved += c.wanted_m3_d;
      else
        day.values.emplace_back(c.parcel, least_m_[c.node]);
    }
    out_.columns.push_back(std::move(day));
    add("water_unserved", "", exactly(unserved), "m³/d", "parcels that no open way joins to a source");
  }

  void add_certificates() {
    out_.certificates.push_back({"water that appears or vanishes at a node", mass_error_, 1e-6, "m³/s"});
    out_.certificates.push_back({"head that a link does not account for", head_error_, 0.01, "m"});
    out_.certificates.push_back({"water balance of the day", imbalance_, 1e-3, ""});
    out_.certificates.push_back({"instants not balanced", balanced_ ? 0.0 : 1.0, 0, ""});
  }

  void tell(About about, Words const& words, std::vector<std::string> values = {}) {
    out_.findings.push_back(told(std::move(about), words, std::move(values)));
  }
  void add(std::string name, std::string scope, Range range, std::string unit, std::string source, double error = 0) {
    if (!std::isfinite(range.low)) range.low = range.value; // no solution at that end
    if (!std::isfinite(range.high)) range.high = range.value;
    out_.kpis.push_back({std::move(name), std::move(scope), range.value, std::min(range.low, range.value),
                         std::max(range.high, range.value), std::move(unit), std::move(source), error});
  }

  MainsTable const& table_;
  Kept& kept_;
  Inputs const& inputs_;
  Evaluation out_;
  WaterGrid grid_;
  PartLimits limits_;
  std::vector<std::string> zone_;              // of nodes, by the first customer
  std::vector<std::uint8_t> customer_;         // of nodes
  std::vector<WaterPart const*> part_of_;      // of nodes, while parts are taken
  std::vector<double> low_, high_;             // of nodes: demand at the ends of the coefficients over the middle
  std::vector<double> pressure_, fire_, flow_; // of the peak hour
  std::vector<double> least_m_, last_m_;       // pressures and levels of the day
  std::vector<double> age_h_;                  // at the mean hour
  std::map<std::string, std::array<Least, 3>> least_; // by zone: at the middle, at much draw, at little
  std::size_t below_ = 0, fire_short_ = 0;
  double mass_error_ = 0, head_error_ = 0, imbalance_ = 0;
  bool balanced_ = true;
};

} // namespace

Engine water_engine(std::shared_ptr<MainsTable const> table) {
  Engine engine;
  engine.name = "water";
  engine.version = 4; // where trials start after a pipe opens or shuts, in the last digits
  engine.parameters = table->hash;
  engine.reads = water_grid_reads();
  engine.needs = {{"land", water_grid_columns()}};
  auto const kept = std::make_shared<Kept>();
  engine.run = [table, kept](Inputs const& inputs) { return WaterRun(*table, *kept, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
