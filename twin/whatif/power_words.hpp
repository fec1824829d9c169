#pragma once
// What the engine `power` finds beyond what twin/power says by itself, in English; assets/lang/report.json has the same
// codes in every language.
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
    kNoEnd{"power.no_end", "with all coefficients at their {0} end no solution was found, so figures have no such end"};

inline constexpr std::array kPowerWords{kVoltageLow,     kVoltageHigh,    kOverload, kOneOutUnsolved,
                                        kOneOutUnserved, kOneOutOverload, kNoEnd};

} // namespace dalian::whatif
