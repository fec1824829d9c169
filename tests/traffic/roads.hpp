#pragma once
// Small networks for tests, and slow, plain answers that know nothing of the solver: shortest ways by Bellman and Ford,
// equilibrium by Frank and Wolfe.
#include "twin/traffic/equilibrium.hpp"

#include <random>

namespace dalian::test {

/// A link of travel time free_time + growth · flow^power.
traffic::Link road(std::uint32_t tail, std::uint32_t head, double free_time, double growth, double power = 1);
/// Every node may be passed through unless said otherwise.
traffic::Network roads(std::uint32_t zones, std::uint32_t nodes, std::vector<traffic::Link> links);
traffic::Demand cars(std::vector<traffic::Trip> trips);

/// A network in which every zone reaches every other, with trips between most pairs.
struct Town {
  traffic::Network network;
  traffic::Demand demand;
};
Town random_town(std::mt19937_64& random, std::uint32_t zones, std::uint32_t nodes, std::uint32_t classes = 1);

/// Cost of a link for a class at flows of all links; infinite where it may not drive.
double cost_of(Town const& town, std::size_t link, std::uint32_t vehicle_class, double flow);
/// Distances from a zone at given costs of links, over nodes that may be passed.
std::vector<double> distances(traffic::Network const& network, std::vector<double> const& cost, std::uint32_t origin);
/// (cost of all traffic − cost if all took the cheapest way at these costs) / cost of all traffic.
double relative_gap(Town const& town, traffic::Equilibrium const& answer);
double beckmann(Town const& town, std::vector<std::vector<double>> const& class_flow);

/// Flows of each class by Frank & Wolfe's method (1956).
std::vector<std::vector<double>> frank_wolfe(Town const& town, int iterations);

} // namespace dalian::test
