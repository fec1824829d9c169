#pragma once
// The planner's workplace (LOOK §7): palette and scenarios at the left, figures with their change at the right, edits
// below; things are put, moved and turned on the ground itself, findings stand where they are about.
#include "renderer/workplaces/planning_desk.hpp"
#include "renderer/workplaces/planning_picture.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

inline constexpr double kChosenRing_m = 35; // about what has a place and no outline

/// What the panels are told and may change, beside the desk.
struct PlanningLook {
  std::optional<std::size_t> tool; // of the palette, in hand
  bool comparing = false;          // the base left of the swipe, the scenario right of it
  float swipe = 0.5F;              // share of the middle's width
  std::string column;              // of parcels on the ground; "" = none
  bool change = true;              // of it; else its value
};

/// The panels; each says what is wished.
class PlanningPanels {
 public:
  explicit PlanningPanels(Surroundings const& around) : around_(around) {}
  void draw(PlanningDesk& desk, PlanningLook& look, Moment const& moment, Wishes& wishes);
  void draw_waiting(PlanningDesk const& desk, Moment const& moment);

 private:
  void palette(PlanningDesk& desk, PlanningLook& look, ui::Box const& box);
  void fields(PlanningLook& look);
  void chosen(PlanningDesk& desk);
  void place(PlanningDesk& desk, plan::Entity const& entity);
  std::optional<double> typed(std::string const& name, std::string const& words, double value, char const* format);
  void number(PlanningDesk& desk, plan::FieldSpec const& field, double value);
  void scenarios(PlanningDesk& desk, ui::Box const& box);
  void figures(PlanningDesk& desk, ui::Box const& box, Wishes& wishes);
  void at_work(PlanningDesk const& desk, planner::Answer const* answer);
  void figure(planner::Figure const& figure);
  void engines(planner::Answer const& answer);
  void findings(PlanningDesk& desk, Wishes& wishes);
  void foot(PlanningDesk& desk, PlanningLook& look, ui::Box const& box);
  void said(std::string const& key, std::string const& text, bool refused);
  std::string engine_name(std::string const& engine);
  std::string engine_names(std::vector<std::string> const& engines);
  whatif::ReportWords const& words();

  Surroundings around_;
  std::optional<whatif::ReportWords> words_; // of the language they were read in
  std::string name_;                         // being typed
};

/// Over the city: findings where they are about, the outline of what is chosen, the swipe.
void draw_planning_marks(PlanningDesk& desk, PlanningLook const& look, Surroundings const& around, Moment const& moment,
                         ui::DrawList& over);

class Planning : public Workplace {
 public:
  explicit Planning(Surroundings const& around);
  void enter(Moment const&) override { desk_.begin(); }
  Wishes draw(Moment const& moment, ui::DrawList& over) override;

 private:
  void keys();
  void point(Moment const& moment, Wishes& wishes);
  bool over_chosen(Moment const& moment, std::optional<MapPoint> const& at);
  void grab(Moment const& moment, std::optional<MapPoint> const& at);
  void drag(Moment const& moment, std::optional<MapPoint> const& at);
  void pick(Moment const& moment, MapPoint at);
  void wish_things(Moment const& moment, Wishes& wishes);
  void wish_field(Wishes& wishes);

  Surroundings around_;
  PlanningDesk desk_;
  PlanningLook look_;
  PlanningPanels panels_;
  bool dragging_ = false, swiping_ = false;
  Pointer pressed_;                 // where the drag began
  MapPoint grabbed_{};              // from the pointer to the middle of what is dragged
  std::optional<MapPoint> clicked_; // and the picture has not yet said on what
  std::vector<scene::StandingThing> shown_;
  std::shared_ptr<std::vector<scene::StandingThing> const> standing_;
  std::shared_ptr<planner::Answer const> field_of_;
  std::string field_name_;
  std::shared_ptr<view::Field const> field_;
};

} // namespace dalian::workplaces
