#pragma once
// Is the font of labels and panels there (Noto Sans CJK, package fonts-noto-cjk)?
#include "twin/doctor/finding.hpp"

#include <filesystem>

namespace dalian::doctor {

/// `folder`: as twinview's --fonts; empty: those of the system, which twinview searches too.
Finding look_at_fonts(std::filesystem::path const& folder);

} // namespace dalian::doctor
