#include "twin/whatif/energy_year.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <stdexcept>

namespace dalian::whatif {
namespace {

constexpr double kDaysOfYear = 365;

double sum(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

energy::Fleet fleet_of(EnergyHoldings const& city, EnergyFactors const& f, End end) {
  energy::Fleet out;
  out.gas_mw = city.gas_mw, out.coal_mw = city.coal_mw;
  out.battery_mw = city.battery_mw, out.battery_mwh = city.battery_mwh;
  double const lithium = city.battery_mwh > 0 ? city.lithium_mwh / city.battery_mwh : 0;
  out.round_trip = lithium * f.at("lithium_round_trip", end) + (1 - lithium) * f.at("flow_round_trip", end);
  out.electrolyser_mw = city.electrolyser_mw, out.electrolyser_mwh_t = f.at("electrolyser", end);
  out.fuel_cell_mw = city.fuel_cell_mw;
  out.fuel_cell_t_mwh = 1 / (f.at("hydrogen_heat", end) * f.at("fuel_cell_efficiency", end));
  out.reformer_t_h = city.reformer_t_h, out.byproduct_t_h = city.byproduct_t_h, out.store_t = city.store_t;
  out.exchanged_gj = city.exchanged_gj_d;
  return out;
}

/// Sun and wind of a typical day by hour, MW.
struct Free {
  double sun_mwh = 0, wind_mwh = 0; // of the day
  std::vector<double> mw;
};

Free free_of(TypicalDay const& day, EnergyHoldings const& city, EnergyFactors const& f, End end) {
  Free out;
  out.sun_mwh = city.sun_mw * f.at("sun_yield", end) * day.sun_share / day.days;
  out.wind_mwh = city.wind_mw * f.at("wind_share", end) * 24;
  auto const shape = energy::sun_shape(f.latitude_deg, day.day_of_year);
  for (double const share : shape)
    out.mw.push_back(out.sun_mwh / 24 * share + out.wind_mwh / 24);
  return out;
}

energy::Day day_of(TypicalDay const& day, EnergyHoldings const& city, EnergyFactors const& f, End end) {
  energy::Day out;
  double const compression = city.hydrogen_t_d / 24 * f.at("compression", end);
  out.demand_mw.assign(24, compression);
  for (auto const& [group, mwh] : city.power_mwh) {
    auto const& shape = f.shape_of(group);
    for (std::size_t h = 0; h < shape.size(); ++h)
      out.demand_mw[h] += mwh / kDaysOfYear / 24 * shape[h];
  }
  out.hydrogen_t.assign(24, city.hydrogen_t_d / 24);
  out.heat_gj = city.heat_gj * day.heat_share / day.days;
  return out;
}

/// Mean of the prices of what is asked for, without the hours in which something is short.
double mean_price(std::vector<double> const& price, std::vector<double> const& asked,
                  std::vector<double> const& missing) {
  double cost = 0, all = 0;
  for (std::size_t h = 0; h < price.size(); ++h) {
    if (missing[h] > 1e-9) continue;
    cost += price[h] * asked[h];
    all += asked[h];
  }
  return all > 0 ? cost / all : 0;
}

void add_day(double days, energy::Day const& day, Free const& free, energy::Dispatch const& d, EnergyYear& to) {
  auto const add = [&](double& total, double of_day) { total += days * of_day; };
  add(to.sun, free.sun_mwh), add(to.wind, free.wind_mwh), add(to.unused, sum(d.unused));
  add(to.bought, sum(d.bought)), add(to.gas, sum(d.gas)), add(to.coal, sum(d.coal));
  add(to.fuel_cell, sum(d.fuel_cell)), add(to.battery, sum(d.discharge)), add(to.electrolyser, sum(d.electrolyser));
  add(to.hydrogen_t, sum(day.hydrogen_t)), add(to.reformer_t, sum(d.reformer_t));
  add(to.byproduct_t, sum(d.byproduct_t));
  add(to.heat, day.heat_gj), add(to.heat_exchanged, d.heat_exchanged_gj), add(to.heat_bought, d.heat_bought_gj);
  add(to.short_t, sum(d.short_t));
  add(to.power_price, mean_price(d.power_price, day.demand_mw, d.short_mw) / kDaysOfYear);
  add(to.hydrogen_price, mean_price(d.hydrogen_price, day.hydrogen_t, d.short_t) / kDaysOfYear);
  to.peak_mw = std::max(to.peak_mw, *std::max_element(d.bought.begin(), d.bought.end()));
  to.gap = std::max(to.gap, d.gap);
  to.residual = std::max(to.residual, d.residual);
}

} // namespace

double EnergyYear::power_mix(energy::Emissions const& e) const {
  double const all = supplied();
  return all > 0 ? (bought * e.grid + gas * e.gas + coal * e.coal) / all : 0;
}

energy::Emissions emissions_at(EnergyFactors const& f, End end) {
  constexpr double kGjPerMwh = 3.6;
  return {f.at("grid_factor", end), kGjPerMwh * f.at("gas_heat_factor", end) / f.at("gas_efficiency", end),
          kGjPerMwh * f.at("coal_heat_factor", end) / f.at("coal_efficiency", end), f.at("reformer_factor", end),
          f.at("heat_factor", end)};
}

EnergyYear energy_year(EnergyHoldings const& city, EnergyFactors const& factors, End end) {
  EnergyYear out;
  auto const fleet = fleet_of(city, factors, end);
  auto const emissions = emissions_at(factors, end);
  energy::LinearSolver solver;
  for (TypicalDay const& typical : factors.days) {
    auto day = day_of(typical, city, factors, end);
    auto const free = free_of(typical, city, factors, end);
    day.free_mw = free.mw;
    auto const dispatched = energy::dispatch(day, fleet, emissions, solver);
    if (!dispatched) throw std::runtime_error(fmt::format("a day of {}: {}", typical.name, dispatched.error()));
    add_day(typical.days, day, free, *dispatched, out);
  }
  out.plots = city.plots_mwh();
  out.compression = out.hydrogen_t * factors.at("compression", end);
  out.electrolysed_t = out.electrolyser / fleet.electrolyser_mwh_t;
  return out;
}

} // namespace dalian::whatif
