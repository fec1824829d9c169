#pragma once
// One aerodrome report, METAR or SPECI: WMO-No. 306 FM 15/16, ICAO Annex 3 appendix 3. The trend is not read; of
// remarks only the American tenths of a degree. Knows no date but the day of the month. SI units inside.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::weather {

struct Cloud {
  std::string cover; // "FEW", "SCT", "BKN", "OVC", "VV"
  std::optional<double> base_m;
  std::string type; // "CB", "TCU" or ""
};

struct Metar {
  std::string station; // four characters
  int day = 0, hour = 0, minute = 0;
  bool special = false, corrected = false, automatic = false;
  std::optional<double> wind_from_deg; // none when variable or not available
  bool wind_variable = false;
  std::optional<double> wind_speed_mps, wind_gust_mps;
  std::optional<double> wind_from_low_deg, wind_from_high_deg; // "210V280"
  std::optional<double> visibility_m;                          // 10 000 = that or more
  bool cavok = false;
  bool sky_clear = false; // SKC or CLR
  std::string weather;    // "-SHRA BR"
  std::vector<Cloud> clouds;
  std::optional<double> temperature_c, dew_point_c;
  std::optional<double> pressure_hpa; // reduced to sea level (QNH)
  unsigned unread = 0;                // groups of the body that say nothing to this parser
};

struct Parsed {
  std::optional<Metar> report;
  std::string_view outcome; // "decoded", or why not: "no_station", "no_time", "nil", "too_long", "empty"
};
/// A report with or without the leading word, up to "=". At most 1,024 bytes.
Parsed parse_metar(std::string_view text);

/// One group of the body; true when it was one that is known.
using Group = std::string_view;
bool take_wind(Group group, Metar& out);
bool take_visibility(Group group, Metar& out);
bool take_weather(Group group, Metar& out);
bool take_cloud(Group group, Metar& out);
bool take_temperature(Group group, Metar& out);
bool take_pressure(Group group, Metar& out);
/// "T01231045" among the remarks: tenths of a degree.
bool take_exact_temperature(Group group, Metar& out);

} // namespace dalian::weather
