#pragma once
// Simple controls and rules: which links they set, by levels, pressures and times (EPANET 2 manual, sections 3.3 and
// C.2).
#include "twin/water/hydraulics.hpp"

namespace dalian::water {

/// Sets a link in a field; whether anything changed.
bool apply(Action const& action, Network const& network, Field& field);

/// Controls by time and by the level of tanks, at the start of a step.
bool apply_controls(Network const& network, Field& field, std::int64_t time_s);
/// Controls by the pressure of junctions, after a solution: whether it must be solved anew.
bool apply_pressure_controls(Network const& network, Field& field);
/// Seconds until a control by time or level will change a link, at most `step`.
std::int64_t until_control(Network const& network, Field const& field, std::int64_t time_s, std::int64_t step);

/// Rules at time_s, those after `since_s` counting as one moment; whether a link changed.
bool apply_rules(Network const& network, Field& field, std::int64_t since_s, std::int64_t time_s);

} // namespace dalian::water
