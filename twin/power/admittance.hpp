#pragma once
// The nodal admittance matrix, by rows, and the four admittances of a branch. All in p.u.
#include "twin/power/topology.hpp"

#include <array>
#include <complex>

namespace dalian::power {

using Complex = std::complex<double>;

/// I_from = from_from V_from + from_to V_to, likewise at `to`.
struct TwoPort {
  Complex from_from, from_to, to_from, to_to;
};
TwoPort two_port(Branch const& branch);

/// Of each node: what shunts take, switched ones as they are, and the charging of lines around a merged pair.
std::vector<Complex> node_shunts(Network const& network, Topology const& topology);

class Admittance {
 public:
  Admittance(Network const& network, Topology const& topology);

  int size() const { return static_cast<int>(start.size()) - 1; }
  /// Takes a live branch out, or puts it back bit for bit. One at a time.
  void take_out(std::size_t branch);
  void put_back();
  /// Reactive power of a shunt at a node, MVAr at 1 p.u., and all other shunts as they are.
  void add_shunt(int node, double mvar, double base_mva);

  // Row i: entries start[i] … start[i+1]; column[k], conductance g[k], susceptance b[k]; columns ascend.
  std::vector<int> start, column, diagonal;
  std::vector<double> g, b;

 private:
  void add(int place, Complex y);

  std::vector<TwoPort> two_ports_;         // of each branch
  std::vector<std::array<int, 4>> places_; // of a live branch: ff, ft, tf, tt
  std::size_t out_ = 0;
  std::array<Complex, 4> before_{};
};

} // namespace dalian::power
