#pragma once
// What an entity says of itself besides its position (AIS types 5, 19, 21, 24 A and B, navigational status, vehicle
// labels): each field keeps the value with the newest t_obs that stated it, so parts arrive in any order.
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <array>
#include <cstddef>

namespace dalian::fusion {

/// When each field was last stated. One slot per field of the details of one kind; see the numbering in the source.
using FieldTimes = std::array<Instant, 12>;

/// Puts the detail of `observation` into `track`. A field that is absent changes nothing.
void merge_detail(state::Track& track, FieldTimes& times, wire::Observation const& observation, Instant t_obs);

} // namespace dalian::fusion
