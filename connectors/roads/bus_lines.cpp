#include "connectors/roads/bus_lines.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dalian::roads {
namespace {

constexpr double kReach_m = 40; // from the shelter to the street
constexpr double kDwell_s = 20,
                 kSlack = 1.25; // the timetable's running times, of those of free flow; parameter, 1.1 … 1.5
constexpr double kRound_s = 30; // timetables are in half minutes
constexpr double kEarly_s = 60; // a bus may be so early; more it waits

bool is_rush(double second) {
  auto const within = [&](double from_h, double to_h) { return second >= from_h * 3600 && second < to_h * 3600; };
  return within(6.5, 8.5) || within(16.5, 18.5);
}

} // namespace

BusLines::BusLines(RoadNetwork const& network, RouteFinder& routes, std::vector<BusLinePlan> const& plans,
                   synth::DayStory const& story)
    : network_(network), story_(story) {
  for (auto const& plan : plans) {
    BusLine line{&plan, {}, {}, {}};
    for (auto const& stop : plan.stops) {
      auto const at = to_map(stop.place);
      auto const link = network.nearest_link(at, kReach_m);
      if (!link) continue;
      auto const lane = network.lane(network.links()[*link], network.links()[*link].lanes - 1);
      auto const& strip = network.strips()[lane];
      double best = 1e9, along = 0;
      for (double s = 0; s < strip.length_m; s += 1)
        if (double const d = distance_m(network.at(lane, s).at, at); d < best) {
          best = d;
          along = s;
        }
      along = std::clamp(along, std::min(12.0, strip.stop_m / 2), std::max(strip.stop_m / 2, strip.stop_m - 30));
      line.stops.push_back({stop, *link, along, routes.add(*link), to_geo(network.at(lane, along).at)});
    }
    if (line.stops.size() < 2) continue;
    set_times(line, routes);
    set_shape(line, routes);
    lines_.push_back(std::move(line));
    add_trips(static_cast<std::uint32_t>(lines_.size() - 1));
  }
  begun_.resize(trips_.size());
}

void BusLines::set_times(BusLine& line, RouteFinder const& routes) const {
  line.after_s = {0};
  for (std::size_t i = 0; i < line.stops.size(); ++i) {
    auto const &from = line.stops[i], &to = line.stops[(i + 1) % line.stops.size()];
    auto const speed = [&](BusStop const& s) { return std::min(network_.links()[s.link].speed_mps, 14.0); };
    double const drive =
        from.link == to.link && to.along_m > from.along_m
            ? (to.along_m - from.along_m) / speed(from)
            : routes.seconds(to.destination, from.link) - from.along_m / speed(from) + to.along_m / speed(to);
    double const s = line.after_s.back() + kSlack * std::max(20.0, drive) + kDwell_s;
    line.after_s.push_back(kRound_s * std::ceil(s / kRound_s));
  }
}

/// Along the lanes from stop to stop, as a bus drives that has no time to change lanes on short links.
void BusLines::set_shape(BusLine& line, RouteFinder const& routes) const {
  constexpr double kStep_m = 30, kChange_m = 150;
  for (std::size_t i = 0; i < line.stops.size(); ++i) {
    auto const &from = line.stops[i], &to = line.stops[(i + 1) % line.stops.size()];
    auto const& first = network_.links()[from.link];
    StripId lane = network_.lane(first, first.lanes - 1);
    double along = from.along_m;
    for (int guard = 0; guard < 500; ++guard) {
      auto const& strip = network_.strips()[lane];
      bool const last = strip.owner == to.link && to.along_m >= along;
      double const end = last ? to.along_m : strip.length_m;
      for (double s = along; s < end; s += kStep_m)
        line.shape.push_back(network_.at(lane, s).at);
      line.shape.push_back(network_.at(lane, end).at);
      if (last) break;
      auto const movement = way_on(routes, to.destination, lane, end - along > kChange_m);
      if (movement == kNone) break;
      lane = network_.strips()[movement].to;
      along = 0;
    }
  }
}

/// The movement that leads on soonest, from this lane or, with `any_lane`, from any of the link.
StripId BusLines::way_on(RouteFinder const& routes, std::uint32_t destination, StripId lane, bool any_lane) const {
  Way best = routes.way_on(destination, lane);
  auto const& link = network_.link_of(network_.strips()[lane]);
  for (std::uint32_t n = 0; any_lane && n < link.lanes; ++n)
    if (auto const way = routes.way_on(destination, network_.lane(link, n)); way.seconds < best.seconds) best = way;
  return std::isinf(best.seconds) ? kNone : best.movement;
}

void BusLines::add_trips(std::uint32_t line) {
  auto const& plan = *lines_[line].plan;
  for (double t = plan.first_s; t <= plan.last_s; t += is_rush(t) ? plan.rush_headway_s : plan.headway_s) {
    auto const minute = static_cast<int>(t / 60);
    trips_.push_back({line, t, fmt::format("{}-{:02}{:02}", plan.id, minute / 60, minute % 60)});
  }
}

/// At its first stop, or where its timetable has it now.
bool BusLines::begin(Traffic& traffic, std::uint32_t number, double second) {
  auto const& trip = trips_[number];
  auto const& line = lines_[trip.line];
  double const since = second - trip.leave_s;
  auto const at = static_cast<std::uint32_t>(std::ranges::upper_bound(line.after_s, since) - line.after_s.begin() - 1);
  if (at >= line.stops.size()) return true; // it is over already
  Trip way;
  way.kind = VehicleKind::bus;
  way.link = line.stops[at].link;
  way.along_m = line.stops[at].along_m;
  for (std::uint32_t i = at + 1; i <= line.stops.size(); ++i) {
    auto const& stop = line.stops[i % line.stops.size()];
    way.targets.push_back(stop.destination);
    way.stops_m.push_back(stop.along_m);
  }
  auto const slot = traffic.begin(std::move(way));
  if (!slot) return false;
  running_.push_back({number, *slot, traffic.movers()[*slot].number, at + 1, since - line.after_s[at], false});
  return true;
}

void BusLines::watch(Traffic& traffic, RunningBus& bus, double second) {
  auto& mover = traffic.mover(bus.slot);
  auto const& trip = trips_[bus.trip];
  auto const& line = lines_[trip.line];
  auto const first = static_cast<std::uint32_t>(line.stops.size() + 1 - mover.trip.targets.size());
  auto const next = std::min<std::uint32_t>(first + mover.stops_made, static_cast<std::uint32_t>(line.stops.size()));
  bus.at_stop = mover.dwell_s >= 0;
  double const scheduled = trip.leave_s + line.after_s[bus.next_stop];
  if (bus.at_stop && bus.next_stop < line.stops.size() && second < scheduled - kEarly_s)
    mover.dwell_s = std::max(mover.dwell_s, 1.0); // too early
  if (next > bus.next_stop) {
    bus.delay_s = second - scheduled;
    bus.next_stop = next;
  }
}

void BusLines::step(Traffic& traffic) {
  double const second = story_.second_of_day(Instant{from_seconds(traffic.now_s())});
  if (second < last_second_) std::fill(begun_.begin(), begun_.end(), false);
  last_second_ = second;
  for (std::uint32_t i = 0; i < trips_.size(); ++i)
    if (!begun_[i] && second >= trips_[i].leave_s) begun_[i] = begin(traffic, i, second);
  for (auto& bus : running_)
    if (traffic.movers()[bus.slot].active && traffic.movers()[bus.slot].number == bus.number)
      watch(traffic, bus, second);
    else
      bus.slot = kNone;
  std::erase_if(running_, [](RunningBus const& bus) { return bus.slot == kNone; });
}

} // namespace dalian::roads
