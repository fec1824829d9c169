#include "twin/fusion/merge_static.hpp"

#include <algorithm>

namespace dalian::fusion {
namespace {

using DetailsPointer = std::shared_ptr<state::TrackDetails const>;

/// Gives each field its slot and decides who wins. Older than what is there: ignored.
class Times {
 public:
  Times(FieldTimes& times, Instant t) : times_(times), t_(t) {}
  bool wins(std::size_t slot, bool stated) {
    if (!stated || t_ < times_[slot]) return false;
    times_[slot] = t_;
    return true;
  }

 private:
  FieldTimes& times_;
  Instant t_;
};

/// Changes one part of the details, copied at the first value that differs.
template <class Of>
class Merger {
 public:
  Merger(DetailsPointer& details, state::Part<Of> state::TrackDetails::*part, Times times)
      : details_(details), part_(part), times_(times) {}

  template <class Field, class Value>
  void set(std::size_t slot, bool stated, Field Of::*field, Value const& value) {
    if (!times_.wins(slot, stated) || (*((*details_).*part_)).*field == value) return;
    if (!draft_) details_ = draft_ = std::make_shared<state::TrackDetails>(*details_);
    ((*draft_).*part_).edit().*field = value;
  }

 private:
  DetailsPointer& details_;
  state::Part<Of> state::TrackDetails::*part_;
  Times times_;
  std::shared_ptr<state::TrackDetails> draft_;
};

void merge(DetailsPointer& details, Times times, wire::VesselStatic const& from) {
  using To = state::VesselStatic;
  Merger<To> merger(details, &state::TrackDetails::vessel, times);
  merger.set(0, from.has_imo(), &To::imo, from.imo());
  merger.set(1, from.has_call_sign(), &To::call_sign, from.call_sign());
  merger.set(2, from.has_name(), &To::name, from.name());
  merger.set(3, from.has_ship_type(), &To::ship_type, from.ship_type());
  merger.set(4, from.has_bow_m(), &To::bow_m, from.bow_m());
  merger.set(5, from.has_stern_m(), &To::stern_m, from.stern_m());
  merger.set(6, from.has_port_m(), &To::port_m, from.port_m());
  merger.set(7, from.has_starboard_m(), &To::starboard_m, from.starboard_m());
  merger.set(8, from.has_draught_m(), &To::draught_m, from.draught_m());
  merger.set(9, from.has_destination(), &To::destination, from.destination());
  merger.set(10, from.has_mothership_mmsi(), &To::mothership_mmsi, from.mothership_mmsi());
}

void merge(DetailsPointer& details, Times times, wire::RoadVehicle const& from) {
  using To = state::RoadVehicle;
  Merger<To> merger(details, &state::TrackDetails::road, times);
  merger.set(0, from.has_label(), &To::label, from.label());
  merger.set(1, from.has_route(), &To::route, from.route());
  merger.set(2, !from.vehicle_type().empty(), &To::vehicle_type, from.vehicle_type());
  merger.set(3, from.has_mode(), &To::mode, from.mode());
  merger.set(4, from.has_length_m(), &To::length_m, from.length_m());
  merger.set(5, from.has_width_m(), &To::width_m, from.width_m());
}

void merge(DetailsPointer& details, Times times, wire::AidToNavigation const& from) {
  using To = state::Aid;
  Merger<To> merger(details, &state::TrackDetails::aid, times);
  merger.set(0, from.has_aid_type(), &To::aid_type, from.aid_type());
  merger.set(1, from.has_name(), &To::name, from.name());
  merger.set(2, from.has_off_position(), &To::off_position, from.off_position());
  merger.set(3, true, &To::virtual_aid, from.virtual_aid());
}

} // namespace

void merge_status(VesselStatus& status, wire::VesselState const& stated, Instant t_obs) {
  if (t_obs < status.t) return;
  status.t = t_obs;
  status.class_b = stated.class_b();
  status.nav_status.reset();
  if (stated.has_nav_status()) status.nav_status = static_cast<std::uint16_t>(std::min(stated.nav_status(), 65'535U));
}

void merge_detail(std::shared_ptr<state::TrackDetails const>& details, FieldTimes& times, wire::Observation const& o,
                  Instant t_obs) {
  Times const stated(times, t_obs);
  switch (o.detail_case()) {
  case wire::Observation::kVesselStatic:
    return merge(details, stated, o.vessel_static());
  case wire::Observation::kRoadVehicle:
    return merge(details, stated, o.road_vehicle());
  case wire::Observation::kAid:
    return merge(details, stated, o.aid());
  default: // nothing, what merge_status takes, or values of sensors: see sensor_state
    return;
  }
}

} // namespace dalian::fusion
