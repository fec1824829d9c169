#pragma once
// Dear ImGui as we use it: our glass style and type, fonts with exactly the characters the screen needs. Owns the ImGui
// context. Input and drawing are wired up by renderer/app and renderer/passes.
#include "renderer/ui/fonts.hpp"
#include "renderer/ui/lang.hpp"
#include "renderer/ui/tokens.hpp"

#include <set>
#include <string_view>

struct ImFont;
struct ImGuiContext;

namespace dalian::ui {

struct PanelFonts {
  ImFont* small = nullptr;  // 14 px × scale: tables, chips
  ImFont* body = nullptr;   // 16
  ImFont* title = nullptr;  // 20, bold
  ImFont* figure = nullptr; // 40, bold: digits and signs alone
};

class ImGuiLayer {
 public:
  /// `scale`: of all sizes, 1 on an ordinary screen. Characters of all `lang` texts are included.
  ImGuiLayer(FontFiles files, Lang const& lang, Language language, float scale);
  ~ImGuiLayer();
  ImGuiLayer(ImGuiLayer const&) = delete;
  ImGuiLayer& operator=(ImGuiLayer const&) = delete;

  /// Makes sure that `text` can be shown; Chinese and Japanese forms follow the language set last.
  void need(std::string_view text);
  void set_language(Language language);
  /// Of all sizes and colours; the fonts follow with update_fonts().
  void set_look(float scale, Scheme scheme);
  /// Builds the fonts again when something asked for it. True: their picture must be loaded again. Between frames only.
  bool update_fonts();

  PanelFonts const& fonts() const { return fonts_; }
  float scale() const { return scale_; }

 private:
  void build_fonts();

  ImGuiContext* context_;
  FontFiles files_;
  Language language_;
  float scale_;
  Scheme scheme_ = Scheme::day;
  std::set<char32_t> characters_;
  PanelFonts fonts_;
  bool stale_ = true;
};

/// Colours, radii and spacing of LOOK §7 into the current ImGui style.
void apply_style(float scale, Scheme scheme = Scheme::day);

} // namespace dalian::ui
