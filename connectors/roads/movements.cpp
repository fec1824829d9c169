// The movements across a junction: who may go where from which lane, along which curve, and which curves meet.
#include "connectors/roads/road_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dalian::roads {
namespace {

// Between axes of movements that may be made at once. Vehicles are ≤ 2.55 m wide; the rear of a long one cuts the bend.
constexpr double kClear_m = 2.9, kClearLong_m = 5.2;
constexpr double kStraight_rad = std::numbers::pi / 4, kRound_rad = 0.88 * std::numbers::pi;
constexpr double kRoundHalf_m = 10; // streets as wide as this let one turn round at their junctions

enum class Turn : std::uint8_t { left, straight, right, round };

double square_m2(MapPoint a, MapPoint b) {
  double const e = a.east_m - b.east_m, n = a.north_m - b.north_m;
  return e * e + n * n;
}

/// Clockwise positive.
double turn_rad(MapPoint in, MapPoint out) {
  return -std::atan2(in.east_m * out.north_m - in.north_m * out.east_m,
                     in.east_m * out.east_m + in.north_m * out.north_m);
}

Turn turn_of(double rad) {
  if (std::abs(rad) > kRound_rad) return Turn::round;
  if (std::abs(rad) < kStraight_rad) return Turn::straight;
  return rad < 0 ? Turn::left : Turn::right;
}

/// Whether a line turns so sharply somewhere that nobody can drive it: a hairpin without room.
bool has_cusp(std::vector<MapPoint> const& line) {
  constexpr double kSharp_rad = 0.8; // between chords of a twenty-fourth of it
  for (std::size_t i = 2; i < line.size(); ++i) {
    MapPoint const a{line[i - 1].east_m - line[i - 2].east_m, line[i - 1].north_m - line[i - 2].north_m};
    MapPoint const b{line[i].east_m - line[i - 1].east_m, line[i].north_m - line[i - 1].north_m};
    if (std::abs(turn_rad(a, b)) > kSharp_rad) return true;
  }
  return false;
}

/// Whether lane `n` of `lanes` serves a turn. Lane 0 is the innermost, of left turns.
bool serves(Turn turn, std::uint32_t n, std::uint32_t lanes, bool some_left) {
  switch (turn) {
  case Turn::left:
  case Turn::round:
    return n == 0;
  case Turn::right:
    return n + 1 == lanes;
  case Turn::straight:
    return lanes < 3 || n > 0 || !some_left;
  }
  return false;
}

} // namespace

void RoadNetwork::add_movements(std::uint32_t number) {
  auto const arms = crossings_[number].arms;
  for (auto const& in : arms) {
    if (in.in == kNone) continue;
    Link const from = links_[in.in];
    auto const heading = at(from.first_lane, strips_[from.first_lane].length_m).ahead;
    struct Exit {
      Link const* link;
      Turn turn;
      double rad;
    };
    std::vector<Exit> exits;
    for (auto const& out : arms) {
      if (out.out == kNone) continue;
      bool const own = &out == &in;
      if (own && arms.size() > 1 && in.half_m < kRoundHalf_m) continue;
      double const rad = turn_rad(heading, at(links_[out.out].first_lane, 0).ahead);
      auto const turn = own ? Turn::round : turn_of(rad);
      if (!own && turn == Turn::round) continue;
      exits.push_back({&links_[out.out], turn, rad});
    }
    bool const left = std::ranges::any_of(exits, [](Exit const& e) { return e.turn == Turn::left; });
    for (std::uint32_t n = 0; n < from.lanes; ++n) {
      bool any = false;
      auto const add = [&](Exit const& e) {
        auto const to = e.turn == Turn::right ? e.link->lanes - 1 : std::min(n, e.link->lanes - 1);
        bool const added = add_movement(number, lane(from, n), lane(*e.link, to), e.rad);
        any = any || (added && e.turn != Turn::round);
      };
      for (auto const& e : exits)
        if (arms.size() == 1 || serves(e.turn, n, from.lanes, left)) add(e);
      for (auto const& e : exits)
        if (!any && e.turn != Turn::round) add(e); // a lane that serves nothing may go everywhere
    }
  }
}

bool RoadNetwork::add_movement(std::uint32_t number, StripId from, StripId to, double turn) {
  auto const a = at(from, strips_[from].length_m), b = at(to, 0);
  double const gap = distance_m(a.at, b.at);
  double const pull = std::abs(turn) > kRound_rad ? std::max(6.0, 0.7 * gap) : std::max(0.5, 0.42 * gap);
  std::array<MapPoint, 4> const p{a.at,
                                  {a.at.east_m + pull * a.ahead.east_m, a.at.north_m + pull * a.ahead.north_m},
                                  {b.at.east_m - pull * b.ahead.east_m, b.at.north_m - pull * b.ahead.north_m},
                                  b.at};
  Line line;
  constexpr int kPieces = 24;
  for (int i = 0; i <= kPieces; ++i) {
    double const t = static_cast<double>(i) / kPieces, u = 1 - t;
    std::array<double, 4> const w{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
    MapPoint q{};
    for (std::size_t k = 0; k < 4; ++k)
      q = {q.east_m + w[k] * p[k].east_m, q.north_m + w[k] * p[k].north_m};
    line.points.push_back(q);
    line.heights.push_back(std::lerp(a.height_m, b.height_m, t));
  }
  if (std::abs(turn) < kRound_rad && has_cusp(line.points)) return false;
  Strip strip;
  strip.movement = true;
  strip.owner = number;
  strip.lane = static_cast<std::uint32_t>(crossings_[number].movements.size());
  strip.from = from;
  strip.to = to;
  double const limit = std::min(link_of(strips_[from]).speed_mps, link_of(strips_[to]).speed_mps);
  auto const id = add_strip(strip, line, limit);
  crossings_[number].movements.push_back(id);
  from_[from].push_back(id);
  return true;
}

double RoadNetwork::nearest_m(Strip const& a, Strip const& b) const {
  double best = 1e12;
  for (std::uint32_t i = 0; i < a.count; ++i)
    for (std::uint32_t k = 0; k < b.count; ++k)
      best = std::min(best, square_m2(samples_[a.first + i].at, samples_[b.first + k].at));
  return std::sqrt(best);
}

/// Metres along `a` until a vehicle on it is free of one on `b`; both begin on the same lane.
double RoadNetwork::parting_m(Strip const& a, Strip const& b) const {
  for (std::uint32_t i = a.count; i-- > 0;)
    for (std::uint32_t k = 0; k < b.count; ++k)
      if (square_m2(samples_[a.first + i].at, samples_[b.first + k].at) < kClear_m * kClear_m) return i * a.step_m;
  return 0;
}

/// Between junctions that a short link joins. Long or not: such places are few.
void RoadNetwork::find_conflicts_beyond() {
  constexpr double kJoined_m = 20; // longer than the longest vehicle
  beyond_.resize(strips_.size());
  for (auto const& link : links_) {
    if (link.length_m > kJoined_m || link.ahead == kNone || link.behind == kNone || link.ahead == link.behind) continue;
    for (auto const a : crossings_[link.behind].movements)
      for (auto const b : crossings_[link.ahead].movements) {
        bool const follow = strips_[a].to == strips_[b].from || strips_[b].to == strips_[a].from;
        if (follow || std::ranges::find(beyond_[a], b) != beyond_[a].end()) continue;
        if (nearest_m(strips_[a], strips_[b]) >= kClearLong_m) continue;
        beyond_[a].push_back(b);
        beyond_[b].push_back(a);
      }
  }
}

/// Movements from one lane follow each other; others must not come near, nor end in the same lane.
void RoadNetwork::find_conflicts(Crossing& crossing) const {
  auto const n = crossing.movements.size();
  crossing.conflicts.assign(n * n, false);
  crossing.long_conflicts = crossing.conflicts;
  crossing.partings_m.assign(n * n, 0);
  auto const bends = [&](StripId id) {
    auto const a = at(id, 0).ahead, b = at(id, strips_[id].length_m).ahead;
    return a.east_m * b.east_m + a.north_m * b.north_m < 0.95;
  };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < i; ++k) {
      auto const &a = strips_[crossing.movements[i]], &b = strips_[crossing.movements[k]];
      if (a.from == b.from) {
        crossing.partings_m[i * n + k] = static_cast<float>(parting_m(a, b));
        crossing.partings_m[k * n + i] = static_cast<float>(parting_m(b, a));
        continue;
      }
      double const apart = a.to == b.to ? 0 : nearest_m(a, b);
      bool const bent = bends(crossing.movements[i]) || bends(crossing.movements[k]);
      double const clear_long = bent ? kClearLong_m : kClear_m;
      crossing.conflicts[i * n + k] = crossing.conflicts[k * n + i] = apart < kClear_m;
      crossing.long_conflicts[i * n + k] = crossing.long_conflicts[k * n + i] = apart < clear_long;
    }
}

} // namespace dalian::roads
