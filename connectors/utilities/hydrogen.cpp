#include "connectors/utilities/hydrogen.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

constexpr double kNormal_kgpm3 = 89.88e-3; // kg of hydrogen in a m³ at 0 °C and 101.325 kPa (ISO 2533's normal state)

} // namespace

HydrogenPlan read_hydrogen(ConfigTable& t) {
  HydrogenPlan plan;
  plan.energy_kwhpkg = t.number("energy_kwhpkg", 33.3, 100);
  plan.lowest_load = t.number("lowest_load", 0, 1);
  plan.outlet_kpa = t.number("outlet_kpa", 0, 1e5);
  plan.empty_kpa = t.number("empty_kpa", 0, 1e5);
  plan.full_kpa = t.number("full_kpa", plan.empty_kpa, 1e5);
  plan.trailer_kg = t.number("trailer_kg", 1, 5000);
  plan.fill_min = t.number("fill_min", 1, 1000);
  plan.change_min = t.number("change_min", 1, 1000);
  plan.alarm_mgpm3 = t.number("alarm_mgpm3", 1, 1e5);
  t.each("electrolyser", [&](ConfigTable& e) {
    ElectrolyserPlan one;
    static_cast<PlacedThing&>(one) = read_placed(e);
    one.power_kw = e.number("power_kw", 1, 1e6);
    plan.electrolysers.push_back(std::move(one));
  });
  t.each("bay", [&](ConfigTable& b) { plan.bays.push_back(read_placed(b)); });
  return plan;
}

Hydrogen::Hydrogen(HydrogenPlan plan, synth::DayStory const& story, std::uint64_t seed) : plan_(std::move(plan)) {
  if (auto const* incident = story.incident("hydrogen_leak")) leak_ = *incident;
  for (auto const& e : plan_.electrolysers)
    cell_draws_.emplace_back(seed, "electrolyser/" + e.id);
  for (auto const& bay : plan_.bays)
    bay_draws_.emplace_back(seed, "bay/" + bay.id);
}

/// One trailer after the other: the pressure rises evenly while it fills, then the next is put there.
BayState Hydrogen::filling(std::size_t i, double unix_s) const {
  double const turn_s = 60 * (plan_.fill_min + plan_.change_min);
  double const turns = unix_s / turn_s + bay_draws_[i].uniform("phase");
  double const t_min = (turns - std::floor(turns)) * turn_s / 60;
  BayState bay;
  bay.concentration_mgpm3 =
      4 + 2 * smooth_noise(bay_draws_[i], "sensor", unix_s, 120); // a sensor is never quite at rest
  if (t_min >= plan_.fill_min) {
    bay.status = "changing trailer";
    return bay;
  }
  bay.pressure_kpa = std::lerp(plan_.empty_kpa, plan_.full_kpa, t_min / plan_.fill_min);
  double const mean_m3ph = plan_.trailer_kg / kNormal_kgpm3 / (plan_.fill_min / 60);
  bay.flow_m3ph = mean_m3ph * (1 + 0.03 * smooth_noise(bay_draws_[i], "flow", unix_s, 60));
  bay.valve_open = true;
  bay.status = "loading";
  return bay;
}

/// The leak, its end by the shut valve, the air that clears, and the bay that stays shut.
void Hydrogen::leak(std::size_t i, Moment const& now, BayState& bay) const {
  double const t = now.second_of_day - leak_->at_s, leak_s = leak_->figure("leak_s", 90);
  double const idle_s = 60 * leak_->figure("idle_min", 90);
  if (t < 0 || t > leak_s + idle_s) return;
  double const peak = leak_->figure("peak_mgpm3", 2600), rise_s = leak_s / 5;
  double const fallen = leak_->figure("fall_kpaps", 20) * std::min(t, leak_s);
  bay.pressure_kpa = std::max(0.0, 0.7 * plan_.full_kpa - fallen); // the trailer was on the way to full
  bay.flow_m3ph = 0;
  bay.valve_open = t < leak_s;
  double const cloud = peak * (1 - std::exp(-std::min(t, leak_s) / rise_s));
  double const clearing = std::max(0.0, t - leak_s) / (leak_->figure("clear_s", 400) / 4);
  bay.concentration_mgpm3 +=
      cloud * std::exp(-clearing) * (1 + 0.1 * smooth_noise(bay_draws_[i], "cloud", now.unix_s(), 5));
  bay.status = t < leak_s ? "leak" : "shut after a leak";
}

BayState Hydrogen::bay(std::size_t i, Moment const& now) const {
  auto state = filling(i, now.unix_s());
  if (leak_ && static_cast<std::size_t>(leak_->bay) == i + 1) leak(i, now, state);
  state.alarm = state.concentration_mgpm3 >= plan_.alarm_mgpm3;
  return state;
}

void Hydrogen::tell(Moment const& now, std::vector<Thing>& out) const {
  double const t = now.unix_s();
  for (std::size_t i = 0; i < plan_.electrolysers.size(); ++i) {
    // It follows wind and sun: what they give is used, down to the lowest load that the cells bear.
    double const green = std::clamp(now.sky.wind_mps / 9 + now.sky.solar_wpm2 / 1500, plan_.lowest_load, 1.0);
    double const power =
        plan_.electrolysers[i].power_kw * green * (1 + 0.02 * smooth_noise(cell_draws_[i], "stack", t, 60)) / 1.02;
    out.push_back({"electrolyser",
                   plan_.electrolysers[i].id,
                   plan_.electrolysers[i].place,
                   {{"power_kw", power},
                    {"flow_m3ph", power / plan_.energy_kwhpkg / kNormal_kgpm3},
                    {"pressure_kpa", plan_.outlet_kpa * (1 + 0.01 * smooth_noise(cell_draws_[i], "outlet", t, 90))},
                    {"temperature_c", 72 + 6 * green}},
                   "running"});
  }
  for (std::size_t i = 0; i < plan_.bays.size(); ++i) {
    auto const b = bay(i, now);
    out.push_back({"hydrogen-bay",
                   plan_.bays[i].id,
                   plan_.bays[i].place,
                   {{"pressure_kpa", b.pressure_kpa},
                    {"flow_m3ph", b.flow_m3ph},
                    {"concentration_mgpm3", b.concentration_mgpm3},
                    {"valve_open", b.valve_open ? 1.0 : 0.0},
                    {"leak_alarm", b.alarm ? 1.0 : 0.0}},
                   b.status});
  }
}

} // namespace dalian::utilities
