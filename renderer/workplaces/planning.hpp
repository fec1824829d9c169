#pragma once
// The planner's workplace (LOOK §7): palette and scenarios at the left, figures with their change at the right, edits
// below; things are put, moved and turned on the ground itself, findings stand where they are about.
#include "renderer/workplaces/import_panel.hpp"
#include "renderer/workplaces/planning_desk.hpp"
#include "renderer/workplaces/planning_picture.hpp"
#include "renderer/workplaces/roof_handle.hpp"
#include "renderer/workplaces/screen_words.hpp"
#include "renderer/workplaces/sweep_panel.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

inline constexpr double kChosenRing_m = 35; // about what has a place and no outline

/// What the panels are told and may change, beside the desk.
struct PlanningLook {
  std::optional<std::size_t> tool; // of the palette, in hand
  Drawing drawing;                 // a line on its way; then no tool is in hand
  ChoiceFrame frame;               // of things to be chosen
  std::vector<Chosen> framed;      // that are in it
  bool comparing = false;          // the base left of the swipe, the scenario right of it
  float swipe = 0.5F;              // share of the middle's width
  std::string column;              // of parcels on the ground; "" = none
  bool change = true;              // of it; else its value
  bool why = false;                // which part of the scenario moved which figure
  std::size_t file = 0;            // of the list, under the keys
  bool keep = false;               // as a bundle: is asked for
  bool sweep = false;              // its results are asked for, or to be closed
  bool import = false;             // of a foreign file, likewise
  bool importing = false;          // stands in the palette's place
  enum class Field : std::uint8_t { none, name, note, number } type_into = Field::none; // asked for by a key
};

/// The panels; each says what is wished.
class PlanningPanels {
 public:
  explicit PlanningPanels(Surroundings const& around) : around_(around) {}
  void draw(PlanningDesk& desk, PlanningLook& look, Moment const& moment, Wishes& wishes);
  void draw_waiting(PlanningDesk const& desk, Moment const& moment);

 private:
  void palette(PlanningDesk& desk, PlanningLook& look, ui::Box const& box);
  void lines(PlanningDesk& desk, PlanningLook& look);
  void fields(PlanningLook& look);
  void chosen(PlanningDesk& desk, PlanningLook& look);
  void place(PlanningDesk& desk, plan::Entity const& entity);
  std::optional<double> typed(std::string const& name, std::string const& words, double value, char const* format);
  void number(PlanningDesk& desk, plan::FieldSpec const& field, double value);
  void scenarios(PlanningDesk& desk, PlanningLook& look, ui::Box const& box);
  void words_of_scenario(PlanningDesk& desk, PlanningLook& look);
  void files(PlanningDesk& desk, PlanningLook& look);
  bool shelved(PlanningDesk const& desk, PlanningLook& look, planner::Shelved const& each, std::size_t number);
  void asking(PlanningDesk& desk);
  void joining(PlanningDesk& desk);
  void conflict(PlanningDesk& desk, std::size_t number);
  std::string wanted_by(plan::Layout const& side, plan::Conflict const& conflict);
  void why_of(PlanningDesk const& desk, planner::Figure const& figure);
  void parts(PlanningDesk& desk, Wishes& wishes);
  void figures(PlanningDesk& desk, PlanningLook& look, ui::Box const& box, Wishes& wishes);
  void at_work(PlanningDesk const& desk, planner::Answer const* answer);
  void figure(planner::Figure const& figure);
  void engines(planner::Answer const& answer);
  void findings(PlanningDesk& desk, Wishes& wishes);
  void foot(PlanningDesk& desk, PlanningLook& look, ui::Box const& box);
  std::string refused(plan::Finding const& first, std::size_t things);
  void said(std::string const& key, std::string const& text, bool refused);
  std::string layer_name(plan::Layer layer);
  std::string engine_name(std::string const& engine);
  std::string engine_names(std::vector<std::string> const& engines);
  whatif::ReportWords const& words();

  Surroundings around_;
  ScreenWords words_;
};

/// Columns of parcels that can lie on the ground; "" = none.
std::span<std::string_view const> ground_columns();

/// Over the city: findings where they are about, the outline of what is chosen, the swipe.
void draw_planning_marks(PlanningDesk& desk, PlanningLook const& look, Surroundings const& around, Moment const& moment,
                         ui::DrawList& over);

class Planning : public Workplace {
 public:
  explicit Planning(Surroundings const& around);
  void enter(Moment const&) override { desk_.begin(); }
  Wishes draw(Moment const& moment, ui::DrawList& over) override;
  bool would_lose() const override { return desk_.unsaved(); }

 private:
  void keys(Moment const& moment, Wishes& wishes);
  void edit_keys(Moment const& moment);
  void choice_keys();
  void tool_keys(Moment const& moment);
  void look_keys(Wishes& wishes);
  void file_keys();
  void joining_keys();
  void asking_keys();
  void keep_bundle(Moment const& moment);
  void show_bundle(Wishes& wishes);
  void put(MapPoint at);
  void line_keys(Moment const& moment);
  void draw_to(MapPoint at);
  void nudge(double east_m, double north_m);
  std::optional<MapPoint> on_ground(Moment const& moment) const;
  std::optional<MapPoint> aimed_at(Moment const& moment) const;
  void point(Moment const& moment, Wishes& wishes);
  bool over_chosen(Moment const& moment, std::optional<MapPoint> const& at);
  void press(Moment const& moment);
  void grab(std::optional<MapPoint> const& at);
  void pull_roof(Moment const& moment);
  void drag(Moment const& moment, std::optional<MapPoint> const& at);
  void pull_frame(Moment const& moment);
  void click(Moment const& moment, std::optional<MapPoint> const& at);
  void pick(Moment const& moment, ChoosingClick const& click);
  std::optional<Chosen> standing_at(scene::Entity const& seen);
  std::optional<Chosen> found_at(MapPoint at);
  void wish_things(Moment const& moment, Wishes& wishes);
  void wish_field(Wishes& wishes);

  Surroundings around_;
  PlanningDesk desk_;
  PlanningLook look_;
  PlanningPanels panels_;
  SweepPanel sweep_;
  ImportPanel import_;
  std::filesystem::path first_; // a bundle to be opened as soon as that can be
  RoofHandle roof_;
  bool dragging_ = false, swiping_ = false;
  MapPoint grabbed_{};                   // from the pointer to the middle of what is dragged
  std::optional<ChoosingClick> clicked_; // and the picture has not yet said on what
  std::size_t finding_ = 0;              // the next to fly to by key
  std::vector<scene::StandingThing> shown_;
  std::shared_ptr<std::vector<scene::StandingThing> const> standing_;
  std::shared_ptr<planner::Answer const> field_of_;
  std::string field_name_;
  std::shared_ptr<view::Field const> field_;
};

} // namespace dalian::workplaces
