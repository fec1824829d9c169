#pragma once
// What the engine `gas` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kGasPipeEnds{"gas.pipe_ends", "ends at no node, so no gas flows in it: name its nodes"},
    kGasPipeDiameter{"gas.pipe_diameter", "has no diameter, so it is left out: give diameter_m"},
    kGasNoPressure{"gas.no_pressure", "holds its pressure, but names none: give pressure_bar"},
    kGasNoCustomer{"gas.no_customer",
                   "nothing is drawn from the gas network, so there is no flow: give nodes demand_m3_h, "
                   "or parcels and hydrogen works their gas_node"},
    kGasUnserved{"gas.unserved",
                 "{0} m³/h are wanted here, but no pipe leads here from a node that holds a pressure: join "
                 "it, or let a node hold its pressure"},
    kGasPressureLow{
        "gas.pressure_low",
        "{0} bar above the air are below {1} bar, as at {2} more nodes; no single wider pipe was found that "
        "mends it"},
    kGasPressureLowPipe{"gas.pressure_low_pipe",
                        "{0} bar above the air are below {1} bar, as at {2} more nodes: pipe '{3}' "
                        "of {4} m instead of {5} m brings all to {6} bar"},
    kGasNotHad{"gas.not_had",
               "so much cannot be drawn at any pressure, as at {0} more nodes: wider pipes, or a source nearer"},
    kGasFast{"gas.fast", "{0} m/s are above {1} m/s: a wider pipe, or more pressure"},
    kGasNotSolved{"gas.not_solved", "NO SOLUTION was found: the figures are the last trial, no answer"},
    kHydrogenShort{"gas.hydrogen_short",
                   "{0} of {1} kg a day are short, first in the hour from {2}:00, most ({3} kg) from {4}:00: more "
                   "hydrogen, a larger store, or a pipe or loading place that reaches it"},
    kHydrogenSinks{"gas.hydrogen_sinks",
                   "falls by {0} kg a day, to {1} kg after four days that began full: more is asked for than is made"};

inline constexpr std::array kGasWords{kGasPipeEnds, kGasPipeDiameter, kGasNoPressure,      kGasNoCustomer,
                                      kGasUnserved, kGasPressureLow,  kGasPressureLowPipe, kGasNotHad,
                                      kGasFast,     kGasNotSolved,    kHydrogenShort,      kHydrogenSinks};

} // namespace dalian::whatif
