#include "connectors/utilities/storage.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

std::vector<double> read_hours(ConfigTable& t, char const* key) {
  auto hours = t.numbers(key, 0, 24);
  if (hours.size() % 2 != 0 || !std::ranges::is_sorted(hours)) t.fail(key, "must be [from, to, …] in ascending hours");
  return hours;
}

bool within(std::vector<double> const& hours, double second_of_day) {
  for (std::size_t i = 0; i + 1 < hours.size(); i += 2)
    if (second_of_day >= hours[i] * 3600 && second_of_day < hours[i + 1] * 3600) return true;
  return false;
}

} // namespace

BatteryPlan read_battery(ConfigTable& t) {
  BatteryPlan plan;
  static_cast<PlacedThing&>(plan) = read_placed(t);
  plan.power_kw = t.number("power_kw", 1, 1e6);
  plan.energy_kwh = t.number("energy_kwh", 1, 1e7);
  plan.round_trip = t.number("round_trip", 0.3, 1);
  plan.charge_h = read_hours(t, "charge_h");
  plan.discharge_h = read_hours(t, "discharge_h");
  return plan;
}

RoofPlan read_roof(ConfigTable& t) {
  RoofPlan plan;
  static_cast<PlacedThing&>(plan) = read_placed(t);
  plan.peak_kw = t.number("peak_kw", 1, 1e6);
  plan.performance = t.number("performance", 0.3, 1);
  return plan;
}

Batteries::Batteries(std::vector<BatteryPlan> plan, std::uint64_t seed) : plan_(std::move(plan)) {
  for (auto const& battery : plan_) {
    draws_.emplace_back(seed, "battery/" + battery.id);
    stored_kwh_.push_back(battery.energy_kwh * draws_.back().uniform("midnight", 0.15, 0.3));
  }
}

/// By the clock, as far as there is room, slower towards full and empty.
double Batteries::power_kw(std::size_t i, Moment const& now) const {
  auto const& p = plan_[i];
  constexpr double kSlowFrom = 0.1; // of the energy
  double const full = stored_kwh_[i] / p.energy_kwh;
  double const trim = 1 + 0.03 * smooth_noise(draws_[i], "trim", now.unix_s(), 300);
  if (within(p.charge_h, now.second_of_day)) return -p.power_kw * trim * std::clamp((1 - full) / kSlowFrom, 0.0, 1.0);
  if (within(p.discharge_h, now.second_of_day)) return p.power_kw * trim * std::clamp(full / kSlowFrom, 0.0, 1.0);
  return 0;
}

void Batteries::advance(Moment const& end) {
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    double const power = power_kw(i, end), way = std::sqrt(plan_[i].round_trip); // half of the loss each way
    stored_kwh_[i] -= (power < 0 ? power * way : power / way) * kStep_s / 3600;
    stored_kwh_[i] = std::clamp(stored_kwh_[i], 0.0, plan_[i].energy_kwh);
  }
}

void Batteries::tell(Moment const& now, std::vector<Thing>& out) const {
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    double const power = power_kw(i, now);
    // Electrolyte is kept between 10 and 40 °C; the stack's losses warm it.
    double const warm =
        24 + 8 * std::abs(power) / plan_[i].power_kw + smooth_noise(draws_[i], "warm", now.unix_s(), 3600);
    out.push_back(
        {"battery",
         plan_[i].id,
         plan_[i].place,
         {{"power_kw", power}, {"charge_pct", 100 * stored_kwh_[i] / plan_[i].energy_kwh}, {"temperature_c", warm}},
         power < 0   ? "charging"
         : power > 0 ? "discharging"
                     : "standing by"});
  }
}

Roofs::Roofs(std::vector<RoofPlan> plan, std::uint64_t seed) : plan_(std::move(plan)) {
  for (auto const& roof : plan_) {
    draws_.emplace_back(seed, "roof/" + roof.id);
    energy_kwh_.push_back(std::floor(roof.peak_kw * draws_.back().uniform("counter", 500, 6000)));
  }
}

double Roofs::power_kw(std::size_t i, Moment const& now) const {
  double const passing = 1 - 0.3 * now.sky.cloud * std::max(0.0, smooth_noise(draws_[i], "cloud", now.unix_s(), 240));
  // −0.4 % a kelvin above 25 °C in the cell, which the sun warms by 30 K at 1000 W/m² (IEC 61215: NOCT 45 °C).
  double const cell_c = now.sky.temperature_c + 0.03 * now.sky.solar_wpm2;
  double const heat = 1 - 0.004 * (cell_c - 25);
  return std::max(0.0, plan_[i].peak_kw * plan_[i].performance * now.sky.solar_wpm2 / 1000 * heat * passing);
}

void Roofs::advance(Moment const& end) {
  for (std::size_t i = 0; i < plan_.size(); ++i)
    energy_kwh_[i] += power_kw(i, end) * kStep_s / 3600;
}

void Roofs::tell(Moment const& now, std::vector<Thing>& out) const {
  for (std::size_t i = 0; i < plan_.size(); ++i)
    out.push_back({"roof",
                   plan_[i].id,
                   plan_[i].place,
                   {{"power_kw", power_kw(i, now)},
                    {"energy_kwh", energy_kwh_[i]},
                    {"solar_radiation_wpm2", now.sky.solar_wpm2}}});
}

} // namespace dalian::utilities
