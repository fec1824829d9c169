#include "twin/whatif/traffic_peak.hpp"

#include "twin/whatif/traffic_report.hpp"
#include "twin/whatif/traffic_signals.hpp"

#include <map>
#include <set>

namespace dalian::whatif {

std::vector<Slice> traffic_slices() {
  std::map<plan::Layer, std::set<std::string_view>> fields;
  for (auto const& part : {road_slices(), place_slices(), demand_slices(), report_slices()})
    for (Slice const& slice : part)
      fields[slice.layer].insert(slice.fields.begin(), slice.fields.end());
  std::vector<Slice> out;
  for (auto const& [layer, names] : fields)
    out.push_back({layer, {names.begin(), names.end()}});
  return out;
}

Result<PeakHour> peak_hour(plan::Layout const& layout, Evaluation const& land, PeakSetup const& setup) {
  auto const slices = traffic_slices();
  Inputs const inputs(layout, slices, {{"land", &land}}, {});
  plan::Findings unheard; // engine `traffic` says them
  PeakHour out;
  out.roads = RoadReader(setup.table).read(inputs);
  out.places = read_places(inputs, *setup.programme, *setup.table, out.roads, unheard);
  out.problem = DemandMaker(setup.table).make(inputs, out.roads, out.places, unheard);
  auto solved =
      traffic::solve(out.problem.network, out.problem.demand[1], {.gap = setup.gap, .threads = setup.threads});
  if (!solved) return Error{solved.error()};
  out.solved = std::move(solved).value();
  out.cycle_s = signal_cycles(*setup.table, inputs, out.roads);
  out.zone_of = *ZonesOfLinks().of_links(inputs, out.roads);
  return out;
}

} // namespace dalian::whatif
