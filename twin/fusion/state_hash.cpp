#include "twin/fusion/state_hash.hpp"

#include "twin/fusion/hasher.hpp"

namespace dalian::fusion {
namespace {

void add_track(Hasher& h, state::TrackView t) {
  auto const& d = t.details();
  h.all(t->handle, d.entity, t->kind, t->life, t->provenance, t->has_position, t->t_obs, t->t_rx, t->position.east_m,
        t->position.north_m, t->altitude_m, t->velocity_east_mps, t->velocity_north_mps);
  for (float c : t->covariance)
    h.add(c);
  h.all(t->heading_deg, t->turn_rate_dps, t->last_nis, t->updates, d.sources.size());
  for (std::string const& source : state::sources_newest_first(t))
    h.add(source);
  h.all(t->nav_status, t->class_b);
  auto const& v = *d.vessel;
  h.all(v.imo, v.ship_type, v.mothership_mmsi, v.name, v.call_sign, v.destination, v.bow_m, v.stern_m, v.port_m,
        v.starboard_m, v.draught_m);
  h.all(d.road->label, d.road->route, d.road->vehicle_type, d.road->mode, d.road->length_m, d.road->width_m);
  h.all(d.aid->aid_type, d.aid->name, d.aid->off_position, d.aid->virtual_aid, d.readings.size(), d.integrity.size());
  for (auto const& raised : d.integrity)
    h.all(raised.flag, raised.since);
  for (auto const& r : d.readings)
    h.all(r.quantity, r.status, r.outlier, r.value, r.text, r.t_obs, r.typical, r.rate_per_s, r.interval_s);
}

} // namespace

std::uint64_t state_hash(Fusion const& fusion) {
  Hasher h;
  fusion.for_each([&](state::TrackView track) { add_track(h, track); });
  return h.value();
}

std::uint64_t state_hash(state::Snapshot const& snapshot) {
  Hasher h;
  snapshot.for_each([&](state::TrackView track) { add_track(h, track); });
  return h.value();
}

} // namespace dalian::fusion
