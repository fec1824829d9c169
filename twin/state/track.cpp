#include "twin/state/track.hpp"

#include <algorithm>

namespace dalian::state {

SensorReading const* reading_of(TrackView track, std::string_view quantity) {
  auto const place = find_quantity(quantity);
  auto const& all = track.details().readings;
  auto const it = std::ranges::find_if(all, [&](auto const& r) { return place && r.quantity == *place; });
  return it == all.end() ? nullptr : &*it;
}

std::vector<std::string> sources_newest_first(TrackView track) {
  auto sources = track.details().sources;
  if (track->newest_source < sources.size())
    std::rotate(sources.begin(), sources.begin() + track->newest_source, sources.begin() + track->newest_source + 1);
  return sources;
}

} // namespace dalian::state
