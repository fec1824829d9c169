#pragma once
// The panels of the window, each a function of plain facts, drawn through ImGui. They ask for nothing and keep nothing;
// what the user wants comes back as PanelRequests. Every text goes through `shown`, so that tests can read the screen.
#include "renderer/ui/panel_kit.hpp"
#include "renderer/ui/workplace_layout.hpp"
#include "twin/view/draw_records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dalian::ui {

struct PanelFacts {
  Language language = Language::zh;
  int width = 0, height = 0; // of the window, pixels
  WorkplaceKind workplace = WorkplaceKind::city;
  std::vector<WorkplaceKind> workplaces; // to choose from; none: no switch
  std::vector<std::string> views;        // names of the bookmarks, in the order of the keys 1…
  std::string current_view;              // "" between views
  double hour = 16.67;                   // of the light, China time, 0…24
  bool hour_follows_twin = false;
  std::optional<view::Inspection> selected;
  bool selection_gone = false;           // something was selected and has left the snapshot
  std::string hover_title, hover_detail; // beside the pointer; empty: nothing
  std::string feed_line;                 // health of the feeds in one line
  Status feed_status = Status::stale;
  std::string alarm_line; // what nobody has acknowledged, "" when there is nothing
  bool paused = false, help = false;
  bool quiet = false; // only what was asked for: no bar, no health, no tooltip
  bool layers_open = false;
  std::vector<std::string> layers, layers_shown; // names: there are words for each under "layer."
  std::string layer_trouble;                     // why the last one asked for is not shown
  std::string notice;                            // a sentence the user must know, "" mostly
};

struct PanelRequests {
  std::optional<std::string> fly_to;
  std::optional<double> hour;
  std::optional<WorkplaceKind> workplace;
  bool follow_twin_time = false;
  std::optional<Language> language;
  bool toggle_help = false, toggle_search = false, toggle_health = false, toggle_measure = false, deselect = false,
       toggle_layers = false;
  std::optional<std::string> toggle_layer;
};

class PanelDrawer {
 public:
  /// `kit` must outlive this; its frame has begun.
  explicit PanelDrawer(PanelKit& kit) : kit_(kit) {}

  /// Between ImGui::NewFrame and ImGui::Render.
  PanelRequests draw(PanelFacts const& facts);

 private:
  void toolbar(PanelFacts const& facts, PanelRequests& requests);
  void workplaces(PanelFacts const& facts, PanelRequests& requests);
  void time_of_day(PanelFacts const& facts, PanelRequests& requests);
  void health(PanelFacts const& facts);
  void inspector(PanelFacts const& facts, PanelRequests& requests);
  void inspector_head(view::Inspection const& inspection);
  void inspector_rows(view::Inspection const& inspection);
  void tooltip(PanelFacts const& facts);
  void help(WorkplaceKind workplace);
  void layers(PanelFacts const& facts, PanelRequests& requests);

  /// What the width of the bar depends on, and whether it takes two rows for it.
  struct BarFit {
    Language language{};
    int width = 0;
    float scale = 0;
    bool city = false, two_rows = false;
    bool operator==(BarFit const&) const = default;
  };

  PanelKit& kit_;
  BarFit bar_;
};

/// "16:40" of hours since midnight.
std::string clock_text(double hour);

} // namespace dalian::ui
