// The planner's scenarios at the lower left: name, note and files, and joining another's with one's own.
#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <imgui.h>

#include <array>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kNote_bytes = 2000;

/// A value as a planner reads it; shapes are told by what they are, not by their numbers.
std::string value_text(ui::PanelKit const& kit, plan::Value const& value) {
  if (auto const* number = std::get_if<double>(&value)) return figure_text(*number);
  if (auto const* word = std::get_if<std::string>(&value)) return *word;
  if (auto const* flag = std::get_if<bool>(&value)) return kit.words(*flag ? "plan.yes" : "plan.no");
  if (auto const* words = std::get_if<std::vector<std::string>>(&value)) {
    std::string out;
    for (auto const& word : *words)
      out += (out.empty() ? "" : ", ") + word;
    return out;
  }
  return kit.words(plan::is_given(value) ? "plan.another_place" : "plan.nothing");
}

} // namespace

void PlanningPanels::scenarios(PlanningDesk& desk, PlanningLook& look, ui::Box const& box) {
  auto& kit = around_.kit;
  if (kit.begin("scenarios", box)) {
    if (desk.asks()) {
      asking(desk);
    } else if (desk.joining() != nullptr) {
      joining(desk);
    } else {
      kit.heading("plan.scenarios");
      words_of_scenario(desk, look);
      files(desk, look);
    }
  }
  kit.end();
}

void PlanningPanels::words_of_scenario(PlanningDesk& desk, PlanningLook& look) {
  auto& kit = around_.kit;
  auto& session = desk.session();
  std::string const& name = session.scenario().name;
  std::array<char, 128> typed{};
  name.copy(typed.data(), typed.size() - 1);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
  if (look.type_into == PlanningLook::Field::name) ImGui::SetKeyboardFocusHere();
  if (ImGui::InputTextWithHint("##name", kit.words("plan.name").c_str(), typed.data(), typed.size()))
    session.name(typed.data());
  kit.note("planned.name", name);
  std::string const& note = session.scenario().note;
  std::array<char, kNote_bytes> written{};
  note.copy(written.data(), written.size() - 1);
  ImVec2 const at = ImGui::GetCursorScreenPos();
  bool const short_note = note.size() < 60 && note.find('\n') == std::string::npos; // room for the tree below
  ImVec2 const size{ImGui::GetContentRegionAvail().x, (short_note ? 1.6F : 2.6F) * ImGui::GetTextLineHeight()};
  if (look.type_into == PlanningLook::Field::note) ImGui::SetKeyboardFocusHere();
  if (ImGui::InputTextMultiline("##note", written.data(), written.size(), size)) session.note(written.data());
  if (note.empty() && !ImGui::IsItemActive()) // ImGui has no hint for several lines
    ImGui::GetWindowDrawList()->AddText(
        {at.x + ImGui::GetStyle().FramePadding.x, at.y + ImGui::GetStyle().FramePadding.y}, kit.colours().text_second,
        kit.words("plan.note").c_str());
  kit.note("planned.note", note);
}

void PlanningPanels::files(PlanningDesk& desk, PlanningLook& look) {
  auto& kit = around_.kit;
  if (kit.button("plan.new")) desk.start();
  ImGui::SameLine();
  if (kit.button("plan.save")) desk.save();
  ImGui::SameLine();
  if (kit.button("plan.vary")) desk.vary();
  ImGui::SameLine();
  if (kit.button("plan.sweep")) look.sweep = true;
  ImGui::SameLine();
  if (kit.button("plan.import", look.importing)) look.import = true;
  if (desk.session().unsaved()) {
    ImGui::SameLine();
    kit.second_text("plan.unsaved", kit.words("plan.unsaved"));
  }
  auto const files = desk.files(); // what is done here lists them anew
  if (files.empty()) return kit.second_text("plan.no_files", kit.words("plan.no_files"));
  look.file = std::min(look.file, files.size() - 1);
  auto const& chosen = files[look.file].file;
  if (kit.button("plan.open")) return desk.open(chosen);
  ImGui::SameLine();
  if (kit.button("plan.join")) return desk.look_to_join(chosen);
  auto const* other = desk.session().other();
  ImGui::SameLine();
  if (kit.button("plan.against", other != nullptr && other->file == chosen)) return desk.compare_with(chosen);
  for (std::size_t i = 0; i < files.size(); ++i)
    if (shelved(desk, look, files[i], i)) return desk.open(files[i].file);
  kit.second_text("plan.files.hint", kit.words("plan.files.hint"));
}

/// A row of the tree: its name with its note behind it. True when it is to be opened.
bool PlanningPanels::shelved(PlanningDesk const& desk, PlanningLook& look, planner::Shelved const& each,
                             std::size_t number) {
  auto& kit = around_.kit;
  std::string const stem = each.file.stem().string();
  bool const open = each.file == desk.session().file();
  kit.note(number == look.file ? "planned.file.chosen" : "planned.file", stem);
  float const indent = 14 * kit.scale() * static_cast<float>(each.depth);
  if (indent > 0) ImGui::Indent(indent);
  ImGui::PushID(static_cast<int>(number));
  std::string const title = each.name.empty() || planner::is_bundle(each.file) ? stem : each.name;
  std::string const row = (each.depth > 0 ? "· " : "") + std::string(open ? "● " : "") + title;
  if (ImGui::Selectable((row + "##row").c_str(), number == look.file)) look.file = number;
  bool const twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0);
  std::string const& behind = each.trouble.empty() ? each.note : each.trouble;
  if (ImGui::IsItemHovered() && !behind.empty()) ImGui::SetTooltip("%s", behind.c_str());
  if (!behind.empty()) {
    kit.note("planned.file.note", behind);
    ImVec2 const at = ImGui::GetItemRectMin();
    ImGui::GetWindowDrawList()->AddText(
        {at.x + ImGui::GetStyle().ItemSpacing.x / 2 + ImGui::CalcTextSize((row + "   ").c_str()).x,
         at.y + ImGui::GetStyle().ItemSpacing.y / 2},
        kit.colours().text_second, behind.substr(0, behind.find('\n')).c_str());
  }
  ImGui::PopID();
  if (indent > 0) ImGui::Unindent(indent);
  return twice;
}

/// What no file has is about to be replaced.
void PlanningPanels::asking(PlanningDesk& desk) {
  auto& kit = around_.kit;
  kit.heading("plan.ask");
  kit.second_text("plan.ask.why", kit.words("plan.ask.why"));
  if (kit.button("plan.ask.save")) return desk.save_and_go_on();
  if (kit.button("plan.ask.discard")) return desk.discard();
  if (kit.button("plan.ask.stay")) desk.stay();
}

/// What both want something else of, to be chosen one by one.
void PlanningPanels::joining(PlanningDesk& desk) {
  auto& kit = around_.kit;
  auto const& joining = *desk.joining();
  kit.heading("plan.join");
  kit.second_text("planned.joining",
                  joining.file.filename().string() + (joining.theirs.note.empty() ? "" : " · " + joining.theirs.note));
  for (std::size_t i = 0; i < joining.merged.conflicts.size(); ++i)
    conflict(desk, i);
  ImGui::Separator();
  bool const decided = joining.decided();
  if (!decided) kit.second_text("plan.join.undecided", kit.words("plan.join.undecided"));
  if (kit.button("plan.join_leave")) return desk.leave_joining();
  if (!decided) return;
  ImGui::SameLine();
  if (kit.button("plan.join_now")) desk.join();
}

void PlanningPanels::conflict(PlanningDesk& desk, std::size_t number) {
  auto& kit = around_.kit;
  auto const& joining = *desk.joining();
  plan::Conflict const& each = joining.merged.conflicts[number];
  kit.mark(joining.chosen[number] ? ui::Status::good : ui::Status::high);
  std::string const text =
      fmt::format("{} · {}{}{}", layer_name(each.layer), each.id, each.field.empty() ? "" : " · ", each.field);
  kit.note("planned.conflict", text);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PushID(static_cast<int>(number));
  using planner::Side;
  if (kit.button("plan.mine", kit.words("plan.mine") + ": " + wanted_by(joining.mine, each),
                 joining.chosen[number] == Side::mine))
    desk.choose_side(number, Side::mine);
  if (kit.button("plan.theirs", kit.words("plan.theirs") + ": " + wanted_by(joining.their_layout, each),
                 joining.chosen[number] == Side::theirs))
    desk.choose_side(number, Side::theirs);
  ImGui::PopID();
}

std::string PlanningPanels::wanted_by(plan::Layout const& side, plan::Conflict const& conflict) {
  auto const& kit = around_.kit;
  auto const entity = side.find(conflict.layer, conflict.id);
  if (!entity) return kit.words("plan.removed");
  if (conflict.field.empty()) return kit.words("plan.changed");
  return value_text(kit, entity->value(conflict.field));
}

} // namespace dalian::workplaces
