// Changing lanes: MOBIL (Kesting, Treiber and Helbing 2007, Transp. Res. Rec. 1999, 86), with a wish for the lanes
// from which the way goes on.
#include "connectors/roads/traffic.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::roads {
namespace {

constexpr double kPolite = 0.3, kThreshold_mps2 = 0.25, kSafe_mps2 = 2.0; // MOBIL's p, Δa_th, b_safe
constexpr double kPlan_m = 400;      // before the junction the right lane is sought
constexpr double kSlowest_mps = 2.5; // standing one cannot move aside
constexpr double kBehind_m = 5, kBefore_m = 3;
constexpr double kTakes_s = 3.2; // at 1.2 m/s sideways

} // namespace

Traffic::Neighbours Traffic::neighbours(StripId lane, double front_m) const {
  auto const& list = on_[lane];
  auto const it = std::ranges::find_if(list, [&](std::uint32_t slot) { return movers_[slot].front_m < front_m; });
  return {static_cast<std::size_t>(it - list.begin()), it == list.begin() ? kNone : *(it - 1),
          it == list.end() ? kNone : *it};
}

/// Who is between two lanes is in both: it keeps behind the one before it on the lane that it leaves, and those there
/// keep behind it.
void Traffic::look_beside(std::uint32_t slot, Gap& gap) const {
  auto const& m = movers_[slot];
  double const length = network_.strips()[m.strip].length_m; // lanes of a bend differ in length
  if (m.leaves != kNone) {
    double const front = m.front_m * network_.strips()[m.leaves].length_m / length;
    if (auto const ahead = neighbours(m.leaves, front).ahead; ahead != kNone)
      gap.take(movers_[ahead].front_m - movers_[ahead].length_m - front, movers_[ahead].speed_mps);
  }
  for (auto const other : leaving_[m.strip]) {
    auto const& o = movers_[other];
    double const front = o.front_m * length / network_.strips()[o.strip].length_m;
    if (other != slot && front > m.front_m) gap.take(front - o.length_m - m.front_m, o.speed_mps);
  }
}

/// Whether nobody who leaves the lane is still beside.
bool Traffic::is_left_free(Mover const& m, StripId lane) const {
  return std::ranges::none_of(leaving_[lane], [&](std::uint32_t other) {
    auto const& o = movers_[other];
    double const front = o.front_m * network_.strips()[lane].length_m / network_.strips()[o.strip].length_m;
    return front - o.length_m < m.front_m + kBefore_m && front > m.front_m - m.length_m - kBehind_m;
  });
}

void Traffic::end_lane_change(std::uint32_t slot) {
  auto& m = movers_[slot];
  if (m.leaves == kNone) return;
  std::erase(leaving_[m.leaves], slot);
  m.leaves = kNone;
}

/// How well a lane serves the way on, as an acceleration; 0 where both lanes do.
double Traffic::lane_wish(Mover const& m, StripId lane) const {
  auto const& strip = network_.strips()[lane];
  if (m.target >= m.trip.targets.size() || network_.link_of(strip).ahead == kNone) return 0;
  auto const destination = m.trip.targets[m.target];
  double const left = strip.length_m - m.front_m;
  bool const here = routes_.link_of(destination) == strip.owner;
  bool serves = false;
  if (here) {
    bool const outermost = strip.lane + 1 == network_.link_of(strip).lanes; // gates and bus stops
    serves = outermost || left > kPlan_m;
  } else if (left > kPlan_m) {
    return 0;
  } else {
    auto const next = routes_.next(destination, strip.owner);
    for (auto const id : network_.movements_from(lane))
      serves = serves || network_.strips()[network_.strips()[id].to].owner == next;
  }
  return serves ? 1.5 + 3 * (1 - left / kPlan_m) : 0;
}

void Traffic::consider_lane_change(std::uint32_t slot) {
  auto& m = movers_[slot];
  auto const from = m.strip;
  auto const& strip = network_.strips()[from];
  auto const& link = network_.link_of(strip);
  if (link.lanes < 2 || m.aside_m != 0 || m.speed_mps < kSlowest_mps || m.front_m < m.length_m + 5) return;
  if (m.brake_until_s > now_s_ || m.stands_until_s > now_s_ || m.dwell_s >= 0 ||
      strip.stop_m - m.front_m < std::max(25.0, kTakes_s * m.speed_mps))
    return;
  auto const ahead = neighbours(from, m.front_m + 1e-9).ahead;
  Gap gap;
  if (ahead != kNone) gap.take(gap_between(m, movers_[ahead]), movers_[ahead].speed_mps);
  double const now = follow(m, gap, wanted_mps(m)) + lane_wish(m, from);
  for (int const side : {-1, 1}) {
    auto const lane = static_cast<std::int64_t>(strip.lane) + side;
    if (lane < 0 || lane >= static_cast<std::int64_t>(link.lanes)) continue;
    StripId const to = network_.lane(link, static_cast<std::uint32_t>(lane));
    double const here_m = m.front_m;
    m.front_m *= network_.strips()[to].length_m / strip.length_m; // lanes of a bend differ in length
    bool const changes = change_lane(slot, to, now, side);
    if (changes) return;
    m.front_m = here_m;
  }
}

/// Into the lane `to` when MOBIL says so, at the place that its front has there.
bool Traffic::change_lane(std::uint32_t slot, StripId to, double now, int side) {
  auto& m = movers_[slot];
  auto const from = m.strip;
  auto const next = neighbours(to, m.front_m);
  Gap gap;
  if (next.ahead != kNone) gap.take(gap_between(m, movers_[next.ahead]), movers_[next.ahead].speed_mps);
  if (gap.metres < kBefore_m + 0.6 * m.speed_mps || !is_left_free(m, to)) return false;
  double cost = 0;
  if (next.behind != kNone) {
    auto const& follower = movers_[next.behind];
    Gap behind;
    behind.take(gap_between(follower, m), m.speed_mps);
    double const will = follow(follower, behind, wanted_mps(follower));
    if (behind.metres < kBehind_m + 0.5 * follower.speed_mps || will < -kSafe_mps2) return false;
    cost = kPolite * std::max(0.0, follower.acceleration_mps2 - will);
  }
  double const then = follow(m, gap, wanted_mps(m));
  if (then < -kSafe_mps2 || then + lane_wish(m, to) - now - cost < kThreshold_mps2) return false;
  double const width = distance_m(network_.at(from, m.front_m).at, network_.at(to, m.front_m).at);
  std::erase(on_[from], slot);
  on_[to].insert(on_[to].begin() + static_cast<std::ptrdiff_t>(next.place), slot);
  leaving_[from].push_back(slot);
  m.leaves = from;
  m.strip = to;
  m.aside_m = side > 0 ? -width : width; // it comes from the other side
  ++counts_.lane_changes;
  choose_movement(m);
  return true;
}

} // namespace dalian::roads
