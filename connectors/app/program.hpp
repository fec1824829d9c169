#pragma once
// The command line of twinfeed as a whole: for main, and for commands that run or judge the line of another.
#include "twin/base/result.hpp"

#include <string>
#include <vector>

namespace dalian::connectors {

/// Runs what `arguments`, without the program's name, ask for; the exit status.
int run_program(std::vector<std::string> const& arguments);

/// What is wrong with such a line; nothing is run.
Status check_arguments(std::vector<std::string> const& arguments);

/// Commands that read a protocol, alphabetically.
std::vector<std::string> protocol_commands();
/// True when `command` has the option, which is given without its dashes.
bool has_option(std::string const& command, std::string const& option);

} // namespace dalian::connectors
