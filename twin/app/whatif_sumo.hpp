#pragma once
// twinctl whatif sumo.
#include "twin/app/commands.hpp"

namespace dalian::app {

Command whatif_sumo_command(CLI::App& whatif);

} // namespace dalian::app
