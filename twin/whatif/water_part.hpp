#pragma once
// A part of a water network that at one instant depends on nothing outside: what hangs together without passing a tank
// or reservoir, whose heads are given. Its peak hour, what a fire would leave, and what would mend a low pressure. Pure
// functions of the part, so that an edit elsewhere leaves its answer as it is.
#include "twin/plan/content_hash.hpp"
#include "twin/water/simulation.hpp"

#include <optional>

namespace dalian::whatif {

struct WaterPart {
  water::Network network;                // with its tanks and reservoirs
  std::vector<std::uint32_t> node, link; // numbers in the whole
  std::vector<double> low, high;         // demand of nodes over that of `network`; 1 where nothing is wanted
  std::vector<std::uint8_t> customer;    // nodes that parcels hang on
};

/// Without its tanks and reservoirs, whose heads are given at one instant. Parts without any junction are left out.
std::vector<WaterPart> parts_of(water::Network const& whole, std::vector<double> const& low,
                                std::vector<double> const& high, std::vector<std::uint8_t> const& customer);

/// What hangs together over a day, tanks included: only reservoirs divide it. With the controls; two reservoirs that a
/// link joins are a part of their own.
std::vector<WaterPart> parts_of_the_day(water::Network const& whole);

plan::ContentHash hash_of(water::Network const& network);
plan::ContentHash hash_of(WaterPart const& part);

struct PartLimits {
  std::int64_t peak_s = 0; // the hour
  double least_head_m = 0, fire_m3s = 0;
};

/// One change of a link that brings the lowest pressure to the limit: found by sensitivity, tried by solving.
struct WaterMend {
  std::uint32_t link = water::kNone; // of the part
  double before = 0, after = 0;      // m: diameter of a pipe, head of a pump at its design flow
  double pressure_m = 0;             // the lowest of the part then
};

struct PartAnswer {
  water::Convergence convergence;
  water::Residual residual;
  water::Field field;                              // of the peak hour
  std::vector<double> low_demand_m, high_demand_m; // pressures of nodes at the ends of the demands; cut off: NaN
  std::vector<double> fire_m;          // pressure of customers' nodes while a fire is fought there; else NaN
  std::uint32_t lowest = water::kNone; // the customer's node with the least pressure
  std::optional<WaterMend> mend;       // of a lowest one below the limit
};

/// Throws std::runtime_error when the network is too large to be factored.
PartAnswer solve_part(WaterPart const& part, PartLimits const& limits);

/// Pressure above the ground; NaN where nothing is served.
double pressure_m(water::Network const& network, water::Field const& field, std::uint32_t node);

} // namespace dalian::whatif
