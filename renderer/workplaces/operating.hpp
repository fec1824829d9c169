#pragma once
// The connected-car operator's workplace (LOOK §7): fleet and alarms at the left, the map in the middle, the selected
// vehicle and the signals around it at the right.
#include "renderer/workplaces/alarm_panel.hpp"
#include "renderer/workplaces/car_card.hpp"
#include "renderer/workplaces/fleet_panel.hpp"
#include "renderer/workplaces/signal_panel.hpp"

namespace dalian::workplaces {

class Operating : public Workplace {
 public:
  explicit Operating(Surroundings const& around)
      : around_(around), fleet_(around), alarms_(around), card_(around, meter_), signals_(around) {}
  void enter(Moment const& moment) override;
  Wishes draw(Moment const& moment, ui::DrawList& over) override;

 private:
  std::vector<FleetLine> fleet_now(Moment const& moment);
  void chase(Moment const& moment, Wishes& wishes);
  void draw_deviation(view::FleetRow const& row, Moment const& moment, ui::DrawList& over);
  void tell_outcomes(Wishes& wishes);

  Surroundings around_;
  FleetMeter meter_;
  FleetPanel fleet_;
  AlarmPanel alarms_;
  CarCard card_;
  SignalPanel signals_;
  std::uint64_t version_ = 0; // of the snapshot looked at last
  bool entered_ = false;
};

} // namespace dalian::workplaces
