#pragma once
// Hydraulics over hours: a steady solution at every step, tanks filled and emptied between, as EPANET 2 steps (manual,
// section 12): a step ends where a pattern, a report, a control, a rule or a full or empty tank asks for it.
#include "twin/water/findings.hpp"

#include <functional>

namespace dalian::water {

struct Step {
  std::int64_t time_s = 0, length_s = 0; // how long the field stands; 0 = the last
  Field const& field;
  Convergence convergence;
  bool report = false; // at a time of the report
};

struct Summary {
  std::size_t steps = 0, trials = 0;
  std::vector<Finding> findings;
  Residual residual; // the largest of all steps
  double wanted_m3 = 0, served_m3 = 0, emitted_m3 = 0;
  double supplied_m3 = 0;       // from reservoirs
  double stored_m3 = 0;         // gain of all tanks
  double overflow_m3 = 0;       // of tanks that may
  std::vector<double> pump_kwh; // by link
  bool complete = true;         // false: more steps than allowed, or stopped by the caller
  double imbalance_m3() const { return supplied_m3 - served_m3 - emitted_m3 - stored_m3 - overflow_m3; }
};

struct RunOptions {
  std::int64_t duration_s = -1; // below 0: that of the network
  std::size_t most_steps = 1'000'000;
  bool certify = true; // residuals at every step
};

/// `visit` returns false to stop.
using Visit = std::function<bool(Step const&)>;
Result<Summary> simulate(Network const& network, RunOptions const& options, Visit const& visit);
/// With a solver made before: of the same network.
Summary simulate(Network const& network, Hydraulics& hydraulics, RunOptions const& options, Visit const& visit);

/// Demands, heads of reservoirs and speeds of pumps at a time, by their patterns.
void set_boundary(Network const& network, Field& field, std::int64_t time_s);

/// Electric power of a pump; 0 when it stands.
double pump_power_w(Network const& network, Field const& field, std::uint32_t link);

} // namespace dalian::water
