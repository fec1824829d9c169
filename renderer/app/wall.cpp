#include "renderer/app/wall.hpp"

#include "renderer/app/toml_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::viewer {
namespace {

constexpr std::int64_t kMostPixels = 1 << 18; // of a wall along a side
constexpr std::size_t kMostScreens = 64;
constexpr int kVersion = 1; // of the text of a scene

using Wrong = WrongFile;

std::int64_t pixels(toml::table const& table, char const* field, std::string const& where, std::int64_t least) {
  auto const value = table[field].value<std::int64_t>();
  if (!value || *value < least || *value > kMostPixels)
    throw Wrong(fmt::format("{}: '{}' must be a whole number from {} to {}", where, field, least, kMostPixels));
  return *value;
}

WallScreen read_screen(toml::table const& table, std::string const& where, glm::uvec2 wall) {
  WallScreen screen;
  screen.name = table["name"].value_or(std::string());
  if (screen.name.empty()) throw Wrong(where + ": 'name' is missing");
  screen.from_px.x = static_cast<int>(pixels(table, "x", where, 0));
  screen.from_px.y = static_cast<int>(pixels(table, "y", where, 0));
  screen.size_px.x = static_cast<unsigned>(pixels(table, "width", where, 16));
  screen.size_px.y = static_cast<unsigned>(pixels(table, "height", where, 16));
  if (table.contains("desktop_x") || table.contains("desktop_y"))
    screen.desktop_px = {static_cast<int>(pixels(table, "desktop_x", where, 0)),
                         static_cast<int>(pixels(table, "desktop_y", where, 0))};
  glm::uvec2 const end = glm::uvec2(screen.from_px) + screen.size_px;
  if (auto const scenario = table["scenario"].value<std::string>())
    screen.scenario = std::filesystem::path(where.substr(0, where.rfind(": screen"))).parent_path() / *scenario;
  if (end.x > wall.x || end.y > wall.y) throw Wrong(where + ": reaches beyond the wall");
  return screen;
}

WallPlan read_table(toml::table const& root, std::string const& file) {
  WallPlan plan;
  plan.address = root["address"].value_or(std::string());
  if (plan.address.empty())
    throw Wrong(file + ": 'address' is missing: where the leader is heard, such as \"tcp://10.0.0.5:7440\"");
  plan.size_px.x = static_cast<unsigned>(pixels(root, "width", file, 16));
  plan.size_px.y = static_cast<unsigned>(pixels(root, "height", file, 16));
  auto const* screens = root["screen"].as_array();
  if (!screens || screens->empty()) throw Wrong(file + ": has no [[screen]]");
  if (screens->size() > kMostScreens) throw Wrong(fmt::format("{}: {} screens at most", file, kMostScreens));
  for (auto const& node : *screens) {
    auto const where = fmt::format("{}: screen {}", file, plan.screens.size() + 1);
    if (!node.is_table()) throw Wrong(where + ": must be a table");
    auto screen = read_screen(*node.as_table(), where, plan.size_px);
    if (plan.screen(screen.name)) throw Wrong(fmt::format("{}: there are two of the name {}", file, screen.name));
    plan.screens.push_back(std::move(screen));
  }
  return plan;
}

bool believable(scene::Camera const& c) {
  constexpr double kFar_m = 1e8;
  for (double const value : {c.position.x, c.position.y, c.position.z})
    if (!(std::abs(value) < kFar_m)) return false;
  return std::isfinite(c.heading_rad) && std::abs(c.pitch_rad) < 1.5708 && c.vertical_field_rad > 0.001 &&
         c.vertical_field_rad < 3;
}

} // namespace

WallScreen const* WallPlan::screen(std::string_view name) const {
  auto const it = std::ranges::find(screens, name, &WallScreen::name);
  return it == screens.end() ? nullptr : &*it;
}

Result<WallPlan> read_wall(std::filesystem::path const& file) {
  return read_toml(file, read_table);
}

std::string to_text(WallScene const& scene) {
  auto const& c = scene.camera;
  nlohmann::json const json = {
      {"wall", kVersion},
      {"camera", {c.position.x, c.position.y, c.position.z, c.heading_rad, c.pitch_rad, c.vertical_field_rad}},
      {"light_ns", to_unix_ns(scene.light)},
      {"weather", scene.weather ? std::string(passes::name_of(*scene.weather)) : std::string()},
      {"layers", scene.layers},
      {"language", scene.language},
      {"story", scene.story},
      {"story_s", scene.story_s},
  };
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<WallScene> read_scene(std::string const& text) {
  auto const json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("wall", nlohmann::json()) != kVersion) return std::nullopt;
  try {
    WallScene scene;
    auto const camera = json.at("camera").get<std::array<double, 6>>();
    scene.camera = {{camera[0], camera[1], camera[2]}, camera[3], camera[4], camera[5]};
    scene.light = from_unix_ns(json.at("light_ns").get<std::int64_t>());
    scene.weather = passes::weather_of(json.at("weather").get<std::string>());
    scene.layers = json.at("layers").get<std::set<std::string>>();
    scene.language = json.at("language").get<std::string>();
    scene.story = json.at("story").get<std::string>();
    scene.story_s = json.at("story_s").get<double>();
    if (!believable(scene.camera) || !std::isfinite(scene.story_s)) return std::nullopt;
    return scene;
  } catch (nlohmann::json::exception const&) {
    return std::nullopt;
  }
}

} // namespace dalian::viewer
