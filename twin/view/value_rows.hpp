#pragma once
// Rows of the inspector about what a meter, valve or signal reads, and about reasons to doubt a track.
#include "twin/state/track.hpp"
#include "twin/view/draw_records.hpp"

#include <string>
#include <vector>

namespace dalian::view {

/// More than the panel holds beside the rest: of the others only the number is told.
inline constexpr std::size_t kMostReadings = 12;

/// A row for each raised flag: what it is, and since when, the time of the place.
std::vector<Inspection::Row> integrity_rows(state::TrackView track);

/// A row for each reading: what is wrong with it, value and unit, age at `now`.
std::vector<Inspection::Row> reading_rows(state::TrackView track, Instant now);

/// All keys that these use, but "quantity.NAME" for each of quantities().
std::vector<std::string> value_row_keys();

} // namespace dalian::view
