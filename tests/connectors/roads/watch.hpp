#pragma once
// What must hold on the roads in every step: no two bodies overlap, nobody passes a stop line at red. Looks at the
// traffic from outside, with rectangles and the lights that are told.
#include "connectors/roads/road_scene.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include <fmt/format.h>

namespace dalian::roads::test {

inline constexpr double kSkin_m = 0.1; // rectangles that only touch do not overlap

struct Body {
  std::array<MapPoint, 4> corners;
  Pose pose;
  std::uint32_t number;
  std::uint32_t expressway; // its link, none elsewhere
};

inline Body body_of(RoadNetwork const& network, Traffic const& traffic, Mover const& m) {
  auto const pose = traffic.pose(m);
  double const s = std::sin(pose.heading_rad), c = std::cos(pose.heading_rad);
  auto const& strip = network.strips()[m.strip];
  bool const expressway = !strip.movement && network.link_of(strip).expressway;
  Body body{{}, pose, m.number, expressway ? strip.owner : kNone};
  std::size_t i = 0;
  for (double const along : {-0.5, 0.5})
    for (double const across : {-0.5, 0.5}) {
      double const a = along * (m.length_m - kSkin_m), b = across * (m.width_m - kSkin_m);
      body.corners[i++] = {pose.centre.east_m + a * s + b * c, pose.centre.north_m + a * c - b * s};
    }
  return body;
}

/// Separating axes of two rectangles.
inline bool overlap(Body const& a, Body const& b) {
  if (std::abs(a.pose.height_m - b.pose.height_m) > 2) return false; // a bridge
  if (a.expressway != kNone && b.expressway != kNone && a.expressway != b.expressway)
    return false; // they meet without ramps
  for (auto const* body : {&a, &b})
    for (double const turn : {0.0, std::numbers::pi / 2}) {
      double const x = std::sin(body->pose.heading_rad + turn), y = std::cos(body->pose.heading_rad + turn);
      auto const range = [&](Body const& of) {
        double low = 1e18, high = -1e18;
        for (auto const& p : of.corners) {
          low = std::min(low, x * p.east_m + y * p.north_m);
          high = std::max(high, x * p.east_m + y * p.north_m);
        }
        return std::pair(low, high);
      };
      auto const [al, ah] = range(a);
      auto const [bl, bh] = range(b);
      if (ah < bl || bh < al) return false;
    }
  return true;
}

inline std::vector<std::pair<std::uint32_t, std::uint32_t>> overlaps(RoadNetwork const& network,
                                                                     Traffic const& traffic) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  std::map<std::pair<long, long>, std::vector<Body>> squares;
  for (auto const& m : traffic.movers()) {
    if (!m.active) continue;
    auto body = body_of(network, traffic, m);
    long const x = std::lround(body.pose.centre.east_m / 25), y = std::lround(body.pose.centre.north_m / 25);
    for (long i = x - 1; i <= x + 1; ++i)
      for (long k = y - 1; k <= y + 1; ++k)
        if (auto const it = squares.find({i, k}); it != squares.end())
          for (auto const& other : it->second)
            if (overlap(body, other)) found.emplace_back(body.number, other.number);
    squares[{x, y}].push_back(std::move(body));
  }
  return found;
}

/// Whether its front passed the stop line of a junction with signals in this step.
inline bool passed_line(RoadNetwork const& network, StripId strip, double front_m, Mover const& m) {
  auto const& lane = network.strips()[strip];
  if (lane.movement || m.siren || front_m >= lane.stop_m) return false;
  auto const& link = network.link_of(lane);
  bool const signals = link.ahead != kNone && network.crossings()[link.ahead].arms[link.arm_ahead].light;
  bool const gone = m.strip != strip ? network.strips()[m.strip].from == strip : m.front_m >= lane.stop_m;
  return signals && gone;
}

inline std::string where(RoadScene const& town, std::uint32_t number) {
  auto const& movers = town.traffic().movers();
  auto const m = std::ranges::find_if(movers, [&](Mover const& x) { return x.active && x.number == number; });
  auto const& strip = town.network().strips()[m->strip];
  return fmt::format("{} of {} m on {} {} ({}, from {} {} {} stop {:.1f}) at {:.1f} of {:.1f} m, {:.1f} m aside, "
                     "{:.1f} m/s, standing {:.0f} s",
                     number, m->length_m, strip.movement ? "crossing" : "link", strip.owner, strip.lane, m->behind[0],
                     m->behind[1], m->granted, strip.stop_m, m->front_m, strip.length_m, m->aside_m, m->speed_mps,
                     m->waiting_s);
}

/// Steps a scene and counts what it sees.
class Watch {
 public:
  explicit Watch(RoadScene& town) : town_(town) {}

  /// `looks_every` in steps: how often bodies are compared.
  void run(int steps, int looks_every) {
    std::vector<Datagram> said;
    for (int i = 1; i <= steps; ++i) {
      said.clear();
      town_.advance(town_.now() + std::chrono::milliseconds{101}, said);
      watch_lines();
      if (i % looks_every == 0) look();
    }
  }
  std::size_t crossed() const { return crossed_; }
  /// One line for each vehicle that passed at red.
  std::vector<std::string> const& at_red() const { return at_red_; }
  /// One line for each pair of bodies that were seen to overlap, when first seen.
  std::vector<std::string> const& met() const { return met_; }

 private:
  struct Was {
    StripId strip;
    double front_m;
  };
  void watch_lines() {
    auto const& network = town_.network();
    for (auto const& m : town_.traffic().movers()) {
      if (!m.active) continue;
      auto const before = was_.find(m.number);
      if (before != was_.end() && passed_line(network, before->second.strip, before->second.front_m, m)) {
        auto const& link = network.link_of(network.strips()[before->second.strip]);
        ++crossed_;
        if (town_.signals().at(link.ahead, link.arm_ahead, town_.traffic().now_s()).light == Light::red)
          at_red_.push_back(fmt::format("from a lane of {:.1f} m: {}", network.strips()[before->second.strip].length_m,
                                        where(town_, m.number)));
      }
      was_[m.number] = {m.strip, m.front_m};
    }
  }
  void look() {
    for (auto const& pair : overlaps(town_.network(), town_.traffic()))
      if (seen_.insert(pair).second)
        met_.push_back(fmt::format("{} | {}", where(town_, pair.first), where(town_, pair.second)));
  }

  RoadScene& town_;
  std::map<std::uint32_t, Was> was_; // by number
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen_;
  std::size_t crossed_ = 0;
  std::vector<std::string> at_red_, met_;
};

} // namespace dalian::roads::test
