#include "twin/whatif/power_grid.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/power_words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

/// GB/T 12325-2008: at 20 kV and below 7 % up or down; above, 10 % from lowest to highest, taken as 5 % each way.
double deviation(double kv) {
  return kv > 20 ? 0.05 : 0.07;
}

bool is_firm(std::string const& kind) {
  return kind != "wind" && kind != "solar";
}

/// Reactive range of a generator that names none: power factor 0.85 lagging, 0.95 leading (GB/T 7064 for the former).
constexpr double kLagging = 0.85, kLeading = 0.95;
double reactive_part(double power_factor) {
  return std::tan(std::acos(power_factor));
}

class GridReader {
 public:
  GridReader(Inputs const& inputs, plan::Findings& findings) : inputs_(inputs), findings_(findings) {
    grid_.network.base_mva = kPowerBase_mva;
  }

  PowerGrid run(Range const& coincidence) {
    inputs_.for_each(Layer::power_bus, [&](Entity const& e) { add_bus(e); });
    inputs_.for_each(Layer::feeder, [&](Entity const& e) { add_feeder(e); });
    inputs_.for_each(Layer::transformer, [&](Entity const& e) { add_transformer(e); });
    inputs_.for_each(Layer::generator, [&](Entity const& e) { add_generator(e); });
    inputs_.for_each(Layer::hydrogen, [&](Entity const& e) {
      if (e.has("power_mw")) add_load(e, "bus", e.number("power_mw"));
    });
    auto const at_ends = [&] {
      std::vector<double> loads;
      for (auto const& b : grid_.network.buses)
        loads.push_back(b.load_mw);
      return loads;
    };
    std::vector<double> low = at_ends(), high = low;
    add_parcels("power_low", coincidence.low, &low);
    add_parcels("power_high", coincidence.high, &high);
    add_parcels("power", coincidence.value, nullptr);
    for (std::size_t b = 0; b < low.size(); ++b) {
      double const middle = grid_.network.buses[b].load_mw;
      grid_.low.push_back(middle > 0 ? low[b] / middle : 1);
      grid_.high.push_back(middle > 0 ? high[b] / middle : 1);
    }
    return std::move(grid_);
  }

 private:
  void say(Severity severity, Entity const& e, std::string field, Words const& words) {
    findings_.push_back(told({severity, plan::spec_of(e.layer()).name, e.id(), std::move(field)}, words));
  }

  void add_bus(Entity const& e) {
    power::Bus bus;
    bus.number = static_cast<int>(grid_.bus.size()) + 1;
    bus.base_kv = e.has("voltage_kv") ? e.number("voltage_kv") : 0;
    std::string const kind = e.text("kind");
    bus.kind = kind == "slack" ? power::BusKind::slack
               : kind == "pv"  ? power::BusKind::generator
                               : power::BusKind::load;
    bus.vm = e.number("setpoint_pu");
    if (e.has("load_mw")) bus.load_mw = e.number("load_mw");
    if (e.has("load_mvar")) bus.load_mvar = e.number("load_mvar");
    bus.v_max = 1 + deviation(bus.base_kv), bus.v_min = 1 - deviation(bus.base_kv);
    index_[e.id()] = bus.number - 1;
    grid_.own_mvar.push_back(bus.load_mvar);
    grid_.bus.push_back(e.id());
    grid_.zone.push_back(e.text("zone"));
    grid_.network.buses.push_back(bus);
  }

  /// The index of the bus that a field names; -1: none.
  int bus(Entity const& e, char const* field) const {
    auto const it = index_.find(e.text(field));
    return it == index_.end() ? -1 : it->second;
  }

  void add_feeder(Entity const& e) {
    power::Branch b;
    b.from = bus(e, "from"), b.to = bus(e, "to");
    if (b.from < 0 || b.to < 0) return say(Severity::note, e, b.from < 0 ? "from" : "to", kFeederWithoutEnds);
    double const kv = grid_.network.buses[static_cast<std::size_t>(b.from)].base_kv;
    double const km = e.has("length_km") ? e.number("length_km") : plan::length_m(plan::to_map(e.shape("line"))) / 1e3;
    if (!e.has("r_ohm_km") || !e.has("x_ohm_km"))
      return say(Severity::warning, e, e.has("r_ohm_km") ? "x_ohm_km" : "r_ohm_km", kFeederWithoutImpedance);
    if (kv <= 0) return say(Severity::warning, e, "from", kBusWithoutVoltage);
    int const circuits = static_cast<int>(e.number("circuits"));
    double const base_ohm = kv * kv / kPowerBase_mva;
    b.r = e.number("r_ohm_km") * km / base_ohm;
    b.x = e.number("x_ohm_km") * km / base_ohm;
    b.b = e.has("b_us_km") ? e.number("b_us_km") * 1e-6 * km * base_ohm : 0;
    b.rating_mva = e.has("rating_mva") ? e.number("rating_mva") : 0;
    b.on = !e.flag("open");
    for (int c = 0; c < (b.r == 0 && b.x == 0 ? 1 : circuits); ++c)
      add_branch(e, b);
  }

  void add_transformer(Entity const& e) {
    power::Branch b;
    b.from = bus(e, "from"), b.to = bus(e, "to");
    if (b.from < 0 || b.to < 0) return say(Severity::warning, e, b.from < 0 ? "from" : "to", kTransformerWithoutBus);
    if (!e.has("uk_percent")) return say(Severity::warning, e, "uk_percent", kTransformerWithoutUk);
    double const rating = e.number("rating_mva"), uk = e.number("uk_percent") / 100,
                 ur = e.has("ur_percent") ? std::min(e.number("ur_percent") / 100, uk) : 0;
    b.r = ur * kPowerBase_mva / rating;
    b.x = std::sqrt(uk * uk - ur * ur) * kPowerBase_mva / rating;
    b.ratio = e.number("ratio");
    b.rating_mva = rating;
    add_branch(e, b);
  }

  void add_branch(Entity const& e, power::Branch const& b) {
    grid_.network.branches.push_back(b);
    grid_.branch.push_back({e.layer(), e.id()});
  }

  void add_generator(Entity const& e) {
    power::Generator g;
    g.bus = bus(e, "bus");
    if (g.bus < 0) return say(Severity::note, e, "bus", kGeneratorWithoutBus);
    g.p_max = e.number("power_mw");
    g.p_mw = is_firm(e.text("kind")) ? g.p_max : 0;
    auto const& at = grid_.network.buses[static_cast<std::size_t>(g.bus)];
    g.vm = e.has("setpoint_pu") ? e.number("setpoint_pu") : at.vm;
    g.q_max = e.has("q_high_mvar") ? e.number("q_high_mvar") : g.p_max * reactive_part(kLagging);
    g.q_min = e.has("q_low_mvar") ? e.number("q_low_mvar") : -g.p_max * reactive_part(kLeading);
    if (at.kind == power::BusKind::load) g.q_mvar = 0; // holds no voltage: unity
    grid_.network.generators.push_back(g);
    grid_.generator.push_back(e.id());
  }

  void add_load(Entity const& e, char const* field, double mw) {
    int const b = bus(e, field);
    if (b < 0) {
      grid_.unconnected_mw += mw;
      return;
    }
    grid_.network.buses[static_cast<std::size_t>(b)].load_mw += mw;
    grid_.network.buses[static_cast<std::size_t>(b)].load_mvar += mw * reactive_part(kPowerFactor);
  }

  /// To the buses, or to other sums of their loads.
  void add_parcels(char const* name, double coincidence, std::vector<double>* sums) {
    auto const& power = inputs_.column("land", name).values;
    std::size_t next = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      while (next < power.size() && power[next].first < parcel.id())
        ++next;
      if (next >= power.size() || power[next].first != parcel.id()) return;
      double const mw = power[next].second * coincidence;
      if (sums == nullptr) return add_load(parcel, "power_bus", mw);
      if (int const b = bus(parcel, "power_bus"); b >= 0) (*sums)[static_cast<std::size_t>(b)] += mw;
    });
  }

  Inputs const& inputs_;
  plan::Findings& findings_;
  PowerGrid grid_;
  std::map<std::string, int, std::less<>> index_;
};

} // namespace

std::vector<Slice> power_grid_reads() {
  return {{Layer::power_bus, {"voltage_kv", "kind", "setpoint_pu", "load_mw", "load_mvar", "zone"}},
          {Layer::feeder,
           {"line", "from", "to", "rating_mva", "open", "circuits", "length_km", "r_ohm_km", "x_ohm_km", "b_us_km"}},
          {Layer::transformer, {"from", "to", "rating_mva", "uk_percent", "ur_percent", "ratio"}},
          {Layer::generator, {"kind", "bus", "power_mw", "setpoint_pu", "q_low_mvar", "q_high_mvar"}},
          {Layer::hydrogen, {"power_mw", "bus"}},
          {Layer::parcel, {"power_bus", "use"}}};
}

std::vector<std::string> power_grid_columns() {
  return {"power", "power_low", "power_high"};
}

PowerGrid read_power_grid(Inputs const& inputs, Range const& coincidence, plan::Findings& findings) {
  return GridReader(inputs, findings).run(coincidence);
}

} // namespace dalian::whatif
