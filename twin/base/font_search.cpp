#include "twin/base/font_search.hpp"

#include <cstdlib>

namespace dalian {

namespace fs = std::filesystem;

std::vector<fs::path> default_font_folders() {
  std::vector<fs::path> folders{"/usr/share/fonts", "/usr/local/share/fonts"};
  if (char const* const home = std::getenv("HOME")) folders.emplace_back(fs::path(home) / ".local/share/fonts");
  return folders;
}

std::vector<fs::path> font_folders(fs::path const& chosen) {
  return chosen.empty() ? default_font_folders() : std::vector{chosen};
}

fs::path find_font_file(std::vector<fs::path> const& folders, std::string_view name) {
  for (fs::path const& folder : folders) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error))
      if (it->path().filename() == name) return it->path();
  }
  return {};
}

} // namespace dalian
