// The workplaces in the window: what they are told of a frame, and what they wish of it.
#include "renderer/app/briefing.hpp"
#include "renderer/app/viewer_app.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::viewer {
namespace {

constexpr double kNotice_s = 12;
constexpr double kStoryAgain_s = 2;

} // namespace

workplaces::Moment ViewerApp::moment(UserInput const& input) const {
  workplaces::Moment moment;
  VkExtent2D const window = window_.pixels();
  moment.layout = ui::layout_of(workplaces_.current(), static_cast<int>(window.width), static_cast<int>(window.height),
                                static_cast<double>(imgui_.scale()));
  moment.view = frustum();
  moment.camera = camera_.camera();
  moment.pointer = {static_cast<float>(input.pointer_x), static_cast<float>(input.pointer_y), input.pointer_inside,
                    input.clicked, input.pointer_moved};
  moment.pointer.pressed = {static_cast<float>(input.press.x), static_cast<float>(input.press.y)};
  moment.pointer.shift = input.press.shift;
  moment.now = now_;
  moment.twin = twin_;
  moment.selected = selected_;
  moment.hovered = hovered_;
  moment.picked = picked_;
  moment.wall_s = wall_s();
  moment.light = light_time();
  if (weather_) moment.weather = passes::name_of(*weather_);
  moment.layers = {layers_->shown().begin(), layers_->shown().end()};
  return moment;
}

/// A story with a fault is no reason not to start: the screen says what is wrong.
void ViewerApp::add_briefing() {
  story_tried_s_ = wall_s();
  auto briefing = Briefing::open(around_, options_.briefing, assets_.bookmarks, assets_.terrain);
  story_trouble_ = briefing ? std::string() : briefing.error();
  if (!briefing) return;
  briefing_ = briefing->get();
  workplaces_.add(ui::WorkplaceKind::briefing, std::move(briefing).value());
}

/// Its file may still be on its way here, or be mended: who only looks at the wall need do nothing.
void ViewerApp::open_story_again() {
  if (story_trouble_.empty() || wall_s() - story_tried_s_ < kStoryAgain_s) return;
  add_briefing();
  if (story_trouble_.empty() && options_.workplace == ui::WorkplaceKind::briefing) enter(options_.workplace);
}

void ViewerApp::enter(ui::WorkplaceKind kind) {
  wishes_ = {};
  weather_ = options_.weather;
  if (!workplaces_.enter(kind, moment({}))) {
    auto const words = [&](std::string_view key) { return assets_.lang.text(settings_.language, key); };
    notices_.push_back({story_trouble_.empty()
                            ? assets_.lang.text(settings_.language, "workplace.missing",
                                                words(fmt::format("workplace.{}", ui::name_of(kind))))
                            : story_trouble_,
                        wall_s() + kNotice_s});
  }
  awake_ = std::max(awake_, 3U);
}

void ViewerApp::draw_workplace(UserInput const& input) {
  open_story_again();
  over_city_.clear();
  auto const now = moment(input);
  auto seen = now; // what is clicked while one measures is no workplace's
  if (measuring_.open()) seen.pointer.inside = seen.pointer.clicked = false;
  wishes_ = workplaces_.draw(seen, over_city_);
  measuring_.draw(now, wishes_, over_city_);
  search_.draw(now, wishes_);
  health_.draw(now, shown_, input_meter_.spread());
  if (search_.open() || health_.open()) wishes_.quiet = false;
  picked_.reset();
  grant(wishes_);
}

void ViewerApp::grant(workplaces::Wishes wishes) {
  if (wishes.fly_to) camera_.fly_to(*wishes.fly_to), view_name_.clear();
  if (wishes.stand) camera_.stand(*wishes.stand), view_name_.clear();
  if (wishes.select) {
    selected_ = *wishes.select;
    inspection_.reset();
    selection_gone_ = false;
    awake_ = std::max(awake_, 3U);
  }
  if (wishes.layers) {
    Status const shown = layers_->show(*wishes.layers, live());
    layer_trouble_ = shown ? std::string() : shown.error();
    light_changed_ = true;
  }
  if (wishes.weather) {
    weather_ = passes::weather_of(*wishes.weather);
    light_changed_ = true;
  }
  if (wishes.language) set_language(*wishes.language);
  window_.hide_pointer(wishes.quiet);
  stand(wishes.standing);
  if (wishes.field != own_field_) {
    own_field_ = wishes.field;
    Status const shown = layers_->show_own(own_field_.get(), live());
    layer_trouble_ = shown ? std::string() : shown.error();
    light_changed_ = true;
    awake_ = std::max(awake_, 3U);
  }
  if (wishes.go_on) awake_ = std::max(awake_, 1U);
  if (wishes.light) light_ = wishes.light, light_changed_ = true;
  double const now_s = wall_s();
  std::erase_if(notices_, [&](Notice const& notice) { return notice.until_s < now_s; });
  for (std::string& text : wishes.notices)
    tell(std::move(text));
}

void ViewerApp::stand(std::shared_ptr<std::vector<scene::StandingThing> const> standing) {
  if (standing == standing_) return;
  standing_ = std::move(standing);
  geometry_->set_standing(standing_ ? *standing_ : std::vector<scene::StandingThing>());
  drawn_view_.reset(); // they go to the GPU with the movers
  light_changed_ = true;
  awake_ = std::max(awake_, 3U);
}

void ViewerApp::tell(std::string notice) {
  notices_.push_back({std::move(notice), wall_s() + kNotice_s});
  awake_ = std::max(awake_, 3U);
}

} // namespace dalian::viewer
