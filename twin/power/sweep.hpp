#pragma once
// Backward-forward sweep for radial networks: currents summed from the ends to the source, voltages from the source to
// the ends (Shirmohammadi et al., IEEE Trans. Power Systems 3, 1988), with the whole two-port of a branch, so that
// taps, shifts and charging are in it. The same answer as Newton's, found without a matrix.
#include "twin/power/newton.hpp"

#include <optional>

namespace dalian::power {

class Sweep {
 public:
  /// Nothing when an island is meshed, holds a generator's voltage, or has more than one slack.
  static std::optional<Sweep> of(Network const& network, Topology const& topology);

  /// As Newton::solve(). Heavily loaded networks may not converge though a solution exists.
  NewtonOutcome solve(std::span<double const> p, std::span<double const> q, VoltageState& state,
                      NewtonOptions const& options);

 private:
  /// Of a node other than the source, by place in the order from the source.
  struct Reach {
    int node = 0, parent = 0;
    Complex parent_parent, parent_child, child_parent, child_child; // admittances
    Complex inverse_child_parent, inverse_child_child;
  };
  Sweep() = default;

  std::vector<Reach> reaches_;
  std::vector<Complex> shunt_;           // of nodes
  std::vector<Complex> voltage_, drawn_; // of nodes
};

} // namespace dalian::power
