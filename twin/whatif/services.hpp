#pragma once
// Engine `services`: which share of the homes has a school, a clinic, a shop, a park and a bus stop within 300, 500 and
// 1000 m on foot (GB 50180-2018: circles of 5, 10 and 15 minutes), along the streets of the layout.
//
// Homes are spread evenly over the net land of their parcel, on a grid of kHomeGrid_m. One walks straight to the
// nearest street or path, along them, and in at any place where the street runs along the service's land.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/programme.hpp"

#include <memory>

namespace dalian::whatif {

inline constexpr double kHomeGrid_m = 50, kToStreet_m = 400;

/// Needs the column residents of `land`. Columns over parcels with homes: metres to each service, the mean of the homes
/// that reach one.
Engine services_engine(std::shared_ptr<Programme const> programme);

} // namespace dalian::whatif
