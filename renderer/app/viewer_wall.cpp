// The window as the leader of a wall, or as one of its screens.
#include "renderer/app/briefing.hpp"
#include "renderer/app/viewer_app.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace dalian::viewer {
namespace {

constexpr double kTellAgain_s = 0.5; // for a screen that has just come

} // namespace

/// Throws std::runtime_error where the wall's address cannot be had, or the screen's scenario not be read.
void ViewerApp::take_seat() {
  if (!options_.wall) return;
  if (!options_.screen) {
    auto sender = app::WallSender::open(options_.wall->address);
    if (!sender) throw std::runtime_error(sender.error());
    sender_ = std::move(sender).value();
    return;
  }
  auto receiver = app::WallReceiver::open(options_.wall->address);
  if (!receiver) throw std::runtime_error(receiver.error());
  receiver_ = std::move(receiver).value();
  if (auto const at = options_.screen->desktop_px) window_.place(at->x, at->y);
  if (options_.screen->scenario.empty()) return;
  auto scenario = workplaces::ShownScenario::read(options_.screen->scenario, around_);
  if (!scenario) throw std::runtime_error(scenario.error());
  scenario_ = std::move(scenario).value();
}

WallScene ViewerApp::scene_now() const {
  WallScene scene;
  scene.camera = camera_.camera();
  scene.light = light_time();
  scene.weather = weather_;
  scene.layers = layers_->shown();
  scene.language = std::string(ui::code(settings_.language));
  if (briefing_ == nullptr || workplaces_.current() != ui::WorkplaceKind::briefing) return scene;
  scene.story = briefing_->name();
  scene.story_s = briefing_->at_s();
  return scene;
}

/// After each frame, what is new; now and then all the same.
void ViewerApp::lead() {
  if (!sender_) return;
  WallScene const now = scene_now();
  if (now == scene_ && wall_s() - told_s_ < kTellAgain_s) return;
  sender_->send(to_text(now));
  scene_ = now;
  told_s_ = wall_s();
}

/// What is done at a screen means nothing, but that its window is closed. Without a leader the last scene stays.
void ViewerApp::follow(UserInput& input) {
  UserInput nothing;
  nothing.any = input.any;
  nothing.events = input.events;
  input = nothing;
  auto const text = receiver_->newest();
  auto const scene = text ? read_scene(*text) : std::nullopt;
  if (!scene || *scene == scene_) return;
  camera_.stand(scene->camera);
  light_ = scene->light;
  weather_ = scene->weather;
  if (scene->layers != layers_->shown()) (void)layers_->show(scene->layers, live());
  auto const language = ui::language_from(scene->language);
  if (language != settings_.language) set_language(language);
  if (!scene->story.empty() && options_.briefing.story != scene->story) {
    options_.briefing.story = scene->story;
    add_briefing();
  }
  scene_ = *scene;
  light_changed_ = true;
  input.any = true;
}

/// The words of the story, or a scenario, set over the whole wall. Nobody at a wall is told of a file's trouble.
void ViewerApp::draw_followed(UserInput const& input) {
  over_city_.clear();
  window_.hide_pointer(true);
  if (scenario_) {
    workplaces::Wishes wishes;
    scenario_->draw(moment(input), wishes, over_city_);
    for (auto const& trouble : wishes.notices)
      fmt::print(stderr, "twinview: {}\n", trouble);
    stand(wishes.standing);
  }
  open_story_again();
  if (briefing_ == nullptr || scene_.story.empty() || briefing_->name() != scene_.story) return;
  briefing_->follow(scene_.story_s);
  (void)briefing_->draw(moment(input), over_city_);
}

/// Pixels of a picture of this height for one of the file's.
double ViewerApp::wall_scale(std::uint32_t height) const {
  return static_cast<double>(height) / options_.screen->size_px.y;
}

glm::ivec2 ViewerApp::wall_from(std::uint32_t height) const {
  return glm::ivec2(glm::round(glm::dvec2(options_.screen->from_px) * wall_scale(height)));
}

glm::uvec2 ViewerApp::wall_size(std::uint32_t height) const {
  return glm::uvec2(glm::round(glm::dvec2(options_.wall->size_px) * wall_scale(height)));
}

} // namespace dalian::viewer
