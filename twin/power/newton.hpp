#pragma once
// Newton–Raphson for the power flow in polar form (Tinney and Hart, IEEE Trans. PAS-86, 1967; the derivatives as in
// Zimmerman, MATPOWER Technical Note 2): unknown are the angles of all nodes but slack ones and the voltages of load
// nodes. Works on nameless nodes in p.u. and radians. One thread at a time for an object.
#include "twin/power/admittance.hpp"
#include "twin/sparse/lu.hpp"

#include <span>

namespace dalian::power {

struct VoltageState {
  std::vector<double> vm, va; // p.u., rad; 0 at dead nodes
};

struct NewtonOptions {
  double tolerance = 1e-8; // largest mismatch, p.u.
  int iterations = 30;
};

struct NewtonOutcome {
  bool converged = false;
  int iterations = 0;
  double mismatch = 0;   // largest left, p.u.
  int worst_node = -1;   // where
  int undetermined = -1; // a node that nothing determines: the equations are singular there
};

class Newton {
 public:
  Newton(Admittance const& admittance, std::vector<Role> roles);

  /// From `state` to the solution, or to the best state that was met. `p` and `q`: what is put in at each node (q of
  /// load nodes is read alone).
  NewtonOutcome solve(Admittance const& admittance, std::span<double const> p, std::span<double const> q,
                      VoltageState& state, NewtonOptions const& options);

  /// Pivots and factors at a solved state, from which many solutions begin: each then depends on that state and its own
  /// data alone, whatever was solved before. False when it is singular.
  bool begin_from(Admittance const& admittance, VoltageState const& state);
  /// As solve(), from the state of begin_from(), with its factors as the first step.
  NewtonOutcome solve_from_start(Admittance const& admittance, std::span<double const> p, std::span<double const> q,
                                 VoltageState& state, NewtonOptions const& options);

  /// What every node puts in at this state, p.u.
  void injections(Admittance const& admittance, VoltageState const& state, std::span<double> p, std::span<double> q);

  // Sensitivities at the state of begin_from(): d unknowns / d injections is J⁻¹.
  int unknowns() const { return start_lu_.pattern().size; }
  int angle_unknown(int node) const { return angle_[static_cast<std::size_t>(node)]; }     // -1: given
  int voltage_unknown(int node) const { return voltage_[static_cast<std::size_t>(node)]; } // of ln V; -1: given
  /// `gradient` by the unknowns becomes that by the injections: p of a node at angle_unknown(), q at voltage_unknown().
  void to_injections(std::span<double> gradient) { start_lu_.solve_transposed(gradient); }

 private:
  struct Four {
    int angle_angle, voltage_angle, angle_voltage, voltage_voltage; // of dP/dθ, dQ/dθ, dP/dV, dQ/dV
  };
  sparse::Pattern number(Admittance const& y);
  void load(VoltageState const& state);
  void evaluate(Admittance const& y);
  void fill_jacobian(Admittance const& y);
  NewtonOutcome measure(std::span<double const> p, std::span<double const> q);
  bool factor();
  void step(sparse::Lu& lu, VoltageState& state);
  NewtonOutcome iterate(Admittance const& y, std::span<double const> p, std::span<double const> q, VoltageState& state,
                        NewtonOptions const& options, bool have_factors);

  std::vector<Role> roles_;
  std::vector<int> angle_, voltage_; // unknowns of each node, -1 = none
  std::vector<Four> fours_;          // of each entry of the admittance matrix, where in the Jacobian
  sparse::Lu lu_, start_lu_;
  VoltageState start_;
  std::vector<double> jacobian_;    // one more at the end, for what is not wanted
  std::vector<double> e_, f_;       // voltages in rectangular form
  std::vector<double> a_re_, a_im_; // V_i conj(Y_ij V_j) of each entry
  std::vector<double> p_now_, q_now_, mismatch_;
};

} // namespace dalian::power
