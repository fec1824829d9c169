#pragma once
// How long water has been under way where flows stand still in time: each node mixes what flows in, a pipe takes its
// volume over its flow, a tank is fully mixed. A pure function of one field.
#include "twin/water/hydraulics.hpp"

namespace dalian::water {

/// Hours since the water left a reservoir, of each node. NaN where none flows, and where it flows in a circle. A tank
/// that takes in nothing gives off water as old as its own volume lasts; of one that only fills: what arrives.
std::vector<double> age_hours(Network const& network, Field const& field);

} // namespace dalian::water
