#include "twin/fusion/plot_settings.hpp"

namespace dalian::fusion {

association::PlotParameters tracker_parameters(PlotSettings const& s) {
  association::PlotParameters p;
  for (std::size_t i = 0; i < s.classes.size(); ++i) {
    PlotClassSettings const& c = s.classes[i];
    p.classes[i] = {
        {c.quiet_noise_m2ps3, c.manoeuvre_noise_m2ps3, c.manoeuvre_share, c.regime_time_s, c.start_speed_sigma_mps},
        c.coast_s,
        c.most_sigma_m,
        c.size_sigma_m};
  }
  p.confirm_hits = static_cast<int>(s.confirm_hits);
  p.confirm_scans = static_cast<int>(s.confirm_scans);
  p.end_misses = static_cast<int>(s.end_misses);
  p.late_scan_s = s.late_scan_s;
  return p;
}

} // namespace dalian::fusion
