#include "twin/whatif/energy.hpp"

#include "twin/whatif/energy_words.hpp"
#include "twin/whatif/energy_year.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Severity;

constexpr double kGap = 1e-9, kResidual_mw = 1e-5, kShort = 1e-6;

/// All at one end of the ranges.
struct AtEnd {
  std::map<std::string, EnergyHoldings> zones;
  EnergyHoldings city;
  EnergyYear year;
  energy::Emissions emissions;
};

/// What a scope uses and emits in a year.
struct Footprint {
  double power_mwh = 0, heat_gj = 0, energy_tce = 0, scope1_t = 0, scope2_t = 0, scope3_t = 0, output_bn_cny = 0;
  double co2_t() const { return scope1_t + scope2_t + scope3_t; }
};

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

/// Of the city's dispatch, what holdings with these parts of its works answer for.
Footprint footprint(EnergyHoldings const& h, AtEnd const& all, EnergyFactors const& f, End end) {
  EnergyYear const& y = all.year;
  Footprint out;
  double const fuel_gj = 3.6 * (share(h.gas_mw, all.city.gas_mw) * y.gas / f.at("gas_efficiency", end) +
                                share(h.coal_mw, all.city.coal_mw) * y.coal / f.at("coal_efficiency", end));
  double const reformed_t = share(h.reformer_t_h, all.city.reformer_t_h) * y.reformer_t;
  double const reformer_m3 = 1e3 * reformed_t * f.at("reformer_factor", end) / f.at("gas_factor", end);
  out.power_mwh = h.plots_mwh() + share(h.hydrogen_t_d, all.city.hydrogen_t_d) * y.compression +
                  share(h.electrolyser_mw, all.city.electrolyser_mw) * y.electrolyser;
  double const used = y.plots + y.compression + y.electrolyser;
  double const bought_mwh = share(out.power_mwh, used) * y.bought;
  double const bought_gj = share(h.heat_gj, all.city.heat_gj) * y.heat_bought;
  out.heat_gj = h.heat_gj;
  out.energy_tce = bought_mwh * f.at("power_tce", end) + (bought_gj + fuel_gj) / f.at("heat_tce", end) +
                   1e-3 * (h.gas_m3 + reformer_m3) * f.at("gas_tce", end);
  out.scope1_t = 1e-3 * h.gas_m3 * f.at("gas_factor", end) +
                 share(h.gas_mw, all.city.gas_mw) * y.gas * all.emissions.gas +
                 share(h.coal_mw, all.city.coal_mw) * y.coal * all.emissions.coal + reformed_t * all.emissions.reformer;
  out.scope2_t = bought_mwh * all.emissions.grid + bought_gj * all.emissions.heat;
  out.scope3_t = reformed_t * f.at("reformer_upstream", end);
  out.output_bn_cny = h.output_bn_cny;
  return out;
}

class EnergyRun {
 public:
  EnergyRun(Programme const& programme, EnergyFactors const& factors, Inputs const& inputs)
      : factors_(factors), stock_(read_energy_stock(inputs, programme, factors)) {
    for (End const end : kEnds) {
      inputs.stop_if_asked();
      AtEnd& all = ends_[static_cast<std::size_t>(end)];
      all.zones = stock_.holdings(factors, end);
      for (auto const& [zone, holdings] : all.zones)
        all.city.add(holdings);
      all.emissions = emissions_at(factors, end);
      all.year = energy_year(all.city, factors, end);
    }
  }

  Evaluation run() {
    out_.findings = stock_.findings;
    add_city();
    add_footprints("", [](AtEnd const& all) -> EnergyHoldings const& { return all.city; });
    for (auto const& zone : stock_.zones)
      add_footprints(zone, [&](AtEnd const& all) -> EnergyHoldings const& { return all.zones.at(zone); });
    add_column();
    add_shortages();
    add_budgets();
    double gap = 0, residual = 0;
    for (AtEnd const& all : ends_)
      gap = std::max(gap, all.year.gap), residual = std::max(residual, all.year.residual);
    out_.certificates.push_back({"gap of the dispatch", gap, kGap, ""});
    out_.certificates.push_back({"balance of power, hydrogen and heat", residual, kResidual_mw, "MW, t/h, GJ/d"});
    return std::move(out_);
  }

 private:
  /// `of` (end of the ranges, which end) → value.
  template <class Of>
  void add(char const* name, std::string const& zone, char const* unit, std::string source, Of&& of) {
    std::array<double, 3> v{};
    for (End const end : kEnds)
      v[static_cast<std::size_t>(end)] = of(ends_[static_cast<std::size_t>(end)], end);
    out_.kpis.push_back(
        {name, zone, v[1], std::min({v[0], v[1], v[2]}), std::max({v[0], v[1], v[2]}), unit, std::move(source), 0});
  }
  template <class Of>
  void add_year(char const* name, char const* unit, double factor, std::string source, Of EnergyYear::*what) {
    add(name, "", unit, std::move(source), [&](AtEnd const& all, End) { return factor * (all.year.*what); });
  }
  std::string cited(char const* figure) const { return factors_.figure(figure).cited(); }

  void add_city() {
    std::string const dispatched = "hour by hour, dispatched to emit least";
    add_year("sun", "GWh/a", 1e-3, cited("sun_yield"), &EnergyYear::sun);
    add("sun_peak", "", "MWp", cited("roof_power"), [](AtEnd const& all, End) { return all.city.sun_mw; });
    add_year("wind", "GWh/a", 1e-3, cited("wind_share"), &EnergyYear::wind);
    add_year("unused", "GWh/a", 1e-3, "sun and wind that nobody takes, " + dispatched, &EnergyYear::unused);
    add_year("bought", "GWh/a", 1e-3, "from the grid, " + dispatched, &EnergyYear::bought);
    add_year("bought_peak", "MW", 1, "the most in an hour of all typical days", &EnergyYear::peak_mw);
    add("own_share", "", "%", "sun and wind taken, of all power used", [](AtEnd const& all, End) {
      return 100 * share(all.year.sun + all.year.wind - all.year.unused, all.year.supplied());
    });
    add_year("gas_power", "GWh/a", 1e-3, cited("gas_efficiency"), &EnergyYear::gas);
    add_year("coal_power", "GWh/a", 1e-3, cited("coal_efficiency"), &EnergyYear::coal);
    add_year("battery_power", "GWh/a", 1e-3, cited("flow_round_trip"), &EnergyYear::battery);
    add_year("power_price", "kg CO2/kWh", 1, "what one more kWh would emit: dual value of the dispatch",
             &EnergyYear::power_price);
    add_hydrogen();
    add_year("heat_exchanged", "TJ/a", 1e-3, "steam that other works leave over; " + cited("steam_energy"),
             &EnergyYear::heat_exchanged);
    add("exchanged", "", "kt/a", "by-products from plant to plant, as the layout says",
        [](AtEnd const& all, End) { return all.city.exchanged_kt_a; });
  }

  void add_hydrogen() {
    add_year("hydrogen", "t/a", 1, "what stations and loading places hand out, as the layout says",
             &EnergyYear::hydrogen_t);
    add_year("hydrogen_byproduct", "t/a", 1, "as the layout says", &EnergyYear::byproduct_t);
    add_year("hydrogen_reformed", "t/a", 1, cited("reformer_factor"), &EnergyYear::reformer_t);
    add_year("hydrogen_electrolysed", "t/a", 1, cited("electrolyser"), &EnergyYear::electrolysed_t);
    add_year("hydrogen_price", "kg CO2/kg", 1, "what one more kg would emit: dual value of the dispatch",
             &EnergyYear::hydrogen_price);
    add("hydrogen_co2", "", "kg CO2e/kg",
        "power at the year's mix, reforming with its upstream; " + cited("reformer_factor"),
        [&](AtEnd const& all, End end) {
          EnergyYear const& y = all.year;
          double const emitted = (y.electrolyser + y.compression) * y.power_mix(all.emissions) +
                                 y.reformer_t * (all.emissions.reformer + factors_.at("reformer_upstream", end));
          return share(emitted, y.byproduct_t + y.reformer_t + y.electrolysed_t);
        });
    Kpi const& co2 = out_.kpis.back();
    auto const& most = factors_.figure("hydrogen_low_carbon");
    if (co2.value > most.of("").value)
      out_.findings.push_back(
          told({Severity::note, "", "", ""}, kEnergyHydrogenCarbon,
               {fmt::format("{:.1f}", co2.value), fmt::format("{}", most.of("").value), most.source}));
  }

  template <class Holdings>
  void add_footprints(std::string const& zone, Holdings&& holdings) {
    std::array<Footprint, 3> prints;
    for (End const end : kEnds) {
      AtEnd const& all = ends_[static_cast<std::size_t>(end)];
      prints[static_cast<std::size_t>(end)] = footprint(holdings(all), all, factors_, end);
    }
    auto const add_print = [&](char const* name, char const* unit, std::string source, auto&& of) {
      add(name, zone, unit, std::move(source),
          [&](AtEnd const&, End end) { return of(prints[static_cast<std::size_t>(end)]); });
    };
    add_print("power_use", "GWh/a", "plots, compression and electrolysers",
              [](Footprint const& p) { return p.power_mwh / 1e3; });
    add_print("heat_use", "TJ/a", "heating and process steam; " + cited("steam_use"),
              [](Footprint const& p) { return p.heat_gj / 1e3; });
    add_print("energy_total", "tce/a",
              "bought power, heat and fuels; own sun and wind left out, as dual control has it; " + cited("power_tce"),
              [](Footprint const& p) { return p.energy_tce; });
    add_print("energy_intensity", "tce/10⁴ CNY", "over the output of `land`",
              [](Footprint const& p) { return share(p.energy_tce, 1e5 * p.output_bn_cny); });
    add_print("co2_scope1", "t CO2/a", "burnt in the zones; " + cited("gas_factor"),
              [](Footprint const& p) { return p.scope1_t; });
    add_print("co2_scope2", "t CO2/a", "bought power and heat; " + cited("grid_factor"),
              [](Footprint const& p) { return p.scope2_t; });
    add_print("co2_scope3", "t CO2/a", "upstream of reforming alone; " + cited("reformer_upstream"),
              [](Footprint const& p) { return p.scope3_t; });
    add_print("co2", "t CO2/a", "scopes 1 to 3", [](Footprint const& p) { return p.co2_t(); });
    add_print("co2_intensity", "t CO2/10⁴ CNY", "over the output of `land`",
              [](Footprint const& p) { return share(p.co2_t(), 1e5 * p.output_bn_cny); });
  }

  /// Of each parcel's power at the city's mix, its heat and gas, at the expected figures.
  void add_column() {
    AtEnd const& all = ends_[1];
    double const mix = all.year.power_mix(all.emissions);
    double const heat = all.emissions.heat * share(all.year.heat_bought, all.year.heat);
    Column column{"co2", Layer::parcel, "t CO2/a", {}};
    for (EnergyPlot const& plot : stock_.plots) {
      if (!plot.is_parcel) continue;
      EnergyStock const one{{plot}, {}, {}, {}};
      auto const h = one.holdings(factors_, End::value).begin()->second;
      column.values.emplace_back(plot.plot.id, h.plots_mwh() * mix + h.heat_gj * heat +
                                                   1e-3 * h.gas_m3 * factors_.at("gas_factor", End::value));
    }
    out_.columns.push_back(std::move(column));
  }

  /// Bound to the works that hands out most.
  void add_shortages() {
    EnergyYear const& y = ends_[1].year;
    add_year("hydrogen_short", "t/a", 1, "asked for and not to be had", &EnergyYear::short_t);
    if (y.short_t <= kShort * std::max(1.0, y.hydrogen_t)) return;
    EnergyUnit const* most = nullptr;
    for (EnergyUnit const& unit : stock_.units)
      if ((unit.kind == "station" || unit.kind == "loading") && (!most || unit.capacity_kg_d > most->capacity_kg_d))
        most = &unit;
    out_.findings.push_back(told({Severity::error, most ? "hydrogen" : "", most ? most->id : "", "capacity_kg_d"},
                                 kEnergyHydrogenShort,
                                 {fmt::format("{:.0f}", y.short_t), fmt::format("{:.0f}", y.hydrogen_t)}));
  }

  void add_budgets() {
    for (Budget const& budget : factors_.budgets) {
      Kpi const* kpi = out_.kpi(budget.kpi, budget.scope);
      if (kpi == nullptr) {
        out_.findings.push_back(told({Severity::warning, "zone", budget.scope, budget.kpi}, kEnergyBudgetNoFigure));
        continue;
      }
      Range const used = 100 / budget.most * Range{kpi->low, kpi->value, kpi->high};
      bool const over = kpi->value > budget.most;
      if (over)
        out_.findings.push_back(
            told({Severity::error, budget.scope.empty() ? "" : "zone", budget.scope, budget.kpi}, kEnergyBudgetOver,
                 {fmt::format("{:.4g}", kpi->value), kpi->unit, fmt::format("{:.4g}", budget.most), budget.source}));
      out_.kpis.push_back(
          {"budget_" + budget.kpi, budget.scope, used.value, used.low, used.high, "%", budget.source, 0});
    }
  }

  EnergyFactors const& factors_;
  EnergyStock stock_;
  std::array<AtEnd, 3> ends_; // by End
  Evaluation out_;
};

} // namespace

Engine energy_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> factors) {
  Engine engine;
  engine.name = "energy";
  engine.parameters = plan::ByteText().add(programme->hash).add(factors->hash).hash();
  engine.reads = energy_slices();
  engine.needs = energy_needs();
  engine.run = [programme, factors](Inputs const& inputs) { return EnergyRun(*programme, *factors, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
