#include "twin/whatif/power_mend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

std::string edit_of(PowerGrid::Named const& element, char const* field, double value) {
  return fmt::format(R"({{"do":"set","layer":"{}","id":"{}","field":"{}","to":{}}})", plan::spec_of(element.layer).name,
                     element.id, field, value);
}

/// In whole MVAr, first what the slope says, then up to four times as much.
std::string mend_voltage(power::Violation const& v, PowerGrid const& grid, power::FlowOptions const& options) {
  power::Network network = grid.network;
  auto& bus = network.buses[v.index];
  double const before = bus.load_mvar;
  for (double const factor : {1.0, 1.2, 1.5, 2.0, 4.0}) {
    double const more = v.mend > 0 ? std::ceil(factor * v.mend) : std::floor(factor * v.mend);
    bus.load_mvar = before - more;
    auto const flow = power::solve_flow(network, options);
    if (flow.converged && flow.vm[v.index] >= bus.v_min && flow.vm[v.index] <= bus.v_max)
      return edit_of({plan::Layer::power_bus, grid.bus[v.index]}, "load_mvar", grid.own_mvar[v.index] - more);
  }
  return {};
}

std::string mend_feeder(power::Violation const& v, PowerGrid const& grid, power::FlowOptions const& options) {
  auto const& element = grid.branch[v.index];
  if (element.layer != plan::Layer::feeder) return {};
  power::Network network = grid.network;
  network.branches.push_back(network.branches[v.index]);
  auto const flow = power::solve_flow(network, options);
  auto const circuits = std::count(grid.branch.begin(), grid.branch.end(), element);
  bool const fits = flow.converged && flow.branches[v.index].worst_mva() <= v.limit;
  return fits ? edit_of(element, "circuits", static_cast<double>(circuits + 1)) : std::string();
}

} // namespace

std::string mend_of(power::Violation const& violation, PowerGrid const& grid, power::FlowOptions const& options) {
  if (violation.element == power::Element::branch) return mend_feeder(violation, grid, options);
  return violation.mend != 0 ? mend_voltage(violation, grid, options) : std::string();
}

} // namespace dalian::whatif
