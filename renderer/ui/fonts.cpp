#include "renderer/ui/fonts.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

namespace dalian::ui {
namespace {

namespace fs = std::filesystem;

/// Index of the face whose family is `family`, or -1.
int face_named(FT_Library library, fs::path const& file, std::string_view family) {
  FT_Face face = nullptr;
  long count = 1;
  for (long i = 0; i < count; ++i) {
    if (FT_New_Face(library, file.c_str(), i, &face) != 0) return -1;
    count = face->num_faces;
    bool const found = face->family_name != nullptr && family == face->family_name;
    FT_Done_Face(face);
    if (found) return static_cast<int>(i);
  }
  return -1;
}

/// Any font that can draw some text, best first; CJK coverage where possible.
FontFile fallback(std::vector<fs::path> const& folders) {
  for (auto const* name : {"wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "DejaVuSans.ttf",
                           "LiberationSans-Regular.ttf"})
    if (auto const file = find_font_file(folders, name); !file.empty()) return {file, 0};
  return {};
}

} // namespace

FontFiles find_fonts(std::vector<fs::path> const& folders) {
  FontFiles fonts;
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return fonts;
  char const* const files[] = {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"};
  char const* const families[] = {"Noto Sans CJK SC", "Noto Sans CJK JP"};
  bool complete = true;
  for (int weight = 0; weight < 2; ++weight) {
    fs::path const file = find_font_file(folders, files[weight]);
    for (int script = 0; script < 2; ++script) {
      int const face = file.empty() ? -1 : face_named(library, file, families[script]);
      if (face >= 0) fonts.faces[script][weight] = {file, face};
      complete = complete && face >= 0;
    }
  }
  FT_Done_FreeType(library);
  if (complete) return fonts;
  fonts.notice = "notice.no_cjk_font";
  FontFile const other = fallback(folders);
  for (auto& script : fonts.faces)
    for (FontFile& face : script)
      if (!face.usable()) face = other;
  return fonts;
}

} // namespace dalian::ui
