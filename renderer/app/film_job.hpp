#pragma once
// `twinview --headless --script STORY`: a story as a video, frame by frame, or as a still picture of one of its
// moments. The same story gives the same pixels, however fast the machine is: its time is counted in frames.
#include "renderer/app/command_line.hpp"

namespace dalian::viewer {

/// Exit status: 0 written; 1 with one clear line on stderr. Throws std::runtime_error with one clear line.
int run_film(CommandLine const& options);

} // namespace dalian::viewer
