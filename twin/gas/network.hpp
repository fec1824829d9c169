#pragma once
// A network of gas pipes as data: one gas, steady flow, one temperature. Pascal, kilogram a second, metre. It knows no
// file format and solves nothing. Elements are numbered from 0.
#include "twin/gas/gas.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace dalian::gas {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Node {
  std::string id;
  bool holds_pressure = false;
  double pressure_pa = 0;     // absolute, of what holds it
  double withdrawal_kg_s = 0; // below 0: put in; without meaning at a node that holds its pressure
  double hydrogen_share = 0;  // of the moles that are put in here
};

/// A compressor multiplies the pressure; a regulator holds it behind itself, as long as there is more before it. Both
/// let nothing back.
enum class LinkKind : std::uint8_t { pipe, compressor, regulator };

struct Link {
  std::string id;
  LinkKind kind = LinkKind::pipe;
  std::uint32_t from = 0, to = 0;
  double length_m = 0, diameter_m = 0, friction = 0; // pipe: Darcy's factor, of fully rough flow
  double ratio = 1;                                  // compressor
  double outlet_pa = 0;                              // regulator, absolute
  double efficiency = 0.8;                           // compressor, adiabatic and mechanical together
};

struct Network {
  Gas gas;
  std::vector<Node> nodes;
  std::vector<Link> links;
};

/// Fully rough flow (Nikuradse, as GasLib takes it: Schmidt et al., Data 2(4), 2017): (2 log10(d/k) + 1.138)^-2.
double rough_friction(double diameter_m, double roughness_m);

} // namespace dalian::gas
