#pragma once
// Roads and places as one network for traffic assignment, and times on it.
#include "twin/whatif/traffic_places.hpp"

namespace dalian::whatif {

/// Nodes: the places, which are not passed through, then those of the roads. Links: those of the roads, then connectors
/// of the places to both ends of their street.
traffic::Network network_of(RoadNetwork const& roads, TrafficPlaces const& places, TrafficTable const& table);

/// The cheapest ways from one place to every node.
struct WayTree {
  std::vector<double> cost;         // infinite where there is no way
  std::vector<std::uint32_t> link;  // the last one of the way; kNoLink where there is none
  std::vector<std::uint32_t> order; // nodes that are reached, each after those on its way
};

/// Shortest times by Dijkstra's method (1959).
class FreeTimes {
 public:
  explicit FreeTimes(traffic::Network const& network);
  /// At a cost of each link, ≥ 0.
  WayTree ways(std::uint32_t place, std::vector<double> const& cost) const;
  /// To every node, places first, at the given minutes of each link; infinite where there is no way.
  std::vector<double> from(std::uint32_t place, std::vector<double> const& minutes) const;

 private:
  traffic::Network const& network_;
  std::vector<std::uint32_t> begin_, leaving_; // links by tail
};

} // namespace dalian::whatif
