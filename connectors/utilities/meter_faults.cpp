#include "connectors/utilities/meter_faults.hpp"

#include <array>

namespace dalian::utilities {
namespace {

constexpr std::array<std::string_view, 4> kNames{"stuck", "spike", "offline", "wrong_scale"};
constexpr double kLook_s = 10; // a spike lasts as long

} // namespace

std::string_view name(FaultKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

FaultPlan read_faults(ConfigTable& t) {
  FaultPlan plan;
  plan.chance = t.number("chance", 0, 1);
  plan.shortest_min = t.number("shortest_min", 1, 1440);
  plan.longest_min = t.number("longest_min", plan.shortest_min, 1440);
  plan.spike_factor = t.number("spike_factor", 1, 1000);
  plan.error = t.number("error", 0, 0.1);
  return plan;
}

std::optional<Fault> MeterFaults::of_day(Meter const& meter, Instant midnight) const {
  if (meter.head) return std::nullopt; // those are looked after
  synth::Draws const draws(seed_, "fault/" + meter.entity);
  auto const day = static_cast<std::uint64_t>(to_unix_ns(midnight) / 1'000'000'000 / 3600);
  if (draws.uniform("chance", 0, 1, day) >= plan_.chance) return std::nullopt;
  Fault fault;
  fault.kind = static_cast<FaultKind>(draws.below("kind", kNames.size(), day));
  double const long_s = 60 * draws.uniform("long", plan_.shortest_min, plan_.longest_min, day);
  fault.from = midnight + from_seconds(draws.uniform("from", 0, synth::kDay_s - long_s, day));
  fault.to = fault.from + from_seconds(fault.kind == FaultKind::wrong_scale ? std::min(long_s, 3600.0) : long_s);
  return fault;
}

std::optional<MeterState> MeterFaults::shown(Meter const& meter, MeterState const& truth, MeterState const& at_start,
                                             std::optional<Fault> const& fault, Instant now) const {
  synth::Draws const draws(seed_, "reading/" + meter.entity);
  auto const look = static_cast<std::uint64_t>(to_unix_ns(now) / static_cast<std::int64_t>(kLook_s * 1e9));
  MeterState shown = truth;
  shown.rate *= 1 + plan_.error * draws.uniform("rate", -1.73, 1.73, look); // even, of that standard deviation
  if (!fault || now < fault->from || now >= fault->to) return shown;
  switch (fault->kind) {
  case FaultKind::stuck:
    return at_start;
  case FaultKind::spike:
    if (draws.below("spike", 6, look) == 0) shown.rate *= plan_.spike_factor;
    return shown;
  case FaultKind::wrong_scale:
    shown.rate *= 10;
    return shown;
  case FaultKind::offline:
    break;
  }
  return std::nullopt;
}

} // namespace dalian::utilities
