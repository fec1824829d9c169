#pragma once
// The figures for things without names: [plots] and [plots_…] of assets/config/fusion.toml.
#include "twin/association/plot_tracker.hpp"

#include <array>

namespace dalian::fusion {

struct PlotClassSettings {
  float quiet_noise_m2ps3 = 0, manoeuvre_noise_m2ps3 = 0, manoeuvre_share = 0, regime_time_s = 0;
  float start_speed_sigma_mps = 0;
  float coast_s = 0;       // a track ends after so long without a detection …
  float most_sigma_m = 0;  // … or when its position is known worse than this
  float size_sigma_m = 0;  // a detection lies so far from the middle of the thing, per axis
  float named_sigma_m = 0; // … and so far from where a source that names the thing says it is
};

struct PlotSettings {
  float confirm_hits = 0, confirm_scans = 0; // whole numbers
  float end_misses = 0;                      // in a row
  float late_scan_s = 0, scan_wait_s = 0;
  float detection_probability = 0, clutter_per_km2 = 0; // where the sensor says nothing
  float pair_checks = 0; // seconds in which a plot and a named track agree before they are one
  std::array<PlotClassSettings, association::kPlotClasses> classes; // by association::PlotClass

  PlotClassSettings const& of(association::PlotClass c) const { return classes[static_cast<std::size_t>(c)]; }
};

/// As the tracker takes them.
association::PlotParameters tracker_parameters(PlotSettings const& settings);

} // namespace dalian::fusion
