#pragma once
// What one plot, a parcel or a building, holds and asks for: its land and floor times the coefficients of its use.
#include "twin/whatif/programme.hpp"

#include <array>

namespace dalian::whatif {

enum class Amount : std::uint8_t {
  floor,
  residents,
  jobs,
  output,
  water,
  wastewater,
  power,
  electricity,
  heat,
  steam,
  gas,
  waste
};
inline constexpr std::size_t kAmounts = 12;

struct AmountSpec {
  Amount amount;
  char const *name, *unit;
  char const* coefficient; // whose source is cited; of coefficients or figures
};
std::array<AmountSpec, kAmounts> const& amount_specs();

/// By Amount, in the unit of its spec. Peaks are sums: no coincidence yet.
using Amounts = std::array<Range, kAmounts>;

struct Plot {
  std::string id, zone;
  LandUse const* use = nullptr;
  double net_m2 = 0;        // of parcels
  double floor_m2 = 0;      //
  double equivalent_ha = 0; // the net land that its densities count for
};

Amounts amounts_of(Plot const& plot, Programme const& programme);

} // namespace dalian::whatif
