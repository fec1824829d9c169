#pragma once
// How far a set of estimated positions is from the set of true ones, at one instant. Metres on the map. Pure.
#include "twin/base/geo.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dalian::evaluation {

struct Matched {
  std::uint32_t estimate = 0, truth = 0;
  double distance_m = 0;
};

/// The one-to-one matching that minimises the sum of d² over pairs and cutoff² over what stays without partner in the
/// larger set; only pairs nearer than `cutoff_m`. By ascending estimate.
std::vector<Matched> match(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m);

/// Generalized optimal sub-pattern assignment metric with p = 2, α = 2 (Rahmathullah, García-Fernández, Svensson 2017,
/// "Generalized optimal sub-pattern assignment metric", eq. 1 and proposition 1): total² = localisation + (missed +
/// false) · cutoff²/2.
struct Gospa {
  double localisation_m2 = 0; // sum of d² over the matched
  std::size_t matched = 0, missed = 0, spurious = 0;
  double cutoff_m = 0;
  double missed_m2() const { return cutoff_m * cutoff_m / 2 * static_cast<double>(missed); }
  double spurious_m2() const { return cutoff_m * cutoff_m / 2 * static_cast<double>(spurious); }
  double total_m2() const { return localisation_m2 + missed_m2() + spurious_m2(); }
  double total_m() const;
};
Gospa gospa(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m);

/// Optimal sub-pattern assignment metric of order 2 (Schuhmacher, Vo, Vo 2008, "A consistent metric for performance
/// evaluation of multi-object filters", eq. 3): 0…cutoff_m; two empty sets are 0 apart.
double ospa_m(std::span<MapPoint const> estimates, std::span<MapPoint const> truth, double cutoff_m);

} // namespace dalian::evaluation
