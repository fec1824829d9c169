#pragma once
// Everything the solver works on, and what stays of it for a later solution. Internal to twin/traffic.
#include "twin/traffic/bush.hpp"
#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/segments.hpp"

namespace dalian::traffic {

struct Memory {
  Graph graph;
  std::vector<std::vector<double>> fixed; // [class][slot]: cost beyond time; kInfinite where the class may not drive
  std::vector<std::uint64_t> link_keys;   // of each slot
  std::vector<std::uint64_t> node_keys;   // of each node of the graph
  std::vector<std::string> class_names;
  std::vector<std::uint32_t> slot_of_link; // of each link of the network
  std::vector<std::uint32_t> node_of;      // of each node of the network, in the graph
  std::vector<Bush> bushes;
  std::vector<std::vector<double>> class_flow; // [class][slot], pcu/h of all bushes as they were last added up
  bool is_added_up = false;                    // no bush is gone since; rounding keeps what one that is gone had
  std::vector<std::uint32_t> changed;          // slots whose delay is another than in the base
  SegmentBook book;
};

/// The problem as the solver wants it, on top of what `base` knows (nothing, when it is empty). Slots and nodes of the
/// base keep their numbers: what is gone is closed, what is new comes behind. Trips that differ are pending in their
/// bushes.
Memory lay_out(Memory base, Network const& network, Demand const& demand);

} // namespace dalian::traffic
