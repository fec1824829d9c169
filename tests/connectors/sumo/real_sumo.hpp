#pragma once
// A small net and its traffic for a real SUMO, made by a real netconvert: four roads that meet at a traffic light,
// lying in the first zone; vehicles of every class that drives there.
#include "tests/support/process.hpp"

namespace dalian::sumo::test {

/// The crossing's place on the map, and the length of each road, m.
inline constexpr double kEast_m = 384'500, kNorth_m = 4'346'000, kRoad_m = 500;

/// Files of the scenario in `folder`; the path of its .sumocfg. Throws when netconvert refuses.
std::filesystem::path write_crossing(std::filesystem::path const& folder);

} // namespace dalian::sumo::test
