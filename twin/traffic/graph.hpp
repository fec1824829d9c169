#pragma once
// The network as the solver walks it: links are numbered by slots, and a slot keeps its number when links are added or
// closed, so that what was found on one version of a network can be used on the next.
#include "twin/traffic/network.hpp"

#include <cmath>
#include <limits>
#include <span>

namespace dalian::traffic {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Travel time of one link over its flow.
struct Delay {
  double free_time = 0;
  double growth = 0; // free_time · b / capacity^power
  double power = 4;

  static Delay of(Link const& link);
  bool operator==(Delay const&) const = default;

  double time(double flow) const { return free_time + growth * raised(flow); }
  struct Point {
    double time, slope;
  };
  /// Time and its slope for one power: that is what costs.
  Point at(double flow) const {
    if (flow <= 0) return {free_time, power == 1 ? growth : 0};
    double const grown = growth * raised(flow);
    return {free_time + grown, power * grown / flow};
  }
  /// Integral of time from 0 to `flow`: the link's part of Beckmann's objective.
  double integral(double flow) const { return flow * (free_time + growth * raised(flow) / (power + 1)); }

 private:
  double raised(double flow) const {
    if (power == 4) return (flow * flow) * (flow * flow);
    if (growth == 0) return 0;
    return std::pow(flow, power);
  }
};

struct Graph {
  std::vector<std::uint32_t> tail, head;     // of each slot
  std::vector<Delay> delay;                  // of each slot
  std::vector<char> through;                 // of each node: may a path pass?
  std::vector<std::uint32_t> out_begin, out; // slots that leave a node
  std::vector<std::uint32_t> in_begin, in;   // slots that enter it
  std::vector<std::uint32_t> in_tail;        // the tail of each of `in`

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(through.size()); }
  std::uint32_t slots() const { return static_cast<std::uint32_t>(tail.size()); }
  std::span<std::uint32_t const> leaving(std::uint32_t node) const {
    return std::span(out).subspan(out_begin[node], out_begin[node + 1] - out_begin[node]);
  }
  std::span<std::uint32_t const> entering(std::uint32_t node) const {
    return std::span(in).subspan(in_begin[node], in_begin[node + 1] - in_begin[node]);
  }
  /// Fills out, in and in_tail from tail and head.
  void index();
};

} // namespace dalian::traffic
