#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <imgui.h>

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr std::array<std::string_view, 6> kColumns{"", "jobs", "power", "output", "co2", "floor"};

std::string_view hint_of(PlanningDesk const& desk, PlanningLook const& look) {
  if (look.tool) return "plan.hint.put";
  if (look.drawing.item() != nullptr) return "plan.hint.draw";
  auto const entity = desk.entity();
  if (!entity || entity->layer() == plan::Layer::parcel) return "plan.hint";
  return has_line(*entity) ? "plan.hint.line" : "plan.hint.chosen";
}

} // namespace

std::span<std::string_view const> ground_columns() {
  return kColumns;
}

whatif::ReportWords const& PlanningPanels::words() {
  return words_.in(around_);
}

std::string PlanningPanels::layer_name(plan::Layer layer) {
  return capital(words().of_layer(std::string(plan::spec_of(layer).name)));
}

void PlanningPanels::draw_waiting(PlanningDesk const& desk, Moment const& moment) {
  auto& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("palette", moment.layout.left)) {
    kit.heading("plan.title");
    kit.second_text("plan.waiting", desk.trouble().empty() ? kit.words("plan.waiting") : desk.trouble());
  }
  kit.end();
  ImGui::PopFont();
}

void PlanningPanels::draw(PlanningDesk& desk, PlanningLook& look, Moment const& moment, Wishes& wishes) {
  ImGui::PushFont(around_.kit.fonts().small);
  if (!look.importing) palette(desk, look, moment.layout.left);
  scenarios(desk, look, moment.layout.left_low);
  figures(desk, look, moment.layout.right, wishes);
  look.type_into = PlanningLook::Field::none;
  foot(desk, look, moment.layout.foot);
  ImGui::PopFont();
}

void PlanningPanels::palette(PlanningDesk& desk, PlanningLook& look, ui::Box const& box) {
  auto& kit = around_.kit;
  if (kit.begin("palette", box)) {
    kit.heading("plan.put");
    auto const items = workplaces::palette();
    float const half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i % 2 == 1) ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + half + ImGui::GetStyle().ItemSpacing.x);
      std::string const key = plan_word("put", items[i].key);
      if (kit.button(key, kit.words(key), look.tool == i, half)) {
        look.tool = look.tool == i ? std::nullopt : std::optional(i);
        look.drawing.leave();
        desk.let_go();
      }
    }
    lines(desk, look);
    kit.second_text("plan.hint", kit.words(hint_of(desk, look)));
    if (desk.entity())
      chosen(desk, look);
    else
      fields(look);
  }
  kit.end();
}

void PlanningPanels::lines(PlanningDesk& desk, PlanningLook& look) {
  auto& kit = around_.kit;
  auto const items = line_palette();
  float const gap = ImGui::GetStyle().ItemSpacing.x, half = (ImGui::GetContentRegionAvail().x - gap) / 2;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i % 2 == 1) ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + half + gap);
    std::string const key = plan_word("draw", items[i].key);
    bool const begun = look.drawing.item() == &items[i];
    if (!kit.button(key, kit.words(key), begun, half)) continue;
    begun ? look.drawing.leave() : look.drawing.begin(items[i]);
    look.tool.reset();
    desk.let_go();
  }
}

/// Which figure of the parcels lies on the ground.
void PlanningPanels::fields(PlanningLook& look) {
  auto& kit = around_.kit;
  ImGui::Separator();
  kit.text("plan.field", kit.words("plan.field"));
  float const third = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    std::string const column(kColumns[i]);
    if (i % 3 != 0) ImGui::SameLine();
    std::string const key = plan_word("field", column.empty() ? "none" : column);
    if (kit.button(key, kit.words(key), look.column == column, third)) look.column = column;
  }
  if (look.column.empty()) return;
  if (kit.button("plan.field.change", look.change)) look.change = !look.change;
}

/// What is chosen: its name, its numbers to be typed, what can be done with it.
void PlanningPanels::chosen(PlanningDesk& desk, PlanningLook& look) {
  auto& kit = around_.kit;
  auto const entity = *desk.entity();
  ImGui::Separator();
  std::size_t const count = desk.all_chosen().size();
  if (count > 1) kit.text("planned.chosen.count", kit.words("plan.chosen.count", std::to_string(count)));
  kit.text("planned.chosen", fmt::format("{} · {}", layer_name(entity.layer()), entity.id()));
  bool const planned = !desk.session().base().find(entity.layer(), entity.id()).has_value();
  kit.chip("planned.chosen.kind", kit.words(planned ? "plan.kind.planned" : "plan.kind.base"),
           planned ? Provenance::synthetic : Provenance::modelled, kit.colours().text);
  if (entity.layer() != plan::Layer::parcel) {
    if (entity.layer() == plan::Layer::road) {
      if (kit.button("plan.close", kit.words(entity.flag("closed") ? "plan.open_again" : "plan.close")))
        return desk.close_or_open();
      ImGui::SameLine();
    }
    if (count > 1 || entity.layer() == plan::Layer::building) {
      if (kit.button("plan.turn_left")) desk.turn(-15);
      ImGui::SameLine();
      if (kit.button("plan.turn_right")) desk.turn(15);
      ImGui::SameLine();
    }
    if (!has_line(entity)) {
      if (kit.button("plan.duplicate")) desk.duplicate();
      ImGui::SameLine();
    }
    if (kit.button("plan.remove")) return desk.remove();
  }
  if (look.type_into == PlanningLook::Field::number) ImGui::SetKeyboardFocusHere();
  if (entity.layer() != plan::Layer::parcel && !has_line(entity)) place(desk, entity);
  for (auto const& field : plan::spec_of(entity.layer()).fields)
    if (field.type == plan::FieldType::number || field.type == plan::FieldType::whole)
      number(desk, field, desk.entity() ? desk.entity()->number(field.name) : 0);
}

/// Of its middle, UTM 51N.
void PlanningPanels::place(PlanningDesk& desk, plan::Entity const& entity) {
  auto const middle = planner::middle_of(entity);
  if (!middle) return;
  auto const& kit = around_.kit;
  if (auto const east = typed("east", kit.words("plan.east"), middle->east_m, "%.1f"))
    desk.move({*east, middle->north_m});
  if (auto const north = typed("north", kit.words("plan.north"), middle->north_m, "%.1f"))
    desk.move({middle->east_m, *north});
}

/// A number with its words behind it; what was typed, once it is done with Enter.
std::optional<double> PlanningPanels::typed(std::string const& name, std::string const& words, double value,
                                            char const* format) {
  ImGui::SetNextItemWidth(110 * around_.kit.scale());
  bool const done =
      ImGui::InputDouble(("##" + name).c_str(), &value, 0, 0, format, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  ImGui::TextUnformatted(words.c_str());
  return done ? std::optional(value) : std::nullopt;
}

void PlanningPanels::number(PlanningDesk& desk, plan::FieldSpec const& field, double value) {
  auto& kit = around_.kit;
  if (std::isnan(value)) return;
  std::string const name(field.name);
  kit.note("planned.field." + name, figure_text(value));
  std::string const label = capital(words().of_field(name));
  if (auto const now =
          typed(name, fmt::format("{} {}", label, field.unit == "1" ? "" : words().of_unit(std::string(field.unit))),
                value, "%.6g"))
    desk.set(name, *now);
}

} // namespace dalian::workplaces
