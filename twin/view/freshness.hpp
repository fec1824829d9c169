#pragma once
// Until when what a track says may be believed: the limit after which it is shown as stale and stands still.
#include "twin/base/time.hpp"
#include "twin/state/track.hpp"

namespace dalian::view {

/// How often a thing in this state reports. AIS: ITU-R M.1371-5, annex 1, tables 1 and 2 (autonomous mode, not changing
/// course). `speed_mps` over ground.
Duration reporting_interval(state::TrackView track, double speed_mps);

/// Three reporting intervals of its last state; road vehicles 2 s.
Duration stale_after(state::TrackView track, double speed_mps);

} // namespace dalian::view
