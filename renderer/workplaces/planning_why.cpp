// Which part of the scenario moved which figure, in the planner's panel of figures.
#include "renderer/workplaces/places.hpp"
#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>
#include <numeric>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMostRows = 4; // under a figure: those that move it most

whatif::Attributed const* told_of(planner::Explanation const& told, planner::Figure const& figure,
                                  std::string const& zone) {
  auto const it = std::ranges::find_if(told.found.figures, [&](whatif::Attributed const& each) {
    auto const& kpi = each.change.after;
    return each.engine == figure.engine && kpi.name == figure.name && kpi.scope == zone;
  });
  return it == told.found.figures.end() ? nullptr : &*it;
}

/// "+8.20", and in brackets how that hangs on what else is done.
std::string share_text(whatif::Contribution const& part) {
  std::string const share = signed_text(part.share), least = signed_text(part.least), most = signed_text(part.most);
  return least == most ? share : fmt::format("{}  [{}…{}]", share, least, most);
}

} // namespace

/// The parts that move a figure, the most first.
void PlanningPanels::why_of(PlanningDesk const& desk, planner::Figure const& figure) {
  auto const told = desk.explanation();
  auto const* found = told ? told_of(*told, figure, desk.zone()) : nullptr;
  if (found == nullptr) return;
  std::vector<std::size_t> order(found->parts.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](std::size_t i) { return found->parts[i].within_error; });
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::abs(found->parts[a].share) > std::abs(found->parts[b].share);
  });
  auto& kit = around_.kit;
  for (std::size_t i = 0; i < std::min(order.size(), kMostRows); ++i)
    kit.second_text("planned.why." + figure.name,
                    fmt::format("   ({}) {}", order[i] + 1, share_text(found->parts[order[i]])));
}

/// The parts by their numbers; a click chooses what one is about and flies there.
void PlanningPanels::parts(PlanningDesk& desk, Wishes& wishes) {
  auto& kit = around_.kit;
  ImGui::Separator();
  auto const told = desk.explanation();
  if (!told || !told->complete) {
    kit.second_text("plan.why.at_work", kit.words("plan.why.at_work"));
    if (!told) return;
  }
  if (told->parts.empty()) return kit.second_text("plan.why.none", kit.words("plan.why.none"));
  for (std::size_t i = 0; i < told->parts.size(); ++i) {
    auto const& edits = told->parts[i].edits;
    auto const added = std::ranges::find(edits, plan::Edit::Kind::add, &plan::Edit::kind);
    plan::Edit const& about = added == edits.end() ? edits.front() : *added;
    std::string const text = fmt::format("({}) {} · {}", i + 1, layer_name(about.layer), about.id);
    kit.note("planned.part", text);
    ImGui::PushID(static_cast<int>(i));
    ImGui::TextWrapped("%s", text.c_str());
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", told->parts[i].by.c_str());
    auto const entity = desk.session().layout().find(about.layer, about.id);
    auto const at = entity ? planner::middle_of(*entity) : std::nullopt;
    if (at && ImGui::IsItemClicked()) {
      desk.choose(Chosen{about.layer, about.id});
      wishes.fly_to = camera_at(around_, *at);
    }
    ImGui::PopID();
  }
}

} // namespace dalian::workplaces
