#pragma once
// Tracks as the snapshot holds them ↔ as they travel to viewers, all of them or only what moves. Lossless: what comes
// back compares equal.
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

#include <memory>

namespace dalian::app {

void to_wire(state::TrackMotion const& motion, wire::Track& out);
void to_wire(state::TrackDetails const& details, wire::Track& out);

/// Values no twin sends (an unknown kind, handle 0) come out as "unspecified" and handle 0: the caller leaves them out.
state::TrackMotion motion_from_wire(wire::Track const& track);
std::shared_ptr<state::TrackDetails const> details_from_wire(wire::Track const& track);

} // namespace dalian::app
