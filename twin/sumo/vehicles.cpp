#include "twin/sumo/vehicles.hpp"

#include "twin/base/markup.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace dalian::sumo_net {
namespace {

/// One half second a step as in `export sumo`; a vehicle that stands for five minutes is moved on, and counted.
constexpr char kRun[] = R"(<configuration>
  <input><net-file value="dalian.net.xml"/><route-files value="dalian.rou.xml"/>
    <additional-files value="dalian.add.xml"/></input>
  <time><begin value="0"/><end value="{:.0f}"/><step-length value="0.5"/></time>
  <output><fcd-output.geo value="true"/><statistic-output value="dalian.statistic.xml"/></output>
  <processing><time-to-teleport value="300"/><ignore-route-errors value="true"/></processing>
  {}
  <report><xml-validation value="never"/><no-step-log value="true"/><no-warnings value="true"/></report>
</configuration>
)";
constexpr char kMesoscopic[] =
    R"(<mesoscopic><mesosim value="true"/><meso-junction-control value="true"/></mesoscopic>)";

constexpr char kMeasure[] = R"(<additional>
  <edgeData id="measured" file="dalian.edges.xml" begin="{:.0f}" end="{:.0f}" excludeEmpty="true"/>
</additional>
)";

} // namespace

std::string vehicles_xml(Network const& network, std::vector<Vehicle> const& vehicles) {
  std::vector<std::size_t> order(vehicles.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return vehicles[i].depart_s; });
  std::string xml = "<!-- Vehicles drawn from a static equilibrium: no count and no forecast. -->\n<routes>\n";
  xml += types_xml();
  for (std::size_t const i : order) {
    Vehicle const& v = vehicles[i];
    xml += fmt::format("  <vehicle id=\"{}\" type=\"{}\" depart=\"{:.2f}\" departLane=\"best\" departSpeed=\"max\">"
                       "<route edges=\"",
                       escape_markup(v.id), v.type, v.depart_s);
    for (std::size_t const e : v.edges)
      xml += (e == v.edges.front() && xml.back() == '"' ? "" : " ") + escape_markup(network.edges[e].id);
    xml += "\"/></vehicle>\n";
  }
  return xml + "</routes>\n";
}

Status write_scenario(Network const& network, std::vector<Vehicle> const& vehicles, RunPlan const& plan,
                      std::filesystem::path const& folder) {
  return write_files(folder,
                     {{"dalian.nod.xml", nodes_xml(network)},
                      {"dalian.edg.xml", edges_xml(network)},
                      {"dalian.rou.xml", vehicles_xml(network, vehicles)},
                      {"dalian.add.xml", fmt::format(kMeasure, plan.measured_from_s, plan.measured_to_s)},
                      {"dalian.netccfg", net_config(plan.cycle_s)},
                      {"dalian.sumocfg", fmt::format(kRun, plan.measured_to_s, plan.mesoscopic ? kMesoscopic : "")}});
}

} // namespace dalian::sumo_net
