#pragma once
// What the weather stations of the twin say of the sky: what a picture needs of it.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/state/snapshot.hpp"

#include <optional>
#include <string>

namespace dalian::view {

enum class Precipitation : std::uint8_t { none, rain, snow };

struct WeatherReport {
  std::string station; // entity: "metar:ZYTL"
  Provenance provenance = Provenance::unknown;
  Instant at{}; // of the newest reading
  Precipitation falls = Precipitation::none;
  bool obscured = false; // fog, mist, haze, smoke, dust or sand
  std::optional<double> wind_speed_mps;
  std::optional<double> wind_from_deg; // true; nothing when calm or variable
  std::optional<double> visibility_m;  // nothing where it is 10 km or more, for reports do not count on
  std::optional<double> cloud_cover_pct;
  bool operator==(WeatherReport const&) const = default;
};

/// Reports come each half hour; one older than three of them says nothing of the sky now.
inline constexpr double kReportSpeaks_s = 3 * 1800;

/// Of the station nearest to `place` whose report is not too old at `now`: a sensor that tells wind, and weather,
/// visibility or clouds. One without a place counts as far away. Nothing where there is none.
std::optional<WeatherReport> weather_near(state::Snapshot const& snapshot, MapPoint place, Instant now);

/// Of the weather groups of a METAR, "-SHRA BR" (WMO-No. 306, code table 4678): what falls at the station (not in its
/// vicinity) and whether the air is obscured.
void read_weather_groups(std::string_view groups, WeatherReport& report);

} // namespace dalian::view
