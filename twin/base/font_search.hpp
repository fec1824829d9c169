#pragma once
// Where fonts lie on this system. Knows no font format.
#include <filesystem>
#include <string_view>
#include <vector>

namespace dalian {

/// Those of the system, then the user's.
std::vector<std::filesystem::path> default_font_folders();

/// `chosen` alone, or the default ones where it is empty.
std::vector<std::filesystem::path> font_folders(std::filesystem::path const& chosen);

/// The first file of this name in the folders or below them; empty when there is none.
std::filesystem::path find_font_file(std::vector<std::filesystem::path> const& folders, std::string_view name);

} // namespace dalian
