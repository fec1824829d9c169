#pragma once
// A scenario as it stands in the city where nobody plans: on a screen of a wall, in step with its leader. Main thread.
#include "renderer/workplaces/watched_file.hpp"
#include "renderer/workplaces/workplace.hpp"
#include "twin/planner/things.hpp"

namespace dalian::workplaces {

class ShownScenario {
 public:
  /// A scenario file or a bundle. The error names it and the remedy.
  static Result<std::unique_ptr<ShownScenario>> read(std::filesystem::path file, Surroundings const& around);

  /// Its things as a wish, its lines and name over the city. Where the file has changed it is as it is there now; one
  /// that cannot be read leaves what was read last, with a sentence once.
  void draw(Moment const& moment, Wishes& wishes, ui::DrawList& over);

 private:
  ShownScenario(Surroundings const& around, std::filesystem::path file, plan::Layout base)
      : around_(around), file_(std::move(file)), base_(std::move(base)) {}
  Status look();

  Surroundings around_;
  WatchedFile file_;
  plan::Layout base_;
  std::string name_;
  std::vector<planner::Drawn> lines_;
  std::shared_ptr<std::vector<scene::StandingThing> const> standing_;
};

} // namespace dalian::workplaces
