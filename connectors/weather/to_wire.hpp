#pragma once
// One report → readings of a weather station. Knows no socket.
#include "connectors/weather/metar.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <map>

namespace dalian::weather {

struct StationPlace {
  GeoPoint place;
  std::optional<float> altitude_m;
};
using StationPlaces = std::map<std::string, StationPlace, std::less<>>;

/// "ZYTL=121.539,38.966" or with ",33" metres above the sea. The error says what is wrong.
Result<std::pair<std::string, StationPlace>> parse_station(std::string_view text);

/// The newest instant with the report's day, hour and minute that is at most an hour after `arrival`; nothing when no
/// month of the year before has that day.
std::optional<Instant> report_time(Metar const& report, Instant arrival);

/// Share of the sky in percent: the middle of the oktas of the densest layer; nothing when the report does not say.
std::optional<double> cloud_cover_pct(Metar const& report);

/// Appends what the report says, at `t`, under "metar:ZYTL". `place` may be null.
void to_wire(Metar const& report, std::string_view text, StationPlace const* place, Instant t, Instant t_rx,
             std::vector<wire::Observation>& out);

} // namespace dalian::weather
