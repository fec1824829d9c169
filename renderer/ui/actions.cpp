#include "renderer/ui/actions.hpp"

#include <algorithm>
#include <array>

namespace dalian::ui {
namespace {

constexpr unsigned kOperator = in(WorkplaceKind::operating), kBriefing = in(WorkplaceKind::briefing),
                   kPlanner = in(WorkplaceKind::planner);

bool is_for(std::string_view pattern, std::string_view button) {
  return pattern.ends_with('.') ? button.starts_with(pattern) : button == pattern;
}

} // namespace

std::span<Action const> actions() {
  static std::array<Action, 59> const kActions{{
      {"alarm", kOperator, {}},
      {"acknowledge", kOperator, {"alarms.acknowledge", "alarms.clear"}},
      {"shelve", kOperator, {"alarms.shelve", "alarms.unshelve"}},
      {"note", kOperator, {}},
      {"vehicle", kOperator, {}},
      {"filter", kOperator, {}},
      {"sort", kOperator, {}},
      {"chase", kOperator, {"car.chase"}},
      {"incident", kOperator, {"car.incident", "alarms.incident"}},
      {"report", kOperator, {"alarms.report"}},
      {"plan_put", kPlanner, {"plan.put."}},
      {"plan_draw", kPlanner, {"plan.draw."}},
      {"plan_choose", kPlanner, {}},
      {"plan_all", kPlanner, {}},
      {"plan_frame", kPlanner, {}},
      {"plan_move", kPlanner, {}},
      {"plan_turn", kPlanner, {"plan.turn_left", "plan.turn_right"}},
      {"plan_copy", kPlanner, {"plan.duplicate", "plan.remove"}},
      {"plan_paste", kPlanner, {}},
      {"plan_raise", kPlanner, {}},
      {"plan_close", kPlanner, {"plan.close"}},
      {"plan_numbers", kPlanner, {}},
      {"plan_undo", kPlanner, {"plan.undo", "plan.redo"}},
      {"plan_why", kPlanner, {"plan.why"}},
      {"plan_compare", kPlanner, {"plan.compare"}},
      {"plan_against", kPlanner, {"plan.against"}},
      {"plan_field", kPlanner, {"plan.field."}},
      {"plan_finding", kPlanner, {}},
      {"plan_words", kPlanner, {}},
      {"plan_files", kPlanner, {"plan.open"}},
      {"plan_join", kPlanner, {"plan.join", "plan.mine", "plan.theirs", "plan.join_now", "plan.join_leave"}},
      {"plan_save", kPlanner, {"plan.save", "plan.new", "plan.vary"}},
      {"plan_sweep", kPlanner, {"plan.sweep", "plan.sweep.open", "sweep."}},
      {"plan_import", kPlanner, {"plan.import", "import."}},
      {"plan_report", kPlanner, {"plan.report"}},
      {"plan_bundle", kPlanner, {"plan.bundle"}},
      {"scenes", kBriefing, {"story.back", "story.next"}},
      {"play", kBriefing, {"story.play", "story.hold"}},
      {"stories", kBriefing, {"story.other"}},
      {"orbit", kEverywhere, {}},
      {"pan", kEverywhere, {}},
      {"zoom", kEverywhere, {}},
      {"turn", kEverywhere, {}},
      {"kept", kEverywhere, {}},
      {"measure", kEverywhere, {"measure"}},
      {"section", kEverywhere, {"section.fold", "section.unfold"}},
      {"views", kEverywhere, {"view."}},
      {"workplaces", kEverywhere, {"workplace."}},
      {"select", kEverywhere, {"close"}},
      {"search", kEverywhere, {"search"}},
      {"health", kEverywhere, {"health"}},
      {"layers", kEverywhere, {"layers", "layer."}},
      {"hour", kEverywhere, {"twin_time"}},
      {"pause", kEverywhere, {}},
      {"scale", kEverywhere, {}},
      {"theme", kEverywhere, {}},
      {"language", kEverywhere, {"language"}},
      {"shoot", kEverywhere, {}},
      {"help", kEverywhere, {"help"}},
  }};
  return kActions;
}

std::vector<Action const*> actions_of(WorkplaceKind kind) {
  std::vector<Action const*> own, all;
  for (Action const& action : actions())
    if ((action.places & in(kind)) != 0) (action.places == kEverywhere ? all : own).push_back(&action);
  own.insert(own.end(), all.begin(), all.end());
  return own;
}

Action const* action_of(std::string_view button, WorkplaceKind kind) {
  for (Action const* action : actions_of(kind))
    if (std::ranges::any_of(action->buttons, [&](auto pattern) { return is_for(pattern, button); })) return action;
  return nullptr;
}

} // namespace dalian::ui
