#include "tests/connectors/sumo/real_sumo.hpp"

#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

namespace dalian::sumo::test {
namespace {

constexpr char kNodes[] = R"(<nodes>
  <location netOffset="{:.2f},{:.2f}" convBoundary="0,0,1000,1000" origBoundary="0,0,0,0"
            projParameter="+proj=utm +zone=51 +datum=WGS84 +units=m +no_defs"/>
  <node id="middle" x="{}" y="{}" type="traffic_light"/>
  <node id="west" x="0" y="{}"/><node id="east" x="{}" y="{}"/>
  <node id="south" x="{}" y="0"/><node id="north" x="{}" y="{}"/>
</nodes>)";

constexpr char kEdges[] = R"(<edges>
  <edge id="from_west" from="west" to="middle" numLanes="2"/><edge id="to_east" from="middle" to="east" numLanes="2"/>
  <edge id="from_south" from="south" to="middle"/><edge id="to_north" from="middle" to="north"/>
</edges>)";

constexpr char kRoutes[] = R"(<routes>
  <vType id="own_car"/><vType id="own_bus" vClass="bus"/><vType id="own_truck" vClass="truck" length="9.5"/>
  <route id="east" edges="from_west to_east"/><route id="north" edges="from_south to_north"/>
  <person id="walker" depart="0"><walk edges="from_south"/></person>
  <flow id="cars" type="own_car" route="east" begin="0" end="100000" period="6" departSpeed="max" departLane="random"/>
  <flow id="buses" type="own_bus" route="north" begin="0" end="100000" period="30" departSpeed="max"/>
  <flow id="trucks" type="own_truck" route="north" begin="12" end="100000" period="30" departSpeed="max"/>
</routes>)";

} // namespace

std::filesystem::path write_crossing(std::filesystem::path const& folder) {
  auto const write = [&](char const* name, std::string const& text) { std::ofstream(folder / name) << text; };
  double const m = kRoad_m;
  write("crossing.nod.xml", fmt::format(kNodes, m - kEast_m, m - kNorth_m, m, m, m, 2 * m, m, m, m, 2 * m));
  write("crossing.edg.xml", kEdges);
  write("crossing.rou.xml", kRoutes);
  write("crossing.sumocfg",
        R"(<configuration><net-file value="crossing.net.xml"/><route-files value="crossing.rou.xml"/>
    <step-length value="0.5"/><xml-validation value="never"/><no-step-log value="true"/></configuration>)");
  auto const in = [&](char const* name) { return (folder / name).string(); };
  auto const made = dalian::test::run({"netconvert", "-X", "never", "-n", in("crossing.nod.xml"), "-e",
                                       in("crossing.edg.xml"), "-o", in("crossing.net.xml")});
  if (made.status != 0) throw std::runtime_error("netconvert: " + made.err + made.out);
  return folder / "crossing.sumocfg";
}

} // namespace dalian::sumo::test
