// Who may enter a junction: a vehicle asks while it can still stop, and is let in when its light is green, nobody is on
// a movement that meets its own, nobody whom it must let pass is near, and there is room beyond. So no two collide
// there, whatever they do: the idea of intersection reservations (Dresner and Stone 2008, J. Artif. Intell. Res. 31).
#include "connectors/roads/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::roads {
namespace {

constexpr double kStop_mps2 = 2.5; // what amber asks of a driver
constexpr double kYield_s = 4.5;   // gap accepted; HCM 7th ed.: critical headways of 4.1 … 7.1 s
constexpr double kPatience_s = 25; // then one pushes in
constexpr double kMoving_mps = 3, kShort_m = 60, kStand_m = 2;

bool is_long(Mover const& m) {
  return m.length_m > 7;
}

} // namespace

StripId Traffic::way_on(Mover const& m, StripId lane) const {
  return m.target < m.trip.targets.size() ? routes_.way_on(m.trip.targets[m.target], lane).movement : kNone;
}

void Traffic::choose_movement(Mover& m) const {
  m.movement = network_.strips()[m.strip].movement ? kNone : way_on(m, m.strip);
}

/// The movement at the end of its lane, and those behind lanes that are too short to wait on: all or none.
std::vector<StripId> Traffic::chain(Mover const& m) const {
  std::vector<StripId> ways{m.movement};
  while (ways.size() < 4) {
    auto const lane = network_.strips()[ways.back()].to;
    if (network_.strips()[lane].length_m > RoadNetwork::kTooShort_m) break;
    auto const next = way_on(m, lane);
    if (next == kNone) break;
    ways.push_back(next);
  }
  return ways;
}

/// On a lane that it came to with leave for the crossing beyond.
void Traffic::take_reserved(Mover& m) const {
  for (auto const& hold : m.holds)
    if (hold.crossing != kNone && network_.strips()[hold.movement].from == m.strip && hold.until_m > 1e8) {
      m.movement = hold.movement;
      m.granted = true;
    }
}

/// Those who left the same lane for another movement, until their ways have parted. `base_m`: from its front to where
/// the movements begin.
void Traffic::look_at_siblings(StripId own, double base_m, Gap& gap) const {
  auto const& way = network_.strips()[own];
  auto const& crossing = network_.crossings()[way.owner];
  for (auto const id : network_.movements_from(way.from)) {
    if (id == own) continue;
    auto const& strip = network_.strips()[id];
    double const parting = crossing.parting_m(way.lane, strip.lane);
    auto const take = [&](Mover const& other, double front) {
      double const rear = front - other.length_m;
      if (rear < parting && base_m + front > 0) gap.take(base_m + rear, other.speed_mps);
    };
    for (auto const slot : on_[id])
      take(movers_[slot], movers_[slot].front_m);
    if (on_[strip.to].empty()) continue;
    auto const& beyond = movers_[on_[strip.to].back()];
    if (beyond.behind[0] == id) take(beyond, strip.length_m + beyond.front_m);
  }
}

/// Who has left `lane` for any movement with its rear still on it. `from_m`: from the front of who looks to its end.
void Traffic::look_at_rears(StripId lane, double from_m, Gap& gap) const {
  for (auto const id : network_.movements_from(lane)) {
    if (on_[id].empty()) continue;
    auto const& last = movers_[on_[id].back()];
    if (last.front_m < last.length_m) gap.take(from_m + last.front_m - last.length_m, last.speed_mps);
  }
}

/// Those on the strips after its own, up to the first lane on which a whole vehicle has room: who is beyond that has
/// its rear there or further.
void Traffic::look_beyond(std::uint32_t slot, Gap& gap) const {
  constexpr double kLongest_m = 20;
  auto const& m = movers_[slot];
  auto const& strip = network_.strips()[m.strip];
  double from = strip.length_m - m.front_m;
  StripId next = strip.movement ? strip.to : m.movement;
  if (!strip.movement) look_at_siblings(m.movement, from, gap);
  while (next != kNone && from < 3 * kLongest_m) {
    auto const& s = network_.strips()[next];
    if (!on_[next].empty()) {
      auto const& last = movers_[on_[next].back()];
      return gap.take(from + last.front_m - last.length_m, last.speed_mps);
    }
    from += s.length_m;
    if (!s.movement && s.length_m > kLongest_m) return;
    if (!s.movement) look_at_rears(next, from, gap);
    next = s.movement ? s.to : way_on(m, next);
  }
}

bool Traffic::is_green(Mover const& m) const {
  auto const& link = network_.link_of(network_.strips()[m.strip]);
  if (!network_.crossings()[link.ahead].arms[link.arm_ahead].light || m.siren) return true;
  return signals_.at(link.ahead, link.arm_ahead, now_s_).light == Light::green;
}

/// Room behind the last of the lane beyond, which is what those may take who are on the way there.
bool Traffic::room_beyond(Mover const& m, StripId movement) const {
  auto const to = network_.strips()[movement].to;
  auto const& lane = network_.strips()[to];
  double room = lane.stop_m;
  bool moves = true;
  for (auto const slot : on_[to]) {
    room -= movers_[slot].length_m + kStand_m;
    moves = moves && movers_[slot].speed_mps > kMoving_mps;
  }
  for (auto const& r : reserved_[network_.strips()[movement].owner])
    if (network_.strips()[r.movement].to == to && movers_[r.slot].strip != to)
      room -= movers_[r.slot].length_m + kStand_m;
  bool const flows = moves && lane.length_m > kShort_m; // a queue that moves so leaves the junction free
  return flows || room >= std::min(m.length_m, lane.stop_m) - 1e-6;
}

/// Whether somebody with priority comes whose way crosses this one.
bool Traffic::must_yield(Mover const& m) const {
  auto const& link = network_.link_of(network_.strips()[m.strip]);
  auto const& crossing = network_.crossings()[link.ahead];
  if (!link.yields || crossing.signals || m.siren || m.waiting_s > kPatience_s) return false;
  auto const own = network_.strips()[m.movement].lane;
  for (auto const& arm : crossing.arms) {
    if (arm.in == kNone || network_.links()[arm.in].yields) continue;
    auto const& main = network_.links()[arm.in];
    for (std::uint32_t n = 0; n < main.lanes; ++n) {
      auto const lane = network_.lane(main, n);
      if (on_[lane].empty()) continue;
      auto const& other = movers_[on_[lane].front()];
      bool const near = network_.strips()[lane].length_m - other.front_m < kYield_s * other.speed_mps;
      if (near && other.movement != kNone &&
          crossing.conflict(own, network_.strips()[other.movement].lane, is_long(m) || is_long(other)))
        return true;
    }
  }
  return false;
}

/// Nobody on a movement that meets this one, here or at the next junction when that is so near.
bool Traffic::is_clear(Mover const& m, std::uint32_t slot, StripId id) const {
  auto const& movement = network_.strips()[id];
  auto const& crossing = network_.crossings()[movement.owner];
  bool const here = std::ranges::none_of(reserved_[movement.owner], [&](Reservation const& r) {
    return r.slot != slot &&
           crossing.conflict(movement.lane, network_.strips()[r.movement].lane, is_long(m) || is_long(movers_[r.slot]));
  });
  return here && std::ranges::none_of(network_.conflicts_beyond(id), [&](StripId other) {
           return std::ranges::any_of(reserved_[network_.strips()[other].owner],
                                      [&](Reservation const& r) { return r.slot != slot && r.movement == other; });
         });
}

bool Traffic::may_enter(Mover const& m, std::uint32_t slot, std::vector<StripId> const& ways) const {
  if (!is_green(m)) return false;
  for (auto const id : ways)
    if (!is_clear(m, slot, id)) return false;
  return room_beyond(m, ways.back()) && !must_yield(m);
}

void Traffic::withdraw(std::uint32_t slot) {
  auto& m = movers_[slot];
  if (network_.strips()[m.strip].length_m <= RoadNetwork::kTooShort_m) return; // it must go on
  m.granted = false;
  for (auto& hold : m.holds)
    if (hold.crossing != kNone && hold.until_m > 1e8) {
      std::erase_if(reserved_[hold.crossing],
                    [&](Reservation const& r) { return r.slot == slot && r.movement == hold.movement; });
      hold = {};
    }
}

void Traffic::ask_to_enter(std::uint32_t slot) {
  auto& m = movers_[slot];
  double const to_line = network_.strips()[m.strip].stop_m - m.front_m;
  double const v = m.speed_mps;
  if (m.granted) {
    if (to_line > v * v / (2 * kStop_mps2) && !is_green(m)) withdraw(slot);
    return;
  }
  if (m.movement == kNone || m.stands_until_s > now_s_ || m.dwell_s >= 0) return;
  if (auto const stop = stop_ahead(m); stop && *stop < to_line + 20) return; // first the stop
  if (to_line > v * v / (2 * 2.0) + v + 4) return;
  auto const ways = chain(m);
  auto const free = static_cast<std::size_t>(std::ranges::count(m.holds, kNone, &Hold::crossing));
  if (free < ways.size() || !may_enter(m, slot, ways)) return;
  m.granted = true;
  for (auto const id : ways) {
    auto const crossing = network_.strips()[id].owner;
    *std::ranges::find(m.holds, kNone, &Hold::crossing) = {crossing, id, std::numeric_limits<double>::infinity()};
    reserved_[crossing].push_back({slot, id});
  }
}

} // namespace dalian::roads
