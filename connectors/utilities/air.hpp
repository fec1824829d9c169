#pragma once
// Synthetic air quality stations: what the wind leaves of the background, the traffic and the works.
#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

/// [[air]] of utilities.toml: yearly means at the station in a wind of 3 m/s.
struct AirStation : PlacedThing {
  double pm25 = 0, pm10 = 0, no2 = 0, so2 = 0, o3 = 0, co = 0; // µg/m³
};
AirStation read_air(ConfigTable& t);

class Air final : public System {
 public:
  Air(std::vector<AirStation> stations, std::uint64_t seed);
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  std::vector<AirStation> stations_;
  std::vector<synth::Draws> draws_;
};

/// Index and sub-indices of HJ 633-2012 by hourly values in µg/m³ (fine dust by its daily limits, as the hourly report
/// does).
double air_quality_index(AirStation const& values);

} // namespace dalian::utilities
