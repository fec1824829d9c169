#include "connectors/roads/signal_plan.hpp"

#include "connectors/synth/keyed_random.hpp"

#include <cmath>

#include <fmt/format.h>

namespace dalian::roads {
namespace {

constexpr double kWide_m = 10, kWideGreen_s = 26, kNarrowGreen_s = 16; // parameters

} // namespace

SignalPlan::SignalPlan(RoadNetwork const& network, std::uint64_t seed) {
  for (std::uint32_t i = 0; i < network.crossings().size(); ++i) {
    auto const& crossing = network.crossings()[i];
    Plan plan;
    if (crossing.signals)
      for (auto const& arm : crossing.arms) {
        double const green = !arm.light ? 0 : arm.half_m >= kWide_m ? kWideGreen_s : kNarrowGreen_s;
        plan.stages.push_back({plan.cycle_s, green});
        if (green > 0) plan.cycle_s += green + kAmber_s + kAllRed_s;
      }
    plan.offset_s = synth::Draws(seed, fmt::format("signal {}", i)).uniform("offset", 0, plan.cycle_s);
    plans_.push_back(std::move(plan));
  }
}

LightState SignalPlan::at(std::uint32_t crossing, std::uint32_t arm, double t_s) const {
  auto const& plan = plans_[crossing];
  auto const& stage = plan.stages[arm];
  if (stage.green_s <= 0) return {Light::red, plan.cycle_s};
  double const t = std::fmod(t_s + plan.offset_s + plan.cycle_s - stage.from_s, plan.cycle_s);
  if (t < stage.green_s) return {Light::green, stage.green_s - t};
  if (t < stage.green_s + kAmber_s) return {Light::amber, stage.green_s + kAmber_s - t};
  return {Light::red, plan.cycle_s - t};
}

} // namespace dalian::roads
