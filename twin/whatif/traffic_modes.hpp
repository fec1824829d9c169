#pragma once
// How persons travel between two places: by car, company bus, city bus, on foot. A logit whose constants are the
// customary shares: where no line serves both ends, the others have its share in their proportion; where one does, its
// weight is its customary share · exp(−sensitivity · (minutes by bus − minutes by car)).
#include "twin/whatif/traffic_demand.hpp"

namespace dalian::whatif {

class ModeSplit {
 public:
  ModeSplit(Inputs const& inputs, TrafficTable const& table, TrafficPlaces const& places, Minutes const& minutes,
            plan::Findings& findings);

  struct Modes {
    double bus = 0;             // share of persons
    double cars_per_person = 0; // a company bus as the cars whose room it takes
  };
  Modes split(std::uint32_t from, std::uint32_t to) const;
  /// Buses an hour from stop to stop, both ways.
  std::vector<traffic::Trip> buses() const { return buses_; }

 private:
  struct Call { // a stop of a line that a place reaches
    std::uint32_t line = 0;
    double ride_minutes = 0; // from the line's beginning
    double walk_minutes = 0;
  };
  struct Line {
    double wait_minutes = 0;
    std::vector<std::pair<MapPoint, double>> stops; // with ride minutes from the first
  };
  void read_line(plan::Entity const& line, TrafficPlaces const& places, plan::Findings& findings);
  void find_calls(TrafficPlaces const& places);
  double bus_minutes(std::uint32_t from, std::uint32_t to) const;

  TrafficTable const& table_;
  Minutes const& minutes_;
  double share_bus_, sensitivity_; // of the bus where it is as quick as a car; 1/min
  double others_ = 0, cars_ = 0;   // share of all but the bus; of them cars by person
  std::vector<Line> lines_;
  std::vector<std::vector<Call>> calls_; // of each place
  std::vector<traffic::Trip> buses_;
};

} // namespace dalian::whatif
