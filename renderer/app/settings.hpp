#pragma once
// What the window remembers between starts: a small JSON file in the user's configuration folder. A missing or broken
// file means the defaults; it is never a reason not to start.
#include "renderer/ui/lang.hpp"
#include "renderer/ui/tokens.hpp"

#include <filesystem>

namespace dalian::viewer {

struct Settings {
  ui::Language language = ui::Language::zh;
  int width = 1600, height = 900;  // of the window, 320…16384
  double scale = 1;                // of panels and type, ui::kLeastScale…kMostScale
  std::optional<ui::Scheme> theme; // empty: day, or night by the sun over the city
  bool operator==(Settings const&) const = default;
};

/// $XDG_CONFIG_HOME/dalian-twin/window.json, else ~/.config/dalian-twin/window.json; empty without either variable.
std::filesystem::path settings_file();
Settings load_settings(std::filesystem::path const& file, Settings const& defaults);
/// Failure is silent: nothing but convenience is lost.
void save_settings(Settings const& settings, std::filesystem::path const& file);

} // namespace dalian::viewer
