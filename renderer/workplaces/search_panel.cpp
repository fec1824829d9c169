#include "renderer/workplaces/search_panel.hpp"

#include "renderer/workplaces/places.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMost = 9;
constexpr double kAgain_s = 1; // live things come and go
constexpr std::array kKinds{"search.zone", "search.place",  "search.route",   "search.vehicle",
                            "search.ship", "search.system", "search.building"};

} // namespace

void SearchPanel::toggle() {
  open_ = !open_;
  opened_ = open_;
}

void SearchPanel::draw(Moment const& moment, Wishes& wishes) {
  if (!open_) return;
  ui::PanelKit& kit = around_.kit;
  float const width = 520 * kit.scale();
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, 10000});
  if (kit.begin("search", static_cast<float>(moment.view.width) / 2, kit.below_bar(), 0.5F, 0)) {
    ImGui::SetNextItemWidth(-1);
    if (std::exchange(opened_, false)) ImGui::SetKeyboardFocusHere();
    ImGui::InputTextWithHint("##search", kit.words("search.hint").c_str(), typed_.data(), typed_.size());
    look(moment);
    if (kit.key(ui::PanelKit::kDown)) chosen_ = std::min(chosen_ + 1, found_.empty() ? 0 : found_.size() - 1);
    if (kit.key(ui::PanelKit::kUp) && chosen_ > 0) --chosen_;
    if (kit.key(ui::PanelKit::kEnter) && chosen_ < found_.size()) go(found_[chosen_], wishes);
    if (kit.key(ui::PanelKit::kEscape)) open_ = false;
    ImGui::PushFont(kit.fonts().small);
    rows(wishes);
    ImGui::PopFont();
  }
  kit.end();
}

void SearchPanel::look(Moment const& moment) {
  std::string const wanted = typed_.c_str();
  if (wanted == looked_for_ && moment.wall_s - looked_s_ < kAgain_s) return;
  if (wanted != looked_for_) chosen_ = 0;
  looked_for_ = wanted;
  looked_s_ = moment.wall_s;
  if (!index_) index_ = std::make_unique<NameIndex>(around_.city);
  found_ = index_->find(*moment.twin, wanted, around_.kit.language(), kMost);
  chosen_ = std::min(chosen_, found_.empty() ? 0 : found_.size() - 1);
}

void SearchPanel::rows(Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  if (found_.empty()) {
    kit.second_text("search.none", kit.words(looked_for_.empty() ? "search.empty" : "search.none"));
    return;
  }
  for (std::size_t i = 0; i < found_.size(); ++i) {
    Found const& found = found_[i];
    std::string const& kind = kit.words(kKinds[static_cast<std::size_t>(found.kind)]);
    kit.note(i == chosen_ ? "chosen" : "found", found.title + " | " + kind);
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::Selectable(found.title.c_str(), i == chosen_)) go(found, wishes);
    ImGui::PopID();
    float const room = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(kind.c_str()).x;
    ImGui::SameLine(room);
    ImGui::TextDisabled("%s", kind.c_str());
  }
  kit.second_text("search.keys", kit.words("search.keys"));
}

void SearchPanel::go(Found const& found, Wishes& wishes) {
  wishes.fly_to = camera_at(around_, found.place, std::clamp(found.reach_m, 200.0, 9000.0));
  if (found.entity) wishes.select = found.entity;
  open_ = false;
}

} // namespace dalian::workplaces
