#pragma once
// What the engine `flood` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kFloodRoad{
    "flood.road_closed", "lies under {0} m of water at the worst and {1} h under more than {2} m: closed; raise "
                         "it or drain it, or see what traffic does with closed = true"};

inline constexpr std::array kFloodWords{kFloodRoad};

} // namespace dalian::whatif
