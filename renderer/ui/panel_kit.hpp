#pragma once
// What panels are made of: glass, buttons, chips, rows, status marks, headings. Draws through ImGui between NewFrame
// and Render, and writes down every text and box, so that tests can read the screen. Main thread.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/imgui_layer.hpp"
#include "renderer/ui/lang.hpp"
#include "renderer/ui/tokens.hpp"
#include "twin/base/provenance.hpp"

#include <algorithm>
#include <string>
#include <vector>

struct ImVec2;

namespace dalian::ui {

struct ShownText {
  std::string panel, key, value;
};

struct PanelBox {
  std::string panel;
  Box box; // pixels
};

/// What the panels show in one frame.
struct Shown {
  std::vector<ShownText> texts;
  std::vector<PanelBox> boxes;
  std::vector<std::string> buttons; // their keys
};

class PanelKit {
 public:
  /// Both must outlive this.
  PanelKit(Lang const& lang, ImGuiLayer const& layer) : lang_(lang), layer_(layer) {}

  /// Forgets what was shown; once a frame.
  /// `keys`: pressed since the last frame, as GLFW numbers them. ImGui's own would miss a key that comes and goes
  /// between two slow frames.
  void new_frame(Language language, std::vector<int> keys = {}) {
    language_ = language, shown_ = {}, keys_ = std::move(keys);
  }
  void set_scheme(Scheme scheme) { scheme_ = scheme; }

  Lang const& lang() const { return lang_; }
  Language language() const { return language_; }
  Tokens const& colours() const { return tokens(scheme_); }
  PanelFonts const& fonts() const { return layer_.fonts(); }
  float scale() const { return layer_.scale(); }
  /// Where panels begin that hang below the bar at the top, in pixels of the screen; the bar tells its end.
  float below_bar() const { return std::max(bar_end_ + 8 * scale(), 72 * scale()); }
  void bar_ends_at(float y) { bar_end_ = y; }
  std::string const& words(std::string_view key) const { return lang_.text(language_, key); }
  std::string words(std::string_view key, std::string_view argument) const {
    return lang_.text(language_, key, argument);
  }
  Shown const& shown() const { return shown_; }

  /// A pane of glass as large as what it holds, at a place; then one that fills a box and scrolls inside. After either,
  /// end(), also when it says false.
  bool begin(char const* panel, float x, float y, float pivot_x, float pivot_y);
  bool begin(char const* panel, Box const& box);
  void end();
  /// The pane that was begun lies over all others, whatever has the keyboard.
  void in_front();

  /// Notes that `value` is on the screen; what draws text by itself calls it.
  void note(std::string_view key, std::string const& value);
  /// That it can be pressed; button() does so by itself.
  void note_button(std::string_view key) { shown_.buttons.emplace_back(key); }
  void heading(std::string_view key);
  void text(std::string_view key, std::string const& value);
  void second_text(std::string_view key, std::string const& value); // of less weight, wrapped
  /// 32 px high with the words of its key, or others.
  bool button(std::string_view key, bool chosen = false);
  /// `width` in pixels; 0: as its words need.
  bool button(std::string_view key, std::string const& text, bool chosen = false, float width = 0);
  /// On the line that was begun, ending at the right edge of the pane.
  void text_at_right(std::string const& text, Rgba ink);
  /// A pill with a word in it: dashed for synthetic data, hatched for modelled.
  void chip(std::string_view key, std::string const& text, Provenance provenance, Rgba ink);
  /// Colour and shape of a status, as high as a line; advances the cursor on the line.
  void mark(Status status);
  /// This letter, digit or sign was pressed, and no field takes what is typed. Capital: 'K'; or one of those below.
  /// With Control: kControl | 'Z', which is another key.
  bool key(int code) const;
  static constexpr int kDelete = 261, kPageUp = 266, kPageDown = 267; // GLFW_KEY_DELETE, …
  static constexpr int kControl = 1 << 16, kShift = 1 << 17;          // above all key codes; shift beside control alone
  static constexpr int kRight = 262, kLeft = 263;
  /// These come also while a field takes what is typed.
  static constexpr int kEscape = 256, kEnter = 257, kBackspace = 259, kDown = 264, kUp = 265;
  /// A row of a table of two columns: the words of the key, and the value broken at its " · ".
  void row(std::string const& key, std::string const& value);
  /// The same two cells wherever the table stands.
  void cells(std::string const& key, std::string const& value);

 private:
  void fade_foot();
  float bar_end_ = 0;
  Lang const& lang_;
  ImGuiLayer const& layer_;
  Language language_ = Language::zh;
  Scheme scheme_ = Scheme::day;
  std::string panel_; // begun
  std::vector<int> keys_;
  Shown shown_;
};

/// Broken at its " · " where it is wider than `width_px` in the font that is set, so that no number is torn apart.
std::string in_lines(std::string text, float width_px);

} // namespace dalian::ui
