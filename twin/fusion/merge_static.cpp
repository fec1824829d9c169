#include "twin/fusion/merge_static.hpp"

namespace dalian::fusion {
namespace {

/// Gives each field its slot and decides who wins. Older than what is there: ignored.
class Merger {
 public:
  Merger(FieldTimes& times, Instant t) : times_(times), t_(t) {}

  template <class Field, class Value>
  void set(std::size_t slot, bool stated, Field& field, Value const& value) {
    if (!stated || t_ < times_[slot]) return;
    times_[slot] = t_;
    field = value;
  }

 private:
  FieldTimes& times_;
  Instant t_;
};

void merge(state::VesselStatic& to, Merger merger, wire::VesselStatic const& from) {
  merger.set(0, from.has_imo(), to.imo, from.imo());
  merger.set(1, from.has_call_sign(), to.call_sign, from.call_sign());
  merger.set(2, from.has_name(), to.name, from.name());
  merger.set(3, from.has_ship_type(), to.ship_type, from.ship_type());
  merger.set(4, from.has_bow_m(), to.bow_m, from.bow_m());
  merger.set(5, from.has_stern_m(), to.stern_m, from.stern_m());
  merger.set(6, from.has_port_m(), to.port_m, from.port_m());
  merger.set(7, from.has_starboard_m(), to.starboard_m, from.starboard_m());
  merger.set(8, from.has_draught_m(), to.draught_m, from.draught_m());
  merger.set(9, from.has_destination(), to.destination, from.destination());
  merger.set(10, from.has_mothership_mmsi(), to.mothership_mmsi, from.mothership_mmsi());
}

/// Class A or B, and with it the status: stated as one (class B has no status).
void merge(state::Track& to, Merger merger, wire::VesselState const& from) {
  struct Both {
    state::Track& track;
    Both& operator=(wire::VesselState const& state) {
      track.class_b = state.class_b();
      track.nav_status.reset();
      if (state.has_nav_status()) track.nav_status = state.nav_status();
      return *this;
    }
  } both{to};
  merger.set(11, true, both, from);
}

void merge(state::RoadVehicle& to, Merger merger, wire::RoadVehicle const& from) {
  merger.set(0, from.has_label(), to.label, from.label());
  merger.set(1, from.has_route(), to.route, from.route());
  merger.set(2, !from.vehicle_type().empty(), to.vehicle_type, from.vehicle_type());
  merger.set(3, from.has_mode(), to.mode, from.mode());
  merger.set(4, from.has_length_m(), to.length_m, from.length_m());
  merger.set(5, from.has_width_m(), to.width_m, from.width_m());
}

void merge(state::Aid& to, Merger merger, wire::AidToNavigation const& from) {
  merger.set(0, from.has_aid_type(), to.aid_type, from.aid_type());
  merger.set(1, from.has_name(), to.name, from.name());
  merger.set(2, from.has_off_position(), to.off_position, from.off_position());
  merger.set(3, true, to.virtual_aid, from.virtual_aid());
}

} // namespace

void merge_detail(state::Track& track, FieldTimes& times, wire::Observation const& o, Instant t_obs) {
  Merger const merger(times, t_obs);
  switch (o.detail_case()) {
  case wire::Observation::kVesselStatic:
    return merge(track.vessel, merger, o.vessel_static());
  case wire::Observation::kVesselState:
    return merge(track, merger, o.vessel_state());
  case wire::Observation::kRoadVehicle:
    return merge(track.road, merger, o.road_vehicle());
  case wire::Observation::kAid:
    return merge(track.aid, merger, o.aid());
  case wire::Observation::DETAIL_NOT_SET:
    return;
  }
}

} // namespace dalian::fusion
