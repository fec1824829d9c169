#pragma once
// What a planner's session begins with, from the files that the program comes with: the base, all engines, their
// tables, land and sea.
#include "twin/planner/session.hpp"

namespace dalian::app {

/// `assets` is the folder of baked assets. Takes a second or so. The error names the file and the remedy.
Result<planner::SessionSetup> read_planner_setup(std::filesystem::path const& assets);

} // namespace dalian::app
