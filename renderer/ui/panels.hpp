#pragma once
// The panels of the window, each a function of plain facts, drawn through ImGui. They ask for nothing and keep nothing;
// what the user wants comes back as PanelRequests. Every text goes through `shown`, so that tests can read the screen.
#include "renderer/ui/draw_list.hpp"
#include "renderer/ui/imgui_layer.hpp"
#include "renderer/ui/lang.hpp"
#include "twin/view/draw_records.hpp"

#include <optional>
#include <string>
#include <vector>

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
};

struct PanelFacts {
  Language language = Language::zh;
  int width = 0, height = 0;      // of the window, pixels
  std::vector<std::string> views; // names of the bookmarks, in the order of the keys 1…
  std::string current_view;       // "" between views
  double hour = 16.67;            // of the light, China time, 0…24
  bool hour_follows_twin = false;
  std::optional<view::Inspection> selected;
  bool selection_gone = false;           // something was selected and has left the snapshot
  std::string hover_title, hover_detail; // beside the pointer; empty: nothing
  std::string feed_line;                 // health of the feeds in one line
  bool feed_trouble = false;
  bool paused = false, help = false;
  bool layers_open = false;
  std::vector<std::string> layers, layers_shown; // names: there are words for each under "layer."
  std::string layer_trouble;                     // why the last one asked for is not shown
  std::string notice;                            // a sentence the user must know, "" mostly
};

struct PanelRequests {
  std::optional<std::string> fly_to;
  std::optional<double> hour;
  bool follow_twin_time = false;
  std::optional<Language> language;
  bool toggle_help = false, deselect = false, toggle_layers = false;
  std::optional<std::string> toggle_layer;
};

class PanelDrawer {
 public:
  PanelDrawer(Lang const& lang, ImGuiLayer const& layer) : lang_(lang), layer_(layer) {}

  /// Between ImGui::NewFrame and ImGui::Render.
  PanelRequests draw(PanelFacts const& facts);
  Shown const& shown() const { return shown_; }

 private:
  void toolbar(PanelFacts const& facts, PanelRequests& requests);
  void time_of_day(PanelFacts const& facts, PanelRequests& requests);
  void languages(PanelFacts const& facts, PanelRequests& requests);
  void health(PanelFacts const& facts);
  void inspector(PanelFacts const& facts, PanelRequests& requests);
  void inspector_head(view::Inspection const& inspection, PanelFacts const& facts);
  void inspector_rows(view::Inspection const& inspection, PanelFacts const& facts);
  void tooltip(PanelFacts const& facts);
  void help(PanelFacts const& facts);
  void layers(PanelFacts const& facts, PanelRequests& requests);
  bool begin(char const* panel, float x, float y, float pivot_x, float pivot_y);
  void end(char const* panel);
  bool button(char const* panel, char const* key, std::string const& text, bool chosen = false);
  void row(char const* panel, std::string const& key, std::string const& value, Language language);

  Lang const& lang_;
  ImGuiLayer const& layer_;
  Shown shown_;
};

/// "16:40" of hours since midnight.
std::string clock_text(double hour);

} // namespace dalian::ui
