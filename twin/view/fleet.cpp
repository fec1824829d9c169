#include "twin/view/fleet.hpp"

#include "twin/view/freshness.hpp"
#include "twin/view/inspection.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::view {
namespace {

/// The larger axis of the position ellipse: root of the larger eigenvalue of the symmetric 2 × 2 matrix.
double sigma_of(state::TrackMotion const& motion) {
  double const a = motion.covariance[0], b = motion.covariance[1], d = motion.covariance[4];
  return std::sqrt(std::max(0.0, (a + d) / 2 + std::hypot((a - d) / 2, b)));
}

FleetRow row_of(state::TrackView track, Instant now) {
  FleetRow row;
  auto const& motion = track.motion();
  auto const& details = track.details();
  row.handle = motion.handle;
  row.entity = details.entity;
  row.label = label_of(track);
  row.route = details.road->route, row.type = details.road->vehicle_type, row.mode = details.road->mode;
  row.provenance = motion.provenance;
  row.t_obs = motion.t_obs, row.t_rx = motion.t_rx;
  row.position = motion.position;
  double const east = static_cast<double>(motion.velocity_east_mps),
               north = static_cast<double>(motion.velocity_north_mps);
  row.speed_mps = std::hypot(east, north);
  row.heading_rad = std::atan2(east, north);
  row.sigma_m = sigma_of(motion);
  row.updates = motion.updates;
  if (auto const* charge = state::reading_of(track, "charge_pct")) row.charge_pct = charge->value;
  row.stale = now - motion.t_obs > stale_after(track, row.speed_mps);
  row.doubted = !details.integrity.empty();
  return row;
}

} // namespace

std::vector<FleetRow> fleet_of(state::Snapshot const& snapshot, Instant now) {
  std::vector<FleetRow> rows;
  snapshot.for_each([&](state::TrackView track) {
    if (track->kind == state::Kind::road_vehicle && track->life != state::Life::ended && track->has_position)
      rows.push_back(row_of(track, now));
  });
  return rows;
}

std::vector<SignalRow> signals_near(state::Snapshot const& snapshot, MapPoint here, Instant now, std::size_t most) {
  std::vector<SignalRow> rows;
  snapshot.for_each([&](state::TrackView track) {
    if (track->kind != state::Kind::sensor || track->life == state::Life::ended || !track->has_position) return;
    auto const* phase = state::reading_of(track, "signal_phase");
    if (phase == nullptr) return;
    SignalRow row{track->handle,
                  track.details().entity,
                  track->position,
                  static_cast<int>(phase->value),
                  {},
                  state::is_stale(*phase, now)};
    if (auto const* left = state::reading_of(track, "remaining_s"))
      row.remaining_s = std::max(0.0, left->value - to_seconds(now - left->t_obs));
    rows.push_back(std::move(row));
  });
  auto const nearer = [&](SignalRow const& a, SignalRow const& b) {
    double const da = distance_m(a.position, here), db = distance_m(b.position, here);
    return da != db ? da < db : a.handle < b.handle;
  };
  std::ranges::sort(rows, nearer);
  if (rows.size() > most) rows.resize(most);
  return rows;
}

} // namespace dalian::view
