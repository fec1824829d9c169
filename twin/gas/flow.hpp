#pragma once
// Steady pressures and flows of a gas network by Newton's method on potentials and flows together: for a pipe
// φ_i - φ_j = λ L a² / (2 D A²) f |f| with φ = ∫ p/Z dp. A pure function of the network: no clock, no threads.
#include "twin/base/result.hpp"
#include "twin/gas/network.hpp"

namespace dalian::gas {

enum class LinkState : std::uint8_t { open, active, shut };

struct Flow {
  bool converged = false; // else the last trial, no solution
  int trials = 0;
  std::vector<double> pressure_pa; // of nodes; 0 or below: what is drawn cannot be had; NaN: no source reaches it
  std::vector<double> flow_kg_s;   // of links, from → to
  std::vector<LinkState> state;    // of links; a pipe is open
  std::vector<double> supply_kg_s; // of nodes that hold a pressure
  double mass_kg_s = 0;            // the largest that appears or vanishes at a node
  double potential = 0;            // the largest that a link does not account for, of the highest
  double unserved_kg_s = 0;        // drawn where no source reaches
};

/// Ends of links are nodes, lengths, diameters and ratios are above 0: an assert.
Flow solve_flow(Network const& network);

/// Power at the shaft, W: adiabatic, κ = 1.3, over the efficiency.
double compressor_w(Network const& network, Flow const& flow, std::uint32_t link);

/// Gas in the pipes, kg, by the mean pressure of each, 2/3 (p1 + p2 - p1 p2/(p1 + p2)).
double linepack_kg(Network const& network, Flow const& flow);

/// Share of hydrogen in the moles at each node: what comes in is mixed. NaN where none flows.
std::vector<double> hydrogen_shares(Network const& network, Flow const& flow);

} // namespace dalian::gas
