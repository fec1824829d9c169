#include "tests/renderer/golden/drawn_view.hpp"

#include "renderer/app/headless.hpp"
#include "renderer/app/light.hpp"
#include "twin/view/static_city.hpp"

#include <cstdlib>

namespace dalian::test {
namespace {

constexpr double kUnderWay_s = 20;

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

ui::ViewFrustum frustum(scene::Camera const& camera) {
  return {camera.position, scene::view_projection(camera, static_cast<double>(kViewSize.width) / kViewSize.height),
          kViewSize.width, kViewSize.height};
}

/// A ship before the eye, `aside` of the picture's half width from its middle.
view::Mover ship(scene::Camera const& camera, Instant t0, std::uint32_t handle, double aside) {
  double const heading = camera.heading_rad + aside * 0.3, reach = camera.position.z / std::tan(-camera.pitch_rad);
  view::Mover m;
  m.handle = handle;
  m.shape = view::Shape::container_ship;
  m.provenance = Provenance::synthetic;
  m.t0 = t0;
  m.until = t0 + from_seconds(120);
  m.position = {camera.position.x + std::sin(heading) * reach, camera.position.y + std::cos(heading) * reach};
  m.heading_rad = static_cast<float>(camera.heading_rad + 1.2);
  m.velocity_east_mps = 8 * std::sin(m.heading_rad);
  m.velocity_north_mps = 8 * std::cos(m.heading_rad);
  m.length_m = 240;
  m.width_m = 32;
  m.sigma_m = 10;
  return m;
}

} // namespace

std::filesystem::path assets() {
  return std::getenv("DALIAN_ASSETS");
}

Parts load_parts(std::string const& view) {
  Parts parts;
  auto const city = or_throw(view::read_static_city(assets()));
  parts.city = std::make_shared<view::City>(*city.city);
  parts.terrain = std::make_shared<view::Terrain>(*city.terrain);
  auto const bookmarks = or_throw(scene::read_bookmarks(assets() / "config" / "views.toml"));
  parts.camera = scene::camera_of(*scene::find_bookmark(bookmarks, view), *parts.terrain);
  parts.models = assets() / "models";
  parts.light = *parse_utc("2026-09-26T16:40:00+08:00");
  parts.movers = {ship(parts.camera, parts.light, 11, -0.3), ship(parts.camera, parts.light, 12, 0.4)};
  return parts;
}

DrawnView::DrawnView(gpu::Device& device, Parts parts)
    : device_(device), parts_(std::move(parts)), shaders_(device, assets() / "shaders"),
      renderer_(shaders_, parts_.terrain, parts_.city), lang_(or_throw(ui::Lang::load(assets() / "lang"))),
      atlas_(ui::find_fonts()), overlay_(lang_, atlas_, parts_.city, parts_.terrain),
      labels_(shaders_, atlas_, frame::kPictureFormat), ring_(device, 16 << 20) {
  auto const origin = renderer_.origin();
  geometry_ = or_throw(
      passes::CityGeometry::make(shaders_, parts_.models, *parts_.city, *parts_.terrain, {origin.x, origin.y}));
  geometry_->add_to(renderer_);
  geometry_->set_movers(parts_.movers, parts_.light);
  renderer_.resize(kViewSize);
}

Frame DrawnView::usual() const {
  Frame frame;
  auto const& camera = parts_.camera;
  frame.input.eye = {camera.position, camera.heading_rad, camera.pitch_rad, camera.vertical_field_rad};
  viewer::set_light(frame.input, parts_.light);
  frame.input.now_s = kUnderWay_s;
  frame.input.ships = passes::ships_under_way(parts_.movers, parts_.light + from_seconds(kUnderWay_s), camera.position);
  return frame;
}

void DrawnView::draw(Frame const& f) {
  ui::DrawList const* list = nullptr;
  if (f.with_overlay) {
    ui::OverlayFrame over;
    over.view = frustum(parts_.camera);
    over.light_time = parts_.light;
    over.now = parts_.light + from_seconds(f.input.now_s);
    over.movers = parts_.movers;
    over.name_of = [](std::uint32_t handle) { return "SHIP " + std::to_string(handle); };
    list = &overlay_.compose(over, f.overlay);
  }
  auto const frame = ring_.begin();
  renderer_.record(frame, f.input, {0, true}, [&](passes::FrameContext& c) {
    if (list) labels_.add(c.graph, c.resources.picture, c.targets.picture, c.arena, *list);
  });
  ring_.submit();
  ring_.finish();
}

gpu::Picture DrawnView::picture(std::function<void(Frame&)> const& change) {
  auto frame = usual();
  if (change) change(frame);
  draw(frame);
  return viewer::read_picture(device_, renderer_);
}

} // namespace dalian::test
