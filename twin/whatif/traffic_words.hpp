#pragma once
// What the engine `traffic` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kTrafficNoStreet{
    "traffic.no_street", "no street leads within {0} m: its {1} trips in the peak hour are left out; connect it"},
    kTrafficNoStop{"traffic.no_stop", "no street leads within {0} m: no bus calls here; move it to a street"},
    kTrafficNobodyComes{"traffic.nobody_comes", "no street leads within {0} m: nobody comes from here; connect it"},
    kTrafficIsland{"traffic.island",
                   "its streets are joined to no main road that leaves the area: {0} trips in the peak hour stay among "
                   "themselves; connect them"},
    kTrafficNoBus{"traffic.no_bus", "no street leads from '{0}' to '{1}' and back: no bus runs there"},
    kTrafficNoWay{"traffic.no_way",
                  "{0} of its trips in the peak hour have no way: a road is closed to them, one-way or missing"},
    kTrafficLevelF{"traffic.level_f",
                   "level of service F in the peak hour: {0} pcu/h on a capacity of {1} are {2} %; more lanes, a way "
                   "beside it, or {3} pcu/h less"};

inline constexpr std::array kTrafficWords{kTrafficNoStreet, kTrafficNoStop, kTrafficNobodyComes, kTrafficIsland,
                                          kTrafficNoBus,    kTrafficNoWay,  kTrafficLevelF};

} // namespace dalian::whatif
