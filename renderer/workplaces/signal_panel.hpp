#pragma once
// The signals nearest to the selected vehicle, or to the middle of the picture: phase and how long it lasts.
#include "renderer/workplaces/workplace.hpp"
#include "twin/view/fleet.hpp"

namespace dalian::workplaces {

class SignalPanel {
 public:
  explicit SignalPanel(Surroundings const& around) : around_(around) {}
  void draw(ui::Box const& box, Moment const& moment, MapPoint here);

 private:
  void line(view::SignalRow const& signal, MapPoint here);

  Surroundings around_;
};

} // namespace dalian::workplaces
