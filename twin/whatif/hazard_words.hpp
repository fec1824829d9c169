#pragma once
// What the engine `hazard` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kHazardSubstanceUnknown{
    "hazard.substance_unknown", "is '{0}', which the table of substances does not have: mend it or add the substance"},
    kHazardMassMissing{"hazard.mass_missing", "is missing: give the mass that may be set free"},
    kHazardPhaseGas{"hazard.phase_gas", "is not given: taken as compressed gas"},
    kHazardPhaseLiquid{"hazard.phase_liquid", "is not given: taken as a liquid"},
    kHazardPhaseLiquefied{"hazard.phase_liquefied", "is not given: taken as liquefied gas"},
    kHazardRiskNew{"hazard.risk_new",
                   "individual risk {0}/a is above {1}/a, the limit of GB 36894-2018 for class '{2}' beside new units: "
                   "{3} % of it from '{4}'; {5} m more between them, less in there or another use here would do"},
    kHazardRiskNewLess{
        "hazard.risk_new_less",
        "individual risk {0}/a is above {1}/a, the limit of GB 36894-2018 for class '{2}' beside new units: {3} % of "
        "it from '{4}'; what is left is above it too: put less in there, or another use here"},
    kHazardRiskInService{
        "hazard.risk_in_service",
        "individual risk {0}/a is above {1}/a, the limit of GB 36894-2018 for class '{2}' beside in-service units: {3} "
        "% of it from '{4}'; {5} m more between them, less in there or another use here would do"},
    kHazardRiskInServiceLess{
        "hazard.risk_in_service_less",
        "individual risk {0}/a is above {1}/a, the limit of GB 36894-2018 for class '{2}' beside in-service units: {3} "
        "% of it from '{4}'; what is left is above it too: put less in there, or another use here"},
    kHazardBuildingReached{"hazard.building_reached",
                           "stands within {0} of '{1}', which may reach {2} m: move it {3} m further, out of 12.5 "
                           "kW/m² and 21 kPa, or make it withstand them"},
    kHazardDomino{"hazard.domino", "stands {0} m from '{1}', whose fire (37.5 kW/m²) or blast (70 kPa) may reach {2} m "
                                   "and set it off: move them {3} m further apart, or shield it"},
    kHazardManyDead{"hazard.many_dead",
                    "adds most to the societal risk: {0} or more dead {1} times a year are {2} times the upper line "
                    "(1e-3/N a year): put less in there, or fewer people about it"};

inline constexpr std::array kHazardWords{kHazardSubstanceUnknown, kHazardMassMissing,    kHazardPhaseGas,
                                         kHazardPhaseLiquid,      kHazardPhaseLiquefied, kHazardRiskNew,
                                         kHazardRiskNewLess,      kHazardRiskInService,  kHazardRiskInServiceLess,
                                         kHazardBuildingReached,  kHazardDomino,         kHazardManyDead};

} // namespace dalian::whatif
