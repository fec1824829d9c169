#include "renderer/app/still_job.hpp"

#include "renderer/app/picture_feed.hpp"

#include <chrono>
#include <fmt/format.h>
#include <future>

namespace dalian::viewer {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// The default hour of every picture: late afternoon, the sun low in the south-west.
constexpr char const* kDefaultTime = "2026-09-26T16:40:00+08:00";

} // namespace

gpu::Picture render_still(CommandLine const& options, PictureStats& stats) {
  auto const begun = std::chrono::steady_clock::now();
  Shot shot;
  shot.light = options.time ? *options.time : *parse_utc(kDefaultTime);
  shot.weather = options.weather.value_or(passes::Weather::clear);
  PictureFeed feed(options, shot.light, options.seconds);
  PictureAssets const assets = load_picture_assets(options);
  shot.camera = scene::camera_of(view_of(assets, options.view), *assets.terrain);
  auto const input = picture_input(shot);
  auto ground = std::async(std::launch::async, [terrain = assets.terrain, key = passes::key_direction(input),
                                                clouds = passes::cloud_shadow(input)] {
    return passes::light_ground(*terrain, key, clouds);
  });
  gpu::Device device({.validate = options.validate, .instance_extensions = {}, .swapchain = false});
  stats.start_ms = Milliseconds(std::chrono::steady_clock::now() - begun).count();
  auto live = feed.moment();
  auto const staged = std::chrono::steady_clock::now();
  gpu::Picture picture;
  {
    PictureStage stage(device, assets, options);
    stage.show(std::move(live));
    if (!options.layers.empty()) stage.show_layers(options.layers);
    stage.renderer().set_light(ground.get());
    stats.start_ms += Milliseconds(std::chrono::steady_clock::now() - staged).count();
    picture = stage.still(shot, stats);
  }
  stats.validation_messages = device.log().count();
  stats.validation_first = device.log().first_messages();
  stats.live_objects = device.live_objects();
  return picture;
}

void make_folder_for(std::filesystem::path const& file) {
  if (!file.has_parent_path()) return;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) throw std::runtime_error(fmt::format("{} cannot be written: {}", file.string(), error.message()));
}

int run_still(CommandLine const& options) {
  make_folder_for(options.shot);
  PictureStats stats;
  gpu::Picture picture;
  try {
    picture = render_still(options, stats);
  } catch (UnknownView const& error) {
    fmt::print(stderr, "twinview: {}\n", error.what());
    return 2;
  }
  for (auto const& message : stats.validation_first)
    fmt::print(stderr, "twinview: validation: {}\n", message);
  gpu::write_png(picture, options.shot);
  if (!options.stats.empty()) write_stats(stats, options.stats);
  fmt::print("{}\n", options.shot.string());
  return stats.validation_messages == 0 && stats.live_objects == 0 ? 0 : 1;
}

} // namespace dalian::viewer
