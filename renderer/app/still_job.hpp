#pragma once
// `twinview --headless`: loads the city, lets the feeds run, takes one picture, writes it. No window, no GLFW.
#include "renderer/app/command_line.hpp"
#include "renderer/app/headless.hpp"

namespace dalian::viewer {

/// The picture `options` ask for, with what it cost. Throws std::runtime_error (GpuError, UnknownView among them).
gpu::Picture render_still(CommandLine const& options, PictureStats& stats);

/// Makes the folder of a file that is yet to be written: better to fail before the work than after it. Throws
/// std::runtime_error.
void make_folder_for(std::filesystem::path const& file);

/// Exit status: 0 picture written; 1 with one clear line on stderr; 2 for a view that does not exist (the line lists
/// them). Throws std::runtime_error (GpuError among them) with one clear line.
int run_still(CommandLine const& options);

} // namespace dalian::viewer
