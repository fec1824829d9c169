#pragma once
// What a twin takes from the baked assets unless it is told otherwise.
#include "twin/app/twin.hpp"

#include <filesystem>
#include <string>

namespace dalian::app {

/// What --city means: "none", and "" where nothing is baked, are empty: no map; else a path for CitySurface::read.
std::filesystem::path choose_city(std::string const& said);

/// The same of --alarms, a rules file, and where it finds the GeoJSON that is not beside it.
void choose_alarms(std::string const& said, TwinConfig& config);

} // namespace dalian::app
