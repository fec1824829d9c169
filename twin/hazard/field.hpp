#pragma once
// Plumes of one source in all winds and classes over a grid, at once: the highest concentration that a place may see,
// and the chance a year that somebody always there in the open dies (location-specific individual risk). Map metres;
// directions in radians clockwise from grid north. Same answer for any number of threads.
#include "twin/base/geo.hpp"
#include "twin/hazard/plume.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace dalian::hazard {

struct Grid {
  double west_m = 0, south_m = 0; // centre of the first cell
  double cell_m = 1;
  std::uint32_t columns = 0, rows = 0;
  std::size_t cells() const { return std::size_t{columns} * rows; }
};

struct WeatherCase {
  double toward_rad = 0; // where the wind blows to
  double wind_mps = 0;   // at the height of the release
  Stability stability = Stability::d;
  double weight = 0; // 1/a: frequency of the release × share of the weather
};

struct GasSource {
  double east_m = 0, north_m = 0, height_m = 0, rate_kg_s = 0;
  Curves curves = Curves::briggs_rural;
};

/// Row by row from the south-west.
struct ExposureFields {
  std::vector<float> highest_kg_m3; // over all cases
  std::vector<float> risk_per_a;    // Σ weight × share that dies
};

/// Share that dies at a concentration, kg/m³: rises with it, within 0…1.
using Lethality = std::function<double(double)>;

inline constexpr double kReceiver_m = 1.5; // above the ground

/// One formula a cell and case; the reference.
ExposureFields exposure_by_formula(Grid const& grid, GasSource const& source, std::span<WeatherCase const> cases,
                                   Lethality const& lethality);
/// By tables along the wind, each case within ± 6 sigma of its axis. Against the reference: concentrations within 1e-3
/// of their value where it is above 1e-6 of the axis of some case and 2 m off the source; risk within 1e-3 of its
/// largest value.
ExposureFields exposure(Grid const& grid, GasSource const& source, std::span<WeatherCase const> cases,
                        Lethality const& lethality, unsigned threads);

/// Adds what is alike in all directions, a fire or a blast: `per_a` × share(r), r up to `reach_m`.
void add_radial(Grid const& grid, MapPoint place, double per_a, double reach_m,
                std::function<double(double)> const& share, std::vector<float>& risk_per_a);

} // namespace dalian::hazard
