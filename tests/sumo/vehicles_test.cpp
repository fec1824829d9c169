#include "twin/sumo/vehicles.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::sumo_net {
namespace {

Network line() {
  Network out;
  out.nodes = {
      {"a", {383'000, 4'345'000}, false}, {"b", {383'500, 4'345'000}, true}, {"c", {384'000, 4'345'000}, false}};
  Edge edge;
  edge.id = "0";
  edge.from = 0, edge.to = 1;
  edge.shape = {out.nodes[0].at, out.nodes[1].at};
  out.edges.push_back(edge);
  edge.id = "1";
  edge.from = 1, edge.to = 2;
  edge.shape = {out.nodes[1].at, out.nodes[2].at};
  out.edges.push_back(edge);
  return out;
}

std::string text_of(std::filesystem::path const& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

TEST(Vehicles, WhoLeavesFirstComesFirstWithHisWay) {
  auto const xml = vehicles_xml(line(), {{"late", "truck", 60, {0}}, {"early", "car", 1.5, {0, 1, 0}}});
  auto const early = xml.find("id=\"early\" type=\"car\" depart=\"1.50\""), late = xml.find("id=\"late\"");
  ASSERT_NE(early, std::string::npos) << xml;
  ASSERT_NE(late, std::string::npos);
  EXPECT_LT(early, late);
  EXPECT_NE(xml.find("<route edges=\"0 1 0\"/>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<vType id=\"truck\""), std::string::npos);
}

TEST(Vehicles, TheRunMeasuresTheTimeThatIsPlanned) {
  test::TempFolder folder;
  ASSERT_TRUE(
      write_scenario(line(), std::vector<Vehicle>{{"v", "car", 0, {0, 1}}}, {600, 1200, true, 75}, folder.path()));
  auto const measure = text_of(folder.path() / "dalian.add.xml"), run = text_of(folder.path() / "dalian.sumocfg"),
             net = text_of(folder.path() / "dalian.netccfg");
  EXPECT_NE(measure.find("begin=\"600\" end=\"1200\""), std::string::npos) << measure;
  EXPECT_NE(run.find("<end value=\"1200\"/>"), std::string::npos) << run;
  EXPECT_NE(run.find("<mesosim value=\"true\"/>"), std::string::npos);
  EXPECT_NE(net.find("<tls.cycle.time value=\"75\"/>"), std::string::npos) << net;
  EXPECT_EQ(net_config().find("tls.cycle.time"), std::string::npos) << "else netconvert's own";
}

} // namespace
} // namespace dalian::sumo_net
