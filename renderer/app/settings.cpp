#include "renderer/app/settings.hpp"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::viewer {

namespace fs = std::filesystem;

fs::path settings_file() {
  char const* config = std::getenv("XDG_CONFIG_HOME");
  char const* home = std::getenv("HOME");
  fs::path folder;
  if (config != nullptr && *config != '\0')
    folder = config;
  else if (home != nullptr && *home != '\0')
    folder = fs::path(home) / ".config";
  return folder.empty() ? folder : folder / "dalian-twin" / "window.json";
}

Settings load_settings(fs::path const& file, Settings const& defaults) {
  Settings settings = defaults;
  std::ifstream in(file);
  auto const json = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  if (!json.is_object()) return settings;
  if (auto const it = json.find("language"); it != json.end() && it->is_string())
    settings.language = ui::language_from(it->get<std::string>());
  auto const size = [&](char const* key, int fallback) {
    auto const it = json.find(key);
    bool const usable = it != json.end() && it->is_number_integer() && *it >= 320 && *it <= 16384;
    return usable ? it->get<int>() : fallback;
  };
  settings.width = size("width", settings.width);
  settings.height = size("height", settings.height);
  if (auto const it = json.find("scale"); it != json.end() && it->is_number())
    settings.scale = ui::kept_scale(it->get<double>());
  if (auto const it = json.find("theme"); it != json.end() && it->is_string())
    settings.theme = ui::scheme_named(it->get<std::string>());
  return settings;
}

void save_settings(Settings const& settings, fs::path const& file) {
  if (file.empty()) return;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  nlohmann::ordered_json const json = {{"language", std::string(ui::code(settings.language))},
                                       {"width", settings.width},
                                       {"height", settings.height},
                                       {"scale", settings.scale},
                                       {"theme", settings.theme ? std::string(ui::name_of(*settings.theme)) : "auto"}};
  std::ofstream(file) << json.dump(1) << '\n';
}

} // namespace dalian::viewer
