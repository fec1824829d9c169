#pragma once
// How good a tracker's tracks of a scene are: the metrics of twin/evaluation at every scan of the first sensor.
#include "tests/support/plot_scenes.hpp"

namespace dalian::test {

/// Sums over the instants that were compared, of any number of runs.
struct SceneScore {
  double gospa_m = 0, localisation_m2 = 0, missed_m2 = 0, false_m2 = 0, ospa_m = 0, cpu_s = 0, error_m2 = 0, nees = 0;
  std::size_t instants = 0, matched = 0, switches = 0, fragments = 0, scans = 0;
  std::size_t means = 0, means_in_band = 0; // NEES (4 dimensions) averaged over the things at one instant
  double mean_nees() const { return nees / static_cast<double>(matched); }
  double share_in_band() const { return static_cast<double>(means_in_band) / static_cast<double>(means); }
};

/// Runs a fresh tracker over one draw of the scene and adds to `score`. Things and tracks count where a sensor looks,
/// after the first tenth of the time. Cut-off: 50 m for ships, 5 m for cars.
void run_scene(PlotScene const& scene, std::uint64_t seed, association::PlotTracker tracker,
               association::PlotParameters const& parameters, SceneScore& score);

} // namespace dalian::test
