#pragma once
// What the engine `water` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kNodeIsTaken{"water.node_taken",
                                    "its node holds a head already, so it is left out: give it a node of its own"},
    kTankWithoutLevels{"water.tank_levels",
                       "has no levels or no area, so it is left out: give low_m, high_m and diameter_m"},
    kPumpWithoutCurve{"water.pump_curve",
                      "is left out, for it has neither head_m with flow_m3_h nor power_kw: give one"},
    kValveWithoutSetting{"water.valve_setting", "is left out, for it has nothing to hold: give its setting"},
    kPipeWithoutEnds{"water.pipe_ends", "ends at no node, so no water flows in it: name its nodes"},
    kPipeToItself{"water.pipe_loop", "begins where it ends, so it is left out: name two nodes"},
    kPipeWithoutDiameter{"water.pipe_diameter", "has no diameter, so it is left out: give diameter_m"},
    kOnNoPipe{"water.on_no_pipe", "stands on no pipe of the water network ('{0}'), so it does nothing: name its pipe"},
    kNoSource{"water.no_source",
              "no node holds a head, so there is no hydraulics: give a node fixed_head_m, or a tank its node"},
    kNoCustomer{"water.no_customer",
                "no demand names a node of the water network, so there is no hydraulics: name water_node of parcels"},
    kUnconnected{"water.unconnected",
                 "{0} of {1} parcels that want water name no node: {2} m³/d are not in the answer"},
    kCutOff{"water.cut_off",
            "no open way leads here from a reservoir or tank: nothing is served to {0}; join it again"},
    kPressureLow{"water.pressure_low",
                 "{0} m of pressure in the peak hour at '{1}' are below {2} m, as at {3} more parcels of this part; no "
                 "single pipe or pump was found that mends it"},
    kPressureLowPipe{
        "water.pressure_low_pipe",
        "{0} m of pressure in the peak hour at '{1}' are below {2} m, as at {3} more parcels of this part: "
        "pipe '{4}' of {5} m instead of {6} m brings all to {7} m"},
    kPressureLowPump{
        "water.pressure_low_pump",
        "{0} m of pressure in the peak hour at '{1}' are below {2} m, as at {3} more parcels of this part: "
        "pump '{4}' with {5} m of head instead of {6} m brings all to {7} m"},
    kFireShort{"water.fire_short",
               "{0} L/s for a fire leave {1} m at '{2}', below {3} m, and too little at {4} more nodes "
               "of this part: a wider pipe or a second way there"},
    kPumpStands{"water.pump_stands", "cannot lift so high and stands in {0} steps of the day: give it more head_m"},
    kPumpBeyond{"water.pump_beyond", "passes {0} times the most that its curve knows: a larger pump, or one beside it"},
    kValveBeyond{"water.valve_beyond", "cannot keep its setting in {0} steps of the day"},
    kValveIdle{"water.valve_idle",
               "its setting is ignored, for another valve or a tank decides there: move one, or put a pipe between"},
    kTankEmpty{"water.tank_empty", "runs dry at {0}:00: more inflow, or a larger tank"},
    kTankSinks{"water.tank_sinks", "ends the day of the year's maximum {0} m lower than it began: it will run dry"},
    kNotBalanced{"water.not_balanced", "NOT BALANCED at {0}:00: the figures of such hours are the best met, no answer"},
    kOldWater{"water.old",
              "is {0} h old here at the mean hour, above {1} h: a narrower pipe or a smaller tank on its way"};

inline constexpr std::array kWaterWords{
    kNodeIsTaken,         kTankWithoutLevels, kPumpWithoutCurve, kValveWithoutSetting, kPipeWithoutEnds, kPipeToItself,
    kPipeWithoutDiameter, kOnNoPipe,          kNoSource,         kNoCustomer,          kUnconnected,     kCutOff,
    kPressureLow,         kPressureLowPipe,   kPressureLowPump,  kFireShort,           kPumpStands,      kPumpBeyond,
    kValveBeyond,         kValveIdle,         kTankEmpty,        kTankSinks,           kNotBalanced,     kOldWater};

} // namespace dalian::whatif
