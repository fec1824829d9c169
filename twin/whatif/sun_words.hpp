#pragma once
// What the engine `sun` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kSunLittle{
    "sun.little", "{0} h of sun at its lowest row, {1} h of them at a stretch, are less than the {2} h on {3} of "
                  "the rule '{4}': no single building is to blame; turn it or move it away from the others"},
    kSunLittleLower{
        "sun.little_lower",
        "{0} h of sun at its lowest row, {1} h of them at a stretch, are less than the {2} h on {3} of the rule "
        "'{4}': it would have them if '{5}' were no higher than {6} m"},
    kSunLittleWithout{
        "sun.little_without",
        "{0} h of sun at its lowest row, {1} h of them at a stretch, are less than the {2} h on {3} of the "
        "rule '{4}': '{5}' shades most, without it there would be {6} h"},
    kSunLittleDrawn{
        "sun.little_drawn",
        "{0} of the {1} modelled buildings here have less than the {2} h of sun on {3} of the rule '{4}', the "
        "darkest, '{5}', {6} h: lower or wider rows on this parcel"};

inline constexpr std::array kSunWords{kSunLittle, kSunLittleLower, kSunLittleWithout, kSunLittleDrawn};

} // namespace dalian::whatif
