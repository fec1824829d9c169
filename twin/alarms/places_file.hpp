#pragma once
// [[place]]: an area or a corridor, given in the file itself or by a feature of a GeoJSON file.
#include "twin/alarms/place.hpp"
#include "twin/base/config_table.hpp"

namespace dalian::alarms {

/// Throws BadConfig.
Place read_place(ConfigTable& table, std::filesystem::path const& assets);

} // namespace dalian::alarms
