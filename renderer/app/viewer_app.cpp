#include "renderer/app/viewer_app.hpp"

#include "renderer/app/about.hpp"

#include <algorithm>
#include <backends/imgui_impl_glfw.h>
#include <cassert>
#include <chrono>
#include <cmath>
#include <csignal>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::viewer {
namespace {

volatile std::sig_atomic_t g_stop = 0; // set by SIGINT and SIGTERM: the window closes as if by hand

void stop(int) {
  g_stop = 1;
}

constexpr unsigned kAwake = 5;
constexpr double kDump_s = 0.2;
constexpr double kTick_s = 1; // words are set anew at least so often: when a feed falls silent nothing else moves
constexpr double kCloseAgain_s = 20;
constexpr double kListen_s = 0.01;    // a screen of a wall looks for its leader's word so often
constexpr double kHourStep = 0.5;     // of the light, by a key
constexpr double kFlow_px_per_s = 20; // of pulses along lines, at every distance
constexpr std::string_view kDefaultLight = "2026-09-26T16:40:00+08:00"; // low sun from the south-west

double steady_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Settings remembered(WindowOptions const& options) {
  Settings defaults;
  char const* locale = std::getenv("LANG");
  if (locale != nullptr) defaults.language = ui::language_from(locale);
  Settings settings = load_settings(settings_file(), defaults);
  if (options.width > 0) settings.width = options.width;
  if (options.height > 0) settings.height = options.height;
  if (!options.language.empty()) settings.language = ui::language_from(options.language);
  if (options.scale > 0) settings.scale = ui::kept_scale(options.scale);
  if (!options.theme.empty()) settings.theme = ui::scheme_named(options.theme);
  return settings;
}

/// The view must be one of the bookmarks; run_window has checked it.
scene::Camera start_camera(ViewerAssets const& assets, std::string const& view) {
  scene::Bookmark const* bookmark = scene::find_bookmark(assets.bookmarks, view);
  assert(bookmark != nullptr);
  return scene::camera_of(*bookmark, *assets.terrain);
}

} // namespace

double hour_of_day(Instant t) {
  double const seconds = to_seconds(t.time_since_epoch()) + 8 * 3600;
  return std::fmod(seconds, 86400) / 3600;
}

ViewerApp::ViewerApp(WindowOptions const& options, ViewerAssets assets, std::unique_ptr<app::Service> service)
    : options_(options), assets_(std::move(assets)), service_(std::move(service)), settings_(remembered(options)),
      window_(settings_.width, settings_.height, assets_.lang.text(settings_.language, "app.title")),
      input_(window_.handle()),
      device_({options.validation, window_.instance_extensions(), true, options.faults, options.pretend}),
      swapchain_(device_, window_.make_surface(device_.instance())), shaders_(device_, options.assets / "shaders"),
      ring_(device_, 24ULL << 20), renderer_(shaders_, assets_.terrain, assets_.city),
      fonts_(ui::find_fonts(font_folders(options.fonts))), atlas_(fonts_),
      overlay_(assets_.lang, atlas_, assets_.city, assets_.terrain),
      imgui_(fonts_, assets_.lang, settings_.language, panel_scale(settings_.width, settings_.height, settings_.scale)),
      kit_(assets_.lang, imgui_), panels_(kit_),
      painter_(atlas_), around_{kit_,           painter_,      *service_, *assets_.city, *assets_.terrain,
                                options.assets, options.bundle},
      workplaces_(around_), search_(around_), health_(around_), measuring_(around_), screen_(shaders_, atlas_),
      camera_(assets_.terrain, start_camera(assets_, options.view)), pace_(passes::kSubFrames, options.quality),
      twin_(service_->view()), epoch_(service_->now()), view_name_(options.view),
      light_(options.time ? *options.time : parse_utc(kDefaultLight).value()) {
  auto const origin = renderer_.origin();
  auto geometry = passes::CityGeometry::make(shaders_, options.assets / "models", *assets_.city, *assets_.terrain,
                                             {origin.x, origin.y});
  if (!geometry) throw std::runtime_error(geometry.error());
  geometry_ = std::move(geometry).value();
  geometry_->add_to(renderer_);
  layers_ = std::make_unique<Layers>(LayerCity{assets_.city, assets_.terrain, geometry_->meshes(), options.assets},
                                     renderer_.data(), MapPoint{origin.x, origin.y});
  ImGui_ImplGlfw_InitForVulkan(window_.handle(), true);
  now_ = epoch_;
  if (!options.layers.empty())
    if (Status const shown = layers_->show(options.layers, live()); !shown) layer_trouble_ = shown.error();
  first_frame_s_ = last_frame_s_ = wall_s();
  add_briefing();
  enter(options.workplace);
  take_seat();
}

ViewerApp::~ViewerApp() {
  vkDeviceWaitIdle(device_.handle()); // must not throw: the device may be lost
  ImGui_ImplGlfw_Shutdown();
  if (screen_.extent().width > 0) {
    settings_.width = static_cast<int>(screen_.extent().width);
    settings_.height = static_cast<int>(screen_.extent().height);
  }
  if (!follows()) save_settings(settings_, settings_file());
}

double ViewerApp::wall_s() const {
  return steady_s();
}

int ViewerApp::run() {
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  double wait_s = 0;
  while (!(window_.should_close() && may_close()) && !g_stop) {
    UserInput input = look_at_input(wait_s);
    if (follows()) follow(input);
    if (input.any) awake_ = kAwake;
    obey(input);
    look_at_twin();
    double const dt = std::clamp(wall_s() - last_frame_s_, 0.001, 0.25);
    VkExtent2D const window = window_.pixels();
    if (!drawable(window)) {
      wait_s = 0.2;
      last_frame_s_ = wall_s();
      continue;
    }
    if (wishes_.keeps_drag || (wishes_.keeps_shift_drag && input.press.shift))
      input.camera.orbit_x = input.camera.orbit_y = 0;
    camera_.update(input.camera, dt, static_cast<double>(window.width) / window.height);
    PaceStep const step = pace_.step(pace_input(input, camera_.moving()));
    wait_s = step.wait_s;
    light_changed_ = things_changed_ = false; // what the frame itself changes is for the next
    if (wall_s() - last_frame_s_ > kTick_s) {
      awake_ = std::max(awake_, 1U);
      if (!held() && !step.draw_scene) now_ = service_->now(); // what moved would be drawn: things only grow older
    }
    if (step.draw_scene || awake_ > 0) {
      draw_frame(input, step);
      awake_ = awake_ > 0 ? awake_ - 1 : 0;
      if (awake_ > 0 || wishes_.go_on) wait_s = 0;
    }
    lead();
    if (follows()) wait_s = std::min(wait_s, kListen_s);
    if (options_.flight && !fly_on(step)) break;
    if (!options_.shot.empty() && shot_taken(step)) break;
    if (!options_.ui_dump.empty() && wall_s() - last_dump_s_ > kDump_s) write_ui_dump(step.settled);
  }
  return device_.log().count() == 0 ? 0 : 1;
}

/// When the device has drawn all it was given: what comes while a frame is drawn is in the next.
UserInput ViewerApp::look_at_input(double wait_s) {
  constexpr double kWaited_s = 2e-3;
  ring_.finish();
  double const begun_s = wall_s();
  input_meter_.finished(ring_.drawn(), begun_s);
  window_.poll(wait_s);
  ImGuiIO const& io = ImGui::GetIO();
  UserInput input = input_.take(io.WantCaptureMouse, io.WantTextInput);
  double const now_s = wall_s();
  input_meter_.looked({now_s, input.events, ring_.drawn(), now_s - begun_s > kWaited_s});
  return input;
}

/// Of work that no file has it tells once; who closes again soon means it.
bool ViewerApp::may_close() {
  if (!workplaces_.would_lose() || wall_s() - close_asked_s_ < kCloseAgain_s) return true;
  close_asked_s_ = wall_s();
  window_.stay_open();
  tell(assets_.lang.text(settings_.language, "notice.unsaved"));
  return false;
}

/// False while the window is minimised or larger than the device draws: it waits then.
bool ViewerApp::drawable(VkExtent2D window) {
  if (window.width == 0 || window.height == 0) return false;
  std::uint32_t const most = device_.capabilities().max_image_2d;
  bool const fits = window.width <= most && window.height <= most;
  if (!fits && fits_)
    fmt::print(stderr,
               "twinview: the window of {} × {} pixels is larger than the {} that the device draws; make it "
               "smaller\n",
               window.width, window.height, most);
  fits_ = fits;
  return fits;
}

void ViewerApp::obey(UserInput const& input) {
  if (input.view) obey_digit(static_cast<std::size_t>(*input.view));
  if (input.home) fly_to("overview");
  if (input.workplace) enter(*input.workplace);
  if (requests_.workplace) enter(*requests_.workplace);
  if (input.shoot) shoot();
  if (input.camera.any()) view_name_.clear();
  if (input.toggle_search || requests_.toggle_search) search_.toggle();
  if (input.toggle_health || requests_.toggle_health) health_.toggle();
  if (input.toggle_measure || requests_.toggle_measure) measuring_.toggle();
  obey_kept(input);
  if (input.toggle_help || requests_.toggle_help) help_ = !help_;
  if (input.toggle_pause) paused_ = !paused_;
  if (input.toggle_layers || requests_.toggle_layers) layers_open_ = !layers_open_;
  if (requests_.toggle_layer) toggle_layer(*requests_.toggle_layer);
  if (input.next_scale) next_scale();
  if (input.next_theme) next_theme();
  if (input.next_language) set_language(ui::next(settings_.language));
  if (requests_.language) set_language(*requests_.language);
  if (requests_.fly_to) fly_to(*requests_.fly_to);
  if (input.hour_steps != 0) requests_.hour = hour_of_day(light_time()) + kHourStep * input.hour_steps;
  requests_.follow_twin_time |= input.follow_twin_time;
  if (requests_.hour || requests_.follow_twin_time) {
    Instant const day = light_time();
    light_.reset();
    if (requests_.hour) light_ = day + from_seconds((*requests_.hour - hour_of_day(day)) * 3600);
    light_changed_ = true;
  }
  if (input.deselect || requests_.deselect) {
    help_ = help_ && !input.deselect;
    if (input.deselect) health_.close();
    selected_ = {};
    inspection_.reset();
    selection_gone_ = false;
  }
  if (input.clicked) {
    VkExtent2D const window = window_.pixels();
    click_ = PickRequest{input.pointer_x / window.width, input.pointer_y / window.height, true};
  }
  requests_ = {};
}

/// A view, or while their panel is open a layer.
void ViewerApp::obey_digit(std::size_t number) {
  if (layers_open_) {
    if (auto const names = layer_names(); number < names.size()) toggle_layer(names[number]);
  } else if (number < assets_.bookmarks.size()) {
    fly_to(assets_.bookmarks[number].id);
  }
}

void ViewerApp::toggle_layer(std::string const& name) {
  Status const done = layers_->toggle(name, live());
  layer_trouble_ = done ? std::string() : done.error();
  light_changed_ = true; // the picture is to be drawn anew
  awake_ = kAwake;
}

void ViewerApp::set_language(ui::Language language) {
  settings_.language = language;
  imgui_.set_language(language);
  awake_ = kAwake;
}

void ViewerApp::fly_to(std::string_view name) {
  scene::Bookmark const* bookmark = scene::find_bookmark(assets_.bookmarks, name);
  if (bookmark == nullptr) return;
  camera_.fly_to(scene::camera_of(*bookmark, *assets_.terrain));
  view_name_ = name;
}

void ViewerApp::look_at_twin() {
  auto const latest = service_->view();
  if (!held() && latest->version() != twin_->version()) {
    things_changed_ = true;
    twin_ = latest;
  }
  if (!posing_) meter_.update(*latest, wall_s()); // a display that is paused says nothing of the feed
  if (auto const list = service_->alarms(); list != alarms_) {
    alarms_ = list;
    open_alarms_ = std::ranges::count_if(
        list->alarms, [](auto const& entry) { return entry.second.state == alarms::State::unacknowledged; });
  }
  look_at_weather();
  if (!held() && layers_->follow({service_->now(), twin_->movers()})) things_changed_ = true;
  if (selected_.kind == scene::EntityKind::none) return;
  auto const inspection = inspection_of(selected_, *assets_.city, *twin_, told_now(), settings_.language);
  selection_gone_ = !inspection.has_value();
  inspection_ = inspection;
}

/// Reports change each half hour: looked for now and then, for it takes a walk through all things.
void ViewerApp::look_at_weather() {
  constexpr double kEvery_s = 5;
  if (wall_s() - last_report_s_ < kEvery_s) return;
  last_report_s_ = wall_s();
  auto const eye = camera_.camera().position;
  auto report = view::weather_near(twin_->snapshot(), {eye.x, eye.y}, service_->now());
  if (report == report_) return;
  report_ = std::move(report);
  light_changed_ = true;
}

PaceInput ViewerApp::pace_input(UserInput const& input, bool camera_moved) const {
  PaceInput pace;
  pace.wall_s = wall_s();
  pace.last_scene_s = last_scene_s_;
  pace.last_rough_s = last_rough_s_;
  VkExtent2D const window = window_.pixels();
  bool const resized = screen_.extent().width != window.width || screen_.extent().height != window.height;
  pace.view_changed = camera_moved || light_changed_ || resized || input.camera.any();
  pace.things_changed = things_changed_;
  if (held()) return pace;
  if (layers_->flows()) pace.things_px_per_s = kFlow_px_per_s;
  ui::ViewFrustum const view = frustum();
  for (view::Mover const& m : twin_->movers()) {
    glm::dvec3 const at{m.position.east_m, m.position.north_m, static_cast<double>(m.up_m)};
    auto const here = view.project(at);
    if (!here || here->x < 0 || here->y < 0 || here->x > static_cast<float>(view.width) ||
        here->y > static_cast<float>(view.height) || service_->now() > m.until)
      continue;
    double const px_per_m = view.height / (2 * std::tan(camera_.camera().vertical_field_rad / 2) * here->distance_m);
    if (static_cast<double>(m.length_m) * px_per_m < 1.5) continue; // not drawn
    double const speed = std::hypot(m.velocity_east_mps, m.velocity_north_mps);
    pace.things_px_per_s = std::max(pace.things_px_per_s, speed * px_per_m);
  }
  return pace;
}

/// Of a screen of a wall: that of the whole wall.
ui::ViewFrustum ViewerApp::frustum() const {
  VkExtent2D const window = window_.pixels();
  glm::uvec2 const size = follows() ? wall_size(window.height) : glm::uvec2(window.width, window.height);
  scene::Camera const& camera = camera_.camera();
  double const aspect = static_cast<double>(size.x) / size.y;
  return {camera.position, scene::view_projection(camera, aspect), static_cast<int>(size.x), static_cast<int>(size.y)};
}

} // namespace dalian::viewer
