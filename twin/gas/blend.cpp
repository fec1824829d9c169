#include "twin/gas/blend.hpp"

#include <algorithm>

namespace dalian::gas {
namespace {

constexpr int kRounds = 4; // which source gives how much depends on the blend a little

/// Share of hydrogen in the moles that all sources give; below 0: they give nothing.
double given_share(Network const& network, Flow const& flow) {
  double given = 0, hydrogen = 0;
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    Node const& node = network.nodes[n];
    double const supply = std::max(node.holds_pressure ? flow.supply_kg_s[n] : -node.withdrawal_kg_s, 0.0);
    given += supply, hydrogen += supply * node.hydrogen_share;
  }
  return given > 0 ? hydrogen / given : -1;
}

} // namespace

BlendedFlow solve_blend(Blended const& wanted) {
  BlendedFlow out{wanted.network, solve_flow(wanted.network)};
  auto const& nodes = wanted.network.nodes;
  if (wanted.carrier == wanted.hydrogen) return out;
  if (std::none_of(nodes.begin(), nodes.end(), [](Node const& n) { return n.hydrogen_share > 0; })) return out;
  for (int round = 0; round < kRounds; ++round) {
    double const share = given_share(out.network, out.flow);
    if (share < 0) break;
    Gas const& gas = out.network.gas = blend(wanted.carrier, wanted.hydrogen, share);
    double const more =
        wanted.carrier.heat_j_m3 / gas.heat_j_m3 * gas.normal_density() / wanted.carrier.normal_density();
    for (std::size_t n = 0; n < nodes.size(); ++n)
      out.network.nodes[n].withdrawal_kg_s = nodes[n].withdrawal_kg_s * more;
    out.flow = solve_flow(out.network);
  }
  return out;
}

} // namespace dalian::gas
