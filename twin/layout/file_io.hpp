#pragma once
// Whole files as bytes, for the baked assets. Private to twin/layout.
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace dalian::layout {

/// At most 512 MiB; a missing file's error says how to bake it.
Result<std::string> read_bytes(std::filesystem::path const& file);

/// Writes beside the target and renames, so that a reader never sees half a file.
Status write_bytes(std::string_view bytes, std::filesystem::path const& file);

} // namespace dalian::layout
