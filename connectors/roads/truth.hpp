#pragma once
// What really happened on the roads: what alarms are held against.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

#include <string>

namespace dalian::roads {

struct Truth {
  double from_s = 0, to_s = 0; // POSIX seconds of the city's clock
  std::string kind;            // "hard_brake", "silence", "corridor_exit", "near_collision", "collision", "ambulance"
  std::string entity, other;   // as the twin names them
  GeoPoint place;
  double figure =
      0; // m/s² of braking, s of silence or of the way to the place elsewhere, m between the two at the start
};

/// One line, times as the messages say them.
std::string to_json(Truth const& truth, Duration shift);

} // namespace dalian::roads
