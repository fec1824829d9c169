// What follows from pressures and flows that were found.
#include "twin/gas/flow.hpp"

#include <cmath>
#include <numbers>

namespace dalian::gas {
namespace {

constexpr double kAdiabatic = 1.3; // natural gas; hydrogen 1.4

} // namespace

double rough_friction(double diameter_m, double roughness_m) {
  double const root = 2 * std::log10(diameter_m / roughness_m) + 1.138;
  return 1 / (root * root);
}

double compressor_w(Network const& network, Flow const& flow, std::uint32_t k) {
  Link const& link = network.links[k];
  double const f = flow.flow_kg_s[k], p = flow.pressure_pa[link.from];
  if (link.kind != LinkKind::compressor || flow.state[k] == LinkState::shut || !(f > 0) || !(p > 0)) return 0;
  double const z = 1 / (network.gas.b1 + network.gas.b2 * p), power = (kAdiabatic - 1) / kAdiabatic;
  return f * z * network.gas.speed2() / power * (std::pow(link.ratio, power) - 1) / link.efficiency;
}

double linepack_kg(Network const& network, Flow const& flow) {
  double sum = 0;
  for (Link const& link : network.links) {
    double const a = flow.pressure_pa[link.from], b = flow.pressure_pa[link.to];
    if (link.kind != LinkKind::pipe || !(a + b > 0)) continue;
    double const mean = 2.0 / 3 * (a + b - a * b / (a + b));
    sum += std::numbers::pi / 4 * link.diameter_m * link.diameter_m * link.length_m * network.gas.density(mean);
  }
  return sum;
}

std::vector<double> hydrogen_shares(Network const& network, Flow const& flow) {
  std::size_t const nodes = network.nodes.size();
  std::vector<double> in(nodes, 0), hydrogen(nodes, 0), share(nodes, std::nan(""));
  std::vector<int> waits(nodes, 0);
  auto const source = [&](std::size_t k) {
    return flow.flow_kg_s[k] > 0 ? network.links[k].from : network.links[k].to;
  };
  auto const target = [&](std::size_t k) {
    return flow.flow_kg_s[k] > 0 ? network.links[k].to : network.links[k].from;
  };
  constexpr double kStill_kg_s = 1e-9;
  std::vector<std::vector<std::uint32_t>> leaving(nodes);
  for (std::uint32_t k = 0; k < network.links.size(); ++k) {
    if (std::abs(flow.flow_kg_s[k]) < kStill_kg_s) continue;
    ++waits[target(k)];
    leaving[source(k)].push_back(k);
  }
  std::vector<std::uint32_t> known;
  for (std::uint32_t n = 0; n < nodes; ++n) {
    Node const& node = network.nodes[n];
    double const put_in = node.holds_pressure ? flow.supply_kg_s[n] : -node.withdrawal_kg_s;
    if (put_in > 0) in[n] = put_in, hydrogen[n] = put_in * node.hydrogen_share;
    if (waits[n] == 0) known.push_back(n);
  }
  while (!known.empty()) {
    std::uint32_t const n = known.back();
    known.pop_back();
    if (in[n] > 0) share[n] = hydrogen[n] / in[n];
    for (std::uint32_t const k : leaving[n]) {
      double const f = std::abs(flow.flow_kg_s[k]);
      in[target(k)] += f;
      hydrogen[target(k)] += f * share[n];
      if (--waits[target(k)] == 0) known.push_back(target(k));
    }
  }
  return share;
}

} // namespace dalian::gas
