// twinview: the screen of the twin. Chooses between the window and a still picture; the rest is in app.cpp and
// still_job.cpp.
#include "renderer/app/app.hpp"
#include "renderer/app/command_line.hpp"
#include "renderer/app/feed_process.hpp"
#include "renderer/app/film_job.hpp"
#include "renderer/app/still_job.hpp"
#include "renderer/gpu/device.hpp"
#include "twin/base/paths.hpp"
#include "twin/planner/bundle.hpp"

#include <fmt/format.h>

namespace dalian::viewer {
namespace {

int print_capabilities(bool validate) {
  gpu::Device const device({.validate = validate, .instance_extensions = {}, .swapchain = false});
  fmt::print("{}", gpu::to_text(device.capabilities()));
  return device.log().count() == 0 ? 0 : 1;
}

/// Throws where the file has a fault or no such screen.
void take_seat(CommandLine const& o, WindowOptions& window) {
  auto plan = read_wall(o.wall);
  if (!plan) throw std::runtime_error(plan.error());
  if (!o.screen.empty()) {
    WallScreen const* screen = plan->screen(o.screen);
    if (!screen) throw std::runtime_error(fmt::format("{}: has no screen '{}'", o.wall.string(), o.screen));
    window.screen = *screen;
    window.width = static_cast<int>(screen->size_px.x);
    window.height = static_cast<int>(screen->size_px.y);
  }
  window.wall = std::move(plan).value();
}

int open_window(CommandLine const& o) {
  if (!display_available()) {
    fmt::print(stderr, "twinview: no display answers (DISPLAY and WAYLAND_DISPLAY); for a picture without a window use "
                       "--headless --shot FILE\n");
    return 1;
  }
  WindowOptions window;
  if (o.width) window.width = o.width;
  if (o.height) window.height = o.height;
  window.view = o.view;
  window.workplace = o.workplace;
  if (!o.bundle.empty())
    if (auto const bundle = planner::read_bundle(o.bundle); !bundle) throw std::runtime_error(bundle.error());
  window.bundle = o.bundle;
  window.briefing = {o.script.empty() ? "overview" : o.script, o.loop};
  if (!o.wall.empty()) take_seat(o, window);
  window.time = o.time;
  window.weather = o.weather;
  window.layers = o.layers;
  window.quality = o.quality;
  window.flight = o.flight;
  window.scale = o.scale_percent / 100;
  window.theme = o.theme;
  window.shot = o.shot;
  window.shot_after_s = o.seconds;
  window.language = o.language;
  window.assets = o.assets;
  if (window.assets.empty()) {
    auto const folder = assets_dir();
    if (!folder) throw std::runtime_error(folder.error());
    window.assets = *folder;
  }
  window.fonts = o.fonts;
  window.ui_dump = o.ui_dump;
  window.validation = o.validate;
  app::ServiceConfig config;
  config.connect = o.connect;
  config.keys.assign(o.key.begin(), o.key.end());
  config.server_key = o.server_key;
  auto service = app::Service::start(config);
  if (!service) throw std::runtime_error(service.error());
  auto const feed = start_feed({o.feeds, (*service)->ingest_endpoint(), "", 0});
  if (!feed) throw std::runtime_error(feed.error());
  return run_window(window, std::move(service).value());
}

int run(int argc, char** argv) {
  auto const [options, exit_status] = parse_command_line(argc, argv);
  if (exit_status) return *exit_status;
  if (options.capabilities) return print_capabilities(options.validate);
  if (!options.script.empty() && options.headless) return run_film(options); // in the window the briefing room tells it
  return options.headless ? run_still(options) : open_window(options);
}

} // namespace
} // namespace dalian::viewer

int main(int argc, char** argv) {
  try {
    return dalian::viewer::run(argc, argv);
  } catch (std::exception const& error) {
    fmt::print(stderr, "twinview: {}\n", error.what());
    return 1;
  }
}
