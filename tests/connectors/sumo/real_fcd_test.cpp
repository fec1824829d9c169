// FCD output of a real SUMO through twinfeed: from files in degrees and in metres, and over its own connection.
#include "tests/connectors/sumo/real_sumo.hpp"
#include "tests/support/wait.hpp"
#include "twin/base/geo.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::sumo {
namespace {

using dalian::test::Process;
using dalian::test::program;
using dalian::test::run;

std::vector<nlohmann::json> lines_of(std::string const& text) {
  std::vector<nlohmann::json> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    all.push_back(nlohmann::json::parse(line));
  return all;
}

/// How far from the axis of the nearer road of the crossing, to its right, m; and the grid bearing it should have.
struct OnRoad {
  double right_m, bearing_deg;
};
OnRoad on_road(nlohmann::json const& v) {
  auto const at = to_map({v["lon_deg"], v["lat_deg"]});
  if (v["id"].get<std::string>().starts_with("cars.")) return {test::kNorth_m - at.north_m, 90};
  return {at.east_m - test::kEast_m, 0};
}

void expect_on_the_right_of_the_roads(std::vector<nlohmann::json> const& rows) {
  for (auto const& v : rows) {
    auto const [right_m, bearing_deg] = on_road(v);
    ASSERT_GT(right_m, 0.5) << v;
    ASSERT_LT(right_m, 7) << v; // two lanes of 3.2 m
    double const convergence_deg = meridian_convergence_rad({v["lon_deg"], v["lat_deg"]}) * 180 / 3.14159265358979;
    ASSERT_NEAR(std::remainder(v["heading_deg"].get<double>() - bearing_deg - convergence_deg, 360), 0, 25) << v;
  }
}

TEST(RealFcd, FilesInDegreesAndInMetresSayTheSame) {
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path()).string();
  auto const in = [&](char const* name) { return (folder.path() / name).string(); };
  ASSERT_EQ(run({"sumo", "-c", config, "--end", "60", "--fcd-output", in("metres.xml")}).status, 0);
  ASSERT_EQ(run({"sumo", "-c", config, "--end", "60", "--fcd-output", in("degrees.xml.gz"), "--fcd-output.geo"}).status,
            0);
  auto const metres =
      run({program("twinfeed"), "sumo", "--fcd", in("metres.xml"), "--net", in("crossing.net.xml"), "--out", "json"});
  auto const degrees = run({program("twinfeed"), "sumo", "--fcd", in("degrees.xml.gz"), "--out", "json"});
  ASSERT_EQ(metres.status, 0) << metres.err;
  ASSERT_EQ(degrees.status, 0) << degrees.err;
  auto const a = lines_of(metres.out), b = lines_of(degrees.out);
  ASSERT_GT(a.size(), 500U);
  ASSERT_EQ(a.size(), b.size());
  std::vector<nlohmann::json> vehicles;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i]["id"], b[i]["id"]);
    EXPECT_NEAR(a[i]["lon_deg"].get<double>(), b[i]["lon_deg"].get<double>(), 1e-6); // SUMO writes six places
    EXPECT_NEAR(a[i]["lat_deg"].get<double>(), b[i]["lat_deg"].get<double>(), 1e-6);
    EXPECT_NEAR(a[i]["heading_deg"].get<double>(), b[i]["heading_deg"].get<double>(), 0.01);
    if (a[i]["kind"] == "vehicle") vehicles.push_back(a[i]);
  }
  EXPECT_LT(vehicles.size(), a.size()) << "there is a walker";
  expect_on_the_right_of_the_roads(vehicles);
}

TEST(RealFcd, SumoConnectsAndAnotherOneAfterIt) {
  dalian::test::TempFolder const folder;
  auto const config = test::write_crossing(folder.path()).string();
  Process feed({program("twinfeed"), "sumo", "--fcd-listen", "127.0.0.1:0", "--speed", "0", "--out", "json"});
  std::string port;
  ASSERT_TRUE(dalian::test::wait_until([&] {
    auto const said = feed.err();
    auto const at = said.find("127.0.0.1:");
    if (at == said.npos || said.find(' ', at) == said.npos) return false;
    port = said.substr(at + 10, said.find(' ', at) - at - 10);
    return true;
  }));
  auto const kept = (folder.path() / "kept.xml").string();
  ASSERT_EQ(run({"sumo", "-c", config, "--end", "20", "--fcd-output", kept}).status, 0);
  std::stringstream written;
  written << std::ifstream(kept).rdbuf();
  auto const last_step = written.str().substr(written.str().find("time=\"19.50\""));
  int rows_at_end = -1; // one less than parts
  for (std::size_t at = 0; at != last_step.npos; at = last_step.find(" speed=", at + 1))
    ++rows_at_end;
  ASSERT_GT(rows_at_end, 3);
  for (int round = 0; round < 2; ++round)
    ASSERT_EQ(
        run({"sumo", "-c", config, "--end", "20", "--fcd-output", "127.0.0.1:" + port, "--fcd-output.geo"}).status, 0);
  // Each ends with the step of second 20.
  auto const ends = [&] {
    std::map<double, int> seen;
    auto const text = feed.out();
    for (auto const& row : lines_of(text.substr(0, text.rfind('\n') + 1)))
      ++seen[row["time_s"].get<double>()];
    return seen[19.5];
  };
  EXPECT_TRUE(dalian::test::wait_until([&] { return ends() >= 2 * rows_at_end; })) << feed.out();
  int const rows = ends();
  feed.signal(SIGTERM);
  EXPECT_EQ(feed.wait(std::chrono::seconds(30)), 0);
  EXPECT_EQ(rows, 2 * rows_at_end);
  EXPECT_NE(feed.err().find("connections                           2"), std::string::npos) << feed.err();
}

} // namespace
} // namespace dalian::sumo
