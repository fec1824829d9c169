#pragma once
// Where a program finds what the bakers wrote. Knows no file inside.
#include "twin/base/result.hpp"

#include <filesystem>

namespace dalian {

/// The folder of baked assets: DALIAN_ASSETS when set, else `<exe>/../assets`, else
/// `<exe>/../share/dalian-twin/assets`. The error says what was looked for and how to build it.
Result<std::filesystem::path> assets_dir();

} // namespace dalian
