#pragma once
// Tracks as the snapshot holds them ↔ as they travel to viewers. Lossless: what comes back compares equal.
#include "twin/state/track.hpp"
#include "twin/wire/wire.pb.h"

namespace dalian::app {

void to_wire(state::Track const& track, wire::Track& out);
/// Values no twin sends (an unknown kind, handle 0) come out as "unspecified" and handle 0: the caller leaves them out.
state::Track from_wire(wire::Track const& track);

} // namespace dalian::app
