#include "twin/doctor/fonts.hpp"

#include "twin/base/font_search.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian::doctor {

namespace fs = std::filesystem;

Finding look_at_fonts(fs::path const& folder) {
  auto const folders = font_folders(folder);
  std::vector<std::string> missing;
  fs::path found;
  for (auto const* const name : {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"}) {
    auto const file = find_font_file(folders, name);
    if (file.empty()) missing.emplace_back(name);
    found = file.empty() ? found : file;
  }
  if (missing.empty())
    return {"fonts", Verdict::good, fmt::format("Noto Sans CJK in {}", found.parent_path().string())};
  std::vector<std::string> names;
  for (auto const& f : folders)
    names.push_back(f.string());
  return {"fonts", Verdict::failed, fmt::format("{} not in {}", fmt::join(missing, ", "), fmt::join(names, ", ")),
          "Chinese and Japanese names cannot be drawn: apt install fonts-noto-cjk, or name its folder with --fonts"};
}

} // namespace dalian::doctor
