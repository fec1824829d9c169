#pragma once
// What the engine `energy` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kEnergyHydrogenCarbon{
    "energy.hydrogen_carbon", "hydrogen stands for {0} kg CO2e/kg, above the {1} of low-carbon hydrogen: {2}"},
    kEnergyHydrogenShort{"energy.hydrogen_short",
                         "{0} of the {1} t/a of hydrogen that stations and loading places hand out are short: add "
                         "electrolysers, reformers, by-product or a store, or hand out less"},
    kEnergyBudgetNoFigure{"energy.budget_no_figure",
                          "has a budget but no figure of that name and zone: mend kpi or zone of the budget"},
    kEnergyBudgetOver{"energy.budget_over", "is {0} {1}, above the budget of {2}: {3}"},
    kEnergyNotCounted{"energy.not_counted",
                      "has {0} {1} of {2} in the table of land: it counts for nothing; mend its outline"},
    kEnergyNoModel{"energy.no_model", "is {0}, which the energy engine has no model of: it counts for nothing there"},
    kEnergyHeatStore{"energy.heat_store",
                     "is heat, which the energy engine takes by the day: the store counts for nothing there"},
    kEnergyElectrolyserSize{"energy.electrolyser_size",
                            "is not given, nor is power_mw: it makes nothing; give one of them"},
    kEnergyCapacityMissing{"energy.capacity_missing",
                           "is not given: it counts for nothing; give what it makes, keeps or hands out in a day"},
    kEnergyFlowMissing{"energy.flow_missing", "is not given: nothing is exchanged; give it"},
    kEnergyFlowOver{
        "energy.flow_over",
        "is {0} kt/a of hydrogen, but {1} kt/a of {2} leave {3} at most: that is taken; lower it or enlarge the plant"};

inline constexpr std::array kEnergyWords{kEnergyHydrogenCarbon, kEnergyHydrogenShort,    kEnergyBudgetNoFigure,
                                         kEnergyBudgetOver,     kEnergyNotCounted,       kEnergyNoModel,
                                         kEnergyHeatStore,      kEnergyElectrolyserSize, kEnergyCapacityMissing,
                                         kEnergyFlowMissing,    kEnergyFlowOver};

} // namespace dalian::whatif
