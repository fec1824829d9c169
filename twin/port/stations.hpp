#pragma once
// A simulation, event by event, of customers that pass stations in a row: at each c equal servers and one line, first
// come first served. What the closed forms of queueing.hpp are checked against, and what says how a truck fares from
// gate to gate. Pure functions; times in hours.
#include <vector>

namespace dalian::port {

/// How long each waits, in the order given. Precondition: `arrival_h` rises, `service_h` has as many, servers ≥ 1.
std::vector<double> waits_h(std::vector<double> const& arrival_h, std::vector<double> const& service_h, int servers);

struct Station {
  int servers = 1;
  double way_h = 0;              // to it, without waiting
  std::vector<double> service_h; // of each customer
};
struct Passage {
  std::vector<double> wait_h; // of each customer at each station, station by station
  double leaves_h = 0;
};
/// Each customer through all stations in their order; who comes first is served first, of two at once the lower number.
std::vector<Passage> pass(std::vector<double> const& arrival_h, std::vector<Station> const& stations);

} // namespace dalian::port
