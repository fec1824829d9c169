#pragma once
// The fonts of labels and panels: Noto Sans CJK from the system (package fonts-noto-cjk), nothing shipped by us.
// Without it the best other font found draws what it can, and `notice` says what to install.
#include "twin/base/font_search.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::ui {

/// Chinese and Japanese write some of the same code points differently; each text says which it is.
enum class Script : std::uint8_t { sc, jp };
enum class Weight : std::uint8_t { regular, bold };

struct FontFile {
  std::filesystem::path file; // empty: none
  int face = 0;               // index in a .ttc collection
  bool usable() const { return !file.empty(); }
};

struct FontFiles {
  FontFile faces[2][2]; // [script][weight]
  std::string notice;   // key of assets/lang, "" when all is well
  FontFile const& get(Script s, Weight w) const { return faces[static_cast<int>(s)][static_cast<int>(w)]; }
};

/// Looks for the collections by name below `folders`, and for the face by its family name.
FontFiles find_fonts(std::vector<std::filesystem::path> const& folders = default_font_folders());

} // namespace dalian::ui
