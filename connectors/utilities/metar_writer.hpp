#pragma once
// A METAR of the synthetic sky, as an aerodrome would send it (WMO-No. 306, FM 15; wind in m/s as in China). Pure.
#include "connectors/utilities/sky.hpp"

#include <string>
#include <string_view>

namespace dalian::utilities {

/// At the last full half hour.
std::string write_metar(std::string_view station, Sky const& sky, Instant now);

} // namespace dalian::utilities
