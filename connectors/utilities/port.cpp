#include "connectors/utilities/port.hpp"

#include "connectors/synth/fleet.hpp"
#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {

PortPlan read_port(ConfigTable& t) {
  PortPlan plan;
  plan.moves_ph = t.number("moves_ph", 1, 100);
  plan.moves_spread = t.number("moves_spread", 0, 1);
  plan.work_share = t.number("work_share", 0, 1);
  plan.spell_h = t.number("spell_h", 1, 100);
  plan.lashing_s = 60 * t.number("lashing_min", 0, 120);
  plan.trucks_ph = t.number("trucks_ph", 0, 2000);
  plan.trucks_day_share = t.number("trucks_day_share", 0, 1);
  plan.lanes = static_cast<double>(t.integer("lanes", 1, 100));
  plan.service_min = t.number("service_min", 0.1, 60);
  t.each("quay", [&](ConfigTable& quay) {
    auto const id = quay.text("id");
    auto const line = quay.points("line");
    auto const cranes = quay.integer("cranes", 1, 100);
    if (line.size() != 2) quay.fail("line", "must be [[longitude, latitude], [longitude, latitude]]");
    for (std::int64_t i = 0; i < cranes; ++i) {
      double const x = (static_cast<double>(i) + 0.5) / static_cast<double>(cranes);
      plan.cranes.push_back(
          {fmt::format("{}-{}", id, i + 1),
           {std::lerp(line[0].lon_deg, line[1].lon_deg, x), std::lerp(line[0].lat_deg, line[1].lat_deg, x)}});
    }
  });
  t.each("gate", [&](ConfigTable& gate) { plan.gates.push_back(read_placed(gate)); });
  return plan;
}

std::vector<MooredShip> moored_ships(synth::FleetPlan const& fleet, std::uint64_t seed) {
  synth::FleetPlan at_quays;
  at_quays.kinds = fleet.kinds;
  at_quays.lanes = fleet.lanes;
  at_quays.quays = fleet.quays;
  at_quays.calls = fleet.calls;
  std::vector<MooredShip> out;
  if (auto const ships = synth::make_fleet(at_quays, seed))
    for (auto const& v : *ships) {
      if (v.call)
        out.push_back({v.id, v.call->berth(), v.call->heading_rad(), v.length_m, v.call->hours()});
      else
        out.push_back({v.id, v.place, v.heading_rad, v.length_m, {}});
    }
  return out;
}

bool lies_before(PlacedThing const& crane, MooredShip const& ship) {
  constexpr double kReach_m = 80, kHatches = 0.4; // from the rail over the hull; of the length to either side
  auto const at = to_map(crane.place);
  double const east = at.east_m - ship.middle.east_m, north = at.north_m - ship.middle.north_m;
  double const along = east * std::sin(ship.heading_rad) + north * std::cos(ship.heading_rad);
  double const across = east * std::cos(ship.heading_rad) - north * std::sin(ship.heading_rad);
  return std::abs(along) < kHatches * ship.length_m && std::abs(across) < kReach_m;
}

Port::Port(PortPlan plan, std::vector<MooredShip> const& ships, std::uint64_t seed)
    : plan_(std::move(plan)), queue_(plan_.gates.size()) {
  for (auto const& crane : plan_.cranes) {
    crane_draws_.emplace_back(seed, "crane/" + crane.id);
    auto& before = before_.emplace_back();
    for (auto const& ship : ships)
      if (lies_before(crane, ship)) before.push_back({synth::Draws(seed, "worked/" + ship.id), ship.hours});
  }
  for (auto const& gate : plan_.gates)
    gate_draws_.emplace_back(seed, "gate/" + gate.id);
}

/// All cranes of a ship work or none: one that calls is worked as long as she lies there but for lashing and papers;
/// the time of one that stays is cut into spells.
bool Port::at_work(std::size_t crane, Moment const& now) const {
  for (auto const& ship : before_[crane]) {
    if (ship.hours) {
      double const since = ship.hours->since_berthed_s(now.second_of_day);
      if (since > plan_.lashing_s && since < ship.hours->stay_s() - plan_.lashing_s) return true;
      continue;
    }
    double const spells = now.unix_s() / (plan_.spell_h * 3600) + ship.draws.uniform("phase");
    double const within = spells - std::floor(spells);
    bool const worked = ship.draws.uniform("work", 0, 1, static_cast<std::uint64_t>(spells)) < plan_.work_share;
    if (worked && within > 0.04 && within < 0.96) return true; // lashing and papers first and last
  }
  return false;
}

double Port::trucks_ph(std::size_t gate, Moment const& now) const {
  constexpr double kMeanAtWork =
      8.8 / 24; // of the shifts that come with day.toml: 0.62 · 9 h + 0.23 · 8 h + 0.15 · 8 h
  double const day = now.at_work / kMeanAtWork;
  double const noise = 1 + 0.25 * smooth_noise(gate_draws_[gate], "trucks", now.unix_s(), 900);
  return plan_.trucks_ph * (1 - plan_.trucks_day_share + plan_.trucks_day_share * day) * noise;
}

void Port::advance(Moment const& end) {
  double const served_ph = plan_.lanes * 60 / plan_.service_min;
  for (std::size_t i = 0; i < queue_.size(); ++i)
    queue_[i] = std::max(0.0, queue_[i] + (trucks_ph(i, end) - served_ph) * kStep_s / 3600);
}

void Port::tell(Moment const& now, std::vector<Thing>& out) const {
  double const t = now.unix_s();
  for (std::size_t i = 0; i < plan_.cranes.size(); ++i) {
    bool const storm = now.sky.gust_mps > 20; // GB/T 3811: cranes of quays stop at 20 m/s in work
    bool const working = at_work(i, now) && !storm;
    double const pace = 1 + plan_.moves_spread * smooth_noise(crane_draws_[i], "pace", t, 1200);
    double const power = working ? 350 + 150 * smooth_noise(crane_draws_[i], "hoist", t, 45) : 25;
    out.push_back({"crane",
                   plan_.cranes[i].id,
                   plan_.cranes[i].place,
                   {{"moves_ph", working ? plan_.moves_ph * pace : 0}, {"power_kw", power}},
                   working ? "working"
                   : storm ? "storm"
                           : "idle"});
  }
  for (std::size_t i = 0; i < plan_.gates.size(); ++i)
    out.push_back({"gate",
                   plan_.gates[i].id,
                   plan_.gates[i].place,
                   {{"vehicles_count", std::floor(queue_[i] + plan_.lanes)},
                    {"delay_s", queue_[i] * plan_.service_min * 60 / plan_.lanes}},
                   queue_[i] > 1 ? "queue" : "open"});
}

} // namespace dalian::utilities
