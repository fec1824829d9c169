#pragma once
// A network solved once, and many small changes of it, each solved from there: other loads, a branch out, and what
// moves what (sensitivities). An answer depends on the network and its change alone, not on what was asked before. One
// thread at a time for an object; copies go their own ways.
#include "twin/power/flow.hpp"

namespace dalian::power {

class Study {
 public:
  explicit Study(Network network, FlowOptions const& options = {});

  Network const& network() const { return network_; }
  Flow const& base() const { return base_; }
  Topology const& topology() const { return solved_.topology; }
  /// The base has a solution and its equations are regular there; else nothing below may be asked.
  bool ready() const { return ready_; }
  std::vector<double> const& p() const { return solved_.p; } // of nodes, p.u.
  std::vector<double> const& q() const { return solved_.q; }
  VoltageState const& state() const { return solved_.state; }

  /// With other injections of nodes, p.u. Generators keep their base voltages or, at a limit, their base powers.
  NewtonOutcome solve(std::span<double const> p, std::span<double const> q, VoltageState& state);
  /// Without a live branch that is no bridge.
  NewtonOutcome solve_without(std::size_t branch, VoltageState& state);

  /// Power that enters a live branch at its ends, MVA, the larger; of its rating. 0 without rating.
  double loading(std::size_t branch, VoltageState const& state) const;
  /// Of all branches at once, which is quicker: 0 for those that are not live.
  std::vector<double> const& loadings(VoltageState const& state);
  std::vector<double> const& base_loadings() const { return base_loadings_; }

  /// What live branches and shunts take up at a state of this network with all its branches.
  double losses_mw(VoltageState const& state);

  /// How a figure moves with what is put in at each node, at the base: MW and MVAr more → figure. 0 where nothing is
  /// free.
  struct Gradient {
    std::vector<double> by_p, by_q;
  };
  Gradient of_voltage(int node);          // p.u. per MW, MVAr
  Gradient of_branch(std::size_t branch); // MVA of the more loaded end

 private:
  Gradient to_gradient(std::vector<double> by_unknowns);
  double loading_between(std::size_t branch, Complex from, Complex to) const;

  Network network_;
  Solved solved_; // before base_, which fills it
  Flow base_;
  Admittance admittance_;
  Newton newton_;
  std::vector<TwoPort> two_ports_;
  std::vector<Complex> voltage_; // of nodes, and loadings, at the state that was asked for last
  std::vector<double> loadings_, base_loadings_;
  NewtonOptions newton_options_;
  bool ready_ = false;
};

} // namespace dalian::power
