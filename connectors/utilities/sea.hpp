#pragma once
// Synthetic tide gauge and wave buoy. Tide by harmonic constituents with their astronomical arguments; no tide table.
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

struct Constituent {
  std::string name;                      // "M2", "S2", "N2", "K1", "O1"
  double amplitude_m = 0, phase_deg = 0; // Greenwich phase lag
};

/// [sea] of utilities.toml.
struct SeaPlan {
  std::vector<Constituent> constituents;
  GeoPoint gauge, buoy;
  double sheltered = 1; // wave height of the place to that of a fully grown sea
};
SeaPlan read_sea(ConfigTable& t);

/// Above mean sea. Arguments as Schureman (1958) has them, mean longitudes of Meeus (1998, ch. 47); without the nodal
/// corrections (M2 within 4 %, K1 12 %, O1 19 %).
double tide_m(std::vector<Constituent> const& constituents, Instant t);

class Sea final : public System {
 public:
  explicit Sea(SeaPlan plan) : plan_(std::move(plan)) {}
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  SeaPlan plan_;
};

} // namespace dalian::utilities
