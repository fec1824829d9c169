#pragma once
// Where goes what a user asks to be written: reports, pictures, hand-outs.
#include "twin/base/time.hpp"

#include <filesystem>
#include <string_view>

namespace dalian::workplaces {

/// "shift-20261127T1640.html" of `kind`, the place's time (UTC+8) and `extension`, in $DALIAN_REPORTS, else the user's
/// home, else the folder that the program was started in.
std::filesystem::path report_file(std::string_view kind, Instant now, std::string_view extension);

} // namespace dalian::workplaces
