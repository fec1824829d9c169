#pragma once
// `twinctl whatif chain`: an accident from the wind to the last person out.
#include "twin/app/commands.hpp"

namespace dalian::app {

/// Enters its options and says what to do.
Command whatif_chain_command(CLI::App& whatif);

} // namespace dalian::app
