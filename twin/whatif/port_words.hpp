#pragma once
// What the engine `port` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kPortOtherKind{"port.other_kind",
                                      "is '{0}': no calls of such a berth are known, so it is not judged"},
    kPortNoCrane{"port.no_crane", "has no crane, so that no ship is worked: add cranes that name it"},
    kPortWaitCranes{
        "port.wait_cranes",
        "ships wait {0} h in a peak month at {1} % occupancy, accepted are {2} h: {3} more cranes would do"},
    kPortWaitCrane{"port.wait_crane",
                   "ships wait {0} h in a peak month at {1} % occupancy, accepted are {2} h: 1 more crane would do"},
    kPortWaitQuay{"port.wait_quay", "ships wait {0} h in a peak month at {1} % occupancy, accepted are {2} h: more "
                                    "cranes alone do not help: lengthen the quay or send ships elsewhere"},
    kPortNoYard{"port.no_yard", "no yard names it: how full one is, is not said"},
    kPortYardFull{"port.yard_full",
                  "is to hold {0} % of what it can in a peak month: enlarge it or let boxes stay shorter"},
    kPortTrucksGate{"port.trucks_gate", "trucks are inside for {0} min in busy hours, more than {1}: more gate lanes "
                                        "would help most (gate_lanes of its yard)"},
    kPortTrucksCrane{"port.trucks_crane", "trucks are inside for {0} min in busy hours, more than {1}: more yard "
                                          "cranes would help most (cranes of its yard)"},
    kPortPlanBroken{"port.plan_broken", "the plan breaks its own rules: {0}"};

inline constexpr std::array kPortWords{kPortOtherKind,   kPortNoCrane,   kPortWaitCranes, kPortWaitCrane,
                                       kPortWaitQuay,    kPortNoYard,    kPortYardFull,   kPortTrucksGate,
                                       kPortTrucksCrane, kPortPlanBroken};

} // namespace dalian::whatif
