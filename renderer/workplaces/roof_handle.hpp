#pragma once
// The handle above the roof of a chosen building: pulled up or down, it makes it so many storeys higher or lower. Knows
// where it is and how far it is pulled; the edit is the desk's. Main thread.
#include "renderer/workplaces/ground_lines.hpp"
#include "renderer/workplaces/planning_desk.hpp"

namespace dalian::workplaces {

class RoofHandle {
 public:
  /// Once a frame, before anything below is asked: on the building as it stands or is held.
  void follow(PlanningDesk const& desk, GroundLines const& ground, Moment const& moment);
  bool over(ui::ScreenPoint at) const;
  void grab(ui::ScreenPoint at);
  void leave() { held_.reset(); }
  bool held() const { return held_.has_value(); }
  /// Storeys that it was pulled up since it was grabbed.
  int storeys(float pointer_y) const;
  void draw(Surroundings const& around, bool refused, ui::DrawList& over) const;

 private:
  void label(Surroundings const& around, ui::DrawList& over) const;

  struct Place {
    ui::ScreenPoint roof, knob;
    float storey_px = 0; // on the screen, and not so little that a hand could not stop there
    double height_m = 0, storeys = 0;
  };
  struct Held {
    float from_y = 0, storey_px = 0;
  };
  std::optional<Place> place_; // nothing where no roof is in the picture
  std::optional<Held> held_;
  float unit_ = 8, least_x_ = 0; // pixels: of the screen's grid; where the left panels end
};

} // namespace dalian::workplaces
