#include "twin/whatif/power_day.hpp"

#include <algorithm>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;

/// Load of every hour over the highest, by the shapes of the uses of parcels that name a bus.
energy::Shape load_factors(Inputs const& inputs, Programme const& programme, EnergyFactors const& factors) {
  auto const& power = inputs.column("land", "power").values;
  std::size_t next = 0;
  energy::Shape sum{};
  inputs.for_each(Layer::parcel, [&](Entity const& parcel) {
    while (next < power.size() && power[next].first < parcel.id())
      ++next;
    LandUse const* use = programme.use(parcel.text("use"));
    if (next >= power.size() || power[next].first != parcel.id() || use == nullptr || !parcel.has("power_bus")) return;
    auto const& shape = factors.shape_of(use->group);
    double const top = *std::max_element(shape.begin(), shape.end());
    for (std::size_t h = 0; h < sum.size(); ++h)
      sum[h] += power[next].second * shape[h] / top;
  });
  double const top = *std::max_element(sum.begin(), sum.end());
  for (double& load : sum)
    load = top > 0 ? load / top : 1;
  return sum;
}

} // namespace

std::vector<Slice> power_day_reads() {
  return {{Layer::storage, {"kind", "bus", "power_mw", "energy_mwh"}}};
}

PowerDay solve_power_day(Inputs const& inputs, PowerGrid const& grid, power::Study& study, Programme const& programme,
                         EnergyFactors const& factors) {
  PowerDay out;
  for (double const factor : load_factors(inputs, programme, factors))
    out.hours.push_back({factor, {}});
  inputs.for_each(Layer::storage, [&](Entity const& e) {
    auto const bus = std::find(grid.bus.begin(), grid.bus.end(), e.text("bus"));
    std::string const kind = e.text("kind");
    if (bus == grid.bus.end() || !kind.ends_with("battery")) return;
    out.storages.push_back(
        {static_cast<int>(bus - grid.bus.begin()), e.number("power_mw"), e.number("energy_mwh"),
         factors.figure(kind == "flow_battery" ? "flow_round_trip" : "lithium_round_trip").of("").value});
    out.storage.push_back(e.id());
  });
  out.results = power::solve_series(study, out.hours, out.storages);
  return out;
}

} // namespace dalian::whatif
