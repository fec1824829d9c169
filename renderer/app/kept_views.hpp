#pragma once
// Places that a user keeps by number and goes back to, in a file of their own. Main thread.
#include "renderer/scene/camera.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <map>

namespace dalian::viewer {

class KeptViews {
 public:
  /// What the file holds; a file that is not there or damaged is none, and entries that no camera can have are left
  /// out.
  explicit KeptViews(std::filesystem::path file);

  std::optional<scene::Camera> at(int number) const;
  /// In the file when it says so; else the error says why not, and it is kept until the window closes.
  Status keep(int number, scene::Camera const& camera);

 private:
  std::filesystem::path file_; // empty: nowhere to keep them
  std::map<int, scene::Camera> views_;
};

/// $XDG_STATE_HOME/dalian-twin/views.json, else ~/.local/state/…; empty without either.
std::filesystem::path kept_views_file();

} // namespace dalian::viewer
