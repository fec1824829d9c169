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

std::vector<double> mean_ages(water::Network const& network, water::Hydraulics& hydraulics) {
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

/// Its numbers become those of the whole.
void take(WaterPart const& part, WaterDay const& day, WaterDay& whole) {
  for (std::size_t n = 0; n < part.node.size(); ++n) {
    whole.least_m[part.node[n]] = day.least_m[n];
    whole.last_m[part.node[n]] = day.last_m[n];
    whole.age_h[part.node[n]] = day.age_h[n];
  }
  water::Summary const& of = day.summary;
  water::Summary& to = whole.summary;
  for (std::size_t k = 0; k < part.link.size(); ++k)
    to.pump_kwh[part.link[k]] = of.pump_kwh[k];
  for (water::Finding finding : of.findings) {
    if (finding.node != water::kNone) finding.node = part.node[finding.node];
    if (finding.link != water::kNone) finding.link = part.link[finding.link];
    to.findings.push_back(finding);
  }
  to.steps += of.steps, to.trials += of.trials;
  to.residual.mass_m3s = std::max(to.residual.mass_m3s, of.residual.mass_m3s);
  to.residual.head_m = std::max(to.residual.head_m, of.residual.head_m);
  to.wanted_m3 += of.wanted_m3, to.served_m3 += of.served_m3, to.emitted_m3 += of.emitted_m3;
  to.supplied_m3 += of.supplied_m3, to.stored_m3 += of.stored_m3, to.overflow_m3 += of.overflow_m3;
  to.complete = to.complete && of.complete;
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
  out.age_h = mean_ages(network, hydraulics);
  return out;
}

WaterDay WaterDays::of(water::Network const& whole, std::function<void()> const& stop) {
  WaterDay out;
  std::size_t const nodes = whole.nodes.size();
  out.least_m.assign(nodes, std::numeric_limits<double>::infinity());
  out.last_m.assign(nodes, 0);
  out.age_h.assign(nodes, std::nan(""));
  out.summary.pump_kwh.assign(whole.links.size(), 0);
  for (WaterPart const& part : parts_of_the_day(whole))
    take(part,
         *kept_.get(hash_of(part.network),
                    [&] { return std::make_shared<WaterDay const>(solve_water_day(part.network, stop)); }),
         out);
  return out;
}

} // namespace dalian::whatif
