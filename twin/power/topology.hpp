#pragma once
// What hangs together: buses joined without impedance are one node, nodes joined by branches are an island, and each
// island needs one node that holds voltage and angle. Knows no equations.
#include "twin/power/network.hpp"

namespace dalian::power {

enum class Role : std::uint8_t { load, generator, slack, dead };

struct Topology {
  std::vector<int> node_of_bus;           // -1: the bus is off
  std::vector<std::vector<int>> buses_of; // of each node, the lowest first
  std::vector<Role> role;                 // of each node; dead: nothing feeds its island
  std::vector<double> held_vm;            // of generator and slack nodes, p.u.
  std::vector<char> joins;                // of each branch: 1 = without impedance, both ends are one node
  std::vector<char> live;                 // of each branch: 1 = between two nodes, on
  int nodes() const { return static_cast<int>(buses_of.size()); }
};

/// What it had to decide is told in `troubles`.
Topology find_topology(Network const& network, std::vector<Trouble>& troubles);

/// Of each branch, whether without it what it joins falls apart (Tarjan, Inf. Proc. Letters 2, 1974).
std::vector<char> find_bridges(Network const& network, Topology const& topology);

} // namespace dalian::power
