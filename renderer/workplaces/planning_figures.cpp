// The planner's figures, engines and findings at the right, and what was done below.
#include "renderer/workplaces/places.hpp"
#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <tuple>

namespace dalian::workplaces {
namespace {

constexpr std::array<std::string_view, 12> kUsual{"jobs",          "output",         "floor", "power_peak",
                                                  "own_share",     "hydrogen",       "co2",   "sun",
                                                  "worst_loading", "lowest_voltage", "water", "residents"};
constexpr std::size_t kMostFigures = 9, kMostFindings = 12;

/// What moved first, the usual ones before others and those by how far they moved; then the usual ones.
std::vector<planner::Figure> wanted(std::vector<planner::Figure> figures) {
  auto const rank = [](planner::Figure const& f) {
    auto const usual = static_cast<std::ptrdiff_t>(std::find(kUsual.begin(), kUsual.end(), f.name) - kUsual.begin());
    double const share = std::abs(f.change) / std::max(std::abs(f.before), std::abs(f.value));
    return std::tuple(f.verdict != planner::Verdict::moved, usual, -share);
  };
  std::erase_if(figures, [](auto const& f) {
    return f.verdict != planner::Verdict::moved && std::find(kUsual.begin(), kUsual.end(), f.name) == kUsual.end();
  });
  std::stable_sort(figures.begin(), figures.end(), [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
  if (figures.size() > kMostFigures) figures.resize(kMostFigures);
  return figures;
}

/// The range that the coefficients allow, and where the figure stands in it; in the middle of `height`.
void error_bar(double value, double low, double high, ImVec2 size, ui::Tokens const& t) {
  ImVec2 const at = ImGui::GetCursorScreenPos();
  float const width = size.x, y = std::round(at.y + size.y / 2) - 1;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({at.x, y}, {at.x + width, y}, t.raised, 4);
  double const span = high - low;
  if (span > 0) {
    auto const x = at.x + width * static_cast<float>((value - low) / span);
    list.AddLine({at.x, y}, {at.x + width, y}, ui::faded(t.accent, 0.55), 4);
    list.AddRectFilled({x - 1.5F, y - 5}, {x + 1.5F, y + 5}, t.text);
  } else {
    list.AddRectFilled({at.x + width / 2 - 1.5F, y - 5}, {at.x + width / 2 + 1.5F, y + 5}, t.text);
  }
  ImGui::Dummy(size);
}

} // namespace

void PlanningPanels::figures(PlanningDesk& desk, PlanningLook& look, ui::Box const& box, Wishes& wishes) {
  auto& kit = around_.kit;
  if (kit.begin("figures", box)) {
    std::string const zone = desk.zone();
    kit.heading("plan.figures");
    std::string const& why = kit.words("plan.why");
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(why.c_str()).x - 24 * kit.scale());
    if (kit.button("plan.why", look.why)) look.why = !look.why;
    auto const here = desk.session().layout().find(plan::Layer::zone, zone);
    std::string const field = fmt::format("name_{}", ui::code(kit.language()));
    kit.second_text("planned.zone", here ? here->text(field) : kit.words("plan.all_zones"));
    if (auto const* other = desk.session().other())
      kit.second_text("planned.against", kit.words("plan.against_of", other->title()));
    auto const answer = desk.session().answer();
    at_work(desk, answer.get());
    if (answer) {
      for (auto const& figure : wanted(planner::figures_of(*answer, zone))) {
        this->figure(figure);
        if (look.why) why_of(desk, figure);
      }
      if (look.why) parts(desk, wishes);
      findings(desk, wishes);
      engines(*answer);
    }
  }
  kit.end();
}

/// Whether the figures are those of what stands, of what is in hand, or the engines are still at it.
void PlanningPanels::at_work(PlanningDesk const& desk, planner::Answer const* answer) {
  auto& kit = around_.kit;
  if (desk.in_hand())
    kit.chip("plan.preview", kit.words("plan.preview"), Provenance::modelled, kit.colours().accent);
  else if (!answer || answer->layout != desk.session().layout().hash())
    kit.second_text("plan.at_work", kit.words("plan.at_work"));
  else if (!answer->awaited.empty())
    kit.second_text("plan.at_work", kit.words("plan.awaited", engine_names(answer->awaited)));
  else
    kit.second_text("plan.answered", kit.words("plan.answered", fmt::format("{:.0f}", answer->seconds * 1e3)));
}

std::string PlanningPanels::engine_name(std::string const& engine) {
  std::string const key = plan_word("engine", engine);
  std::string const& words = around_.kit.words(key);
  return words == key ? engine : words;
}

std::string PlanningPanels::engine_names(std::vector<std::string> const& engines) {
  std::string out;
  for (std::string const& engine : engines)
    out += (out.empty() ? "" : " · ") + engine_name(engine);
  return out;
}

void PlanningPanels::figure(planner::Figure const& f) {
  auto& kit = around_.kit;
  auto const& t = kit.colours();
  std::string const name = words().of_kpi(f.name);
  std::string const unit = words().of_unit(f.unit);
  std::string const value = figure_text(f.value) + (unit.empty() ? "" : " " + unit);
  std::string change;
  if (f.verdict == planner::Verdict::no_difference) change = kit.words("plan.no_difference");
  if (f.verdict == planner::Verdict::moved) change = signed_text(f.change);
  kit.note("planned.name." + f.name, name); // the window has the glyphs of what is noted
  kit.note("planned.kpi." + f.name, value);
  kit.note("planned.change." + f.name, change);
  float const width = ImGui::GetContentRegionAvail().x;
  ImGui::TextUnformatted(name.c_str());
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", f.source.c_str());
  kit.text_at_right(value, t.text);
  bool const moved = f.verdict == planner::Verdict::moved;
  error_bar(moved ? f.change : f.value, moved ? std::min(0.0, f.change_low) : f.low,
            moved ? std::max(0.0, f.change_high) : f.high,
            {0.6F * width, change.empty() ? 8 : ImGui::GetTextLineHeight()}, t);
  if (!change.empty()) kit.text_at_right(change, moved ? t.accent : t.text_second);
}

/// Those that computed, with their milliseconds, and those in trouble; the others in one line.
void PlanningPanels::engines(planner::Answer const& answer) {
  auto& kit = around_.kit;
  ImGui::Separator();
  std::size_t kept = 0;
  for (auto const& line : planner::engine_lines(answer)) {
    bool const good = line.ending == whatif::Ending::done && line.certified;
    if (good && line.kept) {
      ++kept;
      continue;
    }
    std::string const ms = fmt::format("{:.0f} ms", line.seconds * 1e3);
    kit.mark(good ? ui::Status::good : ui::Status::critical);
    kit.text(plan_word("engine", line.name), engine_name(line.name));
    kit.note("planned.ms." + line.name, ms);
    kit.text_at_right(ms, kit.colours().text_second);
    if (!line.trouble.empty()) kit.second_text("planned.trouble." + line.name, line.trouble);
  }
  if (kept == 0) return;
  kit.mark(ui::Status::good);
  kit.second_text("plan.kept", kit.words("plan.kept", std::to_string(kept)));
}

void PlanningPanels::findings(PlanningDesk& desk, Wishes& wishes) {
  auto& kit = around_.kit;
  auto const& marks = desk.marks();
  auto const fresh = std::count_if(marks.begin(), marks.end(), [](auto const& m) { return m.fresh; });
  ImGui::Separator();
  kit.text("plan.findings", fmt::format("{} {} · {} {}", kit.words("plan.findings"), marks.size(),
                                        kit.words("plan.findings.new"), fresh));
  for (std::size_t i = 0; i < std::min(marks.size(), kMostFindings); ++i) {
    auto const& mark = marks[i];
    ImGui::PushID(static_cast<int>(i));
    kit.mark(status_of(mark.finding.severity));
    std::string const text = (mark.fresh ? "+\u00a0" : "") + words().of_finding(mark.finding);
    kit.note(mark.fresh ? "planned.finding.new" : "planned.finding", text);
    ImGui::TextWrapped("%s", text.c_str());
    if (mark.at && ImGui::IsItemClicked()) wishes.fly_to = camera_at(around_, *mark.at);
    ImGui::PopID();
  }
}

void PlanningPanels::foot(PlanningDesk& desk, PlanningLook& look, ui::Box const& box) {
  auto& kit = around_.kit;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ImGui::GetStyle().WindowPadding.x, 2}); // one line, in the middle
  if (kit.begin("edits", box)) {
    auto const& log = desk.session().log();
    ImGui::SetCursorPosY(std::round((box.height() - 32 * kit.scale()) / 2));
    kit.note("planned.steps", fmt::format("{} / {}", log.at(), log.steps().size()));
    if (kit.button("plan.undo", fmt::format("{} {}", kit.words("plan.undo"), log.at()))) desk.undo();
    ImGui::SameLine();
    if (kit.button("plan.redo", fmt::format("{} {}", kit.words("plan.redo"), log.steps().size() - log.at())))
      desk.redo();
    ImGui::SameLine();
    if (kit.button("plan.compare", look.comparing)) look.comparing = !look.comparing;
    if (look.comparing) kit.note("planned.compare", fmt::format("{:.2f}", look.swipe));
    ImGui::SameLine();
    if (kit.button("plan.report")) desk.report(std::string(ui::code(kit.language())));
    ImGui::SameLine();
    if (kit.button("plan.bundle")) look.keep = true;
    if (desk.in_hand() && desk.in_hand()->refusal) {
      said("", refused(*desk.in_hand()->refusal, desk.in_hand()->refused_things), true);
    } else if (!desk.said().key.empty() || !desk.said().text.empty()) {
      Say const& told = desk.said();
      said(told.key, told.finding ? refused(*told.finding, told.refused_things) : told.text, told.refused);
    }
  }
  kit.end();
  ImGui::PopStyleVar();
}

/// The reason of the first, and of how many there is one.
std::string PlanningPanels::refused(plan::Finding const& first, std::size_t things) {
  std::string out = words().of_finding(first);
  if (things > 1) out += " · " + around_.kit.words("plan.refused_things", std::to_string(things));
  return out;
}

void PlanningPanels::said(std::string const& key, std::string const& text, bool refused) {
  auto& kit = around_.kit;
  std::string const words = key.empty() ? "" : kit.words(key);
  ImGui::SameLine();
  float const line = ImGui::GetCursorPosY(); // of the buttons beside it, where text stands in the middle by itself
  ImGui::SetCursorPosY(line + (32 * kit.scale() - ImGui::GetTextLineHeight()) / 2);
  kit.mark(refused ? ui::Status::high : ui::Status::good);
  std::string const all = words + (!words.empty() && !text.empty() ? " · " : "") + text;
  float const high = ImGui::CalcTextSize(all.c_str(), nullptr, false, ImGui::GetContentRegionAvail().x).y;
  ImGui::SetCursorPosY(std::max(4.0F, line + (32 * kit.scale() - high) / 2 - ImGui::GetStyle().FramePadding.y));
  kit.note(refused ? "planned.refused" : "planned.said", all);
  ImGui::TextWrapped("%s", all.c_str());
}

} // namespace dalian::workplaces
