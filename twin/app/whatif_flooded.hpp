#pragma once
// A subcommand of `twinctl whatif`.
#include "twin/app/commands.hpp"

namespace dalian::app {

/// Enters `flooded` into `whatif`.
Command whatif_flooded_command(CLI::App& whatif);

} // namespace dalian::app
