#include "connectors/synth/port_call.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::synth {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kMpsPerKnot = 1852.0 / 3600.0;
constexpr double kFender_m = 2.5;
constexpr double kPassing_m = 100; // off the berth: clear of the widest neighbour by 40 m
constexpr double kPush_mps = 0.2;  // mean; tugs bring large ships alongside at 0.1 … 0.3
constexpr double kRun_m = 700;     // straight before the berth and behind it
constexpr double kRun_kn = 3;
constexpr double kPapers_s = 1800; // before she leaves, the next voyage stands in her transponder
constexpr double kSlowest_kn = 4;

MapPoint ahead(MapPoint p, double bearing_rad, double metres) {
  return {p.east_m + metres * std::sin(bearing_rad), p.north_m + metres * std::cos(bearing_rad)};
}
double bearing(MapPoint from, MapPoint to) {
  return std::atan2(to.east_m - from.east_m, to.north_m - from.north_m);
}
/// 0 … 1 with no jump of speed at either end, and how fast it grows.
double eased(double x) {
  return x * x * (3 - 2 * x);
}
double easing(double x) {
  return 6 * x * (1 - x);
}
double wrapped(double second) {
  double const rest = std::fmod(second, kDay_s);
  return rest < 0 ? rest + kDay_s : rest;
}

/// What remains of a lane's side (points from the port to the sea, a speed for each leg) for a ship that joins or
/// leaves it on her way between it and `beside`: at a narrow angle, further out the further aside that lies.
std::vector<WayPoint> seaward(std::vector<MapPoint> const& side, std::vector<double> const& speed_kn, MapPoint beside) {
  double passed = 0, along = 0, aside = 1e300;
  for (std::size_t i = 0; i + 1 < side.size(); ++i) {
    double const length = distance_m(side[i], side[i + 1]), to = bearing(side[i], side[i + 1]);
    double const east = beside.east_m - side[i].east_m, north = beside.north_m - side[i].north_m;
    double const on = std::clamp(east * std::sin(to) + north * std::cos(to), 0.0, length);
    double const off = distance_m(beside, ahead(side[i], to, on));
    if (off < aside) along = passed + on, aside = off;
    passed += length;
  }
  constexpr double kNarrow = 4, kMore_m = 600, kLeastLeg_m = 400;
  along += kNarrow * aside + kMore_m;
  std::vector<WayPoint> points;
  passed = 0;
  for (std::size_t i = 0; i + 1 < side.size(); ++i) {
    double const length = distance_m(side[i], side[i + 1]);
    double const speed = speed_kn[i] * kMpsPerKnot;
    if (!points.empty())
      points.push_back({side[i], 0, speed, 0});
    else if (along < passed + length - kLeastLeg_m)
      points.push_back({ahead(side[i], bearing(side[i], side[i + 1]), std::max(0.0, along - passed)), 0, speed, 0});
    passed += length;
  }
  points.push_back({side.back(), 0, speed_kn.back() * kMpsPerKnot, 0});
  return points;
}

/// From off the berth out to the lane's end and back, both in the direction `out_rad` at the berth's side.
std::vector<WayPoint> round_from(MapPoint leave, MapPoint arrive, double out_rad, Lane const& lane) {
  std::vector<MapPoint> centre;
  for (auto const& p : lane.points)
    centre.push_back(to_map(p));
  double const half = lane.width_m / 2, bend = std::max(1500.0, 2 * lane.width_m);
  double const run = kRun_kn * kMpsPerKnot, harbour = lane.speed_kn.front() * kMpsPerKnot;
  auto const first = ahead(leave, out_rad, kRun_m), last = ahead(arrive, out_rad, kRun_m);
  auto const out = seaward(offset_line(centre, half), lane.speed_kn, first);
  auto const back = seaward(offset_line(centre, -half), lane.speed_kn, last);
  std::vector<WayPoint> points{{leave, 0, run, 0}, {first, bend, harbour, 0}};
  for (auto const& p : out)
    points.push_back({p.position, bend, p.speed_limit_mps, 0});
  points.back().radius_m = half;
  for (std::size_t i = back.size(); i-- > 0;) { // a leg's speed stands at its end towards the port
    double const speed = i > 0 ? back[i - 1].speed_limit_mps : harbour;
    points.push_back({back[i].position, i + 1 == back.size() ? half : bend, speed, 0});
  }
  points.push_back({last, bend, run, 0});
  points.push_back({arrive, 0, run, 0});
  return points;
}

template <class Tables>
auto const& named(Tables const& tables, std::string const& id) {
  return *std::ranges::find_if(tables, [&](auto const& t) { return t.id == id; });
}

} // namespace

Result<std::shared_ptr<PortCall const>> PortCall::make(FleetPlan const& plan, Call const& call, Hull hull) {
  auto const& kind = named(plan.kinds, call.kind);
  auto const& quay = named(plan.quays, call.quay);
  auto const& lane = named(plan.lanes, call.lane);
  auto const from = to_map(quay.from), to = to_map(quay.to);
  if (call.berth_m < hull.length_m / 2 || call.berth_m > distance_m(from, to) - hull.length_m / 2)
    return Error{fmt::format("[[call]] {}: {:.0f} m of ship do not fit on {} at berth_m = {}", call.id, hull.length_m,
                             quay.id, call.berth_m)};
  std::shared_ptr<PortCall> made(new PortCall);
  auto& c = *made;
  double const along = bearing(from, to);
  c.hours_ = call.hours;
  c.turns_first_ = call.turns_first;
  c.water_rad_ = along - kPi / 2;
  c.berth_ = ahead(ahead(from, along, call.berth_m), c.water_rad_, hull.beam_m / 2 + kFender_m);
  double const sea = bearing(to_map(lane.points[0]), to_map(lane.points[1]));
  double const out = std::cos(along - sea) > 0 ? along : along + kPi;
  c.heading_rad_ = call.turns_first ? out : out + kPi;
  double const turning_m = kPassing_m + hull.length_m / 2;
  c.leave_m_ = call.turns_first ? kPassing_m : turning_m;
  c.arrive_m_ = call.turns_first ? turning_m : kPassing_m;
  c.leave_s_ = c.leave_m_ / kPush_mps;
  c.arrive_s_ = c.arrive_m_ / kPush_mps;
  constexpr double kOfTheMost = 0.8;
  c.turn_s_ = kPi * easing(0.5) / (kOfTheMost * kind.turn_rate_dpm / 60 * kPi / 180);
  c.sea_s_ = kDay_s - call.hours.stay_s() - c.leave_s_ - c.arrive_s_ - c.turn_s_;
  MotionLimits limits;
  limits.cruise_mps = kind.cruise_kn * kMpsPerKnot;
  limits.turn_rate_rps = kind.turn_rate_dpm / 60 * kPi / 180;
  auto const round = round_from(c.off_berth(c.leave_m_), c.off_berth(c.arrive_m_), out, lane);
  if (auto status = c.plan_voyage(round, hull, limits); !status)
    return Error{fmt::format("[[call]] {}: {}", call.id, status.error())};
  return std::shared_ptr<PortCall const>(std::move(made));
}

/// The cruising speed that brings her back in the time there is.
Status PortCall::plan_voyage(std::vector<WayPoint> const& points, Hull hull, MotionLimits limits) {
  PathShape const shape{std::clamp(hull.length_m / 8, 5.0, 25.0), std::clamp(2 * hull.length_m, 40.0, 600.0)};
  auto const track = smooth_open_path(points, shape);
  // Stopped at both ends.
  auto still = track;
  still.front().speed_limit_mps = still.back().speed_limit_mps = 0;
  auto const at_speed = [&](double mps) {
    limits.cruise_mps = mps;
    return std::make_shared<Timetable const>(still, limits);
  };
  double fast = limits.cruise_mps, slow = kSlowest_kn * kMpsPerKnot;
  double quickest = at_speed(fast)->period_s(), longest = at_speed(slow)->period_s();
  if (sea_s_ < quickest || sea_s_ > longest)
    return Error{fmt::format("her stay leaves {:.1f} h for a way of {:.1f} … {:.1f} h; change `berthed` or `leaves` in "
                             "day.toml",
                             sea_s_ / 3600, quickest / 3600, longest / 3600)};
  // The time grows with slowness, almost in proportion: a few steps find it, and what is left is seconds of a day.
  for (int i = 0; i < 6; ++i) {
    double const share = (sea_s_ - quickest) / std::max(1e-9, longest - quickest);
    double const speed = 1 / std::lerp(1 / fast, 1 / slow, share);
    voyage_ = at_speed(speed);
    if (voyage_->period_s() > sea_s_)
      slow = speed, longest = voyage_->period_s();
    else
      fast = speed, quickest = voyage_->period_s();
  }
  return {};
}

MapPoint PortCall::off_berth(double metres) const {
  return ahead(berth_, water_rad_, metres);
}

/// Away from the berth, or towards it for a negative distance, broadside on.
MotionState PortCall::pushed(double share, double distance_m, double lasts_s) const {
  MotionState s;
  s.position = off_berth(distance_m > 0 ? distance_m * eased(share) : -distance_m * (1 - eased(share)));
  s.heading_rad = heading_rad_;
  s.course_rad = distance_m > 0 ? water_rad_ : water_rad_ + kPi;
  s.speed_mps = std::abs(distance_m) * easing(share) / lasts_s;
  return s;
}

/// End for end where she lies, the bow over the water side.
MotionState PortCall::turned(double share, bool arriving) const {
  double const sense = std::sin(water_rad_ - heading_rad_) > 0 ? 1 : -1; // from the heading alongside to the water
  double const swing = arriving ? 1 - eased(share) : eased(share);
  MotionState s;
  s.position = off_berth(arriving ? arrive_m_ : leave_m_);
  s.heading_rad = s.course_rad = heading_rad_ + sense * kPi * swing;
  s.turn_rate_rps = (arriving ? -sense : sense) * kPi * easing(share) / turn_s_;
  return s;
}

MotionState PortCall::at(double second_of_day) const {
  double t = wrapped(second_of_day - hours_.leaves_s);
  if (t < leave_s_) return pushed(t / leave_s_, leave_m_, leave_s_);
  t -= leave_s_;
  if (!turns_first_) {
    if (t < turn_s_) return turned(t / turn_s_, false);
    t -= turn_s_;
  }
  if (t < sea_s_) return voyage_->at(std::min(t / sea_s_, 1 - 1e-9) * voyage_->period_s());
  t -= sea_s_;
  if (turns_first_) {
    if (t < turn_s_) return turned(t / turn_s_, true);
    t -= turn_s_;
  }
  if (t < arrive_s_) return pushed(t / arrive_s_, -arrive_m_, arrive_s_);
  MotionState s;
  s.position = berth_;
  s.heading_rad = s.course_rad = heading_rad_;
  return s;
}

bool PortCall::alongside(double second_of_day) const {
  return hours_.since_berthed_s(wrapped(second_of_day)) < hours_.stay_s();
}

bool PortCall::outbound(double second_of_day) const {
  double const t = wrapped(second_of_day - hours_.leaves_s + kPapers_s);
  return t < kPapers_s + leave_s_ + (turns_first_ ? 0 : turn_s_) + sea_s_ / 2;
}

} // namespace dalian::synth
