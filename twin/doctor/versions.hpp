#pragma once
// Do the programs that stand beside each other belong together, and are their libraries what they need?
#include "twin/doctor/finding.hpp"

#include <filesystem>

namespace dalian::doctor {

/// Asks every program of the project in `folder` for its version and compares it with `ours`.
Finding look_at_programs(std::filesystem::path const& folder, std::string_view ours);

/// ZeroMQ must have been built with CURVE; SQLite at run time must not be older than at build time.
Finding look_at_libraries();

/// Every connector is an open file.
Finding look_at_limits();

} // namespace dalian::doctor
