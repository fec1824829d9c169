#pragma once
// Where a program finds what the bakers wrote, and whether something is at a path. Knows no file inside.
#include "twin/base/result.hpp"

#include <filesystem>

namespace dalian {

/// The folder of baked assets: DALIAN_ASSETS when set, else `<exe>/../assets`, else
/// `<exe>/../share/dalian-twin/assets`. The error says what was looked for and how to build it.
Result<std::filesystem::path> assets_dir();

/// False also where nobody may look or the name is none (too long), which std::filesystem::exists() throws for.
bool is_there(std::filesystem::path const& path) noexcept;

} // namespace dalian
