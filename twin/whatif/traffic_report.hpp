#pragma once
// What the flows at equilibrium mean: figures by zone, columns over roads, certificates.
#include "twin/traffic/equilibrium.hpp"
#include "twin/whatif/traffic_demand.hpp"

namespace dalian::whatif {

/// Everything that an answer is told from.
struct TrafficAnswer {
  TrafficTable const& table;
  RoadNetwork const& roads;
  TrafficPlaces const& places;
  TrafficProblem const& problem;
  std::array<traffic::Equilibrium const*, kRangeEnds> solved;
  double gap = 0, end_gap = 0;             // that were asked for
  std::vector<std::string> const& zone_of; // of each link of the graph; "" = outside of all
};

std::vector<Slice> report_slices();

/// The zone in which the middle between the ends of each link of the graph lies.
class ZonesOfLinks {
 public:
  using Names = std::shared_ptr<std::vector<std::string> const>;
  Names of_links(Inputs const& inputs, RoadNetwork const& roads);

 private:
  Memo<std::string> at_{20000}; // by middle and outlines
};
Evaluation report(Inputs const& inputs, TrafficAnswer const& answer, plan::Findings findings);

} // namespace dalian::whatif
