#pragma once
// A subcommand of `twinctl whatif`.
#include "twin/app/commands.hpp"

namespace dalian::app {

/// Enters `view` into `whatif`.
Command whatif_view_command(CLI::App& whatif);

} // namespace dalian::app
