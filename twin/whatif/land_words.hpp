#pragma once
// What the engine `land` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kLandOverParcel{"land.over_parcel",
                                       "lies over parcel '{0}' by {1} m²: draw one of them smaller"},
    kLandUseUnknown{
        "land.use_unknown",
        "is '{0}', which the table of uses does not have: the parcel counts as land alone; mend it or add the use"},
    kLandOverBuilding{"land.over_building", "stands on building '{0}' by {1} m²: move one of them"},
    kLandNoFloor{"land.no_floor", "is '{0}', which has no floor: the building counts for nothing; mend it"},
    kLandBuildingUseUnknown{
        "land.building_use_unknown",
        "is '{0}', which the table of uses does not have: the building counts for nothing; mend it"},
    kLandOutsideZones{"land.outside_zones", "stands outside of every zone: it counts for all of them alone"},
    kLandStructure{"land.structure",
                   "land of code {0} is {1} % of its construction land; parks customarily have {2}…{3} %"},
    kLandQuotaOver{"land.quota_over", "its construction land without green is {0} % of the quota of {1} km²"};

inline constexpr std::array kLandWords{kLandOverParcel,         kLandUseUnknown,   kLandOverBuilding, kLandNoFloor,
                                       kLandBuildingUseUnknown, kLandOutsideZones, kLandStructure,    kLandQuotaOver};

} // namespace dalian::whatif
