#pragma once
// The commands of twinctl around backup.hpp.
#include "twin/app/commands.hpp"

namespace dalian::app {

Command backup_command(CLI::App& twinctl);
Command restore_command(CLI::App& twinctl);

} // namespace dalian::app
