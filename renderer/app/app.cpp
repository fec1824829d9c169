#include "renderer/app/app.hpp"

#include "renderer/app/viewer_app.hpp"
#include "twin/view/static_city.hpp"

#include <exception>
#include <fmt/format.h>
#include <stdexcept>

namespace dalian::viewer {
namespace {

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

ViewerAssets load(std::filesystem::path const& folder) {
  ViewerAssets assets{nullptr, nullptr, {}, or_throw(ui::Lang::load(folder / "lang"))};
  if (auto const gaps = assets.lang.gaps(); !gaps.empty()) fmt::print(stderr, "twinview: {}\n", gaps);
  auto const city = or_throw(view::read_static_city(folder));
  assets.city = city.city;
  assets.terrain = city.terrain;
  assets.bookmarks = or_throw(scene::read_bookmarks(folder / "config" / "views.toml"));
  return assets;
}

} // namespace

int run_window(WindowOptions const& options, std::unique_ptr<app::Service> service) {
  try {
    ViewerAssets assets = load(options.assets);
    if (scene::find_bookmark(assets.bookmarks, options.view) == nullptr) {
      std::string names;
      for (scene::Bookmark const& b : assets.bookmarks)
        names += (names.empty() ? "" : ", ") + b.id;
      fmt::print(stderr, "twinview: there is no view '{}'; the views are {}\n", options.view, names);
      return 2;
    }
    ViewerApp viewer(options, std::move(assets), std::move(service));
    return viewer.run();
  } catch (std::exception const& e) {
    fmt::print(stderr, "twinview: {}\n", e.what());
    return 1;
  }
}

} // namespace dalian::viewer
