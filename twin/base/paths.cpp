#include "twin/base/paths.hpp"

#include <cstdlib>

namespace dalian {
namespace fs = std::filesystem;

Result<fs::path> assets_dir() {
  std::error_code ignored;
  if (char const* set = std::getenv("DALIAN_ASSETS"); set != nullptr && *set != '\0') {
    if (fs::is_directory(set, ignored)) return fs::path(set);
    return Error{
        std::string("DALIAN_ASSETS names '") + set +
        "', which is not a folder; unset it, or build the assets there: cmake --build <build> --target assets"};
  }
  fs::path const exe = fs::read_symlink("/proc/self/exe", ignored);
  if (exe.empty()) return Error{"cannot find the program's own path; set DALIAN_ASSETS to the folder of baked assets"};
  fs::path const root = exe.parent_path().parent_path();
  fs::path const built = root / "assets", installed = root / "share/dalian-twin/assets";
  for (fs::path const& folder : {built, installed})
    if (fs::is_directory(folder, ignored)) return folder;
  return Error{"no baked assets in " + built.string() + " or " + installed.string() +
               "; make them with: cmake --build <build> --target assets, or set DALIAN_ASSETS"};
}

bool is_there(std::filesystem::path const& path) noexcept {
  std::error_code none;
  return std::filesystem::exists(path, none);
}

} // namespace dalian
