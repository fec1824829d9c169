#include "renderer/app/still_job.hpp"

#include "renderer/app/feed_process.hpp"
#include "renderer/app/headless.hpp"
#include "renderer/app/layers.hpp"
#include "renderer/app/light.hpp"
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/labels.hpp"
#include "renderer/scene/bookmarks.hpp"
#include "renderer/ui/picture_overlay.hpp"
#include "twin/app/service.hpp"
#include "twin/base/paths.hpp"
#include "twin/view/static_city.hpp"

#include <chrono>
#include <fmt/format.h>
#include <future>
#include <thread>

namespace dalian::viewer {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// The default hour of every picture: late afternoon, the sun low in the south-west.
constexpr char const* kDefaultTime = "2026-09-26T16:40:00+08:00";

struct Assets {
  std::filesystem::path folder;
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
  std::vector<scene::Bookmark> bookmarks;
};

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

void or_throw(Status const& status) {
  if (!status) throw std::runtime_error(status.error());
}

Assets load_assets(CommandLine const& options) {
  Assets a;
  a.folder = options.assets.empty() ? or_throw(assets_dir()) : options.assets;
  a.bookmarks = or_throw(scene::read_bookmarks(a.folder / "config" / "views.toml"));
  auto const city = or_throw(view::read_static_city(a.folder));
  a.city = city.city;
  a.terrain = city.terrain;
  return a;
}

/// The twin behind a still picture: embedded and fed by a child, or another's. Null when the picture shows no live
/// thing.
struct Twin {
  std::unique_ptr<app::Service> service;
  std::unique_ptr<FeedProcess> feed;
};

/// Waits until all that the feed has to say is in the view, or says why not.
void wait_for(Twin const& twin, double limit_s) {
  auto const begun = std::chrono::steady_clock::now();
  while (!twin.service->feeds_finished()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (twin.feed && twin.feed->exit_status() > 0)
      throw std::runtime_error(
          fmt::format("the feed ended with status {} before the picture", twin.feed->exit_status()));
    if (std::chrono::steady_clock::now() - begun > std::chrono::duration<double>(limit_s))
      throw std::runtime_error(fmt::format("the feed did not finish within {} s", limit_s));
  }
}

/// Waits until another's twin has shown something, or says that none answers; a quiet twin is shown as it is.
void wait_for_word(app::Service const& service) {
  constexpr auto kPatience = std::chrono::seconds(5);
  auto const begun = std::chrono::steady_clock::now();
  while (service.view()->version() == 0 && std::chrono::steady_clock::now() - begun < kPatience)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  if (auto const trouble = service.trouble(); !trouble.empty()) throw std::runtime_error(trouble);
}

/// Begins; see wait_until_heard. The feed runs beside whatever its caller sets up meanwhile.
Twin start_twin(CommandLine const& o, Instant start) {
  Twin twin;
  if (o.connect.empty() && o.feeds == "none") return twin;
  app::ServiceConfig config;
  config.connect = o.connect;
  config.feed_clock = o.connect.empty();
  twin.service = or_throw(app::Service::start(config));
  if (o.connect.empty())
    twin.feed = or_throw(start_feed({o.feeds, twin.service->ingest_endpoint(), format_utc(start, 3), o.seconds}));
  return twin;
}

/// Returns when the twin shows what the picture is to show; throws with the reason when it will not.
void wait_until_heard(Twin const& twin) {
  constexpr double kPatience_s = 120;
  if (twin.feed)
    wait_for(twin, kPatience_s);
  else if (twin.service)
    wait_for_word(*twin.service);
}

passes::PictureInput picture_input(scene::Camera const& camera, Instant light) {
  passes::PictureInput input;
  input.eye = {camera.position, camera.heading_rad, camera.pitch_rad, camera.vertical_field_rad};
  set_light(input, light);
  return input;
}

ui::ViewFrustum frustum(scene::Camera const& camera, int width, int height) {
  return {camera.position, scene::view_projection(camera, static_cast<double>(width) / height), width, height};
}

/// Names, caption and scale on the finished picture.
class StillOverlay {
 public:
  StillOverlay(gpu::ShaderFolder const& shaders, Assets const& assets, std::filesystem::path const& fonts)
      : lang_(or_throw(ui::Lang::load(assets.folder / "lang"))), fonts_(ui::find_fonts(ui::font_folders(fonts))),
        atlas_(fonts_), overlay_(lang_, atlas_, assets.city, assets.terrain),
        labels_(shaders, atlas_, frame::kPictureFormat) {
    if (!fonts_.notice.empty()) fmt::print(stderr, "twinview: {}\n", lang_.text(ui::Language::en, fonts_.notice));
  }

  void compose(ui::OverlayFrame const& frame, ui::OverlayOptions const& options) {
    list_ = &overlay_.compose(frame, options);
  }
  void operator()(passes::FrameContext& c) {
    labels_.add(c.graph, c.resources.picture, c.targets.picture, c.arena, *list_);
  }

 private:
  ui::Lang lang_;
  ui::FontFiles fonts_;
  ui::GlyphAtlas atlas_;
  ui::PictureOverlay overlay_;
  passes::Labels labels_;
  ui::DrawList const* list_ = nullptr;
};

struct Moment {
  scene::Camera camera;
  std::future<passes::GroundLight> ground; // computed beside the set-up of the device
  Instant light{}, now{}, epoch{};
  std::shared_ptr<view::CityView const> view; // null: nothing live
};

gpu::Picture draw(gpu::Device& device, Assets const& assets, CommandLine const& o, Moment& moment,
                  PictureStats& stats) {
  auto const begun = std::chrono::steady_clock::now();
  auto const& camera = moment.camera;
  gpu::ShaderFolder const shaders(device, assets.folder / "shaders");
  passes::PictureRenderer renderer(shaders, assets.terrain, assets.city);
  auto const origin = renderer.origin();
  auto const geometry = or_throw(passes::CityGeometry::make(shaders, assets.folder / "models", *assets.city,
                                                            *assets.terrain, {origin.x, origin.y}));
  geometry->add_to(renderer);
  if (moment.view) geometry->set_movers(moment.view->movers(), moment.epoch);
  int const width = o.width ? o.width : 1280, height = o.height ? o.height : 720;
  renderer.resize({static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)});
  Layers layers({assets.city, assets.terrain, geometry->meshes(), assets.folder}, renderer.data(),
                {origin.x, origin.y});
  LiveThings const live{moment.now, moment.view ? std::span(moment.view->movers()) : std::span<view::Mover const>()};
  if (!o.layers.empty()) or_throw(layers.show(o.layers, live));
  std::optional<StillOverlay> overlay;
  if (o.labels) {
    overlay.emplace(shaders, assets, o.fonts);
    ui::OverlayFrame frame;
    frame.view = frustum(camera, width, height);
    frame.light_time = moment.light;
    frame.now = moment.now;
    if (moment.view) {
      frame.movers = moment.view->movers();
      frame.name_of = [view = moment.view](std::uint32_t handle) { return view->label(handle); };
    }
    ui::OverlayOptions options;
    options.language = o.language.empty() ? ui::Language::zh : ui::language_from(o.language);
    options.layers = &layers.legend();
    if (o.weather != passes::Weather::clear) options.weather = passes::name_of(o.weather);
    overlay->compose(frame, options);
  }
  gpu::FrameRing ring(device);
  renderer.set_light(moment.ground.get());
  stats.start_ms += Milliseconds(std::chrono::steady_clock::now() - begun).count();
  auto input = picture_input(camera, moment.light);
  input.now_s = to_seconds(moment.now - moment.epoch);
  input.flow_s = flow_clock_s(moment.now);
  input.flags = o.flags;
  passes::set_weather(input, o.weather);
  if (moment.view) input.ships = passes::ships_under_way(moment.view->movers(), moment.now, camera.position);
  auto picture = take_still(device, renderer, ring, input, stats,
                            overlay ? passes::PictureRenderer::Overlay(std::ref(*overlay)) : nullptr);
  stats.movers = moment.view ? moment.view->movers().size() : 0;
  stats.instances = geometry->counts().looked_at;
  return picture;
}

} // namespace

gpu::Picture render_still(CommandLine const& options, PictureStats& stats) {
  auto const begun = std::chrono::steady_clock::now();
  Moment moment;
  moment.light = options.time ? *options.time : *parse_utc(kDefaultTime);
  moment.now = moment.epoch = moment.light;
  Twin const twin = start_twin(options, moment.light);
  Assets const assets = load_assets(options);
  scene::Bookmark const* const bookmark = scene::find_bookmark(assets.bookmarks, options.view);
  if (!bookmark) {
    std::string names;
    for (auto const& b : assets.bookmarks)
      names += (names.empty() ? "" : ", ") + b.id;
    throw UnknownView(fmt::format("there is no view '{}'; the views are {}", options.view, names));
  }
  moment.camera = scene::camera_of(*bookmark, *assets.terrain);
  auto const key = passes::key_direction(picture_input(moment.camera, moment.light));
  moment.ground =
      std::async(std::launch::async, [terrain = assets.terrain, key] { return passes::light_ground(*terrain, key); });
  gpu::Device device({.validate = options.validate, .instance_extensions = {}, .swapchain = false});
  stats.start_ms = Milliseconds(std::chrono::steady_clock::now() - begun).count();
  wait_until_heard(twin);
  if (twin.service) {
    moment.view = twin.service->view();
    moment.now = twin.service->now();
    moment.epoch = moment.view->time();
  }
  auto picture = draw(device, assets, options, moment, stats);
  stats.validation_messages = device.log().count();
  stats.validation_first = device.log().first_messages();
  stats.live_objects = device.live_objects();
  return picture;
}

/// Makes the folder of a picture that is yet to be drawn; better to fail before the work than after it.
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
