#pragma once
// What is selected: a vehicle with how it drives and how its messages come; anything else as the inspector tells it.
#include "renderer/workplaces/fleet_panel.hpp"

namespace dalian::workplaces {

/// Seconds until the hull of `me` touches another's, both keeping their velocities; nothing within `horizon_s`.
std::optional<double> time_to_collision_s(std::vector<view::Mover> const& movers, std::uint32_t me, Instant now,
                                          double horizon_s = 10);

class CarCard {
 public:
  CarCard(Surroundings const& around, FleetMeter const& meter) : around_(around), meter_(meter) {}
  void draw(ui::Box const& box, Moment const& moment, std::vector<FleetLine> const& fleet, Wishes& wishes);
  /// The camera rides behind the selected vehicle.
  bool chasing() const { return chasing_; }
  void stop_chase() { chasing_ = false; }

 private:
  void vehicle(FleetLine const& line, Moment const& moment, Wishes& wishes);
  void thing(view::Inspection const& about);
  void speed(view::FleetRow const& row);
  void speed_line(std::uint32_t handle);
  void buttons(FleetLine const& line, Moment const& moment, Wishes& wishes);

  Surroundings around_;
  FleetMeter const& meter_;
  bool chasing_ = false;
};

} // namespace dalian::workplaces
