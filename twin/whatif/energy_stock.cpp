#include "twin/whatif/energy_stock.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/energy_words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kHoursOfYear = 8760, kDaysOfYear = 365;

struct Plant {
  std::string product, zone;
  double capacity_kt_a = 0;
};

class StockReader {
 public:
  StockReader(Inputs const& inputs, Programme const& programme, EnergyFactors const& factors)
      : inputs_(inputs), programme_(programme), factors_(factors) {}

  EnergyStock read() {
    inputs_.for_each(Layer::zone, [&](Entity const& zone) {
      zones_.emplace_back(zone.id(), plan::to_map(zone.shape("outline")));
      out_.zones.insert(zone.id());
    });
    read_parcels();
    read_buildings();
    inputs_.for_each(Layer::generator, [&](Entity const& e) { add_generator(e); });
    inputs_.for_each(Layer::storage, [&](Entity const& e) { add_storage(e); });
    inputs_.for_each(Layer::hydrogen, [&](Entity const& e) { add_hydrogen(e); });
    inputs_.for_each(Layer::plant, [&](Entity const& e) {
      plants_[e.id()] = {e.text("product"), zone_at(e),
                         std::isnan(e.number("capacity_kt_a")) ? 0 : e.number("capacity_kt_a")};
    });
    inputs_.for_each(Layer::exchange, [&](Entity const& e) { add_exchange(e); });
    return std::move(out_);
  }

 private:
  void report(Severity severity, Entity const& e, Words const& words, std::vector<std::string> values = {},
              std::string field = {}) {
    out_.findings.push_back(
        told({severity, plan::spec_of(e.layer()).name, e.id(), std::move(field)}, words, std::move(values)));
  }

  std::string zone_of_point(MapPoint p) const {
    for (auto const& [id, ring] : zones_)
      if (plan::contains(ring, p)) return id;
    return {};
  }
  std::string zone_at(Entity const& e) const {
    auto const at = plan::to_map(e.shape("at"));
    return at.empty() ? std::string() : zone_of_point(at[0]);
  }
  /// 0 where it is not given.
  static double given(Entity const& e, char const* field) {
    double const value = e.number(field);
    return std::isnan(value) ? 0 : value;
  }

  /// Of a column of `land`, which both go through in the order of ids; false where it has no value to count with.
  bool next_of(Column const& column, std::size_t& next, Entity const& e, double& value) {
    auto const& values = column.values;
    while (next < values.size() && values[next].first < e.id())
      ++next;
    if (next >= values.size() || values[next].first != e.id()) return false; // land says why
    value = values[next].second;
    if (std::isfinite(value) && value >= 0) return true;
    report(Severity::error, e, kEnergyNotCounted, {fmt::format("{}", value), column.unit, column.name});
    return false;
  }

  void read_parcels() {
    std::size_t next = 0;
    auto const& net = inputs_.column("land", "net_ha");
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      double ha = 0;
      LandUse const* use = programme_.use(parcel.text("use"));
      if (use == nullptr || !next_of(net, next, parcel, ha)) return;
      std::string const zone = parcel.text("zone");
      parcel_zone_[parcel.id()] = zone;
      double const far = parcel.has("far") ? parcel.number("far") : use->far;
      EnergyPlot out;
      out.plot = {parcel.id(), zone, use, ha * 1e4, far * ha * 1e4, (use->far > 0 ? far / use->far : 1) * ha};
      auto const& coverage = programme_.coefficient("building_coverage").by_group;
      if (auto const it = coverage.find(use->group); it != coverage.end())
        out.roof_m2 = ha * 100 * (parcel.has("density") ? exactly(parcel.number("density")) : it->second);
      add_plot(std::move(out));
    });
  }

  void read_buildings() {
    std::size_t next = 0;
    auto const& counts = inputs_.column("land", "building_ha");
    inputs_.for_each(Layer::building, [&](Entity const& building) {
      double ha = 0;
      LandUse const* use = programme_.use(building.text("use"));
      if (use == nullptr || !next_of(counts, next, building, ha)) return;
      auto const ring = plan::to_map(building.shape("outline"));
      auto const it = parcel_zone_.find(building.text("parcel"));
      EnergyPlot out;
      out.plot = {building.id(),
                  it == parcel_zone_.end() ? zone_of_point(plan::centroid(ring)) : it->second,
                  use,
                  0,
                  use->far * ha * 1e4,
                  ha};
      out.roof_m2 = exactly(plan::true_area_m2(ring));
      out.is_parcel = false;
      add_plot(std::move(out));
    });
  }

  void add_plot(EnergyPlot plot) {
    plot.amounts = amounts_of(plot.plot, programme_);
    out_.plots.push_back(std::move(plot));
  }

  void add_generator(Entity const& e) {
    std::string const kind = e.text("kind");
    if (kind == "steam" || kind == "nuclear")
      report(Severity::note, e, kEnergyNoModel, {kind}, "kind");
    else
      out_.units.push_back({Layer::generator, e.id(), zone_at(e), kind, e.number("power_mw"), 0, 0, 0});
  }

  void add_storage(Entity const& e) {
    if (e.text("kind") == "heat")
      report(Severity::note, e, kEnergyHeatStore, {}, "kind");
    else
      out_.units.push_back(
          {Layer::storage, e.id(), zone_at(e), e.text("kind"), e.number("power_mw"), e.number("energy_mwh"), 0, 0});
  }

  void add_hydrogen(Entity const& e) {
    EnergyUnit unit{Layer::hydrogen,           e.id(), zone_at(e), e.text("kind"), given(e, "power_mw"), 0,
                    given(e, "capacity_kg_d"), 0};
    bool const electrolyser = unit.kind == "electrolyser";
    if (unit.capacity_kg_d <= 0 && !(electrolyser && unit.power_mw > 0)) {
      report(Severity::warning, e, electrolyser ? kEnergyElectrolyserSize : kEnergyCapacityMissing, {},
             "capacity_kg_d");
      return;
    }
    out_.units.push_back(std::move(unit));
  }

  void add_exchange(Entity const& e) {
    auto const it = plants_.find(e.text("from"));
    if (it == plants_.end()) return; // the check of the layout says so
    Plant const& from = it->second;
    double flow = given(e, "flow_kt_a");
    if (flow <= 0) {
      report(Severity::warning, e, kEnergyFlowMissing, {}, "flow_kt_a");
      return;
    }
    if (e.text("medium") == "hydrogen") flow = within_yield(e, from, flow);
    out_.units.push_back({Layer::exchange, e.id(), from.zone, e.text("medium"), 0, 0, 0, flow});
  }

  /// No plant gives more hydrogen than its product leaves, where that is known.
  double within_yield(Entity const& e, Plant const& from, double flow_kt_a) {
    char const* figure = from.product == "caustic soda" ? "caustic_hydrogen"
                         : from.product == "propylene"  ? "propylene_hydrogen"
                                                        : nullptr;
    if (figure == nullptr || from.capacity_kt_a <= 0) return flow_kt_a;
    double const most = 1e-3 * from.capacity_kt_a * factors_.figure(figure).of("").high;
    if (flow_kt_a <= most) return flow_kt_a;
    report(Severity::error, e, kEnergyFlowOver,
           {fmt::format("{:.3g}", flow_kt_a), fmt::format("{:.4g}", from.capacity_kt_a), from.product,
            fmt::format("{:.3g}", most)},
           "flow_kt_a");
    return most;
  }

  Inputs const& inputs_;
  Programme const& programme_;
  EnergyFactors const& factors_;
  EnergyStock out_;
  std::vector<std::pair<std::string, plan::MapRing>> zones_;
  std::map<std::string, std::string, std::less<>> parcel_zone_;
  std::map<std::string, Plant, std::less<>> plants_;
};

void add_plot(EnergyPlot const& p, EnergyFactors const& f, End end, EnergyHoldings& to) {
  auto const amount = [&](Amount a) { return at_end(p.amounts[static_cast<std::size_t>(a)], end); };
  to.power_mwh[p.plot.use->group] += 1e3 * amount(Amount::electricity);
  to.heat_gj += amount(Amount::heat) * f.at("heat_hours", end) * 3.6;
  to.heat_gj += amount(Amount::steam) * f.at("steam_use", end) * kHoursOfYear * f.at("steam_energy", end);
  to.gas_m3 += 1e6 * amount(Amount::gas);
  to.output_bn_cny += amount(Amount::output);
  End const other = end == End::low ? End::high : end == End::high ? End::low : End::value; // roofs ease
  to.sun_mw +=
      1e-3 * at_end(p.roof_m2, other) * f.at("roof_usable", end) * f.at("roof_built", end) * f.at("roof_power", end);
  if (p.plot.use->group == "solar") to.sun_mw += p.plot.net_m2 / 1e4 / f.at("ground_sun", end);
}

void add_generator(EnergyUnit const& u, EnergyHoldings& to) {
  (u.kind == "wind"    ? to.wind_mw
   : u.kind == "solar" ? to.sun_mw
   : u.kind == "gas"   ? to.gas_mw
   : u.kind == "coal"  ? to.coal_mw
                       : to.fuel_cell_mw) += u.power_mw;
}

void add_hydrogen(EnergyUnit const& u, EnergyFactors const& f, End end, EnergyHoldings& to) {
  double const t_d = u.capacity_kg_d / 1e3;
  if (u.kind == "electrolyser") {
    double const by_capacity = t_d / 24 * f.at("electrolyser", end);
    to.electrolyser_mw += t_d <= 0 ? u.power_mw : u.power_mw <= 0 ? by_capacity : std::min(u.power_mw, by_capacity);
  } else if (u.kind == "reformer") {
    to.reformer_t_h += t_d / 24;
  } else if (u.kind == "byproduct") {
    to.byproduct_t_h += t_d / 24;
  } else if (u.kind == "store") {
    to.store_t += t_d;
  } else {
    to.hydrogen_t_d += t_d; // station, loading
  }
}

void add_storage(EnergyUnit const& u, EnergyFactors const& f, End end, EnergyHoldings& to) {
  if (u.kind == "hydrogen") {
    to.store_t += u.energy_mwh / f.at("hydrogen_heat", end);
    return;
  }
  to.battery_mw += u.power_mw;
  to.battery_mwh += u.energy_mwh;
  if (u.kind == "lithium_battery") to.lithium_mwh += u.energy_mwh;
}

void add_exchange(EnergyUnit const& u, EnergyFactors const& f, End end, EnergyHoldings& to) {
  to.exchanged_kt_a += u.flow_kt_a;
  if (u.kind == "hydrogen") to.byproduct_t_h += 1e3 * u.flow_kt_a / kHoursOfYear;
  if (u.kind == "steam") to.exchanged_gj_d += 1e3 * u.flow_kt_a / kDaysOfYear * f.at("steam_energy", end);
}

} // namespace

double EnergyHoldings::plots_mwh() const {
  double sum = 0;
  for (auto const& [group, mwh] : power_mwh)
    sum += mwh;
  return sum;
}

void EnergyHoldings::add(EnergyHoldings const& other) {
  for (auto const& [group, mwh] : other.power_mwh)
    power_mwh[group] += mwh;
  constexpr std::array kSums{
      &EnergyHoldings::heat_gj,      &EnergyHoldings::gas_m3,         &EnergyHoldings::output_bn_cny,
      &EnergyHoldings::sun_mw,       &EnergyHoldings::wind_mw,        &EnergyHoldings::gas_mw,
      &EnergyHoldings::coal_mw,      &EnergyHoldings::fuel_cell_mw,   &EnergyHoldings::battery_mw,
      &EnergyHoldings::battery_mwh,  &EnergyHoldings::lithium_mwh,    &EnergyHoldings::electrolyser_mw,
      &EnergyHoldings::reformer_t_h, &EnergyHoldings::byproduct_t_h,  &EnergyHoldings::store_t,
      &EnergyHoldings::hydrogen_t_d, &EnergyHoldings::exchanged_gj_d, &EnergyHoldings::exchanged_kt_a};
  for (auto const sum : kSums)
    this->*sum += other.*sum;
}

std::map<std::string, EnergyHoldings> EnergyStock::holdings(EnergyFactors const& factors, End end) const {
  std::map<std::string, EnergyHoldings> out;
  for (auto const& zone : zones)
    out[zone];
  for (EnergyPlot const& plot : plots)
    add_plot(plot, factors, end, out[plot.plot.zone]);
  for (EnergyUnit const& unit : units) {
    auto& to = out[unit.zone];
    if (unit.layer == Layer::generator) add_generator(unit, to);
    if (unit.layer == Layer::storage) add_storage(unit, factors, end, to);
    if (unit.layer == Layer::hydrogen) add_hydrogen(unit, factors, end, to);
    if (unit.layer == Layer::exchange) add_exchange(unit, factors, end, to);
  }
  return out;
}

std::vector<Slice> energy_slices() {
  return {{Layer::zone, {"outline"}},
          {Layer::parcel, {"use", "zone", "far", "density"}},
          {Layer::building, {"outline", "use", "parcel"}},
          {Layer::generator, {"at", "kind", "power_mw"}},
          {Layer::storage, {"at", "kind", "power_mw", "energy_mwh"}},
          {Layer::hydrogen, {"at", "kind", "capacity_kg_d", "power_mw"}},
          {Layer::plant, {"at", "product", "capacity_kt_a"}},
          {Layer::exchange, {"from", "medium", "flow_kt_a"}}};
}

std::vector<Need> energy_needs() {
  return {{"land", {"net_ha", "building_ha"}}};
}

EnergyStock read_energy_stock(Inputs const& inputs, Programme const& programme, EnergyFactors const& factors) {
  return StockReader(inputs, programme, factors).read();
}

} // namespace dalian::whatif
