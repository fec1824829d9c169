#pragma once
// Vehicles on the road network, ten steps a second: each follows the one before (IDM), changes lanes where that helps
// (MOBIL), waits at signals and for whom it must, and crosses a junction only when nobody is in its way. The same
// calls give the same traffic. Knows no sensor and no protocol. One thread.
#include "connectors/roads/route_finder.hpp"
#include "connectors/roads/signal_plan.hpp"
#include "connectors/synth/keyed_random.hpp"

#include <array>

namespace dalian::roads {

enum class VehicleKind : std::uint8_t { car, van, truck, articulated, bus, ambulance };

/// Size and driver by kind. IDM as in Treiber and Kesting, "Traffic Flow Dynamics" (2013), tables 11.1 and 11.2.
struct KindFigures {
  double length_m, width_m, top_mps, acceleration_mps2, braking_mps2, headway_s;
};
KindFigures const& figures_of(VehicleKind kind);

struct Trip {
  VehicleKind kind = VehicleKind::car;
  std::uint32_t link = 0; // where it begins
  double along_m = 0;
  std::vector<std::uint32_t> targets; // destinations one after the other
  std::vector<double> stops_m;        // by target: where its front stops on that link; < 0 = pass by; empty: all pass
  bool round = false;                 // after the last comes the first again; else it leaves the road there
  std::uint32_t first_target = 0;
  double dwell_s = 20; // at each stop; TCQSM 3rd ed.: 15 … 30 s for buses
};

struct Hold {
  std::uint32_t crossing = kNone;
  StripId movement = kNone;
  double until_m = 0; // of the odometer; infinite before its end is known
};

struct Mover {
  bool active = false;
  std::uint32_t number = 0; // of the trip, never used again
  VehicleKind kind = VehicleKind::car;
  double length_m = 0, width_m = 0;
  double eagerness = 1; // of the limit
  StripId strip = kNone;
  std::array<StripId, 3> behind{kNone, kNone, kNone}; // strips passed, newest first
  double front_m = 0, odometer_m = 0;
  double speed_mps = 0, acceleration_mps2 = 0;
  double aside_m = 0;     // right of the lane's middle, while it changes lanes
  StripId leaves = kNone; // the lane that it comes from, meanwhile
  Trip trip;
  std::uint32_t target = 0; // index into trip.targets
  StripId movement = kNone; // chosen at the end of this lane
  bool granted = false;
  double waiting_s = 0; // standing first at a stop line
  double dwell_s = -1;  // at a stop: what is left; < 0 = not there
  unsigned stops_made = 0;
  std::array<Hold, 6> holds{};
  // What the story makes of it:
  double brake_until_s = 0;  // brakes as hard as it can
  double stands_until_s = 0; // stands where it is
  double bold_until_s = 0;   // keeps a quarter of the distance
  bool siren = false;        // passes at red, when nobody is in the way
};

struct Pose {
  MapPoint centre, front;
  double height_m = 0, heading_rad = 0; // grid, clockwise from north
};

struct TrafficCounts {
  std::uint64_t begun = 0, arrived = 0, given_up = 0, lane_changes = 0;
};

class Traffic {
 public:
  /// All must outlive it. `now_s`: POSIX seconds of the city's clock.
  Traffic(RoadNetwork const& network, RouteFinder const& routes, SignalPlan const& signals, std::uint64_t seed,
          double now_s);

  /// Its slot among `movers`; nothing when there is no room on the road there.
  std::optional<std::uint32_t> begin(Trip trip);
  void step(); // kStep_s
  double now_s() const { return now_s_; }

  std::vector<Mover> const& movers() const { return movers_; }
  Mover& mover(std::uint32_t slot) { return movers_[slot]; }
  std::size_t active() const { return active_; }
  TrafficCounts const& counts() const { return counts_; }
  Pose pose(Mover const& mover) const;
  /// The vehicle before it on its own lane or movement; none when it is the first there.
  std::uint32_t ahead_of(std::uint32_t slot) const;

  static constexpr double kStep_s = 0.1;

 private:
  struct Gap {
    double metres = 1e9, speed_mps = 0;
    void take(double m, double v) {
      if (m < metres) *this = {m, v};
    }
  };
  // traffic.cpp
  void drive_strip(StripId id);
  void drive(std::uint32_t slot, std::uint32_t leader, bool first);
  void advance(std::uint32_t slot, double acceleration, Gap const& gap);
  bool enter_next(std::uint32_t slot);
  void leave(std::uint32_t slot);
  void release(Mover& mover);
  double follow(Mover const& mover, Gap const& gap, double wanted_mps) const;
  double wanted_mps(Mover const& mover) const;
  std::optional<double> stop_ahead(Mover const& mover) const;
  MapPoint aside(StripId strip, double along_m, double aside_m, double* height) const;
  // junction_rules.cpp
  /// The movement at the end of a lane that leads to its target.
  StripId way_on(Mover const& mover, StripId lane) const;
  void choose_movement(Mover& mover) const;
  void look_at_rears(StripId lane, double from_m, Gap& gap) const;
  void look_beyond(std::uint32_t slot, Gap& gap) const;
  void look_at_siblings(StripId own, double base_m, Gap& gap) const;
  void ask_to_enter(std::uint32_t slot);
  std::vector<StripId> chain(Mover const& mover) const;
  bool is_clear(Mover const& mover, std::uint32_t slot, StripId movement) const;
  bool may_enter(Mover const& mover, std::uint32_t slot, std::vector<StripId> const& ways) const;
  bool must_yield(Mover const& mover) const;
  bool room_beyond(Mover const& mover, StripId movement) const;
  void take_reserved(Mover& mover) const;
  bool is_green(Mover const& mover) const;
  void withdraw(std::uint32_t slot);
  // lane_change.cpp
  void consider_lane_change(std::uint32_t slot);
  bool change_lane(std::uint32_t slot, StripId to, double now, int side);
  void look_beside(std::uint32_t slot, Gap& gap) const;
  bool is_left_free(Mover const& mover, StripId lane) const;
  void end_lane_change(std::uint32_t slot);
  double lane_wish(Mover const& mover, StripId lane) const;
  struct Neighbours {
    std::size_t place = 0; // where it would stand in the lane's order
    std::uint32_t ahead = kNone, behind = kNone;
  };
  Neighbours neighbours(StripId lane, double front_m) const;
  double gap_between(Mover const& behind, Mover const& ahead) const {
    return ahead.front_m - ahead.length_m - behind.front_m;
  }

  RoadNetwork const& network_;
  RouteFinder const& routes_;
  SignalPlan const& signals_;
  std::uint64_t seed_;
  double begun_s_, now_s_;
  std::uint64_t steps_ = 0;
  std::vector<Mover> movers_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint64_t> stepped_;              // by slot: the last step it was driven in
  std::vector<std::vector<std::uint32_t>> on_;      // by strip: slots from front to back
  std::vector<std::vector<std::uint32_t>> leaving_; // by lane: slots of those on their way to another
  struct Reservation {
    std::uint32_t slot;
    StripId movement;
  };
  std::vector<std::vector<Reservation>> reserved_; // by crossing
  std::size_t active_ = 0;
  std::uint32_t next_number_ = 1;
  TrafficCounts counts_;
};

} // namespace dalian::roads
