// Bundles at the planner's workplace: what is kept of the screen, and the screen as a bundle has it.
#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMostNamed = 3;

/// "land: jobs njip, … (+4)"
std::string named(std::vector<std::string> names) {
  std::size_t const more = names.size() - std::min(names.size(), kMostNamed);
  names.resize(names.size() - more);
  return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" (+{})", more) : "");
}

} // namespace

void PlanningDesk::keep_bundle(planner::BundleView view) {
  if (auto const leads = chosen()) view.layer = plan::spec_of(leads->layer).name, view.id = leads->id;
  auto const bundle = session_->bundle(std::move(view));
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  auto const target = file().replace_extension(planner::kBundleEnding);
  Status const done = bundle ? plan::write_text(to_text(*bundle), target) : Status(Error{bundle.error()});
  said_ = {done ? "plan.bundle.kept" : "", done ? target.string() : done.error(), !done, {}};
  list_files();
}

void PlanningDesk::take_up_bundle(std::filesystem::path const& file) {
  auto bundle = planner::read_bundle(file);
  Status const opened = bundle ? session_->open(*bundle) : Status(Error{bundle.error()});
  said_ = {opened ? "plan.opened" : "", opened ? file.filename().string() : opened.error(), !opened, {}};
  if (!opened) return;
  joining_.reset();
  view_ = bundle->view;
  auto const layer = plan::find_layer(view_->layer);
  choose(layer ? std::optional(Chosen{*layer, view_->id}) : std::nullopt);
  if (!entity()) choose(std::nullopt);
  bundle_ = std::move(bundle).value();
}

void PlanningDesk::look_at_drift() {
  if (!bundle_ || session_->answer_is_old()) return;
  auto const drift = session_->drift(*bundle_);
  std::size_t const figures = bundle_->figures.size();
  bundle_.reset();
  if (drift.assumptions.empty() && drift.figures.empty()) {
    said_ = {"plan.bundle.same", std::to_string(figures), false, {}};
    return;
  }
  auto names = drift.assumptions; // the cause before what follows from it
  names.insert(names.end(), drift.figures.begin(), drift.figures.end());
  said_ = {"plan.bundle.drift", named(std::move(names)), true, {}};
}

void Planning::keep_bundle(Moment const& moment) {
  scene::Camera const& c = moment.camera;
  planner::BundleView view;
  view.eye = {c.position.x, c.position.y};
  view.up_m = c.position.z;
  view.heading_rad = c.heading_rad;
  view.pitch_rad = c.pitch_rad;
  view.field_rad = c.vertical_field_rad;
  view.light = moment.light;
  view.weather = moment.weather;
  view.layers = {moment.layers.begin(), moment.layers.end()};
  view.language = ui::code(around_.kit.language());
  view.column = look_.column;
  view.change = look_.change;
  if (look_.comparing) view.swipe = look_.swipe;
  desk_.keep_bundle(std::move(view));
}

/// At once, not by a flight: the picture is to be the one that was kept.
void Planning::show_bundle(Wishes& wishes) {
  desk_.look_at_drift();
  auto const view = desk_.take_view();
  if (!view) return;
  wishes.stand = scene::Camera{
      {view->eye.east_m, view->eye.north_m, view->up_m}, view->heading_rad, view->pitch_rad, view->field_rad};
  wishes.light = view->light;
  wishes.weather = view->weather;
  wishes.layers = std::set<std::string>(view->layers.begin(), view->layers.end());
  wishes.language = ui::language_from(view->language);
  look_.column = view->column;
  look_.change = view->change;
  look_.comparing = view->swipe.has_value();
  look_.swipe = static_cast<float>(view->swipe.value_or(look_.swipe));
}

} // namespace dalian::workplaces
