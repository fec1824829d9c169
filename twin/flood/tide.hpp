#pragma once
// How high the sea stands: a half-daily tide with a storm surge upon it. Metres above mean sea level, hours.

namespace dalian::flood {

struct Sea {
  double mean_m = 0;        // of the month, above mean sea level
  double range_m = 0;       // from low to high water
  double high_at_h = 0;     // when high water is
  double surge_m = 0;       // at its highest
  double surge_at_h = 0;    //
  double surge_width_h = 0; // from nothing to nothing, a cosine bell; > 0 where there is a surge
};
inline constexpr double kTidePeriod_h = 12.4206; // M2

double level_m(Sea const& sea, double hour);

} // namespace dalian::flood
