#pragma once
// What --version prints.
#include <string>
#include <string_view>

namespace dalian {

/// "0.1.0", of the build.
std::string_view version();

/// "twind 0.1.0 (Dalian Twin)".
std::string version_line(std::string_view program);

} // namespace dalian
