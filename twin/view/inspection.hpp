#pragma once
// Everything that is known of one track, as rows of key and text for the inspector. The keys are those of assets/lang.
#include "twin/state/track.hpp"
#include "twin/view/draw_records.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::view {

/// The name, else the vehicle's label, else the entity id.
std::string label_of(state::TrackView track);

/// `now`: twin time; the age is now − t_obs. A row is there only when its value is known.
Inspection inspect_track(state::TrackView track, Instant now);

/// Every key that rows use, as key or value_key. A test holds the language files against it.
std::vector<std::string> inspection_keys();

/// Keys of the words for coded values; those for reserved codes too.
std::string nav_status_key(std::uint32_t status); // "nav_status.5": ITU-R M.1371-5, table 45
std::string ship_type_key(std::uint32_t type);    // "ship_type.30", "ship_type.7x": table 53
std::string aid_type_key(std::uint32_t type);     // "aid_type.14": table 74
std::string driving_mode_key(std::uint32_t mode); // "mode.1": as in wire.proto

/// "39°01′23.4″N 121°53′10.2″E"; halves away from zero, never 60.0″.
std::string format_dms(GeoPoint p);

} // namespace dalian::view
