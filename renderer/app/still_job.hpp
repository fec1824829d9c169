#pragma once
// `twinview --headless`: loads the city, lets the feeds run, takes one picture, writes it. No window, no GLFW.
#include "renderer/app/command_line.hpp"

namespace dalian::viewer {

/// Exit status: 0 picture written; 1 with one clear line on stderr; 2 for a view that does not exist (the line lists
/// them). Throws std::runtime_error (GpuError among them) with one clear line.
int run_still(CommandLine const& options);

} // namespace dalian::viewer
