#include "renderer/workplaces/section_panel.hpp"

#include "renderer/workplaces/measuring.hpp"
#include "renderer/workplaces/section_chart.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr float kChart = 22, kMostOfMiddle = 0.24F; // high: units of the grid, where that is not more of the height
constexpr int kFold = ui::PanelKit::kControl | 297; // GLFW_KEY_F8

std::string height_text(double height_m) {
  double const whole = std::round(height_m) + 0.0; // no "-0"
  return whole < 0 ? fmt::format("−{:.0f} m", -whole) : fmt::format("{:.0f} m", whole);
}

double ratio(double wanted_m, double model_m) {
  return wanted_m > 0 && model_m > 0 ? wanted_m / model_m : 1;
}

view::Placement placement_of(scene::StandingThing const& thing, view::ModelShelf const& models) {
  view::Placement out;
  out.model = thing.model;
  out.position = thing.at;
  out.height_m = static_cast<float>(thing.ground_m);
  out.heading_rad = static_cast<float>(thing.heading_rad);
  if (auto const* box = models.box_of(models.name_of(out)))
    for (int axis = 0; axis < 3; ++axis) {
      auto const i = static_cast<std::size_t>(axis);
      out.scale[i] = static_cast<float>(ratio(thing.size_m[axis], box->high[i] - box->low[i]));
    }
  return out;
}

/// Above what the workplace drew over the lower half of the city.
float foot_of(Moment const& moment, Wishes const& wishes) {
  ui::Box const& middle = moment.layout.middle;
  float foot = middle.y1;
  for (ui::Box const& box : wishes.covered)
    if (box.y0 > (middle.y0 + middle.y1) / 2) foot = std::min(foot, box.y0 - moment.layout.unit);
  return foot;
}

} // namespace

void SectionPanel::add_planned(Standing const& standing, std::vector<view::StandingBox>& boxes) const {
  if (!standing || !models_) return;
  for (scene::StandingThing const& thing : *standing)
    if (auto box = view::standing_box(placement_of(thing, *models_), *models_)) {
      box->planned = true;
      boxes.push_back(std::move(*box));
    }
}

void SectionPanel::follow(std::vector<MapPoint> const& places, Standing const& standing) {
  if (places == places_ && standing == planned_) return;
  if (places.size() >= 2 && !std::exchange(looked_, true))
    if (auto models = view::open_models(around_.assets)) {
      models_ = std::move(models).value();
      standing_ = view::standing_boxes(around_.city, *models_);
    }
  places_ = places;
  planned_ = standing;
  std::size_t const still = standing_.size();
  add_planned(standing, standing_);
  section_ = section_along(places, around_.terrain, standing_);
  standing_.erase(standing_.begin() + static_cast<std::ptrdiff_t>(still), standing_.end());
}

void SectionPanel::draw(std::vector<MapPoint> const& places, Moment const& moment, Wishes& wishes) {
  pointed_.reset();
  follow(places, wishes.standing);
  if (section_.samples.empty()) return;
  ui::PanelKit& kit = around_.kit;
  if (kit.key(kFold)) folded_ = !folded_;
  ui::Box const& middle = moment.layout.middle;
  float const unit = moment.layout.unit, width = middle.width();
  ImGui::PushFont(kit.fonts().small);
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, 10000});
  if (kit.begin("section", (middle.x0 + middle.x1) / 2, foot_of(moment, wishes), 0.5F, 1)) {
    head();
    if (!folded_) {
      SectionChart chart(section_, kit);
      ImVec2 const at = ImGui::GetCursorScreenPos();
      float const high = std::min(kChart * unit, kMostOfMiddle * middle.height());
      auto const along_m = chart.draw({at.x, at.y, at.x + ImGui::GetContentRegionAvail().x, at.y + high});
      std::string const height = kit.words("section.exaggeration", exaggeration_text(chart.exaggeration()));
      kit.second_text("section_facts", height + " · " + facts());
      if (along_m) chart.point_at(*along_m, words_at(*along_m));
      if (along_m) pointed_ = sample_at(section_, *along_m).place;
    }
  }
  kit.end();
  wishes.foot = kit.shown().boxes.back().box.y0;
  ImGui::PopFont();
}

/// Title, what the data are, what the colours mean, and the button that folds, on one line.
void SectionPanel::head() {
  ui::PanelKit& kit = around_.kit;
  float const y = ImGui::GetCursorPosY(), high = 32 * kit.scale(), gap = 16 * kit.scale();
  auto const centred = [&](float height) { ImGui::SetCursorPosY(y + (high - height) / 2); };
  centred(kit.fonts().title->FontSize);
  kit.heading("section");
  ImGui::SameLine(0, gap);
  centred(ImGui::GetTextLineHeight() + 6);
  kit.chip("section.source", kit.words("section.source"), Provenance::modelled, kit.colours().text);
  ImGui::SameLine(0, gap);
  centred(ImGui::GetTextLineHeight());
  folded_ ? kit.second_text("section_facts", facts()) : legend();
  char const* const fold = folded_ ? "section.unfold" : "section.fold";
  float const wide = ImGui::CalcTextSize(kit.words(fold).c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - wide);
  ImGui::SetCursorPosY(y);
  if (kit.button(fold)) folded_ = !folded_;
}

/// Of what is on the line.
void SectionPanel::legend() {
  ui::PanelKit& kit = around_.kit;
  auto const entry = [&](char const* key, ui::Rgba ink) {
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const high = ImGui::GetTextLineHeight(), side = std::round(0.6F * high), top = at.y + (high - side) / 2;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, top}, {at.x + side, top + side}, ink, 2);
    ImGui::Dummy({side, high});
    ImGui::SameLine(0, 6 * kit.scale());
    kit.text(key, kit.words(key));
    ImGui::SameLine(0, 14 * kit.scale());
  };
  auto const any = [&](auto const& is) { return std::ranges::any_of(section_.things, is); };
  if (section_.highest_m) entry("section.land", section_inks::kGround);
  if (section_.lowest_m.value_or(0) < 0) entry("section.sea", section_inks::kSea);
  if (any([](auto const& t) { return t.building && !t.planned; })) entry("section.buildings", kit.colours().text);
  if (any([](auto const& t) { return !t.building && !t.planned; }))
    entry("section.works", ui::faded(kit.colours().text_second, 0.5));
  if (any([](auto const& t) { return t.planned; })) entry("section.planned", kit.colours().accent);
}

std::string SectionPanel::facts() const {
  ui::PanelKit const& kit = around_.kit;
  std::string text;
  auto const add = [&](char const* key, std::string const& value) {
    text += (text.empty() ? "" : " · ") + kit.words(key, value);
  };
  if (section_.highest_m) {
    add("section.highest", height_text(*section_.highest_m));
    add("section.lowest", height_text(*section_.lowest_m));
  }
  if (section_.steepest) add("section.steepest", fmt::format("{:.1f} %", section_.steepest->percent));
  add("section.spacing", fmt::format("{:.0f} m", std::max(1.0, section_.spacing_m)));
  return models_ ? text : text + " · " + kit.words("section.no_models");
}

/// By the longest front part of the model's name that has a word: "tower_slab" is a "tower".
std::string SectionPanel::thing_text(SectionThing const& thing) const {
  ui::PanelKit const& kit = around_.kit;
  auto const& known = kit.lang().all(kit.language());
  std::string key = "thing." + thing.model;
  while (!known.contains(key) && key.find('_') != std::string::npos)
    key.resize(key.rfind('_'));
  std::string const& name = kit.words(known.contains(key) ? key : "kind.placement");
  std::string const tall = kit.words("section.tall", height_text(thing.top_m - std::max(thing.base_m, 0.0)));
  return name + " " + tall + (thing.planned ? " (" + kit.words("section.planned") + ")" : "");
}

std::string SectionPanel::words_at(double along_m) {
  ui::PanelKit& kit = around_.kit;
  auto const s = sample_at(section_, along_m);
  std::string out = length_text(along_m) + " · ";
  if (!s.known)
    out += kit.words("section.outside");
  else if (s.ground_m < 0)
    out += kit.words("section.sea_floor", height_text(s.ground_m));
  else
    out += kit.words("section.ground", fmt::format("{:.1f} m", s.ground_m));
  constexpr std::size_t kMost = 2; // the highest; more would not fit
  auto const things = things_at(section_, along_m);
  for (std::size_t i = 0; i < std::min(things.size(), kMost); ++i)
    out += " · " + thing_text(*things[i]);
  kit.note("section_at", out);
  return out;
}

} // namespace dalian::workplaces
