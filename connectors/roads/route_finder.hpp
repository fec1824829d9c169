#pragma once
// The quickest way from every link to a destination, by Dijkstra's algorithm backwards from it over free-flow times.
// Whoever is led astray by his lane asks again from where he is. Constant between calls of `add`; any thread.
#include "connectors/roads/road_network.hpp"

#include <limits>

namespace dalian::roads {

/// A movement across a junction, and how long the way takes from the link behind it.
struct Way {
  StripId movement = kNone;
  double seconds = std::numeric_limits<double>::infinity();
};

class RouteFinder {
 public:
  /// The network must outlive it.
  explicit RouteFinder(RoadNetwork const& network);

  /// The destination's number; the same link gets the same one.
  std::uint32_t add(std::uint32_t link);
  std::uint32_t link_of(std::uint32_t destination) const { return trees_[destination].link; }
  /// Seconds of free flow from the start of `link` to that of the destination; infinite where no way leads there.
  double seconds(std::uint32_t destination, std::uint32_t link) const { return trees_[destination].seconds[link]; }
  /// The link to take after `link`; none at the destination and where no way leads there.
  std::uint32_t next(std::uint32_t destination, std::uint32_t link) const { return trees_[destination].next[link]; }
  /// The movement from a lane that leads to the destination soonest; its first where none leads there; none where it
  /// has none.
  Way way_on(std::uint32_t destination, StripId lane) const;

 private:
  struct Edge {
    std::uint32_t from, to;
    float seconds; // of `from` and the movement
  };
  struct Tree {
    std::uint32_t link;
    std::vector<float> seconds;
    std::vector<std::uint32_t> next;
  };
  RoadNetwork const& network_;
  std::vector<Edge> edges_;
  std::vector<std::vector<std::uint32_t>> into_; // edges by `to`
  std::vector<Tree> trees_;
};

} // namespace dalian::roads
