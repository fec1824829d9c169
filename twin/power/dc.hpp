#pragma once
// DC power flow: voltages of 1 p.u., small angles, no losses; active power alone (Stott, Jardim and Alsaç, "DC Power
// Flow Revisited", IEEE Trans. Power Systems 24, 2009). Linear, so it always has an answer where something feeds.
#include "twin/power/flow.hpp"

namespace dalian::power {

/// Reactive powers and losses are 0; shunt conductances take their power at 1 p.u., as MATPOWER's makeBdc has it.
Flow solve_dc(Network const& network);

} // namespace dalian::power
