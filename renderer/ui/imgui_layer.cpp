#include "renderer/ui/imgui_layer.hpp"

#include "renderer/ui/utf8.hpp"

#include <imgui.h>
#include <imgui_freetype.h>

namespace dalian::ui {
namespace {

ImVec4 colour(Rgba c) {
  return ImGui::ColorConvertU32ToFloat4(c);
}

/// Pairs of first and last character, ended by 0, as ImGui wants them. Characters beyond its 16 bits are left out.
ImVector<ImWchar> ranges_of(std::set<char32_t> const& characters) {
  ImVector<ImWchar> ranges;
  for (char32_t const c : characters) {
    if (c > 0xFFFF) continue;
    auto const character = static_cast<ImWchar>(c);
    if (!ranges.empty() && ranges.back() + 1 == character) {
      ranges.back() = character;
    } else {
      ranges.push_back(character);
      ranges.push_back(character);
    }
  }
  ranges.push_back(0);
  return ranges;
}

std::set<char32_t> characters_of(std::string_view text) {
  std::set<char32_t> characters;
  while (!text.empty())
    characters.insert(take_code_point(text));
  return characters;
}

} // namespace

ImGuiLayer::ImGuiLayer(FontFiles files, Lang const& lang, Language language, float scale)
    : context_(ImGui::CreateContext()), files_(std::move(files)), language_(language), scale_(scale) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr; // nothing of ours is dragged about
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  for (char32_t c = 0x20; c < 0x180; ++c) // Latin with its accents
    characters_.insert(c);
  need("·…–—°±²³σ√×→▲▼●○％");
  for (Language const l : kLanguages) {
    need(native_name(l));
    for (auto const& [key, text] : lang.all(l))
      need(text);
  }
  apply_style(scale_);
  build_fonts();
}

ImGuiLayer::~ImGuiLayer() {
  ImGui::DestroyContext(context_);
}

void ImGuiLayer::need(std::string_view text) {
  while (!text.empty())
    stale_ |= characters_.insert(take_code_point(text)).second;
}

void ImGuiLayer::set_language(Language language) {
  stale_ |= (language == Language::ja) != (language_ == Language::ja);
  language_ = language;
}

void ImGuiLayer::set_look(float scale, Scheme scheme) {
  if (scale == scale_ && scheme == scheme_) return;
  stale_ |= scale != scale_;
  scale_ = scale, scheme_ = scheme;
  apply_style(scale_, scheme_);
}

bool ImGuiLayer::update_fonts() {
  if (!stale_) return false;
  build_fonts();
  return true;
}

void ImGuiLayer::build_fonts() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  Script const script = language_ == Language::ja ? Script::jp : Script::sc;
  ImVector<ImWchar> const ranges = ranges_of(characters_);
  auto const add = [&](Weight weight, float px, ImVector<ImWchar> const& of) {
    FontFile const& file = files_.get(script, weight);
    ImFontConfig config;
    config.FontNo = file.face;
    config.GlyphRanges = of.Data;
    if (!file.usable()) return atlas.AddFontDefault();
    return atlas.AddFontFromFileTTF(file.file.c_str(), px * scale_, &config);
  };
  std::set<char32_t> const figures = characters_of("0123456789+-−–.,:%/ ±");
  ImVector<ImWchar> const figure_ranges = ranges_of(figures);
  fonts_ = {add(Weight::regular, 19, ranges), add(Weight::regular, 22, ranges), add(Weight::bold, 28, ranges),
            add(Weight::bold, 56, figure_ranges)};
  atlas.Build();
  stale_ = false;
}

void apply_style(float scale, Scheme scheme) {
  Tokens const& t = tokens(scheme);
  ImGuiStyle style;
  style.WindowRounding = style.PopupRounding = static_cast<float>(theme::kRadius);
  style.FrameRounding = style.GrabRounding = style.ChildRounding = 8;
  style.WindowBorderSize = style.PopupBorderSize = 1;
  style.FrameBorderSize = 0;
  style.WindowPadding = {16, 12};
  style.FramePadding = {12, 6};
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 4};
  style.CellPadding = {0, 4};
  style.WindowMinSize = {16, 16};
  style.GrabMinSize = 16;
  style.ScaleAllSizes(scale);
  auto const set = [&](ImGuiCol index, Rgba c) { style.Colors[index] = colour(c); };
  set(ImGuiCol_Text, t.text);
  set(ImGuiCol_TextDisabled, t.text_second);
  set(ImGuiCol_WindowBg, t.glass);
  set(ImGuiCol_PopupBg, t.raised);
  set(ImGuiCol_Border, t.edge);
  set(ImGuiCol_FrameBg, t.raised);
  set(ImGuiCol_FrameBgHovered, t.hover);
  set(ImGuiCol_FrameBgActive, t.hover);
  set(ImGuiCol_Button, t.raised);
  set(ImGuiCol_ButtonHovered, t.hover);
  set(ImGuiCol_ButtonActive, t.hover);
  set(ImGuiCol_SliderGrab, t.accent);
  set(ImGuiCol_SliderGrabActive, t.text);
  set(ImGuiCol_Separator, t.edge);
  set(ImGuiCol_NavHighlight, t.accent); // the focus ring
  set(ImGuiCol_TableBorderLight, t.edge);
  ImGui::GetStyle() = style;
}

} // namespace dalian::ui
