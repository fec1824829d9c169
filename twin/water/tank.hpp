#pragma once
// The volume in a tank by its level, and back. Metres over the bottom, cubic metres.
#include "twin/water/network.hpp"

namespace dalian::water {

double volume_at(Tank const& tank, double level_m);
double level_at(Tank const& tank, double volume_m3);

} // namespace dalian::water
