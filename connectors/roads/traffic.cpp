#include "connectors/roads/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace dalian::roads {
namespace {

constexpr double kStill_m = 2;          // IDM's distance when standing
constexpr double kHardest_mps2 = 8;     // dry road
constexpr double kSetBack_m = 0.3;      // never nearer than this
constexpr double kGiveUp_s = 300;       // as SUMO's time-to-teleport: who stands so long first in line is taken away
constexpr double kAsideSpeed_mps = 1.2; // a lane change takes some 3 s
constexpr double kEager = 0.12;         // drivers differ by so much from the limit

} // namespace

KindFigures const& figures_of(VehicleKind kind) {
  static constexpr std::array<KindFigures, 6> kFigures{{
      {4.6, 1.85, 33, 1.4, 2.0, 1.2},  // car
      {5.6, 2.0, 31, 1.2, 2.0, 1.3},   // van
      {9.0, 2.5, 25, 0.8, 1.8, 1.6},   // rigid truck
      {16.5, 2.55, 23, 0.6, 1.8, 1.7}, // articulated, GB 1589-2016: up to 17.1 m
      {10.5, 2.5, 22, 0.9, 1.6, 1.5},  // bus
      {5.9, 2.0, 33, 1.8, 2.5, 1.0},   // ambulance
  }};
  return kFigures[static_cast<std::size_t>(kind)];
}

Traffic::Traffic(RoadNetwork const& network, RouteFinder const& routes, SignalPlan const& signals, std::uint64_t seed,
                 double now_s)
    : network_(network), routes_(routes), signals_(signals), seed_(seed), begun_s_(now_s), now_s_(now_s),
      on_(network.strips().size()), leaving_(network.strips().size()), reserved_(network.crossings().size()) {}

std::optional<std::uint32_t> Traffic::begin(Trip trip) {
  auto const& figures = figures_of(trip.kind);
  auto const& link = network_.links()[trip.link];
  StripId const lane = network_.lane(link, link.lanes - 1);
  constexpr double kRoom_m = 14; // from those before and behind
  for (std::uint32_t n = 0; n < link.lanes; ++n)
    for (auto const slot : on_[network_.lane(link, n)]) {
      auto const& other = movers_[slot];
      bool const behind = other.front_m <= trip.along_m - figures.length_m - kRoom_m - 2 * other.speed_mps;
      bool const before = other.front_m - other.length_m >= trip.along_m + kRoom_m;
      if (!behind && !before) return std::nullopt;
    }
  if (trip.along_m < figures.length_m || trip.along_m > network_.strips()[lane].stop_m - 1) return std::nullopt;
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(movers_.size());
    movers_.emplace_back();
    stepped_.push_back(0);
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  Mover m;
  m.active = true;
  m.number = next_number_++;
  m.kind = trip.kind;
  m.length_m = figures.length_m;
  m.width_m = figures.width_m;
  m.strip = lane;
  m.front_m = trip.along_m;
  m.eagerness = synth::Draws(seed_, "drivers").uniform("eagerness", 1 - kEager, 1 + kEager / 2, m.number);
  m.target = trip.first_target;
  m.trip = std::move(trip);
  m.speed_mps = std::min({m.eagerness * network_.limit_mps(lane, m.front_m), figures.top_mps, 8.0});
  movers_[slot] = std::move(m);
  choose_movement(movers_[slot]);
  auto& list = on_[lane];
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(neighbours(lane, movers_[slot].front_m).place), slot);
  ++active_;
  ++counts_.begun;
  return slot;
}

void Traffic::step() {
  ++steps_;
  now_s_ = begun_s_ + static_cast<double>(steps_) * kStep_s; // no sum, which would drift
  for (StripId id = 0; id < on_.size(); ++id)
    if (!on_[id].empty()) drive_strip(id);
}

void Traffic::drive_strip(StripId id) {
  bool first = true; // nobody before who has not been let into the crossing
  std::uint32_t leader = kNone;
  auto& list = on_[id];
  for (std::size_t i = 0; i < list.size();) {
    auto const slot = list[i];
    if (stepped_[slot] != steps_) {
      stepped_[slot] = steps_;
      drive(slot, leader, first);
    }
    if (i >= list.size() || list[i] != slot) continue; // it has gone on, or changed lanes
    first = first && movers_[slot].granted;
    leader = slot;
    ++i;
  }
}

double Traffic::wanted_mps(Mover const& m) const {
  auto const& figures = figures_of(m.kind);
  double const limit = network_.limit_mps(m.strip, m.front_m);
  return std::min(std::min(m.eagerness, m.siren ? 1.3 : 1.1) * limit * (m.siren ? 1.3 : 1.0), figures.top_mps);
}

/// Intelligent Driver Model, Treiber, Hennecke and Helbing (2000), Phys. Rev. E 62, 1805.
double Traffic::follow(Mover const& m, Gap const& gap, double wanted) const {
  auto const& f = figures_of(m.kind);
  double const v = m.speed_mps, ratio = v / std::max(0.5, wanted);
  double acceleration = f.acceleration_mps2 * (1 - ratio * ratio * ratio * ratio);
  if (v > wanted) acceleration = std::max(acceleration, -f.braking_mps2); // the limit alone is no emergency
  if (gap.metres > 1e8) return acceleration;
  double const share = m.bold_until_s > now_s_ ? 0.25 : 1;
  double const headway = share * f.headway_s;
  double const wish =
      share * kStill_m +
      std::max(0.0, v * headway + v * (v - gap.speed_mps) / (2 * std::sqrt(f.acceleration_mps2 * f.braking_mps2)));
  double const nearness = wish / std::max(0.1, gap.metres);
  return std::min(acceleration,
                  f.acceleration_mps2 * (1 - std::max(0.0, v / std::max(0.5, wanted) - 1) - nearness * nearness));
}

/// Metres to the bus stop or the end of the trip on this link.
std::optional<double> Traffic::stop_ahead(Mover const& m) const {
  auto const& strip = network_.strips()[m.strip];
  if (strip.movement || m.target >= m.trip.stops_m.size()) return std::nullopt;
  double const stop = m.trip.stops_m[m.target];
  if (stop < 0 || routes_.link_of(m.trip.targets[m.target]) != strip.owner || stop < m.front_m - 0.5)
    return std::nullopt;
  return stop - m.front_m;
}

void Traffic::drive(std::uint32_t slot, std::uint32_t leader, bool first) {
  auto& m = movers_[slot];
  auto const& strip = network_.strips()[m.strip];
  release(m);
  Gap gap;
  if (leader != kNone) gap.take(gap_between(m, movers_[leader]), movers_[leader].speed_mps);
  look_beside(slot, gap);
  double wanted = wanted_mps(m);
  double const to_end = strip.length_m - m.front_m;
  bool const crosses = !strip.movement && network_.links()[strip.owner].ahead != kNone;
  if (crosses) {
    if (!first && m.granted) withdraw(slot);
    if (first) ask_to_enter(slot);
    if (!m.granted) gap.take(std::max(0.05, strip.stop_m - m.front_m + kStill_m - 0.5), 0);
  }
  if (strip.movement) look_at_siblings(m.strip, -m.front_m, gap);
  if (leader == kNone && (strip.movement || m.movement != kNone)) look_beyond(slot, gap);
  if (auto const next = strip.movement ? strip.to : m.movement; next != kNone && to_end < 120) {
    double const entry = std::min(m.eagerness, 1.05) * network_.strips()[next].entry_mps;
    wanted = std::min(wanted, std::sqrt(entry * entry + 2 * 1.5 * std::max(0.0, to_end)));
  }
  if (auto const stop = stop_ahead(m)) {
    if (m.dwell_s < 0) gap.take(std::max(0.05, *stop + kStill_m - 0.5), 0);
    double const reach = m.siren ? 150 : 1.5; // a queue may stand in an ambulance's way
    if (m.dwell_s < 0 && *stop < reach && m.speed_mps < 0.3) m.dwell_s = m.trip.dwell_s;
  }
  double acceleration = follow(m, gap, wanted);
  if (m.brake_until_s > now_s_) acceleration = -7;
  if (m.stands_until_s > now_s_) acceleration = -kHardest_mps2;
  if (m.dwell_s >= 0) {
    acceleration = -2;
    m.dwell_s -= kStep_s;
    if (m.dwell_s < 0) {
      m.dwell_s = -1;
      ++m.stops_made;
      m.trip.stops_m[m.target] = m.trip.round ? m.trip.stops_m[m.target] : -1;
      ++m.target;
      if (m.target == m.trip.targets.size() && m.trip.round) m.target = 0;
      if (m.target == m.trip.targets.size()) return leave(slot);
      m.granted ? void() : choose_movement(m);
    }
  }
  advance(slot, acceleration, gap);
}

/// One ballistic step (Treiber and Kanagaraj 2015), never into what is ahead.
void Traffic::advance(std::uint32_t slot, double acceleration, Gap const& gap) {
  auto& m = movers_[slot];
  acceleration = std::max(acceleration, -kHardest_mps2);
  double speed = std::max(0.0, m.speed_mps + acceleration * kStep_s);
  double step = (m.speed_mps + speed) / 2 * kStep_s;
  if (step > gap.metres - kSetBack_m) {
    step = std::max(0.0, gap.metres - kSetBack_m);
    speed = std::min(speed, step / kStep_s);
  }
  m.acceleration_mps2 = (speed - m.speed_mps) / kStep_s;
  m.speed_mps = speed;
  m.front_m += step;
  m.odometer_m += step;
  double const side = kAsideSpeed_mps * kStep_s;
  m.aside_m = m.aside_m > 0 ? std::max(0.0, m.aside_m - side) : std::min(0.0, m.aside_m + side);
  if (m.aside_m == 0) end_lane_change(slot);
  auto const& strip = network_.strips()[m.strip];
  bool const waits = !strip.movement && speed < 0.1 && strip.stop_m - m.front_m < 3 && m.stands_until_s <= now_s_;
  m.waiting_s = waits ? m.waiting_s + kStep_s : speed > 1 ? 0 : m.waiting_s;
  if (m.waiting_s > kGiveUp_s) {
    ++counts_.given_up;
    return leave(slot);
  }
  if (m.front_m >= strip.length_m) {
    if (!enter_next(slot)) return leave(slot);
  } else if (!strip.movement && !m.granted && (steps_ + slot) % 10 == 0) {
    consider_lane_change(slot);
  }
  // The end of a trip without a stop is the middle of its last link: there it turns into a gate.
  auto const& now_on = network_.strips()[m.strip];
  if (now_on.movement || m.target >= m.trip.targets.size()) return;
  bool const there = routes_.link_of(m.trip.targets[m.target]) == now_on.owner;
  bool const passes = m.trip.stops_m.empty() || m.trip.stops_m[m.target] < 0;
  if (!there || !passes) return;
  bool const last = m.target + 1 == m.trip.targets.size() && !m.trip.round;
  if (last && m.front_m < now_on.length_m / 2) return;
  if (last) {
    ++counts_.arrived;
    return leave(slot);
  }
  m.target = (m.target + 1) % static_cast<std::uint32_t>(m.trip.targets.size());
  if (!m.granted) choose_movement(m);
}

/// Onto the movement, or the lane after it. False where the road leaves the map.
bool Traffic::enter_next(std::uint32_t slot) {
  auto& m = movers_[slot];
  auto const& strip = network_.strips()[m.strip];
  StripId const next = strip.movement ? strip.to : m.movement;
  if (next == kNone || (!strip.movement && !m.granted)) return false;
  std::erase(on_[m.strip], slot);
  end_lane_change(slot);
  m.front_m -= strip.length_m;
  m.behind = {m.strip, m.behind[0], m.behind[1]};
  m.strip = next;
  on_[next].push_back(slot);
  if (strip.movement) {
    for (auto& hold : m.holds)
      if (hold.movement == m.behind[0]) hold.until_m = m.odometer_m - m.front_m + m.length_m + 0.5;
    m.granted = false;
    m.waiting_s = 0;
    choose_movement(m);
    take_reserved(m);
  }
  return true;
}

void Traffic::release(Mover& m) {
  for (auto& hold : m.holds)
    if (hold.crossing != kNone && m.odometer_m > hold.until_m) {
      auto const slot = static_cast<std::uint32_t>(&m - movers_.data());
      std::erase_if(reserved_[hold.crossing],
                    [&](Reservation const& r) { return r.slot == slot && r.movement == hold.movement; });
      hold = {};
    }
}

void Traffic::leave(std::uint32_t slot) {
  auto& m = movers_[slot];
  for (auto& hold : m.holds) {
    if (hold.crossing != kNone) hold.until_m = -1;
  }
  release(m);
  std::erase(on_[m.strip], slot);
  end_lane_change(slot);
  m.active = false;
  --active_;
  free_.push_back(slot);
}

std::uint32_t Traffic::ahead_of(std::uint32_t slot) const {
  auto const& list = on_[movers_[slot].strip];
  auto const it = std::ranges::find(list, slot);
  return it == list.begin() || it == list.end() ? kNone : *(it - 1);
}

MapPoint Traffic::aside(StripId strip, double along_m, double aside_m, double* height) const {
  auto const p = network_.at(strip, along_m);
  if (height != nullptr) *height = p.height_m;
  return {p.at.east_m + aside_m * p.ahead.north_m, p.at.north_m - aside_m * p.ahead.east_m};
}

Pose Traffic::pose(Mover const& m) const {
  Pose pose;
  pose.front = aside(m.strip, m.front_m, m.aside_m, &pose.height_m);
  double rear = m.front_m - m.length_m;
  StripId strip = m.strip;
  for (std::size_t i = 0; rear < 0 && i < m.behind.size() && m.behind[i] != kNone; ++i) {
    strip = m.behind[i];
    rear += network_.strips()[strip].length_m;
  }
  auto const back = aside(strip, rear, m.aside_m, nullptr);
  pose.centre = {(pose.front.east_m + back.east_m) / 2, (pose.front.north_m + back.north_m) / 2};
  pose.heading_rad = std::atan2(pose.front.east_m - back.east_m, pose.front.north_m - back.north_m);
  return pose;
}

} // namespace dalian::roads
