#pragma once
// What the engine `power` finds, in English; assets/lang/report.json has the same codes in every language. The second
// list is what twin/power says, word for word.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kVoltageLow{"power.voltage_low",
                                   "{0} p.u. is below {1}: about {2} MVAr more here would bring it to {1}"},
    kVoltageHigh{"power.voltage_high", "{0} p.u. is above {1}: about {2} MVAr less here would bring it to {1}"},
    kOverload{"power.overload",
              "{0} MVA are {1} % of its rating: about {2} MW less at '{3}' would bring it to its rating"},
    kOneOutUnsolved{"power.one_out_unsolved",
                    "without it the rest has no solution that was found: strengthen the way beside it"},
    kOneOutUnserved{"power.one_out_unserved", "without it {0} MW are not fed: it has no way beside it"},
    kOneOutOverload{"power.one_out_overload",
                    "without it '{0}' carries {1} % of its rating: strengthen that, or move load"},
    kNoLowEnd{"power.no_low_end",
              "with all coefficients at their low end no solution was found, so figures have no such end"},
    kNoHighEnd{"power.no_high_end",
               "with all coefficients at their high end no solution was found, so figures have no such end"},
    kPowerNoLoad{"power.no_load",
                 "no load names a bus of the grid, so there is no power flow: name power_bus of parcels"},
    kFeederWithoutEnds{"power.feeder_ends", "ends at no bus, so it is no part of the power flow: name its buses"},
    kFeederWithoutImpedance{"power.feeder_impedance",
                            "has no impedance, so it is left out of the power flow: give r_ohm_km and x_ohm_km"},
    kBusWithoutVoltage{"power.bus_voltage", "its bus has no voltage_kv: give it one"},
    kTransformerWithoutBus{"power.transformer_ends", "stands at no bus: name its buses"},
    kTransformerWithoutUk{"power.transformer_uk",
                          "has no short-circuit voltage, so it is left out of the power flow: give uk_percent"},
    kGeneratorWithoutBus{"power.generator_bus", "feeds no bus, so it is no part of the power flow: name one"};

inline constexpr std::array kPowerFlowWords{
    Words{"power.base", "the base power is not above 0"},
    Words{"power.not_finite", "a figure is not finite"},
    Words{"power.no_number", "a limit is no number"},
    Words{"power.no_bus", "a bus is not there"},
    Words{"power.bus_twice", "there are two of this number"},
    Words{"power.no_voltage", "its voltage is not above 0"},
    Words{"power.no_ratio", "its ratio is not above 0"},
    Words{"power.shunt", "switched shunt {0}: impossible"},
    Words{"power.transformer_plain",
          "a transformer without impedance: it is taken as a plain connection; give it r and x"},
    Words{"power.no_impedance", "no impedance: both buses are taken as one"},
    Words{"power.two_voltages", "its generators would hold different voltages; {0} p.u. is taken"},
    Words{"power.no_slack", "its island has no slack: its largest generator balances it; name a slack bus"},
    Words{"power.not_fed", "nothing feeds its island of {0} buses and {1} MW: connect it"},
    Words{"power.ring", "a ring without impedance: what flows in it cannot be told; give one a reactance"},
    Words{"power.no_rest", "limits and shunts do not come to rest"},
    Words{"power.undetermined", "nothing determines its voltage (singular equations): check the branches at it"},
    Words{"power.no_solution",
          "no solution: {0} MVA are left here after {1} steps; the figures are the best state met, no answer; less "
          "load or more support is needed"},
    Words{"power.upper_limit", "its generators are at their upper reactive limit: {0} p.u. instead of {1}"},
    Words{"power.lower_limit", "its generators are at their lower reactive limit: {0} p.u. instead of {1}"},
    Words{"power.voltage_low_held", "{0} p.u. is below {1}: a generator holds it: give it another set-point"},
    Words{"power.voltage_high_held", "{0} p.u. is above {1}: a generator holds it: give it another set-point"},
    Words{"power.voltage_low_stays", "{0} p.u. is below {1}: no reactive power here mends it: add a line or move load"},
    Words{"power.voltage_high_stays",
          "{0} p.u. is above {1}: no reactive power here mends it: add a line or move load"},
    Words{"power.overload_stays",
          "{0} MVA are {1} % of its rating: no load moves it: raise its rating or lower generation"}};

inline constexpr std::array kPowerWords{kVoltageLow,
                                        kVoltageHigh,
                                        kOverload,
                                        kOneOutUnsolved,
                                        kOneOutUnserved,
                                        kOneOutOverload,
                                        kNoLowEnd,
                                        kNoHighEnd,
                                        kPowerNoLoad,
                                        kFeederWithoutEnds,
                                        kFeederWithoutImpedance,
                                        kBusWithoutVoltage,
                                        kTransformerWithoutBus,
                                        kTransformerWithoutUk,
                                        kGeneratorWithoutBus};

} // namespace dalian::whatif
