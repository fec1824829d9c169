#pragma once
// What radar and cameras say, from the wire to the map: bounds and times of one detection or of one sensor's coverage.
#include "twin/association/plot_tracker.hpp"
#include "twin/fusion/inbox.hpp"
#include "twin/fusion/parameters.hpp"

#include <optional>

namespace dalian::fusion {

struct AdmittedDetection {
  Instant t{}, t_rx{};
  std::uint64_t scan = 0;
  bool last = false;     // of its scan
  bool has_plot = false; // else the scan saw nothing, or nothing more
  association::Plot plot;
};

/// Is it one of these?
inline bool is_of_plots(wire::Observation const& o) {
  return o.has_detection() || o.has_coverage();
}

/// The reason why a detection may not be used at `t_twin`, else nothing and `out` filled. `correction`: by how much the
/// clock of the source is ahead.
std::optional<Outcome> admit_detection(wire::Observation const& observation, Duration correction, Instant t_twin,
                                       Parameters const& parameters, AdmittedDetection& out);

/// The same of a coverage.
std::optional<Outcome> admit_coverage(wire::Observation const& observation, PlotSettings const& settings,
                                      association::SensorView& out);

/// What is taken of a sensor that has not said where it looks.
association::SensorView unknown_view(PlotSettings const& settings);

} // namespace dalian::fusion
