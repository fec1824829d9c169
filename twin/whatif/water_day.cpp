#include "twin/whatif/water_day.hpp"

#include "twin/water/age.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace dalian::whatif {
namespace {

water::Hydraulics made(water::Network const& network) {
  auto made = water::Hydraulics::make(network);
  if (!made) throw std::runtime_error(made.error());
  return std::move(made).value();
}

} // namespace

WaterDay solve_water_day(water::Network const& network, std::function<void()> const& stop) {
  auto hydraulics = made(network);
  WaterDay out;
  out.least_m.assign(network.nodes.size(), std::numeric_limits<double>::infinity());
  out.last_m.assign(network.nodes.size(), 0);
  out.summary = water::simulate(network, hydraulics, {}, [&](water::Step const& step) {
    stop();
    for (std::size_t n = 0; n < out.least_m.size(); ++n) {
      out.last_m[n] = step.field.head_m[n] - network.nodes[n].elevation_m;
      if (!step.field.cut_off[n]) out.least_m[n] = std::min(out.least_m[n], out.last_m[n]);
    }
    return true;
  });
  return out;
}

std::vector<double> mean_ages(water::Network const& network) {
  auto hydraulics = made(network);
  water::Field field = hydraulics.start();
  water::set_boundary(network, field, 0);
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    field.wanted_m3s[n] = 0;
    for (water::Demand const& d : network.nodes[n].demands)
      field.wanted_m3s[n] += d.base_m3s;
  }
  if (!hydraulics.solve(field).balanced) return std::vector<double>(network.nodes.size(), std::nan(""));
  return water::age_hours(network, field);
}

} // namespace dalian::whatif
