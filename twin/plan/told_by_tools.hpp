#pragma once
// What a planner's tools say that a screen shows, in English with {0}, {1} … for values;
// assets/lang/report.json has the same codes in every language.
#include <array>
#include <string_view>

namespace dalian::plan {

struct ToolWords {
  std::string_view code, english;
};

inline constexpr ToolWords kNotThere{"plan.not_there", "is not there: it was removed or never was; mend the id"},
    kInTheSea{"plan.in_the_sea", "lies in the sea at {0}: draw it on land"},
    kWaterUnknown{"plan.water_unknown",
                  "nobody looked whether it lies in the sea: the baked map of the water (surface.bin) is not at hand"},
    kOverlaps{"plan.overlaps", "overlaps building '{0}': place it elsewhere or remove that"},
    kOnRoad{"plan.on_road", "stands on road '{0}': place it beside"},
    kOnNoParcel{"plan.on_no_parcel", "stands on no parcel: place it on one, or add a parcel there"},
    kOverEdge{"plan.over_edge", "reaches over the edge of parcel '{0}': make it smaller, move it, or join the parcels"},
    kNoOutline{"plan.no_outline", "crosses or touches itself or has no area: draw it anew"},
    kPlaceOnNoParcel{"plan.place_on_no_parcel", "{0} lies on no parcel: place it on one, or add a parcel"},
    kTakesBus{"plan.takes_bus", "takes the nearest bus, '{0}', {1} m away"},
    kNoBus{"plan.no_bus", "the layout has no power bus: it hangs on nothing"},
    kNoLength{"plan.no_length", "has no length: draw two points or more"},
    kTooLong{"plan.too_long", "would be {0} km long, {1} km can be: draw it within the region"},
    kEndTaken{"plan.end_taken", "its end at {0} is taken to {1}, {2} m away, where a road is"},
    kMeetsNone{"plan.meets_none", "meets no road: nothing leads to it; draw an end to within 30 m of one"},
    kMeets{"plan.meets", "meets {0} roads, which are divided there: {1}"},
    kThroughBuilding{"plan.through_building", "runs through building '{0}': draw it beside, or remove that"},
    kWidened{"plan.widened", "is widened from {0} to {1} m for its lanes"},
    kNoStreet{"plan.no_street", "no open street lies within 100 m of {0}: choose a place at one"},
    kNoWay{"plan.no_way", "no open street leads from {0} to {1}: connect them or leave one out"},
    kPastStops{"plan.past_stops", "runs {0} m along streets past {1} stops"},
    kBare{"plan.bare", "{0} % of it has no street under it: draw a road there"},
    kStoreys{"plan.storeys", "would have {0} storeys: {1} to {2} can be"},
    kHeight{"plan.height", "would be {0} m high: {1} to {2} m can be"},
    kNotPlaced{"plan.not_placed", "this layer is not placed as a point: draw it, or add it by an edit"},
    kNotMoved{"plan.not_moved", "this layer is not moved as a whole: draw it anew or reroute it"},
    kNotTurned{"plan.not_turned", "this layer has no outline to turn: move it instead"},
    kNoCut{"plan.no_cut", "the line does not cross it from edge to edge: draw it across, with both ends outside"};

// Of what comes from a foreign file.
inline constexpr ToolWords kNoShape{"plan.import_no_shape", "has no shape that can be taken"},
    kNoValue{"plan.import_no_value", "has no value: set one for all, or say which attribute it comes from"},
    kNotAValue{"plan.import_not_a_value", "cannot be '{0}'"}, kThereAlready{"plan.import_there", "is there already"},
    kNoGeometry{"plan.import_no_geometry", "has no points, lines or areas"},
    kNoLayer{"plan.import_no_layer", "bears no layer's name and has no attribute that tells one: say what it is"},
    kOtherShapes{"plan.import_other_shapes", "has shapes of another kind than that layer"},
    kLeftOut{"plan.import_left_out", "is left out, as was asked"};

inline constexpr std::array kToolWords{
    kNotThere,        kInTheSea,    kWaterUnknown, kOverlaps,  kOnRoad,   kOnNoParcel, kOverEdge,     kNoOutline,
    kPlaceOnNoParcel, kTakesBus,    kNoBus,        kNoLength,  kEndTaken, kMeetsNone,  kMeets,        kThroughBuilding,
    kWidened,         kNoStreet,    kNoWay,        kPastStops, kBare,     kNoCut,      kNotPlaced,    kNotMoved,
    kNotTurned,       kStoreys,     kHeight,       kNoShape,   kNoValue,  kNotAValue,  kThereAlready, kNoGeometry,
    kNoLayer,         kOtherShapes, kLeftOut,      kTooLong};

} // namespace dalian::plan
