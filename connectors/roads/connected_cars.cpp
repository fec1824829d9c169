#include "connectors/roads/connected_cars.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

namespace dalian::roads {
namespace {

constexpr double kBrake_s = 1.2, kBrakeAt_mps2 = 7;
constexpr double kHard_mps2 = 4; // VehicleEventFlags: hard braking is more than 0.4 g
constexpr double kBold_s = 14, kBoldThenBrake_s = 9;
constexpr std::uint32_t kHardBraking = 1U << 7;
constexpr std::size_t kTargetsAWay = 6; // of a corridor, so that the quickest way between them is the corridor

} // namespace

std::array<std::uint8_t, 4> anonymous_id(std::uint32_t number) {
  return {static_cast<std::uint8_t>(0x40 | (number >> 24 & 0x3f)), static_cast<std::uint8_t>(number >> 16),
          static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

std::string entity_of(std::array<std::uint8_t, 4> const& id) {
  return fmt::format("bsm:{:02X}{:02X}{:02X}{:02X}", id[0], id[1], id[2], id[3]);
}

ConnectedCars::ConnectedCars(layout::City const& city, RoadNetwork const& network, RouteFinder& routes,
                             RoadsPlan const& plan, std::uint64_t seed)
    : network_(network), routes_(routes), troubles_(plan.troubles), sky_(city) {
  std::uint8_t corridor_number = 0;
  for (auto const& corridor : plan.corridors) {
    ++corridor_number;
    auto const route = std::ranges::find(city.routes, corridor.route, &layout::Route::id);
    if (route == city.routes.end())
      throw std::invalid_argument(fmt::format("[[corridor]]: the city has no route '{}'", corridor.route));
    auto const out = corridor_links(*route, true), back = corridor_links(*route, false);
    auto const tour = tour_of(out, back);
    for (int i = 0; i < corridor.cars; ++i) {
      std::array<std::uint8_t, 4> const id{0xCA, 0, corridor_number, static_cast<std::uint8_t>(i + 1)};
      auto const label = fmt::format("T{}-{:02}", corridor_number, i + 1);
      ConnectedCar car{label,
                       id,
                       entity_of(id),
                       tour,
                       kNone,
                       0,
                       0,
                       0,
                       -1e9,
                       -1,
                       false,
                       0.0,
                       GnssError(seed, label),
                       synth::Draws(seed, label)};
      auto const place =
          static_cast<std::size_t>(i) * (out.size() + back.size()) / static_cast<std::size_t>(corridor.cars);
      car.tour.link = place < out.size() ? out[place] : back[place - out.size()];
      cars_.push_back(std::move(car));
    }
  }
  synth::Draws const draws(seed, "elsewhere");
  for (std::uint64_t i = 0; elsewhere_.size() < 60 && i < 4000; ++i) {
    auto const link = static_cast<std::uint32_t>(draws.below("link", network.links().size(), i));
    auto const& l = network.links()[link];
    if (!l.expressway && l.length_m > 80 && city.routes[l.route].kind == layout::RouteClass::street)
      elsewhere_.push_back(routes_.add(link));
  }
}

/// The links under a line, in its order, that lead its way.
std::vector<std::uint32_t> ConnectedCars::corridor_links(layout::Route const& route, bool forward) const {
  constexpr double kNear_m = 14;
  auto line = route.line;
  if (!forward) std::reverse(line.begin(), line.end());
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < network_.links().size(); ++i) {
    auto const& link = network_.links()[i];
    if (link.expressway || link.length_m < 40) continue;
    auto const middle = network_.at(link.first_lane, network_.strips()[link.first_lane].length_m / 2);
    for (std::size_t k = 0; k + 1 < line.size(); ++k) {
      auto const a = line[k], b = line[k + 1];
      double const e = b.east_m - a.east_m, n = b.north_m - a.north_m, length = std::hypot(e, n);
      double const share = std::clamp(
          ((middle.at.east_m - a.east_m) * e + (middle.at.north_m - a.north_m) * n) / (length * length), 0.0, 1.0);
      double const away = distance_m(middle.at, {a.east_m + share * e, a.north_m + share * n});
      bool const along = (e * middle.ahead.east_m + n * middle.ahead.north_m) / length > 0.9;
      if (away > kNear_m || !along) continue;
      found.push_back(static_cast<std::uint32_t>(k << 16 | i));
      break;
    }
  }
  std::ranges::sort(found); // by the place along the line
  for (auto& f : found)
    f &= 0xffff;
  return found;
}

Trip ConnectedCars::tour_of(std::vector<std::uint32_t> const& out, std::vector<std::uint32_t> const& back) {
  Trip trip;
  trip.round = true;
  for (auto const* way : {&out, &back})
    for (std::size_t i = 1; i <= kTargetsAWay && !way->empty(); ++i) {
      auto const target = routes_.add((*way)[(way->size() - 1) * i / kTargetsAWay]);
      if (trip.targets.empty() || trip.targets.back() != target) trip.targets.push_back(target);
    }
  return trip;
}

void ConnectedCars::bring(ConnectedCar& car, Traffic& traffic) {
  if (car.slot != kNone) owned_[car.slot] = false;
  car.slot = kNone;
  car.away = false;
  auto trip = car.tour;
  double const length_m = network_.links()[trip.link].length_m;
  trip.along_m = length_m * car.draws.uniform("along", 0.2, 0.8, steps_);
  // From here on: the first target that is not behind.
  double best = std::numeric_limits<double>::infinity();
  for (std::uint32_t i = 0; i < trip.targets.size(); ++i) {
    double const s = routes_.seconds(trip.targets[i], trip.link);
    if (s > 0 && s < best) {
      best = s;
      trip.first_target = i;
    }
  }
  auto const slot = traffic.begin(std::move(trip));
  if (!slot) return;
  car.slot = *slot;
  car.number = traffic.movers()[*slot].number;
  owned_.resize(std::max<std::size_t>(owned_.size(), *slot + 1));
  owned_[*slot] = true;
}

void ConnectedCars::step(Traffic& traffic) {
  ++steps_;
  for (auto& car : cars_) {
    bool const there =
        car.slot != kNone && traffic.movers()[car.slot].active && traffic.movers()[car.slot].number == car.number;
    if (!there) {
      bring(car, traffic);
      continue;
    }
    auto const& mover = traffic.movers()[car.slot];
    if (steps_ % 10 == 0) befall(car, traffic);
    auto const pose = traffic.pose(mover);
    car.gnss.step(Traffic::kStep_s, sky_.walls(pose.centre, pose.height_m));
  }
}

void ConnectedCars::tell_truth(Traffic const& traffic, ConnectedCar const& car, std::string kind, double lasts_s,
                               double figure) {
  auto const pose = traffic.pose(traffic.movers()[car.slot]);
  truths_.push_back(
      {traffic.now_s(), traffic.now_s() + lasts_s, std::move(kind), car.entity, "", to_geo(pose.centre), figure});
}

/// Once a second: each trouble by its rate.
void ConnectedCars::befall(ConnectedCar& car, Traffic& traffic) {
  auto& mover = traffic.mover(car.slot);
  double const now = traffic.now_s();
  auto const second = static_cast<std::uint64_t>(now);
  auto const due = [&](std::string_view what, double per_hour) {
    return car.draws.uniform(what, 0, 1, second) < per_hour / 3600;
  };
  if (car.away && mover.trip.targets.size() > car.tour.targets.size() && mover.target != car.tour.first_target) {
    mover.trip.targets.erase(mover.trip.targets.begin() + car.tour.first_target); // it was there; back to the corridor
    if (mover.target > car.tour.first_target) --mover.target;
    mover.target %= static_cast<std::uint32_t>(mover.trip.targets.size());
    car.away = false;
  }
  bool const free = mover.speed_mps > 8 && now > car.braked_at_s + 20;
  if (free && due("hard brake", troubles_.hard_brakes)) {
    car.braked_at_s = now;
    mover.brake_until_s = now + kBrake_s;
    tell_truth(traffic, car, "hard_brake", kBrake_s, kBrakeAt_mps2);
  }
  if (now > car.silent_until_s && due("silence", troubles_.silences)) {
    double const lasts = car.draws.uniform("silence lasts", troubles_.silence_low_s, troubles_.silence_high_s, second);
    car.silent_until_s = now + lasts;
    tell_truth(traffic, car, "silence", lasts, lasts);
  }
  if (!car.away && due("exit", troubles_.exits)) leave_corridor(car, traffic);
  auto const leader = traffic.ahead_of(car.slot);
  if (free && leader != kNone && due("near collision", troubles_.near_collisions)) {
    double const gap = traffic.movers()[leader].front_m - traffic.movers()[leader].length_m - mover.front_m;
    if (gap < 80) {
      mover.bold_until_s = now + kBold_s;
      car.leader_brakes_at_s = now + kBoldThenBrake_s;
    }
  }
  if (car.leader_brakes_at_s > 0 && now >= car.leader_brakes_at_s) {
    car.leader_brakes_at_s = -1;
    if (leader == kNone) return;
    auto& other = traffic.mover(leader);
    other.brake_until_s = now + kBrake_s;
    tell_truth(traffic, car, "near_collision", 3, other.front_m - other.length_m - mover.front_m);
    auto const it = std::ranges::find(cars_, leader, &ConnectedCar::slot);
    truths_.back().other = it != cars_.end() ? it->entity : entity_of(anonymous_id(other.number));
  }
}

void ConnectedCars::leave_corridor(ConnectedCar& car, Traffic& traffic) {
  auto& mover = traffic.mover(car.slot);
  auto const& strip = network_.strips()[mover.strip];
  if (strip.movement || mover.granted) return;
  for (std::uint64_t i = 0; i < 20; ++i) {
    auto const place = elsewhere_[car.draws.below("elsewhere", elsewhere_.size(), steps_ + i)];
    double const s = routes_.seconds(place, strip.owner);
    if (!(s > 60 && s < 300)) continue;
    mover.trip.targets.insert(mover.trip.targets.begin() + mover.target, place);
    car.tour.first_target = mover.target;
    car.away = true;
    tell_truth(traffic, car, "corridor_exit", 2 * s, s);
    return;
  }
}

void ConnectedCars::tell(Traffic const& traffic, Duration shift, std::vector<std::string>& out) {
  for (auto& car : cars_) {
    if (car.slot == kNone || car.silent_until_s > traffic.now_s()) continue;
    auto const& mover = traffic.movers()[car.slot];
    if (!mover.active || mover.number != car.number) continue;
    auto const pose = traffic.pose(mover);
    SafetyMessage m;
    m.id = car.id;
    m.count = car.count = static_cast<std::uint8_t>((car.count + 1) % 128);
    m.at = Instant{from_seconds(traffic.now_s())} + shift;
    m.position = to_geo({pose.centre.east_m + car.gnss.east_m(), pose.centre.north_m + car.gnss.north_m()});
    m.height_m = pose.height_m;
    m.sigma_m = car.gnss.sigma_m();
    m.speed_mps = mover.speed_mps;
    m.heading_rad = pose.heading_rad + meridian_convergence_rad(m.position);
    m.acceleration_mps2 = mover.acceleration_mps2;
    m.turn_rate_rps = std::remainder(pose.heading_rad - car.last_heading_rad, 2 * 3.14159265358979) / Traffic::kStep_s;
    if (std::abs(m.turn_rate_rps) > 2) m.turn_rate_rps = 0; // its first
    car.last_heading_rad = pose.heading_rad;
    m.length_m = mover.length_m;
    m.width_m = mover.width_m;
    m.events = mover.acceleration_mps2 < -kHard_mps2 ? kHardBraking : 0;
    out.push_back(write_bsm(m));
  }
}

} // namespace dalian::roads
