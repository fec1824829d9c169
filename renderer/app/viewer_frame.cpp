// One frame of the window: everything of ViewerApp that draws.
#include "renderer/app/about.hpp"
#include "renderer/app/light.hpp"
#include "renderer/app/live_weather.hpp"
#include "renderer/app/viewer_app.hpp"
#include "renderer/gpu/check.hpp"
#include "renderer/passes/wakes.hpp"
#include "renderer/scene/mover_scene.hpp"

#include <algorithm>
#include <backends/imgui_impl_glfw.h>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::viewer {
namespace {

constexpr double kOldFeed_s = 30;

std::uint32_t texel_of(scene::Entity entity) {
  switch (entity.kind) {
  case scene::EntityKind::mover:
    return entity.index;
  case scene::EntityKind::route:
    return ENTITY_ROUTE | entity.index;
  case scene::EntityKind::placement:
    return ENTITY_PLACEMENT | entity.index;
  case scene::EntityKind::none:
    break;
  }
  return ENTITY_NONE;
}

/// ImGui 1.86 looks at keys once a frame: what came and went since the last is held down while this lives.
class BriefKeys {
 public:
  explicit BriefKeys(std::vector<int> const& pressed) : control_(ImGui::GetIO().KeyCtrl) {
    ImGuiIO& io = ImGui::GetIO();
    for (int const pressed_key : pressed) {
      int const key = pressed_key & ~(ui::PanelKit::kControl | ui::PanelKit::kShift);
      io.KeyCtrl |= key != pressed_key;
      if (key < 0 || key >= IM_ARRAYSIZE(io.KeysDown) || io.KeysDown[key]) continue;
      io.KeysDown[key] = true;
      keys_.push_back(key);
    }
  }
  ~BriefKeys() {
    ImGuiIO& io = ImGui::GetIO();
    for (int const key : keys_)
      io.KeysDown[key] = false;
    io.KeyCtrl = control_;
  }
  BriefKeys(BriefKeys const&) = delete;
  BriefKeys& operator=(BriefKeys const&) = delete;

 private:
  std::vector<int> keys_;
  bool control_;
};

passes::Eye eye_of(scene::Camera const& camera) {
  return {camera.position, camera.heading_rad, camera.pitch_rad, camera.vertical_field_rad};
}

} // namespace

void ViewerApp::resize(VkExtent2D window, double scale) {
  screen_.resize(window);
  for (constexpr double kLeast = 0.2;; scale *= 0.7)
    try {
      renderer_.resize({std::max(1U, static_cast<std::uint32_t>(std::lround(window.width * scale))),
                        std::max(1U, static_cast<std::uint32_t>(std::lround(window.height * scale)))});
      break;
    } catch (gpu::OutOfMemory const& error) { // a coarser picture, where that is one
      if (scale < kLeast) throw;
      fmt::print(stderr, "twinview: {}; the picture is drawn coarser\n", error.what());
    }
  screen_.set_targets(renderer_.targets());
}

void ViewerApp::draw_frame(UserInput const& input, PaceStep step) {
  if (step.draw_scene) prepare_kernels(step);
  double const begun = wall_s(), elapsed = begun - last_frame_s_;
  last_frame_s_ = begun;
  VkExtent2D const window = window_.pixels();
  if (step.draw_scene &&
      (scale_ != step.scale || screen_.extent().width != window.width || screen_.extent().height != window.height)) {
    device_.wait_idle();
    resize(window, step.scale);
    scale_ = step.scale;
  }
  follow_look(window);
  if (imgui_.update_fonts()) screen_.reload_fonts();
  atlas_.make_room();
  if (step.draw_scene && step.take_time) show_movers();

  auto const frame = ring_.begin();
  if (auto const answer = screen_.answer(frame.number)) take_answer(*answer);
  auto const target = swapchain_.acquire(window);
  if (!target) {
    ring_.submit();
    return;
  }
  double const cpu_s = thread_cpu_s();
  draw_panels(input);
  panels_cost_.add(thread_cpu_s() - cpu_s);
  compose_overlay(elapsed);
  ScreenContent const content = screen_content(input, *target);
  if (step.draw_scene) {
    renderer_.record(frame, picture_input(step.quality), {step.index, step.moving, passes::KernelChoice::nearest},
                     [&](passes::FrameContext& c) {
                       screen_.add(c.graph, c.arena, c.targets, c.resources.picture, c.resources.gbuffer, content,
                                   frame.number);
                     });
  } else {
    frame::FrameGraph graph;
    screen_.add(graph, *frame.arena, renderer_.targets(), graph.resource("picture"), graph.resource("g-buffer"),
                content, frame.number);
    graph.execute(frame);
  }
  ring_.submit({target->acquired, target->rendered});
  swapchain_.present(*target);
  input_meter_.given(input.events, frame.number);
  ++frames_;
  if (!held()) shown_.shown(drawn_view_ ? drawn_view_->version() : 0, to_seconds(service_->now() - epoch_));
  if (step.draw_scene) note_cost(step);
}

/// The movers as they are now; at most once per frame, for frames in flight still read the lists before.
void ViewerApp::show_movers() {
  if (!held()) now_ = service_->now();
  if (drawn_view_ == twin_) return;
  drawn_view_ = twin_;
  epoch_ = twin_->time();
  geometry_->set_movers(twin_->movers(), epoch_);
}

/// A still picture waits for its kernels as a moving one: a mean of two kinds of frames would be neither. What moves
/// are drawn with is made while the picture stands.
void ViewerApp::prepare_kernels(PaceStep& step) {
  if (step.moving) return;
  if (!renderer_.ready(picture_input(step.quality))) {
    step.moving = true;
    pace_.restart();
  } else if (renderer_.ready(picture_input(passes::Quality::plain))) {
    renderer_.ready(picture_input(passes::Quality::light));
  }
}

/// The GPU's time of all passes: of still frames a running mean, brought to full size, so that one slow frame means
/// nothing. Costs come two frames late.
void ViewerApp::note_cost(PaceStep const& step) {
  steps_old_ = step.quality == quality_ ? steps_old_ + 1 : 0;
  quality_ = step.quality;
  if (steps_old_ < gpu::FrameRing::kSlots) return;
  double ms = 0;
  for (gpu::Timing const& timing : ring_.results())
    ms += timing.milliseconds;
  if (ms <= 0) return;
  if (step.moving)
    last_rough_s_ = ms / 1000;
  else
    last_scene_s_ = 0.7 * last_scene_s_ + 0.3 * ms / 1000 / (step.scale * step.scale);
}

/// The next leg of a flight through all views when the last is done; false when there is none left.
bool ViewerApp::fly_on(PaceStep const& step) {
  flight_.frame(wall_s(), camera_.flying(), {step.quality, step.scale});
  auto const made = [&](passes::Quality q) { return renderer_.ready(picture_input(q)); };
  bool const ready =
      flight_.begun() || (made(passes::Quality::full) && made(passes::Quality::plain) && made(passes::Quality::light));
  if (camera_.flying() || !ready) return true;
  if (flight_.legs() == assets_.bookmarks.size()) {
    if (!step.settled) return true;
    fmt::print("{}", flight_.report(wall_s()));
    return false;
  }
  scene::Bookmark const& next = assets_.bookmarks[(flight_.legs() + 1) % assets_.bookmarks.size()];
  flight_.begin_leg(next.id, wall_s());
  fly_to(next.id);
  return true;
}

void ViewerApp::take_answer(PickAnswer const& answer) {
  VkExtent2D const screen = screen_.extent();
  scene::Entity const entity =
      picked(scene::entity_of(answer.texel), overlay_.marks(), static_cast<float>(answer.request.x * screen.width),
             static_cast<float>(answer.request.y * screen.height), ui::mark_scale(static_cast<int>(screen.height)));
  if (!answer.request.click) {
    hovered_ = entity;
    return;
  }
  if (wishes_.keeps_clicks) {
    picked_ = entity;
    awake_ = std::max(awake_, 3U);
    return;
  }
  selected_ = entity;
  selection_gone_ = false;
  inspection_ = inspection_of(selected_, *assets_.city, *twin_, told_now(), settings_.language);
  if (!inspection_) selected_ = {};
  awake_ = std::max(awake_, 3U);
}

ui::PanelFacts ViewerApp::panel_facts() const {
  ui::PanelFacts facts;
  VkExtent2D const window = window_.pixels();
  facts.language = settings_.language;
  facts.width = static_cast<int>(window.width);
  facts.height = static_cast<int>(window.height);
  for (scene::Bookmark const& bookmark : assets_.bookmarks)
    facts.views.push_back(bookmark.id);
  facts.current_view = view_name_;
  facts.workplace = workplaces_.current();
  facts.workplaces = workplaces_.kinds();
  facts.quiet = wishes_.quiet;
  facts.hour = hour_of_day(light_time());
  facts.hour_follows_twin = !light_;
  facts.selected = inspection_;
  facts.selection_gone = selection_gone_;
  Hover hover; // none of what is below something that is about to be dragged
  if (!wishes_.keeps_drag)
    hover = hover_of(hovered_, *assets_.city, *twin_, told_now(), assets_.lang, settings_.language);
  facts.hover_title = hover.title;
  facts.hover_detail = hover.detail;
  facts.paused = paused_;
  facts.help = help_;
  facts.layers_open = layers_open_;
  facts.layers = layer_names();
  facts.layers_shown.assign(layers_->shown().begin(), layers_->shown().end());
  facts.layer_trouble = layer_trouble_;
  if (!notices_.empty())
    facts.notice = notices_.back().text;
  else if (!story_trouble_.empty() && options_.workplace == ui::WorkplaceKind::briefing)
    facts.notice = story_trouble_;
  else if (!fonts_.notice.empty())
    facts.notice = assets_.lang.text(ui::Language::en, fonts_.notice); // no other has the letters
  auto const words = [&](std::string_view key, std::string const& argument) {
    return assets_.lang.text(settings_.language, key, argument);
  };
  FeedState const feed = meter_.state(told_now());
  std::string const trouble = service_->trouble();
  bool const old = feed.movers > 0 && feed.age_s > kOldFeed_s;
  facts.feed_status = !trouble.empty() || old ? ui::Status::high
                      : feed.movers == 0      ? ui::Status::stale
                                              : ui::Status::good;
  if (!trouble.empty())
    facts.feed_line = trouble;
  else if (feed.movers == 0)
    facts.feed_line = assets_.lang.text(settings_.language, "feed.waiting");
  else
    facts.feed_line =
        fmt::format("{} · {} · {}", feed.source, words("feed.rate", fmt::format("{:.0f}", feed.updates_per_s)),
                    words("feed.age", fmt::format("{:.1f}", feed.age_s)));
  if (open_alarms_ > 0) facts.alarm_line = words("feed.alarms", std::to_string(open_alarms_));
  return facts;
}

void ViewerApp::draw_panels(UserInput const& input) {
  ImGui_ImplGlfw_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  VkExtent2D const window = window_.pixels();
  io.DisplaySize = {static_cast<float>(window.width), static_cast<float>(window.height)};
  io.DisplayFramebufferScale = {1, 1};
  BriefKeys const brief(input.pressed);
  ImGui::NewFrame();
  kit_.new_frame(settings_.language, input.keys);
  if (follows()) {
    draw_followed(input);
  } else {
    requests_ = panels_.draw(panel_facts());
    draw_workplace(input);
  }
  ImGui::Render();
  for (ui::ShownText const& text : kit_.shown().texts) // what was tofu now has its glyphs in the next frame
    imgui_.need(text.value);
}

void ViewerApp::compose_overlay(double elapsed_s) {
  ui::OverlayFrame frame;
  frame.view = frustum();
  frame.light_time = light_time();
  frame.now = now_;
  frame.movers = twin_->movers();
  frame.name_of = [this](std::uint32_t handle) { return twin_->label(handle); };
  frame.focus = selected_.kind == scene::EntityKind::mover ? selected_.index : 0;
  frame.elapsed_s = elapsed_s;
  for (ui::PanelBox const& panel : kit_.shown().boxes)
    if (panel.panel != "tooltip") frame.panels.push_back(panel.box.grown(4));
  frame.panels.insert(frame.panels.end(), wishes_.covered.begin(), wishes_.covered.end());
  ui::OverlayOptions options;
  options.language = settings_.language;
  if (weather_ && *weather_ != passes::Weather::clear) options.weather = passes::name_of(*weather_);
  if (!weather_ && report_) options.report = &*report_;
  options.layers = &layers_->legend();
  auto const kind = workplaces_.current();
  if (kind == ui::WorkplaceKind::planner || (kind == ui::WorkplaceKind::operating && wishes_.foot > 0))
    options.within = moment({}).layout.middle;
  if (wishes_.foot > 0) {
    options.within.x1 = options.within.width() > 0 ? options.within.x1 : static_cast<float>(frame.view.width);
    options.within.y1 = wishes_.foot;
  }
  options.age = false; // the health line tells it, and counts on while the picture stands
  overlay_list_ = overlay_.compose(frame, options);
  overlay_list_.append(over_city_);
}

ScreenContent ViewerApp::screen_content(UserInput const& input, gpu::Swapchain::Target const& target) {
  ScreenContent content;
  content.overlay = &overlay_list_;
  if (follows()) content.overlay_from = wall_from(window_.pixels().height);
  content.panels = ImGui::GetDrawData();
  content.selection = selection_look();
  content.target = target;
  content.target_extent = swapchain_.extent();
  VkExtent2D const window = window_.pixels();
  if (click_)
    content.pick = click_;
  else if (input.pointer_inside && !posing_)
    content.pick = PickRequest{input.pointer_x / window.width, input.pointer_y / window.height, false};
  else
    hovered_ = {};
  click_.reset();
  return content;
}

std::optional<passes::Selection::Look> ViewerApp::selection_look() const {
  if (!inspection_ || selected_.kind == scene::EntityKind::none) return std::nullopt;
  passes::Selection::Look look;
  look.entity = texel_of(selected_);
  ui::ViewFrustum const view = frustum();
  look.around = {0, 0, static_cast<float>(view.width), static_cast<float>(view.height)};
  glm::dvec3 middle{};
  double reach_m = 0;
  if (selected_.kind == scene::EntityKind::mover) {
    for (view::Mover const& m : twin_->movers())
      if (m.handle == selected_.index) {
        middle = scene::carry_on(m, now_).position;
        reach_m = static_cast<double>(m.length_m) + 30;
      }
  } else if (selected_.kind == scene::EntityKind::placement) {
    view::Placement const& p = assets_.city->placements[selected_.index];
    middle = {p.position.east_m, p.position.north_m, static_cast<double>(p.height_m)};
    reach_m = 400;
  }
  auto const at = reach_m > 0 ? view.project(middle) : std::nullopt;
  if (!at) return look;
  double const px_per_m = view.height / (2 * std::tan(camera_.camera().vertical_field_rad / 2) * at->distance_m);
  auto const reach = static_cast<float>(reach_m * px_per_m) + 12;
  look.around = {at->x - reach, at->y - reach, at->x + reach, at->y + reach};
  return look;
}

passes::PictureInput ViewerApp::picture_input(passes::Quality quality) {
  passes::PictureInput input;
  input.quality = quality;
  input.eye = eye_of(camera_.camera());
  if (follows()) {
    auto const height = renderer_.targets().extent.height;
    input.eye.part_px = wall_from(height);
    input.eye.whole_px = wall_size(height);
  }
  set_light(input, light_time());
  if (weather_ || !report_)
    passes::set_weather(input, weather_.value_or(passes::Weather::clear));
  else
    set_live_weather(input, *report_);
  input.rotor_s = rotors_.at(input.time_of_day_s, glm::length(input.wind_mps));
  input.now_s = to_seconds(now_ - epoch_);
  input.flow_s = flow_clock_s(now_);
  input.ships = passes::ships_under_way(twin_->movers(), now_, input.eye.position);
  return input;
}

void ViewerApp::write_ui_dump(bool settled) {
  UiDump dump;
  dump.frame = frames_;
  dump.settled = settled;
  dump.panels = &kit_.shown();
  dump.labels = &overlay_.labels();
  dump.input = &input_meter_;
  dump.cost = &panels_cost_;
  ui::ViewFrustum const view = frustum();
  for (view::Mover const& m : twin_->movers()) {
    auto const at = view.project(scene::carry_on(m, now_).position);
    if (at && at->x >= 0 && at->y >= 0 && at->x < static_cast<float>(view.width) &&
        at->y < static_cast<float>(view.height))
      dump.movers.push_back({m.handle, twin_->label(m.handle), at->x, at->y});
  }
  write_dump(dump, options_.ui_dump);
  last_dump_s_ = wall_s();
}

} // namespace dalian::viewer
