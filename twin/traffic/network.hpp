#pragma once
// A road network and what travels on it, as static traffic assignment sees them. Knows no map and no file. Units are
// the data's own as long as they agree with each other: here vehicles per hour and minutes.
#include "twin/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::traffic {

/// Travel time grows with flow x as free_time · (1 + b · (x / capacity)^power), the form of the US Bureau of Public
/// Roads (Traffic Assignment Manual, 1964).
struct Link {
  std::uint32_t tail = 0, head = 0; // nodes
  double capacity = 0;              // pcu/h; 0 = closed
  double free_time = 0;             // minutes
  double b = 0.15, power = 4;
  double length = 0, toll = 0;
  std::uint64_t key = 0; // who it is in every version of the network; unique
  double speed = 0;      // as the file says it, for the file
  int type = 1;          // likewise
};

/// Nodes 0 … zones-1 are the zones, where trips begin and end.
struct Network {
  std::uint32_t zones = 0;
  std::uint32_t first_through = 0;  // nodes below it are not passed through: a path only begins or ends there
  std::vector<std::uint64_t> nodes; // the key of each node; unique
  std::vector<Link> links;
};

struct Trip {
  std::uint32_t origin = 0, destination = 0; // zones
  double amount = 0;                         // vehicles/h
};

/// One kind of vehicle: all meet the same congestion, each has its own tolls and closures.
/// Its cost of a link is time + toll_weight · toll + length_weight · length.
struct VehicleClass {
  std::string name = "all";
  double car_equivalents = 1;    // pcu of one vehicle
  double toll_weight = 0;        // minutes per unit of toll
  double length_weight = 0;      // minutes per unit of length
  std::vector<double> toll;      // of each link for this class; empty = the link's own
  std::vector<char> may_not_use; // of each link; empty = all are open to it
  std::vector<Trip> trips;       // a pair may come more than once: they add up
};

struct Demand {
  std::vector<VehicleClass> classes;
};

/// Numbers nodes and links as keys 0, 1, 2 …: for a network that has no keys of its own.
void number_keys(Network& network);

/// A message that names the first link, node, class or trip that is impossible (a figure that is not finite, a negative
/// capacity or amount, a node beyond the network, a key twice); empty when all is well.
std::string find_mistake(Network const& network, Demand const& demand);

} // namespace dalian::traffic
