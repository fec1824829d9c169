#include "twin/sumo/files.hpp"
#include "twin/base/markup.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace dalian::sumo_net {
namespace {

constexpr double kOrigin_m = 1000;

template <class Take>
void each_point(Network const& network, Take&& take) {
  for (auto const& node : network.nodes)
    take(node.at);
  for (auto const& edge : network.edges)
    for (auto const& p : edge.shape)
      take(p);
}

// GB 38900 and SUMO's own classes: a lorry with its trailer, a city bus of 12 m. sigma 0.5 is SUMO's default driver.
constexpr char kTypes[] = R"(  <vType id="car" vClass="passenger"/>
  <vType id="truck" vClass="trailer" maxSpeed="25"/>
  <vType id="bus" vClass="bus" maxSpeed="20"/>
)";

constexpr char kMakeNet[] = R"(<configuration>
  <input><node-files value="dalian.nod.xml"/><edge-files value="dalian.edg.xml"/></input>
  <output><output-file value="dalian.net.xml"/><output.street-names value="true"/></output>
  <processing><offset.disable-normalization value="true"/></processing>
  <junctions><no-turnarounds.except-deadend value="true"/></junctions>
  <tls_building><tls.default-type value="static"/>{}</tls_building>
  <report><xml-validation value="never"/></report>
</configuration>
)";

constexpr char kRunNet[] = R"(<configuration>
  <input><net-file value="dalian.net.xml"/><route-files value="dalian.rou.xml"/></input>
  <time><begin value="0"/><step-length value="0.5"/></time>
  <output><fcd-output.geo value="true"/></output>
  <processing><time-to-teleport value="300"/></processing>
  <report><xml-validation value="never"/><no-step-log value="true"/></report>
</configuration>
)";

Status write_file(std::filesystem::path const& file, std::string const& text) {
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return Error{fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno))};
  return {};
}

} // namespace

MapPoint net_origin(Network const& network) {
  MapPoint low{1e300, 1e300};
  each_point(network, [&](MapPoint p) { low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)}; });
  return {std::floor(low.east_m / kOrigin_m) * kOrigin_m, std::floor(low.north_m / kOrigin_m) * kOrigin_m};
}

std::string nodes_xml(Network const& network) {
  auto const origin = net_origin(network);
  MapPoint high{-1e300, -1e300};
  each_point(network, [&](MapPoint p) { high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)}; });
  auto const south_west = to_geo(origin), north_east = to_geo(high);
  std::string xml =
      fmt::format("<nodes>\n  <location netOffset=\"{:.2f},{:.2f}\" convBoundary=\"0.00,0.00,{:.2f},{:.2f}\"\n"
                  "            origBoundary=\"{:.6f},{:.6f},{:.6f},{:.6f}\"\n"
                  "            projParameter=\"+proj=utm +zone=51 +datum=WGS84 +units=m +no_defs\"/>\n",
                  -origin.east_m, -origin.north_m, high.east_m - origin.east_m, high.north_m - origin.north_m,
                  south_west.lon_deg, south_west.lat_deg, north_east.lon_deg, north_east.lat_deg);
  for (auto const& node : network.nodes)
    xml += fmt::format("  <node id=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\" type=\"{}\"/>\n", escape_markup(node.id),
                       node.at.east_m - origin.east_m, node.at.north_m - origin.north_m,
                       node.signals ? "traffic_light" : "priority");
  return xml + "</nodes>\n";
}

std::string edges_xml(Network const& network) {
  auto const origin = net_origin(network);
  std::string xml = "<edges>\n";
  for (auto const& edge : network.edges) {
    xml += fmt::format("  <edge id=\"{}\" from=\"{}\" to=\"{}\"{} numLanes=\"{}\" width=\"{:.2f}\" "
                       "speed=\"{:.2f}\" priority=\"{}\" spreadType=\"right\" shape=\"",
                       escape_markup(edge.id), escape_markup(network.nodes[edge.from].id),
                       escape_markup(network.nodes[edge.to].id),
                       edge.name.empty() ? "" : fmt::format(" name=\"{}\"", escape_markup(edge.name)), edge.lanes,
                       edge.lane_m, edge.speed_kmh / 3.6, edge.priority);
    for (auto const& p : edge.shape)
      xml += fmt::format("{}{:.2f},{:.2f}", xml.back() == '"' ? "" : " ", p.east_m - origin.east_m,
                         p.north_m - origin.north_m);
    xml += "\"/>\n";
  }
  return xml + "</edges>\n";
}

std::string routes_xml(Network const& network, std::vector<Flow> const& flows) {
  std::string xml =
      "<!-- Illustrative traffic, made by a rule from the network: no count and no forecast. -->\n<routes>\n";
  xml += types_xml();
  for (auto const& flow : flows)
    xml += fmt::format("  <flow id=\"{}\" type=\"{}\" begin=\"0\" end=\"86400\" vehsPerHour=\"{:.1f}\" from=\"{}\" "
                       "to=\"{}\" departLane=\"best\" departSpeed=\"max\"/>\n",
                       escape_markup(flow.id), flow.type, flow.per_hour, escape_markup(network.edges[flow.from].id),
                       escape_markup(network.edges[flow.to].id));
  return xml + "</routes>\n";
}

std::string_view types_xml() {
  return kTypes;
}

std::string net_config(double cycle_s) {
  return fmt::format(kMakeNet, cycle_s > 0 ? fmt::format("<tls.cycle.time value=\"{:.0f}\"/>", cycle_s) : "");
}

Status write_files(std::filesystem::path const& folder,
                   std::vector<std::pair<std::string, std::string>> const& text_of_file) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Error{fmt::format("{}: cannot be made: {}", folder.string(), error.message())};
  for (auto const& [name, text] : text_of_file)
    if (auto const written = write_file(folder / name, text); !written) return written;
  return {};
}

Status write_scenario(Network const& network, std::vector<Flow> const& flows, std::filesystem::path const& folder) {
  return write_files(folder, {{"dalian.nod.xml", nodes_xml(network)},
                              {"dalian.edg.xml", edges_xml(network)},
                              {"dalian.rou.xml", routes_xml(network, flows)},
                              {"dalian.netccfg", net_config()},
                              {"dalian.sumocfg", kRunNet}});
}

} // namespace dalian::sumo_net
