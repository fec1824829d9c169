#pragma once
// AC power flow of a whole network: islands, what has no slack, reactive limits, switched shunts, and the best partial
// answer, marked as such, where there is none. A pure function of its inputs.
#include "twin/power/newton.hpp"

#include <algorithm>

namespace dalian::power {

struct FlowOptions {
  NewtonOptions newton;
  bool reactive_limits = false; // generators give up their voltage rather than leave q_min … q_max
  bool flat_start = false;      // begin at 1 p.u. and no angle, not at the buses' vm and va_deg
};

/// What goes into a branch at each end, MW and MVAr; NaN where it cannot be told (a ring without impedance).
struct BranchFlow {
  Complex from, to;
  double worst_mva() const { return std::max(std::abs(from), std::abs(to)); }
};

struct Flow {
  bool converged = false; // else what follows is the best state met, no solution
  int iterations = 0;
  double mismatch_pu = 0;         // largest left at any bus
  std::vector<double> vm, va_deg; // of buses; 0 where nothing feeds
  std::vector<BranchFlow> branches;
  std::vector<Complex> generators;                                       // MW, MVAr
  std::vector<int> shunt_steps;                                          // of switched shunts
  double generation_mw = 0, load_mw = 0, losses_mw = 0, losses_mvar = 0; // losses: with shunts; of what is fed
  double unserved_mw = 0;                                                // load of dead islands
  std::vector<Trouble> troubles;
};

/// Where the solver ended: what begins there need not solve again.
struct Solved {
  Topology topology; // roles as the limits left them
  VoltageState state;
  std::vector<double> p, q; // put in at nodes, p.u.; q of load nodes is given
  std::vector<int> shunt_steps;
};

/// `network` without mistakes (find_mistake): an assert.
Flow solve_flow(Network const& network, FlowOptions const& options = {}, Solved* solved = nullptr);

/// Node by node: what buses and generators put in, p.u.; generators at slack nodes too.
void add_up_injections(Network const& network, Topology const& topology, std::vector<double>& p,
                       std::vector<double>& q);

/// Voltages of nodes where the solver begins.
VoltageState starting_state(Network const& network, Topology const& topology, bool flat);

/// Flows, generators, sums, from voltages that were found; used by every method.
void fill_answer(Network const& network, Topology const& topology, Admittance const& admittance,
                 VoltageState const& state, Flow& flow);

} // namespace dalian::power
