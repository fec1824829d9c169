#include "renderer/workplaces/sweep_panel.hpp"

#include "renderer/workplaces/planning_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMostAxes = 9;     // more cannot be told apart
constexpr std::size_t kMostLines = 4000; // rows that are drawn in the parallel picture, beside the front
constexpr float kDot = 3.5F, kReach = 9.0F;
constexpr std::array<std::string_view, 8> kFirst{"land.output",          "energy.co2",      "land.jobs",
                                                 "energy.own_share",     "energy.hydrogen", "power.worst_loading",
                                                 "power.lowest_voltage", "land.water"};

std::size_t span_named(std::vector<planner::Span> const& spans, planner::SweepResults const& results,
                       std::string_view name, std::size_t fallback) {
  auto const it = std::ranges::find_if(spans, [&](auto const& s) { return results.figures[s.figure] == name; });
  return it == spans.end() ? fallback : static_cast<std::size_t>(it - spans.begin());
}

} // namespace

SweepPanel::SweepPanel(Surroundings const& around, std::filesystem::path folder)
    : around_(around), folder_(std::move(folder)) {}

void SweepPanel::toggle() {
  open_ = !open_;
  if (!open_) return;
  list();
  if (!shown_ && !reading_.valid()) read();
}

void SweepPanel::list() {
  files_.clear();
  std::error_code failed;
  for (auto const& entry : std::filesystem::directory_iterator(folder_, failed))
    if (entry.path().extension() == ".jsonl") files_.push_back(entry.path());
  std::ranges::sort(files_);
  file_ = std::min(file_, files_.empty() ? 0 : files_.size() - 1);
}

void SweepPanel::read() {
  shown_.reset();
  row_.reset(), hovered_.reset();
  trouble_.clear();
  if (!files_.empty())
    reading_ = std::async(std::launch::async, [file = files_[file_]] { return planner::read_sweep(file); });
}

bool SweepPanel::ready() {
  if (!reading_.valid() || reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return shown_.has_value();
  auto results = reading_.get();
  if (!results) {
    trouble_ = results.error();
    return false;
  }
  Shown shown{std::move(results).value(), {}, {}, {}};
  shown.spans = planner::moving_figures(shown.results);
  across_ = span_named(shown.spans, shown.results, kFirst[0], 0);
  up_ = span_named(shown.spans, shown.results, kFirst[1], shown.spans.size() > 1 ? 1 : 0);
  shown_ = std::move(shown);
  refresh_front();
  return true;
}

void SweepPanel::refresh_front() {
  if (shown_->spans.empty()) return;
  shown_->front = planner::pareto_front(
      shown_->results, {{shown_->spans[across_].figure, more_across_}, {shown_->spans[up_].figure, more_up_}});
}

void SweepPanel::aim(std::size_t which, int by) {
  auto const n = static_cast<int>(shown_->spans.size());
  if (n == 0) return;
  std::size_t& at = which == 0 ? across_ : up_;
  at = static_cast<std::size_t>((static_cast<int>(at) + by + n) % n);
  refresh_front();
}

/// Along the front.
void SweepPanel::step_front(int by) {
  auto const& front = shown_->front;
  if (front.empty()) return;
  auto const n = static_cast<int>(front.size());
  auto const here = row_ ? std::ranges::find(front, *row_) : front.end();
  int const at = here == front.end() ? (by > 0 ? -1 : 0) : static_cast<int>(here - front.begin());
  row_ = front[static_cast<std::size_t>((at + by + n) % n)];
}

void SweepPanel::keys(PlanningDesk& desk) {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  if (kit.key(PanelKit::kEscape)) open_ = false;
  if (!files_.empty() && (kit.key('[') || kit.key(']'))) {
    file_ = (file_ + (kit.key(']') ? 1 : files_.size() - 1)) % files_.size();
    read();
  }
  if (!shown_) return;
  if (kit.key('N')) aim(0, 1);
  if (kit.key('G')) aim(1, 1);
  if (kit.key('K')) more_across_ = !more_across_, refresh_front();
  if (kit.key('B')) more_up_ = !more_up_, refresh_front();
  if (kit.key(',')) step_front(-1);
  if (kit.key('.')) step_front(1);
  if (kit.key(PanelKit::kEnter) && !ImGui::GetIO().WantTextInput) open_row(desk);
}

std::string SweepPanel::figure_name(std::size_t figure) {
  whatif::ReportWords const& table = words_.in(around_);
  std::string const& name = shown_->results.figures[figure];
  auto const dot = name.find('.');
  std::string const words = table.of_kpi(dot == std::string::npos ? name : name.substr(dot + 1));
  std::string const unit = shown_->units.empty() ? "" : table.of_unit(shown_->units[figure]);
  return unit.empty() ? words : fmt::format("{} [{}]", words, unit);
}

/// The results name figures as ENGINE.NAME and no units.
void SweepPanel::look_up_units(PlanningDesk const& desk) {
  auto const answer = desk.session().answer();
  if (!answer || !shown_->units.empty()) return;
  for (std::string const& name : shown_->results.figures) {
    auto const dot = name.find('.');
    auto const engine = answer->base.find(name.substr(0, dot));
    bool const known = dot != std::string::npos && engine != answer->base.end() && engine->second.evaluation;
    auto const* kpi = known ? engine->second.evaluation->kpi(name.substr(dot + 1), shown_->results.zone) : nullptr;
    shown_->units.push_back(kpi != nullptr ? kpi->unit : "");
  }
}

void SweepPanel::draw(PlanningDesk& desk, Moment const& moment) {
  if (!open_) return;
  bool const there = ready();
  if (there) look_up_units(desk);
  if (!desk.asks()) keys(desk); // else they are the answer's
  auto& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  if (kit.begin("sweep", moment.layout.middle)) {
    head(desk);
    if (there && shown_ && !shown_->spans.empty()) {
      aims();
      ImVec2 const at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
      hovered_.reset();
      float const split = at.y + 0.52F * room.y;
      scatter({at.x, at.y, at.x + room.x, split});
      parallel({at.x, split, at.x + room.x, at.y + room.y});
      if (hovered_ && ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered()) row_ = hovered_, open_row(desk);
      if (hovered_) tell_row(*hovered_);
    }
  }
  kit.end();
  ImGui::PopFont();
}

void SweepPanel::head(PlanningDesk& desk) {
  auto& kit = around_.kit;
  kit.heading("plan.sweep");
  if (files_.empty()) return kit.second_text("plan.sweep.none", kit.words("plan.sweep.none", folder_.string()));
  if (!trouble_.empty()) return kit.second_text("planned.sweep.trouble", trouble_);
  if (!shown_) return kit.second_text("plan.waiting", kit.words("plan.waiting"));
  auto const& results = shown_->results;
  kit.text("planned.sweep", fmt::format("{} · {} / {} · {} {}", files_[file_].stem().string(), results.rows.size(),
                                        results.cases, kit.words("plan.sweep.front"), shown_->front.size()));
  if (shown_->spans.empty()) return kit.second_text("plan.sweep.same", kit.words("plan.sweep.same"));
  if (!row_) return kit.second_text("plan.sweep.hint", kit.words("plan.sweep.hint"));
  auto const& row = results.rows[*row_];
  std::string text = fmt::format("{} {}", kit.words("plan.sweep.case"), row.number);
  for (std::size_t i = 0; i < std::min(row.settings.size(), results.axes.size()); ++i)
    text += fmt::format(" · {} {}", results.axes[i], row.settings[i]);
  kit.note("planned.sweep.row", text);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::SameLine();
  if (kit.button("plan.sweep.open")) open_row(desk);
}

/// The two figures, and whether more or less of each is better.
void SweepPanel::aims() {
  auto& kit = around_.kit;
  auto const one = [&](char const* key, std::size_t which, bool& more) {
    auto const figure = shown_->spans[which == 0 ? across_ : up_].figure;
    if (kit.button(key, (which == 0 ? "→ " : "↑ ") + figure_name(figure))) aim(which, 1);
    ImGui::SameLine();
    std::string const better = kit.words(more ? "plan.sweep.more" : "plan.sweep.less");
    if (kit.button(std::string(key) + "_better", better)) more = !more, refresh_front();
  };
  one("sweep.across", 0, more_across_);
  ImGui::SameLine(0, 24 * kit.scale());
  one("sweep.up", 1, more_up_);
}

float SweepPanel::across(planner::Span const& span, double value, float from, float to) const {
  return from + static_cast<float>((value - span.low) / (span.high - span.low)) * (to - from);
}

void SweepPanel::scatter(ui::Box const& box) {
  auto const& t = around_.kit.colours();
  auto const &x = shown_->spans[across_], &y = shown_->spans[up_];
  float const line = ImGui::GetTextLineHeight();
  ui::Box const in{box.x0 + 9 * line / 2, box.y0 + line, box.x1 - line, box.y1 - 2 * line};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({in.x0, in.y1}, {in.x1, in.y1}, t.text_second);
  list.AddLine({in.x0, in.y0}, {in.x0, in.y1}, t.text_second);
  list.AddText({in.x0, in.y1 + 4}, t.text_second, figure_text(x.low).c_str());
  std::string const high = figure_text(x.high), top = figure_text(y.high), low = figure_text(y.low);
  list.AddText({in.x1 - ImGui::CalcTextSize(high.c_str()).x, in.y1 + 4}, t.text_second, high.c_str());
  list.AddText({in.x0 - 6 - ImGui::CalcTextSize(top.c_str()).x, in.y0}, t.text_second, top.c_str());
  list.AddText({in.x0 - 6 - ImGui::CalcTextSize(low.c_str()).x, in.y1 - line}, t.text_second, low.c_str());
  ImVec2 const mouse = ImGui::GetIO().MousePos;
  float nearest = kReach * around_.kit.scale();
  auto const& rows = shown_->results.rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double const vx = rows[i].figures[x.figure], vy = rows[i].figures[y.figure];
    if (std::isnan(vx) || std::isnan(vy)) continue;
    ImVec2 const at{across(x, vx, in.x0, in.x1), across(y, vy, in.y1, in.y0)};
    bool const front = std::ranges::binary_search(shown_->front, i), chosen = row_ == i;
    float const r = (chosen ? 2.2F : front ? 1.4F : 1.0F) * kDot * around_.kit.scale();
    if (rows[i].errors > 0) // shape as well as colour
      list.AddCircle(at, r, t.of(ui::Status::critical), 0, 1.5F);
    else
      list.AddCircleFilled(at, r, front || chosen ? t.accent : ui::faded(t.text_second, 0.7));
    if (chosen) list.AddCircle(at, r + 3, t.text, 0, 2);
    float const away = std::hypot(mouse.x - at.x, mouse.y - at.y);
    if (away < nearest) nearest = away, hovered_ = i;
  }
}

void SweepPanel::parallel(ui::Box const& box) {
  auto const& t = around_.kit.colours();
  std::vector<planner::Span> figures{shown_->spans[across_]};
  if (up_ != across_) figures.push_back(shown_->spans[up_]);
  auto const& results = shown_->results;
  for (std::string_view const name : kFirst) {
    auto const at = span_named(shown_->spans, results, name, shown_->spans.size());
    bool const fits = results.axes.size() + figures.size() < kMostAxes;
    if (fits && at < shown_->spans.size() && at != across_ && at != up_) figures.push_back(shown_->spans[at]);
  }
  auto const axes = parallel_axes(results, figures);
  float const line = ImGui::GetTextLineHeight();
  ui::Box const in{box.x0 + 2 * line, box.y0 + 2.4F * line, box.x1 - 3 * line, box.y1 - 1.4F * line};
  auto const x_of = [&](std::size_t axis) {
    return in.x0 +
           in.width() * static_cast<float>(axis) / static_cast<float>(std::max<std::size_t>(axes.size() - 1, 1));
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  auto const draw = [&](std::size_t row, ui::Rgba ink, float width) {
    for (std::size_t a = 0; a + 1 < axes.size(); ++a) {
      double const from = axes[a].at[row], to = axes[a + 1].at[row];
      if (std::isnan(from) || std::isnan(to)) continue;
      list.AddLine({x_of(a), in.y1 - in.height() * static_cast<float>(from)},
                   {x_of(a + 1), in.y1 - in.height() * static_cast<float>(to)}, ink, width);
    }
  };
  for (std::size_t row = 0; row < std::min(results.rows.size(), kMostLines); ++row)
    draw(row, ui::faded(t.text_second, 0.25), 1);
  for (std::size_t const row : shown_->front)
    draw(row, ui::faded(t.accent, 0.7), 1.5F);
  if (auto const marked = hovered_ ? hovered_ : row_) draw(*marked, t.text, 2.5F);
  for (std::size_t a = 0; a < axes.size(); ++a) {
    list.AddLine({x_of(a), in.y0}, {x_of(a), in.y1}, t.text_second, 1.5F);
    std::string const name =
        a < results.axes.size() ? axes[a].name : figure_name(figures[a - results.axes.size()].figure);
    around_.kit.note("planned.sweep.axis", name);              // so that its glyphs are there
    float const y = in.y0 - (a % 2 == 0 ? 1.2F : 2.3F) * line; // two heights, so that long names have room
    list.AddText({std::min(x_of(a) - line, box.x1 - ImGui::CalcTextSize(name.c_str()).x), y}, t.text, name.c_str());
    list.AddText({x_of(a) + 4, in.y0}, t.text_second, axes[a].high.c_str());
    list.AddText({x_of(a) + 4, in.y1 - line}, t.text_second, axes[a].low.c_str());
  }
}

void SweepPanel::tell_row(std::size_t row) {
  auto const& r = shown_->results.rows[row];
  auto const value = [&](std::size_t span) {
    auto const figure = shown_->spans[span].figure;
    return fmt::format("{} {}", figure_name(figure), figure_text(r.figures[figure]));
  };
  std::string text =
      fmt::format("{} {}\n{}\n{}", around_.kit.words("plan.sweep.case"), r.number, value(across_), value(up_));
  for (std::size_t i = 0; i < std::min(r.settings.size(), shown_->results.axes.size()); ++i)
    text += fmt::format("\n{} {}", shown_->results.axes[i], r.settings[i]);
  ImGui::SetTooltip("%s", text.c_str());
}

void SweepPanel::open_row(PlanningDesk& desk) {
  if (!row_ || desk.asks()) return;
  if (desk.open_case(files_[file_], shown_->results, shown_->results.rows[*row_].number)) open_ = false;
}

} // namespace dalian::workplaces
