#include "renderer/workplaces/alarm_panel.hpp"

#include "renderer/workplaces/places.hpp"
#include "renderer/workplaces/report_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <imgui.h>
#include <tuple>

namespace dalian::workplaces {
namespace {

using alarms::Alarm;
using Step = app::AlarmAction::Step;

constexpr auto kShelf = std::chrono::minutes(30);
constexpr auto kShift = std::chrono::hours(8);

std::string const& name_in(alarms::Names const& names, ui::Language language) {
  return language == ui::Language::zh ? names.zh : language == ui::Language::ja ? names.ja : names.en;
}

std::string value_text(Alarm const& alarm, alarms::RuleFacts const* rule) {
  if (rule == nullptr || rule->unit.empty()) return {};
  return fmt::format(" · {:.1f} {} (≥ {:g})", alarm.value, rule->unit, rule->limit);
}

} // namespace

std::vector<Alarm const*> by_urgency(alarms::AlarmList const& list) {
  std::vector<Alarm const*> order;
  for (auto const& [id, alarm] : list.alarms)
    if (!alarm.grouped) order.push_back(&alarm);
  auto const key = [](Alarm const* a) {
    bool const away = a->state == alarms::State::shelved;
    return std::tuple(away, -static_cast<int>(a->severity), static_cast<int>(a->state), ~a->id);
  };
  std::ranges::sort(order, {}, key);
  return order;
}

void AlarmOrder::follow(std::shared_ptr<alarms::AlarmList const> list) {
  if (list == list_) return;
  list_ = std::move(list);
  order_ = workplaces::by_urgency(*list_);
  open_ = static_cast<std::size_t>(std::ranges::count_if(
      list_->alarms, [](auto const& entry) { return entry.second.state == alarms::State::unacknowledged; }));
  ++times_;
}

ui::Status status_of(alarms::Severity severity) {
  constexpr std::array kStatus{ui::Status::low, ui::Status::medium, ui::Status::high, ui::Status::critical};
  return kStatus[static_cast<std::size_t>(severity)];
}

std::string time_of_day(Instant t) {
  return format_utc(t + std::chrono::hours(8)).substr(11, 8);
}

void AlarmPanel::draw(ui::Box const& box, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  order_.follow(around_.service.alarms());
  alarms::AlarmList const& list = order_.list();
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("alarms", box)) {
    head();
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(kit.words("alarms.report").c_str()).x -
                    24 * kit.scale());
    if (kit.button("alarms.report") || kit.key('B')) ask_report(list, moment);
    if (list.alarms.empty()) {
      kit.second_text("alarms.none", kit.words("alarms.none"));
    } else {
      float const desk_height = 84 * kit.scale();
      ImGui::BeginChild("rows", {0, -desk_height});
      flood(list);
      rows(wishes);
      ImGui::EndChild();
      desk(list, moment, wishes);
    }
  }
  kit.end();
  ImGui::PopFont();
}

void AlarmPanel::head() {
  ui::PanelKit& kit = around_.kit;
  kit.heading("alarms.title");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  kit.second_text("alarms.count",
                  kit.words("alarms.count", fmt::format("{} / {}", order_.open(), order_.list().alarms.size())));
}

/// A line a rule, above all others: they would be far below the screen in the only hour that they are for.
void AlarmPanel::flood(alarms::AlarmList const& list) {
  ui::PanelKit& kit = around_.kit;
  for (auto const& [rule, count] : list.flood.grouped)
    kit.second_text(fmt::format("flood {}", rule),
                    kit.words("alarms.grouped",
                              fmt::format("{} × {}", count,
                                          list.rule(rule) ? name_in(list.rule(rule)->name, kit.language()) : rule)));
}

void AlarmPanel::rows(Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  alarms::AlarmList const& list = order_.list();
  auto const& order = order_.by_urgency();
  if (kit.key('[')) step_to(order, -1, wishes);
  if (kit.key(']')) step_to(order, 1, wishes);
  if (!list.alarms.contains(chosen_)) chosen_ = order.empty() ? 0 : order.front()->id;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(order.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
      row(*order[static_cast<std::size_t>(i)], list, wishes);
}

/// The one before or after the chosen one.
void AlarmPanel::step_to(std::vector<Alarm const*> const& order, int by, Wishes& wishes) {
  if (order.empty()) return;
  auto const it = std::ranges::find(order, chosen_, &Alarm::id);
  auto const at = it == order.end() ? 0 : it - order.begin() + by;
  choose(*order[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at, 0, std::ssize(order) - 1))], wishes);
}

void AlarmPanel::choose(Alarm const& alarm, Wishes& wishes) {
  chosen_ = alarm.id;
  wishes.fly_to = camera_at(around_, alarm.position);
  if (alarm.handle != 0) wishes.select = scene::Entity{scene::EntityKind::mover, alarm.handle};
}

void AlarmPanel::row(Alarm const& alarm, alarms::AlarmList const& list, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  auto const* rule = list.rule(alarm.rule);
  std::string const name = rule ? name_in(rule->name, kit.language()) : alarm.rule;
  std::string const about =
      fmt::format("{} · {} · {}{}", time_of_day(alarm.t_raised), alarm.subject,
                  kit.words(fmt::format("alarms.state.{}", to_string(alarm.state))), value_text(alarm, rule));
  kit.note(fmt::format("alarm.{}", alarm.id), name + " | " + about);
  ImGui::PushID(static_cast<int>(alarm.id));
  ImVec2 const at = ImGui::GetCursorScreenPos();
  float const line = ImGui::GetTextLineHeight();
  if (ImGui::Selectable("##row", chosen_ == alarm.id, 0, {0, 2 * line + 4})) choose(alarm, wishes);
  ImVec2 const after = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + 4, at.y + 1});
  kit.mark(status_of(alarm.severity));
  float const text_x = ImGui::GetCursorScreenPos().x;
  ImDrawList& ink = *ImGui::GetWindowDrawList();
  ink.PushClipRect(at, {at.x + ImGui::GetContentRegionMax().x, after.y}, true);
  ink.AddText({text_x, at.y + 1}, kit.colours().text, name.c_str());
  ink.AddText({text_x, at.y + 1 + line}, kit.colours().text_second, about.c_str());
  ink.PopClipRect();
  ImGui::SetCursorScreenPos(after);
  ImGui::PopID();
}

/// What can be done about the chosen one.
void AlarmPanel::desk(alarms::AlarmList const& list, Moment const& moment, Wishes& wishes) {
  ui::PanelKit& kit = around_.kit;
  auto const it = list.alarms.find(chosen_);
  if (it == list.alarms.end()) return;
  Alarm const& alarm = it->second;
  ImGui::Separator();
  ImGui::SetNextItemWidth(-1);
  if (kit.key('N')) ImGui::SetKeyboardFocusHere();
  ImGui::InputTextWithHint("##note", kit.words("alarms.note").c_str(), note_.data(), note_.size());
  bool const waits = alarm.state == alarms::State::unacknowledged || alarm.state == alarms::State::returned;
  if (waits) {
    if (kit.button("alarms.acknowledge", true) || kit.key('K')) act(Step::acknowledge);
    ImGui::SameLine();
  }
  if (alarm.state == alarms::State::shelved) {
    if (kit.button("alarms.unshelve") || kit.key('Z')) act(Step::unshelve);
  } else if (alarm.state == alarms::State::latched) {
    if (kit.button("alarms.clear") || kit.key('K')) act(Step::clear);
  } else if (kit.button("alarms.shelve") || kit.key('Z')) {
    act(Step::shelve);
  }
  ImGui::SameLine();
  bool const none = moment.selected.kind == scene::EntityKind::none; // else the key is the selected vehicle's
  if (kit.button("alarms.incident") || (none && kit.key('I'))) {
    char const* user = std::getenv("USER");
    around_.service.lock(
        {moment.now, fmt::format("alarm {} {}: {}", alarm.id, alarm.rule, alarm.subject), user ? user : "operator"});
    wishes.notices.push_back(kit.words("incident.asked", alarm.subject));
  }
}

void AlarmPanel::act(Step step) {
  app::AlarmAction action;
  action.step = step;
  action.alarms = {chosen_};
  if (step == Step::shelve) action.shelve_for = kShelf;
  action.note = note_.c_str();
  around_.service.act(std::move(action));
  std::fill(note_.begin(), note_.end(), '\0');
}

/// Of the last eight hours.
void AlarmPanel::ask_report(alarms::AlarmList const& list, Moment const& moment) {
  ui::PanelKit& kit = around_.kit;
  app::ShiftReportWish wish;
  wish.from = moment.now - kShift, wish.to = moment.now;
  wish.file = report_file("shift", moment.now, "html");
  wish.language = std::string(ui::code(kit.language()));
  wish.rules = list.rules;
  for (auto const& [key, text] : kit.lang().all(kit.language()))
    if (key.starts_with("shift.")) wish.words.emplace(key, text);
  around_.service.report(std::move(wish));
}

} // namespace dalian::workplaces
