#pragma once
// Tracks over time against truth over time: the metrics of set_distance and identity at every instant for which there
// are tracks. Pure.
#include "twin/base/time.hpp"
#include "twin/evaluation/identity.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::evaluation {

/// One thing at one instant.
struct State {
  Instant t{};
  std::uint32_t id = 0;
  MapPoint position;
};

struct Score {
  double cutoff_m = 0;
  IdentityCounts identity;
  double gospa_mean_m = 0; // over the instants
  double gospa_rms_m = 0;  // its square is the sum of the squares of the next three
  double localisation_rms_m = 0, missed_rms_m = 0, false_rms_m = 0;
  double ospa_mean_m = 0;
};

/// At each distinct time in `tracks` that `truth` covers. A truth is there from its first to its last state, in between
/// on the straight line from one to the next. No order is asked of either list; an id twice at one time: the later in
/// the list counts.
Score score(std::vector<State> tracks, std::vector<State> truth, double cutoff_m);

} // namespace dalian::evaluation
