#pragma once
// Natural gas with hydrogen put in at some nodes: the gas of the whole network is what all sources give together.
#include "twin/gas/flow.hpp"

namespace dalian::gas {

struct Blended {
  Network network; // withdrawals: mass of the carrier
  Gas carrier;     // without what is put in
  Gas hydrogen;    // at the temperature of the carrier
};

/// The flow, and the network as it was solved: its gas, and withdrawals that bring the energy that the wanted mass of
/// the carrier would. Without hydrogen at any node that is solve_flow() of what was given.
struct BlendedFlow {
  Network network;
  Flow flow;
};
BlendedFlow solve_blend(Blended const& wanted);

} // namespace dalian::gas
