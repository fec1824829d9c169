#pragma once
// Which links of a road network an area closes, and the lines of ways on the map.
#include "twin/whatif/hazard_detour.hpp"

namespace dalian::whatif {

class Closure {
 public:
  /// All must outlive it. `network`: of the roads and places.
  Closure(RoadNetwork const& roads, TrafficPlaces const& places, traffic::Network const& network,
          DetourRequest const& request);

  /// Links of the network that touch the area, and those that join a place to it which lies inside, is reached there or
  /// is the works.
  std::vector<char> const& closed() const { return closed_; }
  /// The network without capacity there.
  traffic::Network network() const;
  bool holds(std::uint32_t place) const { return inside_[place] != 0; }
  /// Of a link of the roads: closed, and its end lies outside.
  bool leads_out(std::size_t link) const;

 private:
  RoadNetwork const& roads_;
  traffic::Network const& network_;
  plan::MapRing const& area_;
  std::vector<char> closed_, inside_; // links; places
};

/// The line of a way over links of the network, its places included.
plan::MapLine line_of(std::vector<std::uint32_t> const& way, RoadNetwork const& roads, TrafficPlaces const& places,
                      traffic::Network const& network);

} // namespace dalian::whatif
