#include "renderer/ui/panels.hpp"

#include "renderer/ui/theme.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui.h>

namespace dalian::ui {
namespace {

constexpr float kMargin = 16;
constexpr Rgba kFresh = rgba(0x00C896);
constexpr ImGuiWindowFlags kGlassFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                                         ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav;

ImVec4 colour(Rgba c) {
  return ImGui::ColorConvertU32ToFloat4(c);
}

/// Diagonal lines, 7 pixels apart.
void hatch(ImDrawList& list, ImVec2 low, ImVec2 high) {
  list.PushClipRect(low, high, true);
  float const height = high.y - low.y;
  for (float x = low.x; x < high.x + height; x += 7)
    list.AddLine({x, low.y}, {x - height, high.y}, rgba(0xFFFFFF, 0.22));
  list.PopClipRect();
}

/// A dash of 4 and a gap of 4 pixels along a pill's outline.
void dashed_outline(ImDrawList& list, ImVec2 low, ImVec2 high, Rgba ink) {
  list.PathRect(low, high, (high.y - low.y) / 2);
  ImVector<ImVec2> const path = list._Path;
  list.PathClear();
  float along = 0;
  for (int i = 0; i < path.Size; ++i) {
    ImVec2 const a = path[i], b = path[(i + 1) % path.Size];
    float const length = std::hypot(b.x - a.x, b.y - a.y);
    for (float s = 0; s < length; s += 1) {
      if (std::fmod(along + s, 8.0F) >= 4) continue;
      ImVec2 const p{a.x + (b.x - a.x) * s / length, a.y + (b.y - a.y) * s / length};
      list.AddRectFilled({p.x - 0.5F, p.y - 0.5F}, {p.x + 0.5F, p.y + 0.5F}, ink);
    }
    along += length;
  }
}

/// A pill with a word in it: dashed for synthetic data, hatched for modelled. Advances the ImGui cursor.
void chip(std::string const& text, Provenance provenance, Rgba ink) {
  ImVec2 const size = ImGui::CalcTextSize(text.c_str()), at = ImGui::GetCursorScreenPos();
  float const pad = std::round(size.y * 0.5F), height = size.y + 6;
  ImVec2 const corner{at.x + size.x + 2 * pad, at.y + height};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, corner, rgba(0xFFFFFF, 0.06), height / 2);
  if (provenance == Provenance::modelled) hatch(list, {at.x + pad / 2, at.y}, {corner.x - pad / 2, corner.y});
  if (provenance == Provenance::synthetic)
    dashed_outline(list, at, corner, ink);
  else
    list.AddRect(at, corner, faded(ink, 0.5), height / 2, 0, 1);
  list.AddText({at.x + pad, at.y + 3}, ink, text.c_str());
  ImGui::Dummy({size.x + 2 * pad, height});
}

/// Broken at its " · " where it is wider than `width_px`, so that no number is torn apart.
std::string in_lines(std::string text, float width_px) {
  constexpr std::string_view kDot = " · ";
  if (ImGui::CalcTextSize(text.c_str()).x <= width_px) return text;
  std::size_t line = 0;
  for (std::size_t at = text.find(kDot); at != std::string::npos; at = text.find(kDot, at)) {
    std::size_t const next = std::min(text.find(kDot, at + kDot.size()), text.size());
    if (ImGui::CalcTextSize(text.data() + line, text.data() + next).x > width_px) {
      text.replace(at, kDot.size(), "\n");
      line = at + 1;
      at += 1;
    } else {
      at += kDot.size();
    }
  }
  return text;
}

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
  shown_ = {};
  toolbar(facts, requests);
  health(facts);
  if (facts.selected || facts.selection_gone) inspector(facts, requests);
  if (facts.layers_open) layers(facts, requests);
  if (facts.help) help(facts);
  if (!facts.hover_title.empty() && !ImGui::GetIO().WantCaptureMouse) tooltip(facts);
  return requests;
}

bool PanelDrawer::begin(char const* panel, float x, float y, float pivot_x, float pivot_y) {
  ImGui::SetNextWindowPos({std::round(x), std::round(y)}, ImGuiCond_Always, {pivot_x, pivot_y});
  return ImGui::Begin(panel, nullptr, kGlassFlags);
}

void PanelDrawer::end(char const* panel) {
  ImVec2 const at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  shown_.boxes.push_back({panel, {at.x, at.y, at.x + size.x, at.y + size.y}});
  ImGui::End();
}

bool PanelDrawer::button(char const* panel, char const* key, std::string const& text, bool chosen) {
  shown_.texts.push_back({panel, key, text});
  ImGui::PushStyleColor(ImGuiCol_Button, colour(chosen ? theme::kAccent : theme::kGlassRaised));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, colour(chosen ? theme::kAccent : theme::kGlassHover));
  ImGui::PushStyleColor(ImGuiCol_Text, colour(chosen ? rgba(0x0E1420) : theme::kText));
  ImGui::PushID(key);
  bool const pressed = ImGui::Button(text.c_str(), {0, 32 * layer_.scale()});
  ImGui::PopID();
  ImGui::PopStyleColor(3);
  return pressed;
}

void PanelDrawer::toolbar(PanelFacts const& facts, PanelRequests& requests) {
  ImGui::PushFont(layer_.fonts().small);
  if (begin("toolbar", static_cast<float>(facts.width) / 2, kMargin, 0.5F, 0)) {
    for (std::string const& name : facts.views) {
      if (button("toolbar", name.c_str(), lang_.text(facts.language, "view." + name), name == facts.current_view))
        requests.fly_to = name;
      ImGui::SameLine();
    }
    time_of_day(facts, requests);
    languages(facts, requests);
    ImGui::SameLine();
    if (!facts.layers.empty()) {
      if (button("toolbar", "layers", lang_.text(facts.language, "layer.title"), facts.layers_open))
        requests.toggle_layers = true;
      ImGui::SameLine();
    }
    if (button("toolbar", "help", lang_.text(facts.language, "toolbar.help"), facts.help)) requests.toggle_help = true;
  }
  end("toolbar");
  ImGui::PopFont();
}

void PanelDrawer::time_of_day(PanelFacts const& facts, PanelRequests& requests) {
  ImGui::SameLine(0, 24 * layer_.scale());
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", lang_.text(facts.language, "toolbar.time_of_day").c_str());
  ImGui::SameLine();
  auto hour = static_cast<float>(facts.hour);
  ImGui::SetNextItemWidth(150 * layer_.scale());
  std::string const text = clock_text(facts.hour);
  shown_.texts.push_back({"toolbar", "time_of_day", text});
  if (ImGui::SliderFloat("##hour", &hour, 0, 24, text.c_str(), ImGuiSliderFlags_NoInput)) requests.hour = hour;
  ImGui::SameLine();
  if (button("toolbar", "twin_time", lang_.text(facts.language, "toolbar.time_live"), facts.hour_follows_twin))
    requests.follow_twin_time = true;
  ImGui::SameLine(0, 24 * layer_.scale());
}

void PanelDrawer::languages(PanelFacts const& facts, PanelRequests& requests) {
  for (Language const language : kLanguages) {
    std::string const name(native_name(language));
    if (language != kLanguages.front()) ImGui::SameLine(0, 4 * layer_.scale());
    if (button("toolbar", std::string(code(language)).c_str(), name, language == facts.language))
      requests.language = language;
  }
}

void PanelDrawer::health(PanelFacts const& facts) {
  if (facts.feed_line.empty() && facts.notice.empty() && !facts.paused) return;
  ImGui::PushFont(layer_.fonts().small);
  float const top = kMargin + 72 * layer_.scale();
  if (begin("health", kMargin, top, 0, 0)) {
    auto const line = [&](char const* key, std::string const& text, Rgba mark) {
      if (text.empty()) return;
      shown_.texts.push_back({"health", key, text});
      ImVec2 const at = ImGui::GetCursorScreenPos();
      float const height = ImGui::GetTextLineHeight(), r = height * 0.22F;
      ImDrawList& list = *ImGui::GetWindowDrawList();
      ImVec2 const middle{at.x + r + 1, at.y + height / 2};
      if (mark == theme::kWarning) // shape as well as colour
        list.AddTriangleFilled({middle.x, middle.y - 1.3F * r}, {middle.x + 1.3F * r, middle.y + r},
                               {middle.x - 1.3F * r, middle.y + r}, mark);
      else
        list.AddCircleFilled(middle, r, mark);
      ImGui::SetCursorScreenPos({at.x + 4 * r + 4, at.y});
      ImGui::TextUnformatted(text.c_str());
    };
    line("feed", facts.feed_line, facts.feed_trouble ? theme::kWarning : kFresh);
    if (facts.paused) line("paused", lang_.text(facts.language, "feed.paused"), theme::kWarning);
    line("notice", facts.notice, theme::kWarning);
  }
  end("health");
  ImGui::PopFont();
}

void PanelDrawer::inspector(PanelFacts const& facts, PanelRequests& requests) {
  float const width = std::min(392 * layer_.scale(), 0.28F * static_cast<float>(facts.width));
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, static_cast<float>(facts.height) - 160 * layer_.scale()});
  ImGui::PushFont(layer_.fonts().small);
  if (begin("inspector", static_cast<float>(facts.width) - kMargin, kMargin + 72 * layer_.scale(), 1, 0)) {
    if (facts.selected) {
      inspector_head(*facts.selected, facts);
      inspector_rows(*facts.selected, facts);
    } else {
      std::string const& gone = lang_.text(facts.language, "inspector.gone");
      shown_.texts.push_back({"inspector", "inspector.gone", gone});
      ImGui::TextWrapped("%s", gone.c_str());
    }
    // A cross in the corner closes it; Esc does so too.
    float const side = 28 * layer_.scale();
    ImVec2 const corner = ImGui::GetWindowPos();
    ImGui::SetCursorScreenPos({corner.x + width - side - 12, corner.y + 12});
    if (ImGui::InvisibleButton("close", {side, side})) requests.deselect = true;
    ImVec2 const low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered()) list.AddRectFilled(low, high, theme::kGlassHover, 8);
    float const inset = side * 0.32F;
    list.AddLine({low.x + inset, low.y + inset}, {high.x - inset, high.y - inset}, theme::kText, 1.5F);
    list.AddLine({high.x - inset, low.y + inset}, {low.x + inset, high.y - inset}, theme::kText, 1.5F);
  }
  end("inspector");
  ImGui::PopFont();
}

void PanelDrawer::inspector_head(view::Inspection const& inspection, PanelFacts const& facts) {
  std::string const name = inspection.name.empty() ? inspection.entity : inspection.name;
  ImGui::PushFont(layer_.fonts().title);
  ImGui::PushTextWrapPos(ImGui::GetWindowContentRegionMax().x - 36 * layer_.scale());
  ImGui::TextWrapped("%s", name.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  shown_.texts.push_back({"inspector", "title", name});
  std::string const provenance =
      lang_.text(facts.language, "provenance." + std::string(to_string(inspection.provenance)));
  chip(provenance, inspection.provenance, theme::kText);
  shown_.texts.push_back({"inspector", "inspector.provenance", provenance});
  if (inspection.t_obs != Instant{}) { // what was never observed does not age
    bool const fresh = inspection.freshness == view::Freshness::fresh;
    std::string const freshness = lang_.text(facts.language, fresh ? "freshness.fresh" : "freshness.stale");
    ImGui::SameLine();
    chip(freshness, Provenance::unknown, fresh ? kFresh : theme::kWarning);
    shown_.texts.push_back({"inspector", "inspector.freshness", freshness});
  }
  ImGui::Dummy({0, 2});
  ImGui::Separator();
  ImGui::Dummy({0, 2});
}

void PanelDrawer::inspector_rows(view::Inspection const& inspection, PanelFacts const& facts) {
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
    std::string value = r.value_key.empty() ? std::string() : lang_.text(facts.language, r.value_key);
    if (!value.empty() && !r.value.empty()) value += ' ';
    row("inspector", r.key, value + r.value, facts.language);
  }
  ImGui::EndTable();
}

void PanelDrawer::row(char const* panel, std::string const& key, std::string const& value, Language language) {
  shown_.texts.push_back({panel, key, value});
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushStyleColor(ImGuiCol_Text, colour(theme::kTextSecond));
  ImGui::TextWrapped("%s", lang_.text(language, key).c_str());
  ImGui::PopStyleColor();
  ImGui::TableNextColumn();
  ImGui::TextWrapped("%s", in_lines(value, ImGui::GetContentRegionAvail().x).c_str());
}

void PanelDrawer::tooltip(PanelFacts const& facts) {
  ImVec2 const mouse = ImGui::GetIO().MousePos;
  bool const left = mouse.x > 0.75F * static_cast<float>(facts.width);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 8});
  ImGui::PushFont(layer_.fonts().small);
  if (begin("tooltip", mouse.x + (left ? -18.0F : 18.0F), mouse.y + 18, left ? 1.0F : 0.0F, 0)) {
    ImGui::TextUnformatted(facts.hover_title.c_str());
    shown_.texts.push_back({"tooltip", "title", facts.hover_title});
    if (!facts.hover_detail.empty()) {
      ImGui::TextDisabled("%s", facts.hover_detail.c_str());
      shown_.texts.push_back({"tooltip", "detail", facts.hover_detail});
    }
  }
  end("tooltip");
  ImGui::PopFont();
  ImGui::PopStyleVar();
}

void PanelDrawer::help(PanelFacts const& facts) {
  constexpr char const* kTopics[] = {"help.orbit",  "help.pan",    "help.zoom",  "help.turn",     "help.views",
                                     "help.select", "help.layers", "help.pause", "help.language", "help.help"};
  ImGui::SetNextWindowSizeConstraints({480 * layer_.scale(), 0}, {480 * layer_.scale(), 10000});
  if (begin("help", static_cast<float>(facts.width) / 2, static_cast<float>(facts.height) / 2, 0.5F, 0.5F)) {
    ImGui::PushFont(layer_.fonts().title);
    ImGui::TextUnformatted(lang_.text(facts.language, "help.title").c_str());
    ImGui::PopFont();
    ImGui::PushFont(layer_.fonts().small);
    ImGui::Dummy({0, 4});
    if (ImGui::BeginTable("keys", 2)) {
      ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.56F);
      ImGui::TableSetupColumn("does", ImGuiTableColumnFlags_WidthStretch, 0.44F);
      for (char const* topic : kTopics)
        row("help", topic, lang_.text(facts.language, std::string(topic) + ".does"), facts.language);
      ImGui::EndTable();
    }
    ImGui::PopFont();
  }
  end("help");
}

} // namespace dalian::ui
