#include "twin/energy/day.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace dalian::energy {
namespace {

// Far above what anything here emits: a t of hydrogen from the worst grid is below 100 t CO2. A t of hydrogen is worth
// less than the power it takes.
constexpr double kShortPower = 1e4, kShortHydrogen = 1e4;
constexpr double kTidy = 1e-6; // so that nothing goes to and fro for nothing

enum Kind : std::uint32_t {
  kBought,
  kUnused,
  kGas,
  kCoal,
  kCharge,
  kDischarge,
  kStored,
  kElectrolyser,
  kFuelCell,
  kReformer,
  kByproduct,
  kHydrogenStored,
  kShortMw,
  kShortT,
  kKinds
};

using Columns = std::vector<double> Dispatch::*;
constexpr std::array<Columns, kKinds> kWhere{
    &Dispatch::bought,      &Dispatch::unused,     &Dispatch::gas,          &Dispatch::coal,      &Dispatch::charge,
    &Dispatch::discharge,   &Dispatch::stored_mwh, &Dispatch::electrolyser, &Dispatch::fuel_cell, &Dispatch::reformer_t,
    &Dispatch::byproduct_t, &Dispatch::stored_t,   &Dispatch::short_mw,     &Dispatch::short_t};

std::string fault_of(char const* what, double value) {
  return fmt::format("{} is {}: it must be a number of at least 0", what, value);
}

std::string fault_in(Day const& day, Fleet const& f, Emissions const& e) {
  for (auto const& [what, values] :
       {std::pair{"power demand", &day.demand_mw}, std::pair{"power of sun and wind", &day.free_mw},
        std::pair{"hydrogen demand", &day.hydrogen_t}})
    for (std::size_t h = 0; h < values->size(); ++h)
      if (double const v = (*values)[h]; !(v >= 0) || std::isinf(v))
        return fmt::format("hour {}: {}", h, fault_of(what, v));
  for (auto const& [what, value] :
       {std::pair{"heat demand", day.heat_gj}, std::pair{"grid", f.grid_mw}, std::pair{"gas", f.gas_mw},
        std::pair{"coal", f.coal_mw}, std::pair{"battery power", f.battery_mw},
        std::pair{"battery energy", f.battery_mwh}, std::pair{"electrolyser", f.electrolyser_mw},
        std::pair{"fuel cell", f.fuel_cell_mw}, std::pair{"reformer", f.reformer_t_h},
        std::pair{"by-product", f.byproduct_t_h}, std::pair{"store", f.store_t},
        std::pair{"exchanged heat", f.exchanged_gj}, std::pair{"grid factor", e.grid}, std::pair{"gas factor", e.gas},
        std::pair{"coal factor", e.coal}, std::pair{"reformer factor", e.reformer}, std::pair{"heat factor", e.heat}})
    if (!(value >= 0)) return fault_of(what, value);
  if (!(f.round_trip > 0 && f.round_trip <= 1))
    return fmt::format("round trip is {}: it must be within 0…1", f.round_trip);
  if (!(f.electrolyser_mwh_t > 0) || !(f.fuel_cell_t_mwh > 0))
    return "electrolyser and fuel cell need a consumption above 0";
  return {};
}

class DayProgramme {
 public:
  DayProgramme(Day const& day, Fleet const& fleet, Emissions const& emissions)
      : day_(day), fleet_(fleet), emissions_(emissions), hours_(static_cast<std::uint32_t>(day.demand_mw.size())) {
    add_columns();
    for (std::uint32_t h = 0; h < hours_; ++h)
      add_power(h);
    for (std::uint32_t h = 0; h < hours_; ++h)
      add_battery(h);
    for (std::uint32_t h = 0; h < hours_; ++h)
      add_hydrogen(h);
    auto const heat = programme_.add_row(day.heat_gj, day.heat_gj);
    for (std::uint32_t c : {0u, 1u})
      put(heat, kKinds * hours_ + c, 1);
  }

  LinearProgramme const& programme() const { return programme_; }

  Dispatch read(Optimum const& best) const {
    Dispatch out;
    auto const slice = [&](std::vector<double> const& from, std::uint32_t block) {
      auto const begin = from.begin() + std::ptrdiff_t(block) * hours_;
      return std::vector<double>(begin, begin + hours_);
    };
    for (std::uint32_t kind = 0; kind < kKinds; ++kind)
      out.*kWhere[kind] = slice(best.x, kind);
    out.heat_bought_gj = best.x[std::size_t{kKinds} * hours_];
    out.heat_exchanged_gj = best.x[std::size_t{kKinds} * hours_ + 1];
    out.power_price = slice(best.price, 0);
    out.hydrogen_price = slice(best.price, 2);
    out.gap = best.gap;
    out.residual = best.residual;
    return out;
  }

 private:
  void add_columns() {
    for (std::uint32_t kind = 0; kind < kKinds; ++kind)
      for (std::uint32_t h = 0; h < hours_; ++h) {
        auto const [cost, most] = cost_and_most(static_cast<Kind>(kind), h);
        programme_.add_column(cost, 0, most);
      }
    programme_.add_column(emissions_.heat, 0, kUnbounded);
    programme_.add_column(0, 0, fleet_.exchanged_gj);
  }

  std::pair<double, double> cost_and_most(Kind kind, std::uint32_t h) const {
    switch (kind) {
    case kBought:
      return {emissions_.grid, fleet_.grid_mw};
    case kUnused:
      return {0, day_.free_mw[h]};
    case kGas:
      return {emissions_.gas, fleet_.gas_mw};
    case kCoal:
      return {emissions_.coal, fleet_.coal_mw};
    case kCharge:
      return {kTidy, fleet_.battery_mw};
    case kDischarge:
      return {kTidy, fleet_.battery_mw};
    case kStored:
      return {0, fleet_.battery_mwh};
    case kElectrolyser:
      return {kTidy, fleet_.electrolyser_mw};
    case kFuelCell:
      return {kTidy, fleet_.fuel_cell_mw};
    case kReformer:
      return {emissions_.reformer, fleet_.reformer_t_h};
    case kByproduct:
      return {0, fleet_.byproduct_t_h};
    case kHydrogenStored:
      return {0, fleet_.store_t};
    case kShortMw:
      return {kShortPower, kUnbounded};
    case kShortT:
      return {kShortHydrogen, kUnbounded};
    case kKinds:
      break;
    }
    return {0, 0};
  }

  void put(std::uint32_t row, std::uint32_t column, double value) { programme_.terms.push_back({row, column, value}); }
  std::uint32_t column(Kind kind, std::uint32_t h) const { return kind * hours_ + h; }
  std::uint32_t before(std::uint32_t h) const { return (h + hours_ - 1) % hours_; }

  void add_power(std::uint32_t h) {
    double const asked = day_.demand_mw[h] - day_.free_mw[h];
    auto const row = programme_.add_row(asked, asked);
    for (Kind const kind : {kBought, kGas, kCoal, kDischarge, kFuelCell, kShortMw})
      put(row, column(kind, h), 1);
    for (Kind const kind : {kUnused, kCharge, kElectrolyser})
      put(row, column(kind, h), -1);
  }

  /// Half of the loss on the way in, half on the way out.
  void add_battery(std::uint32_t h) {
    double const one_way = std::sqrt(fleet_.round_trip);
    auto const row = programme_.add_row(0, 0);
    put_change(row, kStored, h, 1);
    put(row, column(kCharge, h), -one_way);
    put(row, column(kDischarge, h), 1 / one_way);
  }

  void add_hydrogen(std::uint32_t h) {
    auto const row = programme_.add_row(day_.hydrogen_t[h], day_.hydrogen_t[h]);
    put(row, column(kElectrolyser, h), 1 / fleet_.electrolyser_mwh_t);
    put(row, column(kFuelCell, h), -fleet_.fuel_cell_t_mwh);
    for (Kind const kind : {kReformer, kByproduct, kShortT})
      put(row, column(kind, h), 1);
    put_change(row, kHydrogenStored, h, -1);
  }

  /// What the store holds more than an hour before; a day of one hour holds what it held.
  void put_change(std::uint32_t row, Kind store, std::uint32_t h, double sign) {
    if (hours_ == 1) return;
    put(row, column(store, h), sign);
    put(row, column(store, before(h)), -sign);
  }

  Day const& day_;
  Fleet const& fleet_;
  Emissions const& emissions_;
  std::uint32_t hours_;
  LinearProgramme programme_;
};

} // namespace

Result<Dispatch> dispatch(Day const& day, Fleet const& fleet, Emissions const& emissions, LinearSolver& solver) {
  assert(!day.demand_mw.empty() && day.free_mw.size() == day.demand_mw.size() &&
         day.hydrogen_t.size() == day.demand_mw.size());
  if (auto const fault = fault_in(day, fleet, emissions); !fault.empty()) return Error{fault};
  DayProgramme const programme(day, fleet, emissions);
  auto const best = solver.solve(programme.programme());
  if (!best) return Error{"the dispatch of a day: " + best.error()};
  return programme.read(*best);
}

} // namespace dalian::energy
