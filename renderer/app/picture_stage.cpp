#include "renderer/app/picture_stage.hpp"

#include "renderer/app/light.hpp"
#include "renderer/app/tiles.hpp"
#include "twin/base/paths.hpp"
#include "twin/view/static_city.hpp"

#include <fmt/format.h>

namespace dalian::viewer {
namespace {

MapPoint map_origin(passes::PictureRenderer const& renderer) {
  return {renderer.origin().x, renderer.origin().y};
}

VkExtent2D extent_of(CommandLine const& o) {
  return {static_cast<std::uint32_t>(o.width ? o.width : 1280), static_cast<std::uint32_t>(o.height ? o.height : 720)};
}

TileGrid tiles_of(CommandLine const& o) {
  auto const [width, height] = extent_of(o);
  return {{width, height}, o.tiles};
}

/// Of the whole picture, or of each tile.
VkExtent2D drawn_extent(CommandLine const& o) {
  if (o.tiles == 1) return extent_of(o);
  auto const drawn = tiles_of(o).drawn_px();
  return {drawn.x, drawn.y};
}

} // namespace

PictureAssets load_picture_assets(CommandLine const& options) {
  PictureAssets a;
  a.folder = options.assets.empty() ? or_throw(assets_dir()) : options.assets;
  a.bookmarks = or_throw(scene::read_bookmarks(a.folder / "config" / "views.toml"));
  auto const city = or_throw(view::read_static_city(a.folder));
  a.city = city.city;
  a.terrain = city.terrain;
  return a;
}

scene::Bookmark const& view_of(PictureAssets const& assets, std::string const& id) {
  if (auto const* found = scene::find_bookmark(assets.bookmarks, id)) return *found;
  std::string names;
  for (auto const& b : assets.bookmarks)
    names += (names.empty() ? "" : ", ") + b.id;
  throw UnknownView(fmt::format("there is no view '{}'; the views are {}", id, names));
}

passes::PictureInput picture_input(Shot const& shot) {
  auto const& camera = shot.camera;
  passes::PictureInput input;
  input.eye = {camera.position, camera.heading_rad, camera.pitch_rad, camera.vertical_field_rad};
  set_light(input, shot.light);
  passes::set_weather(input, shot.weather);
  return input;
}

StillOverlay::StillOverlay(gpu::ShaderFolder const& shaders, PictureAssets const& assets,
                           std::filesystem::path const& fonts)
    : lang_(or_throw(ui::Lang::load(assets.folder / "lang"))), fonts_(ui::find_fonts(font_folders(fonts))),
      atlas_(fonts_), painter_(atlas_), overlay_(lang_, atlas_, assets.city, assets.terrain),
      labels_(shaders, atlas_, frame::kPictureFormat) {
  if (auto const gaps = lang_.gaps(); !gaps.empty()) fmt::print(stderr, "twinview: {}\n", gaps);
  if (!fonts_.notice.empty()) fmt::print(stderr, "twinview: {}\n", lang_.text(ui::Language::en, fonts_.notice));
}

void StillOverlay::compose(ui::OverlayFrame frame, ui::OverlayOptions const& options, Sheet const& sheet) {
  ui::DrawList over;
  if (sheet) frame.panels = sheet(frame.view, painter_, over);
  list_ = overlay_.compose(frame, options);
  list_.append(over);
}

void StillOverlay::operator()(passes::FrameContext& c) {
  labels_.add(c.graph, c.resources.picture, c.targets.picture, c.arena, list_, from_px_);
}

PictureStage::PictureStage(gpu::Device& device, PictureAssets const& assets, CommandLine const& options)
    : device_(&device), assets_(&assets), options_(&options), shaders_(device, assets.folder / "shaders"),
      renderer_(shaders_, assets.terrain, assets.city) {
  auto const origin = map_origin(renderer_);
  geometry_ =
      or_throw(passes::CityGeometry::make(shaders_, assets.folder / "models", *assets.city, *assets.terrain, origin));
  geometry_->add_to(renderer_);
  renderer_.resize(drawn_extent(options));
  layers_.emplace(LayerCity{assets.city, assets.terrain, geometry_->meshes(), assets.folder}, renderer_.data(), origin);
  if (options.labels) overlay_.emplace(shaders_, assets, options.fonts);
  ring_.emplace(device);
}

void PictureStage::show(LiveMoment live) {
  live_ = std::move(live);
  if (live_.view) geometry_->set_movers(live_.view->movers(), live_.epoch);
}

void PictureStage::show_layers(std::set<std::string> const& names) {
  LiveThings const live{live_.now, live_.view ? std::span(live_.view->movers()) : std::span<view::Mover const>()};
  or_throw(layers_->show(names, live));
}

passes::PictureInput PictureStage::input_of(Shot const& shot) const {
  auto input = picture_input(shot);
  input.now_s = to_seconds(live_.now - live_.epoch);
  input.flow_s = flow_clock_s(live_.now);
  input.flags = options_->flags;
  input.quality = options_->quality.value_or(passes::Quality::full);
  if (live_.view) input.ships = passes::ships_under_way(live_.view->movers(), live_.now, shot.camera.position);
  return input;
}

void PictureStage::compose(Shot const& shot, Sheet const& sheet) {
  if (!overlay_) return;
  auto const [width, height] = extent_of(*options_);
  ui::OverlayFrame frame;
  frame.view = {shot.camera.position, scene::view_projection(shot.camera, static_cast<double>(width) / height),
                static_cast<int>(width), static_cast<int>(height)};
  frame.light_time = shot.light;
  frame.now = live_.now;
  frame.elapsed_s = shot.elapsed_s;
  if (live_.view) {
    frame.movers = live_.view->movers();
    frame.name_of = [view = live_.view](std::uint32_t handle) { return view->label(handle); };
  }
  ui::OverlayOptions words;
  words.language = options_->language.empty() ? ui::Language::zh : ui::language_from(options_->language);
  words.layers = &layers_->legend();
  if (shot.weather != passes::Weather::clear) words.weather = passes::name_of(shot.weather);
  overlay_->compose(std::move(frame), words, sheet);
}

passes::PictureRenderer::Overlay PictureStage::overlay() {
  return overlay_ ? passes::PictureRenderer::Overlay(std::ref(*overlay_)) : nullptr;
}

gpu::Picture PictureStage::still(Shot const& shot, PictureStats& stats, Sheet const& sheet) {
  compose(shot, sheet);
  auto picture = options_->tiles > 1 ? tiled(input_of(shot), stats)
                                     : take_still(*device_, renderer_, *ring_, input_of(shot), stats, overlay());
  stats.movers = live_.view ? live_.view->movers().size() : 0;
  stats.instances = geometry_->counts().looked_at;
  stats.drawn = passes::drawn_things(*device_, geometry_->instances(), geometry_->meshes());
  return picture;
}

/// The statistics are those of the last tile, but for the time of all.
gpu::Picture PictureStage::tiled(passes::PictureInput input, PictureStats& stats) {
  auto const [width, height] = extent_of(*options_);
  gpu::Picture whole{width, height, std::vector<std::uint8_t>(std::size_t{4} * width * height)};
  TileGrid const grid = tiles_of(*options_);
  PictureStats const begun = stats;
  double all_ms = 0;
  for (std::size_t i = 0; i < grid.count(); ++i) {
    input.eye.part_px = grid.from_px(i);
    input.eye.whole_px = {width, height};
    if (overlay_) overlay_->begin_at(grid.from_px(i));
    stats = begun;
    grid.paste(take_still(*device_, renderer_, *ring_, input, stats, overlay()), i, whole);
    all_ms += stats.picture_ms;
  }
  stats.picture_ms = all_ms;
  return whole;
}

gpu::Picture PictureStage::frame(Shot const& shot, unsigned sub_frames, Sheet const& sheet) {
  compose(shot, sheet);
  auto const input = input_of(shot);
  for (unsigned i = 0; i < sub_frames; ++i) {
    auto const frame = ring_->begin();
    bool const last = i + 1 == sub_frames;
    renderer_.record(frame, input, {i, sub_frames == 1}, last ? overlay() : passes::PictureRenderer::Overlay{});
    ring_->submit();
    ring_->finish();
  }
  return read_picture(*device_, renderer_);
}

} // namespace dalian::viewer
