#pragma once
// A wall of screens from one file, and what its leader tells them. Values only: knows no socket, no window.
#include "renderer/passes/weather.hpp"
#include "renderer/scene/camera.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <glm/vec2.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dalian::viewer {

/// A part of the wall that one window fills; pixels from the wall's top left.
struct WallScreen {
  std::string name;
  glm::ivec2 from_px{};
  glm::uvec2 size_px{};
  std::filesystem::path scenario;       // that stands in the city there; "" = none
  std::optional<glm::ivec2> desktop_px; // where its window goes on that machine's desktop, without a frame
};

struct WallPlan {
  std::string address; // ZeroMQ's: the leader binds it, the screens connect
  glm::uvec2 size_px{};
  std::vector<WallScreen> screens;

  WallScreen const* screen(std::string_view name) const;
};

/// TOML: `address`, `width`, `height`, [[screen]] with `name`, `x`, `y`, `width`, `height` and, if the window is to be
/// put there, `desktop_x`, `desktop_y`; `scenario`, a file, from the wall's folder on. The error names file, screen and
/// field. Screens may overlap and may leave out parts, as bezels do.
Result<WallPlan> read_wall(std::filesystem::path const& file);

/// What a leader shows. Every screen takes live things from its own twin.
struct WallScene {
  scene::Camera camera;
  Instant light{};
  std::optional<passes::Weather> weather; // empty: as the twin's nearest station reports it
  std::set<std::string> layers;
  std::string language; // "zh", "ja", "en"
  std::string story;    // that is being told; empty: none
  double story_s = 0;   // since it began
  bool operator==(WallScene const&) const = default;
};

std::string to_text(WallScene const& scene);
/// Nothing where it is no scene: another version's, or not from a leader.
std::optional<WallScene> read_scene(std::string const& text);

} // namespace dalian::viewer
