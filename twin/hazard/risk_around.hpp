#pragma once
// Individual risk about an installation by distance and bearing, 1/a: a table, for a place is looked up much oftener
// than a vessel changes. The wind of each sixteenth of the rose is spread evenly over it, which sixteen single winds
// are not: narrow clouds would leave rays.
#include "twin/hazard/risk.hpp"

namespace dalian::hazard {

class RiskAround {
 public:
  RiskAround() = default;
  RiskAround(Installation const& installation, Tables const& tables);

  /// Of one always there in the open, `east_m`, `north_m` from the installation.
  double at(double east_m, double north_m) const;
  /// Farther in that bearing (radians clockwise from grid north) it is below; 0 when it is so everywhere.
  double reach_m(double bearing_rad, double per_a) const;
  /// Likewise in any bearing.
  double reach_m(double per_a) const;
  /// The highest at the farthest distance of the table.
  double at_the_end() const;

 private:
  static constexpr std::size_t kBearings = 256, kDistances = 112;
  double log_near_ = 0, log_step_ = 0;
  std::vector<float> per_a_; // [distance][bearing]
};

} // namespace dalian::hazard
