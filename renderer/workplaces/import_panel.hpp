#pragma once
// A foreign file in the planner's workplace: chosen, looked at table by table, taken or left. What would be taken
// stands in the city meanwhile. Main thread.
#include "renderer/workplaces/file_picker.hpp"
#include "renderer/workplaces/planning_desk.hpp"
#include "renderer/workplaces/screen_words.hpp"

#include <map>

namespace dalian::workplaces {

class ImportPanel {
 public:
  explicit ImportPanel(Surroundings const& around) : around_(around) {}

  /// Opens the choice of a file, or leaves all.
  void toggle(PlanningDesk& desk);
  /// Nothing else is edited meanwhile.
  bool open() const { return open_; }
  /// Fills `box` while it is open; flies to what would be taken when it is first there.
  void draw(PlanningDesk& desk, ui::Box const& box, Wishes& wishes);

 private:
  void choose_file(PlanningDesk& desk);
  void offer(PlanningDesk& desk);
  void ends(PlanningDesk& desk);
  void table(planner::Importer& importer, plan::TableReport const& table, bool aimed);
  void what_it_is(planner::Importer& importer, plan::TableReport const& table);
  void fill_in(planner::Importer& importer, plan::TableReport const& table);
  void raster(plan::RasterReport const& raster);
  void keys(PlanningDesk& desk);
  void leave(PlanningDesk& desk);
  std::string name_of(std::string const& layer);

  Surroundings around_;
  bool open_ = false;
  std::optional<FilePicker> picker_;
  std::size_t at_ = 0;                             // the table under the keys
  bool type_ = false;                              // into its first empty field
  std::map<std::string, std::string> being_typed_; // by field
  ScreenWords words_;
};

} // namespace dalian::workplaces
