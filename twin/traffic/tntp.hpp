#pragma once
// The text files of the Transportation Networks for Research collection (Bar-Gera, Stabler, Sall):
// github.com/bstabler/TransportationNetworks, "TNTP format". Nodes count from 1 there and from 0 here.
#include "twin/traffic/network.hpp"

#include <string_view>

namespace dalian::traffic {

/// `name` stands in front of what is said about the text: "name:line: field: reason". Keys are node and link numbers.
Result<Network> read_network(std::string_view text, std::string const& name);
/// Amounts of 0 are left out. Zones are checked against those of `network`.
Result<std::vector<Trip>> read_trips(std::string_view text, std::string const& name, Network const& network);

struct LinkFlow {
  std::uint32_t tail = 0, head = 0;
  double flow = 0, cost = 0;
};
Result<std::vector<LinkFlow>> read_flows(std::string_view text, std::string const& name);

// Figures with 17 digits: what is read back is bit for bit what was written.
std::string write_network(Network const& network);
std::string write_trips(std::vector<Trip> const& trips, std::uint32_t zones);
std::string write_flows(std::vector<LinkFlow> const& flows);

} // namespace dalian::traffic
