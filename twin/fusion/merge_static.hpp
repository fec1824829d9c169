#pragma once
// What an entity says of itself besides its position (AIS types 5, 19, 21, 24 A and B, navigational status, vehicle
// labels): each field keeps the value with the newest t_obs that stated it, so parts arrive in any order.
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace dalian::fusion {

/// When each field was last stated. One slot per field of the details of one kind; see the numbering in the source.
using FieldTimes = std::array<Instant, 11>;

/// What position reports of a vessel state beside the fix, and when.
struct VesselStatus {
  Instant t{};
  std::optional<std::uint16_t> nav_status; // as stated, at most 65 535
  bool class_b = false;
};

/// Class A or B, and with it the status: stated as one (class B has no status).
void merge_status(VesselStatus& status, wire::VesselState const& stated, Instant t_obs);

/// Puts any other detail of `observation` into the track. A field that is absent changes nothing; `details` is replaced
/// by a changed copy only when a value differs. `details` must not be null.
void merge_detail(std::shared_ptr<state::TrackDetails const>& details, FieldTimes& times,
                  wire::Observation const& observation, Instant t_obs);

} // namespace dalian::fusion
