#pragma once
// The window of twinview: opens it, runs until the user closes it. main.cpp parses the command line and calls this.
#include "renderer/app/story.hpp"
#include "renderer/app/wall.hpp"
#include "renderer/gpu/capabilities.hpp"
#include "renderer/gpu/faults.hpp"
#include "renderer/passes/quality.hpp"
#include "renderer/passes/weather.hpp"
#include "renderer/ui/workplace_layout.hpp"
#include "twin/app/service.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace dalian::viewer {

struct WindowOptions {
  int width = 0, height = 0;     // of the window, pixels; 0 = as last time, else 1600 × 900
  std::string view = "overview"; // name of a bookmark
  ui::WorkplaceKind workplace = ui::WorkplaceKind::city;
  std::filesystem::path bundle;           // that the planner opens first; "" = none
  BriefingPlan briefing;                  // what the briefing room tells
  std::optional<WallPlan> wall;           // that it leads …
  std::optional<WallScreen> screen;       // … or of which it is this one
  std::optional<Instant> time;            // the light is drawn for; empty = an afternoon in September
  std::optional<passes::Weather> weather; // empty: as the nearest station of the twin reports it, else clear
  std::set<std::string> layers;           // data over the city: see layer_names()
  std::string language;                   // "zh", "ja" or "en"; empty = as last chosen, else by LANG
  std::filesystem::path assets;           // folder of the baked assets
  std::filesystem::path fonts;            // folder; empty = those of the system
  std::filesystem::path ui_dump;          // not empty: JSON of the text shown, rewritten when it changes (for tests)
  std::optional<passes::Quality> quality; // of every picture; empty: as the device can
  double scale = 0;                       // of panels and type, 1…3; 0 = as last chosen
  std::string theme;                      // "auto", "day", "night" or "wall"; empty = as last chosen
  std::filesystem::path shot;             // not empty: a PNG of the window after `shot_after_s`, then the end
  double shot_after_s = 20;
  bool flight = false;     // fly through all views once, say how many frames a second, and end
  bool validation = false; // Vulkan validation layers on; any message makes the exit status 1
  // For tests: see gpu::DeviceOptions.
  gpu::Faults faults = {};
  std::function<void(gpu::Capabilities&)> pretend = {};
};

/// True where a window could be opened (a display answers). Opens nothing.
bool display_available();

/// Runs the window on the calling thread, which must be the main one. Returns the exit status: 0 closed by the user,
/// 1 with one clear line on stderr when there is no display or no usable Vulkan device, 2 for an unknown view.
int run_window(WindowOptions const& options, std::unique_ptr<app::Service> service);

} // namespace dalian::viewer
