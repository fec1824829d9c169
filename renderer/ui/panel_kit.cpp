#include "renderer/ui/panel_kit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>

namespace dalian::ui {
namespace {

constexpr ImGuiWindowFlags kGlassFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings |
                                         ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoFocusOnAppearing |
                                         ImGuiWindowFlags_NoBringToFrontOnFocus;

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

void draw_shape(ImDrawList& list, ImVec2 at, float r, StatusShape shape, Rgba ink) {
  switch (shape) {
  case StatusShape::disc:
    return list.AddCircleFilled(at, r, ink);
  case StatusShape::ring:
    return list.AddCircle(at, r, ink, 0, 0.5F * r);
  case StatusShape::diamond:
    return list.AddQuadFilled({at.x, at.y - 1.3F * r}, {at.x + 1.3F * r, at.y}, {at.x, at.y + 1.3F * r},
                              {at.x - 1.3F * r, at.y}, ink);
  case StatusShape::triangle:
    return list.AddTriangleFilled({at.x, at.y - 1.3F * r}, {at.x + 1.3F * r, at.y + r}, {at.x - 1.3F * r, at.y + r},
                                  ink);
  case StatusShape::square:
    return list.AddRectFilled({at.x - 1.1F * r, at.y - 1.1F * r}, {at.x + 1.1F * r, at.y + 1.1F * r}, ink, 0.3F * r);
  }
}

} // namespace

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

/// Where a pane holds more than is seen: the last lines go into the glass, and a mark points to what follows.
void PanelKit::fade_foot() {
  ImVec2 const at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  float const high = 40 * scale(), right = at.x + size.x - 1, foot = at.y + size.y - 1;
  Rgba const glass = colours().glass | 0xff000000U, none = glass & 0x00ffffffU;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(at, {at.x + size.x, at.y + size.y});
  list.AddRectFilledMultiColor({at.x + 1, foot - high}, {right, foot - high / 3}, none, none, glass, glass);
  list.AddRectFilled({at.x + 1, foot - high / 3}, {right, foot}, glass, static_cast<float>(theme::kRadius),
                     ImDrawFlags_RoundCornersBottom);
  float const middle = at.x + size.x / 2, r = 5 * scale(), y = foot - 8 * scale();
  std::array const points{ImVec2{middle - r, y - r / 2}, ImVec2{middle, y + r / 2}, ImVec2{middle + r, y - r / 2}};
  list.AddPolyline(points.data(), static_cast<int>(points.size()), colours().text_second, 0, 2 * scale());
  list.PopClipRect();
}

bool PanelKit::begin(char const* panel, float x, float y, float pivot_x, float pivot_y) {
  panel_ = panel;
  ImGui::SetNextWindowPos({std::round(x), std::round(y)}, ImGuiCond_Always, {pivot_x, pivot_y});
  return ImGui::Begin(panel, nullptr, kGlassFlags | ImGuiWindowFlags_AlwaysAutoResize);
}

bool PanelKit::begin(char const* panel, Box const& box) {
  panel_ = panel;
  ImGui::SetNextWindowPos({std::round(box.x0), std::round(box.y0)}, ImGuiCond_Always);
  ImGui::SetNextWindowSize({std::round(box.width()), std::round(box.height())}, ImGuiCond_Always);
  return ImGui::Begin(panel, nullptr, kGlassFlags);
}

void PanelKit::in_front() {
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}

void PanelKit::text_at_right(std::string const& text, Rgba ink) {
  float const edge = ImGui::GetWindowContentRegionMax().x;
  ImGui::SameLine(std::max(0.0F, edge - ImGui::CalcTextSize(text.c_str()).x));
  ImGui::PushStyleColor(ImGuiCol_Text, colour(ink));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

void PanelKit::end() {
  if (ImGui::GetScrollY() < ImGui::GetScrollMaxY() - 1) fade_foot();
  ImVec2 const at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  shown_.boxes.push_back({panel_, {at.x, at.y, at.x + size.x, at.y + size.y}});
  ImGui::End();
}

void PanelKit::note(std::string_view key, std::string const& value) {
  shown_.texts.push_back({panel_, std::string(key), value});
}

void PanelKit::heading(std::string_view key) {
  std::string const& title = words(key);
  note(key, title);
  ImGui::PushFont(fonts().title);
  ImGui::TextUnformatted(title.c_str());
  ImGui::PopFont();
}

void PanelKit::text(std::string_view key, std::string const& value) {
  note(key, value);
  ImGui::TextUnformatted(value.c_str());
}

void PanelKit::second_text(std::string_view key, std::string const& value) {
  note(key, value);
  ImGui::PushStyleColor(ImGuiCol_Text, colour(colours().text_second));
  ImGui::TextWrapped("%s", value.c_str());
  ImGui::PopStyleColor();
}

bool PanelKit::button(std::string_view key, bool chosen) {
  return button(key, words(key), chosen);
}

bool PanelKit::button(std::string_view key, std::string const& text, bool chosen, float width) {
  note(key, text);
  note_button(key);
  Tokens const& t = colours();
  ImGui::PushStyleColor(ImGuiCol_Button, colour(chosen ? t.accent : t.raised));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, colour(chosen ? t.accent : t.hover));
  ImGui::PushStyleColor(ImGuiCol_Text, colour(chosen ? t.on_accent : t.text));
  ImGui::PushID(key.data(), key.data() + key.size());
  bool const pressed = ImGui::Button(text.c_str(), {width, 32 * scale()});
  ImGui::PopID();
  ImGui::PopStyleColor(3);
  return pressed;
}

void PanelKit::chip(std::string_view key, std::string const& text, Provenance provenance, Rgba ink) {
  note(key, text);
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

void PanelKit::mark(Status status) {
  ImVec2 const at = ImGui::GetCursorScreenPos();
  float const height = ImGui::GetTextLineHeight(), r = height * 0.22F;
  draw_shape(*ImGui::GetWindowDrawList(), {at.x + 1.4F * r, at.y + height / 2}, r, shape_of(status),
             colours().of(status));
  ImGui::Dummy({2.8F * r, height});
  ImGui::SameLine();
}

bool PanelKit::key(int code) const {
  return std::find(keys_.begin(), keys_.end(), code) != keys_.end();
}

void PanelKit::row(std::string const& key, std::string const& value) {
  ImGui::TableNextRow();
  cells(key, value);
}

void PanelKit::cells(std::string const& key, std::string const& value) {
  note(key, value);
  ImGui::TableNextColumn();
  ImGui::PushStyleColor(ImGuiCol_Text, colour(colours().text_second));
  ImGui::TextWrapped("%s", words(key).c_str());
  ImGui::PopStyleColor();
  ImGui::TableNextColumn();
  ImGui::TextWrapped("%s", in_lines(value, ImGui::GetContentRegionAvail().x).c_str());
}

} // namespace dalian::ui
