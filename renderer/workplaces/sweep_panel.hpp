#pragma once
// Results of a sweep in the planner's workplace: two figures against each other with the front that no case beats, and
// all axes beside each other; a case that is chosen opens as a scenario. Main thread.
#include "renderer/workplaces/planning_desk.hpp"
#include "renderer/workplaces/screen_words.hpp"
#include "twin/planner/sweep_results.hpp"

struct ImDrawList;
struct ImVec2;

namespace dalian::workplaces {

class SweepPanel {
 public:
  SweepPanel(Surroundings const& around, std::filesystem::path folder);

  void toggle();
  bool open() const { return open_; }
  /// A file is being read.
  bool busy() const { return open_ && reading_.valid(); }
  void draw(PlanningDesk& desk, Moment const& moment);

 private:
  struct Shown { // of one file
    planner::SweepResults results;
    std::vector<planner::Span> spans;
    std::vector<std::size_t> front;
    std::vector<std::string> units; // of the figures, as the engines say; empty until they did
  };
  void list();
  void read();
  bool ready();
  void keys(PlanningDesk& desk);
  void step_front(int by);
  void aim(std::size_t which, int by);
  void refresh_front();
  void head(PlanningDesk& desk);
  void aims();
  void scatter(ui::Box const& box);
  void parallel(ui::Box const& box);
  void tell_row(std::size_t row);
  void open_row(PlanningDesk& desk);
  float across(planner::Span const& span, double value, float from, float to) const;
  void look_up_units(PlanningDesk const& desk);
  std::string figure_name(std::size_t figure);

  Surroundings around_;
  std::filesystem::path folder_;
  bool open_ = false;
  std::vector<std::filesystem::path> files_;
  std::size_t file_ = 0;
  std::future<Result<planner::SweepResults>> reading_;
  std::optional<Shown> shown_;
  std::string trouble_;
  std::size_t across_ = 0, up_ = 0;           // of the spans
  bool more_across_ = true, more_up_ = false; // is better
  std::optional<std::size_t> row_, hovered_;  // of the results
  ScreenWords words_;
};

/// An axis of the parallel picture: where each row crosses it, 0…1; NaN where it does not.
struct ParallelAxis {
  std::string name, low, high;
  std::vector<double> at;
};
/// Settings by the order in which they first come, or by their value where all are numbers; then figures.
std::vector<ParallelAxis> parallel_axes(planner::SweepResults const& results,
                                        std::vector<planner::Span> const& figures);

} // namespace dalian::workplaces
