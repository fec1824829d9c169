#include "twin/view/freshness.hpp"

#include <algorithm>

namespace dalian::view {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kKnot_mps = 1852.0 / 3600;

constexpr unsigned kAtAnchor = 1, kMoored = 5; // ITU-R M.1371-5, table 45

Duration class_a_interval(state::TrackView track, double speed_kn) {
  bool const moored = track->nav_status == kAtAnchor || track->nav_status == kMoored;
  if (moored && speed_kn <= 3) return minutes(3);
  if (speed_kn <= 14) return seconds(10);
  if (speed_kn <= 23) return seconds(6);
  return seconds(2);
}

/// Carrier-sense units send every 30 s at any speed, self-organizing ones faster above 14 kn; which one it is cannot be
/// seen here, so the longer interval counts.
Duration class_b_interval(double speed_kn) {
  return speed_kn <= 2 ? Duration(minutes(3)) : Duration(seconds(30));
}

/// The shortest of its values; before any is known a quarter of an hour, as meters keep their load profile.
Duration sensor_interval(state::TrackView track) {
  Duration shortest = minutes(15);
  for (auto const& reading : track.details().readings)
    if (reading.interval_s) shortest = std::min(shortest, from_seconds(*reading.interval_s));
  return shortest;
}

} // namespace

Duration reporting_interval(state::TrackView track, double speed_mps) {
  double const speed_kn = speed_mps / kKnot_mps;
  switch (track->kind) {
  case state::Kind::road_vehicle:
    return std::chrono::milliseconds(100); // basic safety message, 10 Hz
  case state::Kind::aid_to_navigation:
    return minutes(3);
  case state::Kind::base_station:
  case state::Kind::aircraft:
    return seconds(10);
  case state::Kind::unidentified:
    return seconds(3); // a turn of a harbour radar
  case state::Kind::sensor:
    return sensor_interval(track);
  case state::Kind::vessel:
  case state::Kind::unspecified:
    break;
  }
  return track->class_b ? class_b_interval(speed_kn) : class_a_interval(track, speed_kn);
}

Duration stale_after(state::TrackView track, double speed_mps) {
  // Radio shadows of a second are usual between buildings; in two seconds a car that brakes is 25 m off.
  if (track->kind == state::Kind::road_vehicle) return seconds(2);
  return 3 * reporting_interval(track, speed_mps);
}

} // namespace dalian::view
