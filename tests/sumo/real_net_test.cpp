// The zones as twinctl exports them, through a real netconvert and a real sumo: nothing that these complain of, streets
// that lead everywhere, and vehicles on the lanes of the layout.
#include "tests/support/process.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/sumo/files.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <regex>

namespace dalian::sumo_net {
namespace {

layout::City const& city() {
  static auto const all = layout::read_city(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "city.pb");
  if (!all) throw std::runtime_error(all.error());
  return *all;
}

std::size_t count_of(std::string const& text, std::string const& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
    ++n;
  return n;
}

struct Exported {
  test::TempFolder folder;
  test::Finished finished;
  explicit Exported(std::vector<std::string> const& more) {
    std::vector<std::string> words{test::program("twinctl"), "export", "sumo", "--out",
                                   (folder.path() / "net").string()};
    words.insert(words.end(), more.begin(), more.end());
    finished = test::run(words, std::chrono::seconds(120));
  }
  std::string file(char const* name) const { return (folder.path() / "net" / name).string(); }
};

TEST(RealNet, NetconvertTakesEveryStreetAndWarnsOfFew) {
  Exported const all({});
  ASSERT_EQ(all.finished.status, 0) << all.finished.err << all.finished.out;
  auto const said = all.finished.out + all.finished.err;
  EXPECT_EQ(count_of(said, "Error"), 0U) << said;
  // Five of the geometry today, one of an environment variable.
  EXPECT_LE(count_of(said, "Warning"), 8U) << said;
  EXPECT_TRUE(std::filesystem::exists(all.file("dalian.net.xml")));
}

TEST(RealNet, StreetsOfAZoneLeadEverywhere) {
  for (auto const& [zone, least_share] : std::map<std::string, double>{
           {"njip", 0.95}, {"songmudao", 0.95}, {"xizhongdao", 0.95}, {"huayuankou", 0.7}}) { // that one is two areas
    auto const network = network_of(city(), zone);
    std::size_t streets = 0;
    for (auto const& edge : network.edges)
      streets += city().routes[edge.route].kind != layout::RouteClass::expressway ? 1 : 0;
    auto const parts = connected_parts(network);
    fmt::print("{}: {} street edges, the largest connected part {}\n", zone, streets, parts[0].size());
    EXPECT_GE(static_cast<double>(parts[0].size()), least_share * static_cast<double>(streets)) << zone;
  }
}

/// Of a vehicle on a lane of ours, how far from the middle of that lane, m; by "edge_lane".
class Lanes {
 public:
  explicit Lanes(Network const& network) {
    for (auto const& edge : network.edges)
      for (int lane = 0; lane < edge.lanes; ++lane) // SUMO counts from the right
        middles_[fmt::format("{}_{}", edge.id, lane)] = beside(edge.shape, (edge.lanes - lane - 0.5) * edge.lane_m);
  }
  Polyline const* find(std::string const& lane) const {
    auto const it = middles_.find(lane);
    return it == middles_.end() ? nullptr : &it->second;
  }

 private:
  std::map<std::string, Polyline> middles_;
};

TEST(RealNet, VehiclesDriveOnTheLanesOfTheLayout) {
  Exported const zone({"--zone", "njip"});
  ASSERT_EQ(zone.finished.status, 0) << zone.finished.err << zone.finished.out;
  auto const ran = test::run({"sumo", "-c", zone.file("dalian.sumocfg"), "--end", "240", "--fcd-output.geo", "false",
                              "--fcd-output", zone.file("fcd.xml"), "--device.fcd.period", "5"},
                             std::chrono::seconds(200));
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(count_of(ran.err, "no valid route"), 0U) << ran.err;
  auto const network = network_of(city(), "njip");
  auto const origin = net_origin(network);
  Lanes const lanes(network);
  std::regex const row(R"rx(<vehicle id="([^"]*)" x="([^"]*)" y="([^"]*)".* lane="([^"]*)")rx");
  std::ifstream fcd(zone.file("fcd.xml"));
  std::size_t on_lanes = 0, inside_junctions = 0;
  double worst_m = 0;
  for (std::string line; std::getline(fcd, line);) {
    std::smatch m;
    if (!std::regex_search(line, m, row)) continue;
    auto const* const middle = lanes.find(m[4]);
    if (middle == nullptr) {
      ASSERT_TRUE(m[4].str().starts_with(":")) << line;
      ++inside_junctions;
      continue;
    }
    ++on_lanes;
    MapPoint const at{std::stod(m[2]) + origin.east_m, std::stod(m[3]) + origin.north_m};
    worst_m = std::max(worst_m, distance_to_m(at, *middle));
    ASSERT_LT(distance_to_m(at, *middle), 2) << line;
  }
  fmt::print("{} positions on lanes, at most {:.2f} m from the middle; {} inside junctions\n", on_lanes, worst_m,
             inside_junctions);
  EXPECT_GT(on_lanes, 1000U);
  EXPECT_LT(inside_junctions, on_lanes / 5);
}

TEST(RealNet, AZoneThatIsNoneIsSaid) {
  Exported const none({"--zone", "atlantis"});
  EXPECT_EQ(none.finished.status, 1);
  EXPECT_NE(none.finished.err.find("songmudao"), std::string::npos) << none.finished.err;
}

} // namespace
} // namespace dalian::sumo_net
