#pragma once
// The streets of the city as SUMO thinks of them: nodes, and edges of one direction each. A pure function of the
// layout; ids are the same whatever part of the city is asked for. Knows no file.
#include "twin/layout/city.hpp"
#include "twin/sumo/polyline.hpp"

#include <string>
#include <vector>

namespace dalian::sumo_net {

struct Node {
  std::string id; // "j12", "bohai-avenue.start"
  MapPoint at;
  bool signals = false;
};

struct Edge {
  std::string id; // "bohai-avenue.3", and back "-bohai-avenue.3"
  std::string name;
  std::size_t route = 0;        // index in the city
  std::size_t from = 0, to = 0; // nodes
  int lanes = 1;
  double lane_m = 3.5;
  double speed_kmh = 50;
  int priority = 0; // who gives way: the narrower
  Polyline shape;   // left border of the leftmost lane
};

struct Network {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

/// Where traffic drives: expressways, roads and streets; not footpaths, closed tracks and test routes, which lie on
/// roads. `zone` of the plan, or all when empty: what lies in it or within 200 m.
Network network_of(layout::City const& city, std::string const& zone = {});

/// Sets of edges each of which can be reached from each other one of its set, by index, the largest set first. At a
/// dead end one turns round. Roads that the layout does not join, as those of two zones, are of two sets.
std::vector<std::vector<std::size_t>> connected_parts(Network const& network);

} // namespace dalian::sumo_net
