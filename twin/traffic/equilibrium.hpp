#pragma once
// Static user equilibrium: the flows at which nobody finds a cheaper way (Wardrop 1952), as the minimum of Beckmann's
// objective (Beckmann, McGuire & Winsten 1956). A pure function of its input: the same bytes with any number of
// threads.
#include "twin/traffic/network.hpp"

#include <memory>

namespace dalian::traffic {

struct Options {
  double gap = 1e-6;               // relative, at which to stop
  std::uint32_t iterations = 1000; // at which to give up
  unsigned threads = 1;
};

/// How good the answer is; computed anew from the flows when they are final.
struct Certificate {
  double objective = 0;  // Beckmann's, minutes · pcu/h
  double total_cost = 0; // of all traffic, likewise
  double excess = 0;     // of it what would be saved if everybody took the cheapest way at these costs
  double gap = 0;        // excess / total_cost
  double imbalance = 0;  // pcu/h: the most by which flows into a node, out of it and trips differ, over all origins
};

/// Trips that have no way: what was asked stays unserved, everything else is solved.
struct Unconnected {
  std::uint32_t vehicle_class = 0, origin = 0, destination = 0;
  double amount = 0; // vehicles/h
};

struct Memory; // what a later solution of a changed problem starts from

struct Equilibrium {
  std::vector<double> flow;                    // of each link, pcu/h
  std::vector<double> time;                    // of each link, minutes; infinite when closed
  std::vector<std::vector<double>> class_flow; // [class][link], pcu/h
  Certificate certificate;
  bool converged = false; // to the gap that was asked for
  std::uint32_t iterations = 0;
  std::vector<Unconnected> unconnected;
  std::shared_ptr<Memory const> memory;
};

/// From nothing. The error is find_mistake's.
Result<Equilibrium> solve(Network const& network, Demand const& demand, Options const& options);

/// The same problem after any change – links, nodes, zones, classes, trips added, removed or altered – found from the
/// solution of another version of it (`base`); keys say what stayed. A pure function of all its arguments.
Result<Equilibrium> solve_from(Equilibrium const& base, Network const& network, Demand const& demand,
                               Options const& options);

/// Of all trips of a class from one zone to another those that drive over a link.
struct Selected {
  std::uint32_t vehicle_class = 0, origin = 0, destination = 0;
  double amount = 0; // vehicles/h
};

/// Whose trips they are that drive over a link (select-link analysis), by class, origin, destination. Flows of links
/// are unique at equilibrium, whose they are is not: here the trips of an origin part at every node as all of them do.
/// `network` and `demand` are those that were solved; `link` is one of the network.
std::vector<Selected> select_link(Equilibrium const& solved, Network const& network, Demand const& demand,
                                  std::uint32_t link);

} // namespace dalian::traffic
