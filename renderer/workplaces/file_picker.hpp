#pragma once
// A file of this machine, looked for folder by folder or typed. Draws into the pane that is begun. Main thread.
#include "renderer/ui/panel_kit.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <span>

namespace dalian::workplaces {

class FilePicker {
 public:
  /// Begins in `folder`; lists files with one of these endings (".gpkg"), which must outlive this. Any other can be
  /// typed.
  FilePicker(std::filesystem::path const& folder, std::span<std::string_view const> endings);

  std::filesystem::path const& folder() const { return folder_; }
  /// The file that is chosen, once.
  std::optional<std::filesystem::path> draw(ui::PanelKit& kit);

 private:
  struct Entry {
    std::filesystem::path path;
    bool folder = false;
  };
  using Choice = std::optional<std::filesystem::path>;
  Choice path_field(ui::PanelKit& kit);
  Choice rows(ui::PanelKit& kit);
  Choice take(std::filesystem::path const& path);
  void keys(ui::PanelKit const& kit);
  void go_to(std::filesystem::path const& folder);
  bool has_ending(std::filesystem::path const& file) const;

  std::span<std::string_view const> endings_;
  std::filesystem::path folder_;
  std::vector<Entry> entries_; // folders first, by name
  std::size_t at_ = 0;
  bool moved_ = false; // by a key: the row is to be seen
  std::array<char, 1024> typed_{};
};

} // namespace dalian::workplaces
