#include "renderer/ui/panels.hpp"

#include "renderer/ui/actions.hpp"
#include "renderer/ui/theme.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::ui {
namespace {

constexpr float kMargin = 16;

/// What every thing can say of itself.
std::vector<view::Inspection::Row> common_rows(view::Inspection const& inspection) {
  std::string sources;
  for (std::string const& source : inspection.sources)
    sources += (sources.empty() ? "" : ", ") + source;
  std::vector<view::Inspection::Row> rows{{"inspector.entity", {}, inspection.entity},
                                          {"inspector.kind", "kind." + inspection.kind, {}},
                                          {"inspector.sources", {}, sources}};
  if (inspection.t_obs != Instant{}) {
    rows.push_back({"inspector.t_obs", {}, format_utc(inspection.t_obs, 1)});
    rows.push_back({"inspector.age", {}, fmt::format("{:.1f} s", inspection.age_s)});
  }
  return rows;
}

} // namespace

std::string clock_text(double hour) {
  int const minutes = static_cast<int>(std::lround(hour * 60)) % (24 * 60);
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

PanelRequests PanelDrawer::draw(PanelFacts const& facts) {
  PanelRequests requests;
  if (!facts.quiet) {
    toolbar(facts, requests);
    health(facts);
  }
  bool const inspects = facts.workplace == WorkplaceKind::city; // workplaces have panels of their own for that
  if (inspects && (facts.selected || facts.selection_gone)) inspector(facts, requests);
  if (facts.layers_open) layers(facts, requests);
  if (facts.help) help(facts.workplace);
  if (!facts.quiet && !facts.hover_title.empty() && !ImGui::GetIO().WantCaptureMouse) tooltip(facts);
  return requests;
}

void PanelDrawer::toolbar(PanelFacts const& facts, PanelRequests& requests) {
  bool const city = facts.workplace == WorkplaceKind::city;
  auto const width = static_cast<float>(facts.width);
  BarFit const of{facts.language, facts.width, kit_.scale(), city, false};
  if (BarFit now = bar_; now.two_rows = false, now != of) bar_ = of;
  ImGui::PushFont(kit_.fonts().small);
  if (kit_.begin("toolbar", city ? width / 2 : width - kMargin, kMargin, city ? 0.5F : 1.0F, 0)) {
    workplaces(facts, requests);
    if (city) {
      for (std::string const& name : facts.views) {
        if (kit_.button("view." + name, kit_.words("view." + name), name == facts.current_view)) requests.fly_to = name;
        ImGui::SameLine(0, 4 * kit_.scale());
      }
      time_of_day(facts, requests);
    }
    if (kit_.button("language", std::string(native_name(facts.language)))) requests.language = next(facts.language);
    ImGui::SameLine(0, 4 * kit_.scale());
    if (!facts.layers.empty()) {
      if (kit_.button("layers", kit_.words("layer.title"), facts.layers_open)) requests.toggle_layers = true;
      ImGui::SameLine(0, 4 * kit_.scale());
    }
    if (kit_.button("search", kit_.words("toolbar.search"))) requests.toggle_search = true;
    ImGui::SameLine(0, 4 * kit_.scale());
    if (!city) { // there the bar is full; F8 does it everywhere
      if (kit_.button("measure", kit_.words("toolbar.measure"))) requests.toggle_measure = true;
      ImGui::SameLine(0, 4 * kit_.scale());
    }
    if (kit_.button("health", kit_.words("toolbar.health"))) requests.toggle_health = true;
    ImGui::SameLine(0, 4 * kit_.scale());
    if (kit_.button("help", kit_.words("toolbar.help"), facts.help)) requests.toggle_help = true;
    float const needs = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + ImGui::GetStyle().WindowPadding.x;
    bar_.two_rows |= city && needs > width - 2 * kMargin;
    kit_.bar_ends_at(ImGui::GetWindowPos().y + ImGui::GetWindowHeight());
  }
  kit_.end();
  ImGui::PopFont();
}

void PanelDrawer::workplaces(PanelFacts const& facts, PanelRequests& requests) {
  for (WorkplaceKind const kind : facts.workplaces) {
    std::string const key = fmt::format("workplace.{}", name_of(kind));
    if (kit_.button(key, kind == facts.workplace)) requests.workplace = kind;
    ImGui::SameLine(0, (kind == facts.workplaces.back() ? 16 : 4) * kit_.scale());
  }
}

void PanelDrawer::time_of_day(PanelFacts const& facts, PanelRequests& requests) {
  bar_.two_rows ? ImGui::NewLine() : ImGui::SameLine(0, 16 * kit_.scale());
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", kit_.words("toolbar.time_of_day").c_str());
  ImGui::SameLine();
  auto hour = static_cast<float>(facts.hour);
  ImGui::SetNextItemWidth(150 * kit_.scale());
  std::string const text = clock_text(facts.hour);
  kit_.note("time_of_day", text);
  if (ImGui::SliderFloat("##hour", &hour, 0, 24, text.c_str(), ImGuiSliderFlags_NoInput)) requests.hour = hour;
  ImGui::SameLine();
  if (kit_.button("twin_time", kit_.words("toolbar.time_live"), facts.hour_follows_twin))
    requests.follow_twin_time = true;
  ImGui::SameLine(0, 16 * kit_.scale());
}

void PanelDrawer::health(PanelFacts const& facts) {
  bool const city = facts.workplace == WorkplaceKind::city, briefing = facts.workplace == WorkplaceKind::briefing;
  // Where a title stands in its corner, trouble alone is told: the chips below say what is there.
  std::string const feed = briefing && facts.feed_status != Status::high ? "" : facts.feed_line;
  ImGui::PushFont(kit_.fonts().small);
  if (!feed.empty() || facts.paused || (city && !(facts.alarm_line.empty() && facts.notice.empty()))) {
    float const below = briefing ? 136 * kit_.scale() : city ? kit_.below_bar() : 0; // bars
    float const x = briefing ? static_cast<float>(facts.width) - kMargin : kMargin;
    if (kit_.begin("health", x, kMargin + below, briefing ? 1.0F : 0, 0)) {
      auto const line = [&](char const* key, std::string const& text, Status status) {
        if (text.empty()) return;
        kit_.mark(status);
        kit_.text(key, text);
      };
      line("feed", feed, facts.feed_status);
      if (city) line("alarms", facts.alarm_line, Status::high);
      if (facts.paused) line("paused", kit_.words("feed.paused"), Status::high);
      if (city) line("notice", facts.notice, Status::high);
    }
    kit_.end();
  }
  if (!city && !facts.notice.empty()) { // between the health and the bar
    if (kit_.begin("notice", static_cast<float>(facts.width) / 2, kMargin, 0.5F, 0)) {
      kit_.text("notice", facts.notice);
    }
    kit_.end();
  }
  ImGui::PopFont();
}

void PanelDrawer::inspector(PanelFacts const& facts, PanelRequests& requests) {
  float const width = std::min(392 * kit_.scale(), 0.28F * static_cast<float>(facts.width));
  float const top = kMargin + kit_.below_bar(), foot = 64 * kit_.scale(); // the caption's line stays free
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, static_cast<float>(facts.height) - top - foot});
  ImGui::PushFont(kit_.fonts().small);
  if (kit_.begin("inspector", static_cast<float>(facts.width) - kMargin, top, 1, 0)) {
    if (facts.selected) {
      inspector_head(*facts.selected);
      inspector_rows(*facts.selected);
    } else {
      std::string const& gone = kit_.words("inspector.gone");
      kit_.note("inspector.gone", gone);
      ImGui::TextWrapped("%s", gone.c_str());
    }
    // A cross in the corner closes it; Esc does so too.
    float const side = 28 * kit_.scale();
    ImVec2 const corner = ImGui::GetWindowPos();
    ImGui::SetCursorScreenPos({corner.x + width - side - 12, corner.y + 12});
    if (ImGui::InvisibleButton("close", {side, side})) requests.deselect = true;
    kit_.note_button("close");
    ImVec2 const low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered()) list.AddRectFilled(low, high, theme::kGlassHover, 8);
    float const inset = side * 0.32F;
    list.AddLine({low.x + inset, low.y + inset}, {high.x - inset, high.y - inset}, theme::kText, 1.5F);
    list.AddLine({high.x - inset, low.y + inset}, {low.x + inset, high.y - inset}, theme::kText, 1.5F);
  }
  kit_.end();
  ImGui::PopFont();
}

void PanelDrawer::inspector_head(view::Inspection const& inspection) {
  std::string const name = inspection.name.empty() ? inspection.entity : inspection.name;
  ImGui::PushFont(kit_.fonts().title);
  ImGui::PushTextWrapPos(ImGui::GetWindowContentRegionMax().x - 36 * kit_.scale());
  ImGui::TextWrapped("%s", name.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  kit_.note("title", name);
  kit_.chip("inspector.provenance", kit_.words("provenance." + std::string(to_string(inspection.provenance))),
            inspection.provenance, theme::kText);
  if (inspection.t_obs != Instant{}) { // what was never observed does not age
    bool const fresh = inspection.freshness == view::Freshness::fresh;
    ImGui::SameLine();
    kit_.chip("inspector.freshness", kit_.words(fresh ? "freshness.fresh" : "freshness.stale"), Provenance::unknown,
              kit_.colours().of(fresh ? Status::good : Status::high));
  }
  ImGui::Dummy({0, 2});
  ImGui::Separator();
  ImGui::Dummy({0, 2});
}

void PanelDrawer::inspector_rows(view::Inspection const& inspection) {
  // What stands at the head of the panel already.
  constexpr std::string_view kAbove[] = {"inspector.name", "inspector.provenance", "inspector.freshness"};
  std::vector<view::Inspection::Row> rows = common_rows(inspection);
  for (view::Inspection::Row const& r : inspection.rows) {
    std::erase_if(rows, [&](auto const& common) { return common.key == r.key; }); // said better by the thing itself
    if (std::find(std::begin(kAbove), std::end(kAbove), r.key) == std::end(kAbove)) rows.push_back(r);
  }
  if (!ImGui::BeginTable("rows", 2)) return;
  ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.36F);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.64F);
  for (view::Inspection::Row const& r : rows) {
    std::string value = r.value_key.empty() ? std::string() : kit_.words(r.value_key);
    if (!value.empty() && !r.value.empty()) value += ' ';
    kit_.row(r.key, value + r.value);
  }
  ImGui::EndTable();
}

void PanelDrawer::tooltip(PanelFacts const& facts) {
  ImVec2 const mouse = ImGui::GetIO().MousePos;
  bool const left = mouse.x > 0.75F * static_cast<float>(facts.width);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 8});
  ImGui::PushFont(kit_.fonts().small);
  if (kit_.begin("tooltip", mouse.x + (left ? -18.0F : 18.0F), mouse.y + 18, left ? 1.0F : 0.0F, 0)) {
    ImGui::TextUnformatted(facts.hover_title.c_str());
    kit_.note("title", facts.hover_title);
    if (!facts.hover_detail.empty()) {
      ImGui::TextDisabled("%s", facts.hover_detail.c_str());
      kit_.note("detail", facts.hover_detail);
    }
  }
  kit_.end();
  ImGui::PopFont();
  ImGui::PopStyleVar();
}

/// In two columns where one would be higher than the screen.
void PanelDrawer::help(WorkplaceKind workplace) {
  auto const all = actions_of(workplace);
  constexpr std::size_t kOneColumn = 20;
  std::size_t const columns = all.size() > kOneColumn ? 2 : 1, rows = (all.size() + columns - 1) / columns;
  ImVec2 const screen = ImGui::GetIO().DisplaySize;
  float const width = std::min((columns == 2 ? 1040 : 480) * kit_.scale(), screen.x - 2 * kMargin);
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, 10000});
  ImGui::SetNextWindowBgAlpha(1); // it lies over other panes
  if (kit_.begin("help", screen.x / 2, screen.y / 2, 0.5F, 0.5F)) {
    kit_.in_front();
    kit_.heading("help.title");
    ImGui::PushFont(kit_.fonts().small);
    if (ImGui::BeginTable("keys", static_cast<int>(2 * columns))) {
      for (std::size_t column = 0; column < columns; ++column) {
        ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.48F);
        ImGui::TableSetupColumn("does", ImGuiTableColumnFlags_WidthStretch, 0.52F);
      }
      for (std::size_t i = 0; i < rows * columns; ++i) { // down the first column, then down the second
        std::size_t const at = i / columns + i % columns * rows;
        if (i % columns == 0) ImGui::TableNextRow();
        if (at >= all.size()) continue;
        std::string const topic = fmt::format("help.{}", all[at]->topic);
        kit_.cells(topic, kit_.words(topic + ".does"));
      }
      ImGui::EndTable();
    }
    ImGui::PopFont();
  }
  kit_.end();
}

} // namespace dalian::ui
