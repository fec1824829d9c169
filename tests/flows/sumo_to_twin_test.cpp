// A real SUMO on the network that twinctl exports → twinfeed → twind: tracks on the roads; SUMO killed in the middle;
// the same by FCD output.
#include "tests/flows/twin_programs.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/wait.hpp"
#include "twin/layout/city_file.hpp"
#include "twin/sumo/network.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>
#include <set>

namespace dalian::test {
namespace {

using std::chrono::seconds;

struct Zone {
  TempFolder folder;
  sumo_net::Network network;

  Zone() {
    auto const made =
        run({program("twinctl"), "export", "sumo", "--zone", "njip", "--out", folder.path().string()}, seconds(120));
    if (made.status != 0) throw std::runtime_error(made.err + made.out);
    auto const city = layout::read_city(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "city.pb");
    if (!city) throw std::runtime_error(city.error());
    network = sumo_net::network_of(*city, "njip");
  }
  std::string file(char const* name) const { return (folder.path() / name).string(); }
  std::unique_ptr<Process> sumo(std::string const& port) const {
    return std::make_unique<Process>(
        std::vector<std::string>{"sumo", "-c", file("dalian.sumocfg"), "--begin", "0", "--remote-port", port});
  }
  /// From the nearest carriageway's left border, m; inside a junction there is none.
  double from_road_m(nlohmann::json const& track) const {
    double best = 1e9;
    for (auto const& edge : network.edges)
      best = std::min(best, sumo_net::distance_to_m({track["east_m"], track["north_m"]}, edge.shape));
    return best;
  }
};

std::vector<nlohmann::json> vehicles(TwinPrograms const& programs) {
  std::vector<nlohmann::json> all;
  for (auto const& track : programs.tracks())
    if (track["entity"].get<std::string>().starts_with("sumo:") && track.contains("east_m")) all.push_back(track);
  return all;
}

void expect_on_the_roads(Zone const& zone, std::vector<nlohmann::json> const& tracks) {
  std::set<std::string> names;
  for (auto const& track : tracks) {
    EXPECT_TRUE(names.insert(track["entity"]).second) << track["entity"] << " is there twice";
    EXPECT_EQ(track["provenance"], "synthetic");
    // Three lanes and a strip beside the border; a junction of avenues is 40 m wide.
    EXPECT_LT(zone.from_road_m(track), 25) << track.dump();
  }
}

TEST(SumoToTwin, VehiclesAreTracksOnTheRoadsAndSumoMayBeKilled) {
  Zone const zone;
  TwinPrograms const programs;
  auto const twind = programs.start_twind();
  auto const port = std::to_string(dalian::test::free_port());
  auto sumo = zone.sumo(port);
  Process feed({program("twinfeed"), "sumo", "--traci", "127.0.0.1:" + port, "--twin", programs.ingest(), "--source",
                "sumo", "--spool", "off", "--retry", "0.5"});
  std::vector<nlohmann::json> tracks;
  ASSERT_TRUE(wait_until([&] { return (tracks = vehicles(programs)).size() >= 20; }, seconds(100)))
      << feed.err() << sumo->err();
  expect_on_the_roads(zone, tracks);
  auto const lights = programs.tracks();
  EXPECT_TRUE(std::ranges::any_of(
      lights, [](auto const& t) { return t["entity"].template get<std::string>().starts_with("signal:sumo."); }));

  sumo->signal(SIGKILL);
  ASSERT_TRUE(wait_until([&] { return feed.err().find("next attempt") != std::string::npos; })) << feed.err();
  EXPECT_TRUE(feed.running());
  sumo = zone.sumo(port);
  auto const connected_again = [&] {
    auto const f = feed_of(programs.status(), "sumo");
    return !f.is_null() && f["details"].contains("tcp_connections") && f["details"]["tcp_connections"] >= 2;
  };
  ASSERT_TRUE(wait_until(connected_again)) << feed.err();
  auto const before = feed_of(programs.status(), "sumo")["observations"]["accepted"].get<std::uint64_t>();
  ASSERT_TRUE(
      wait_until([&] { return feed_of(programs.status(), "sumo")["observations"]["accepted"] > before + 100; }));
  expect_on_the_roads(zone, vehicles(programs));
  auto const told = feed_of(programs.status(), "sumo");
  EXPECT_EQ(sum_of(told["observations"]["rejects"]), 0U) << told.dump();
  EXPECT_EQ(sum_of(told["outcomes"]), told["inputs"].get<std::uint64_t>());
}

TEST(SumoToTwin, FcdOutputLeadsToTheSameRoads) {
  Zone const zone;
  TwinPrograms const programs;
  auto const ran =
      run({"sumo", "-c", zone.file("dalian.sumocfg"), "--end", "90", "--fcd-output", zone.file("fcd.xml.gz")},
          seconds(120));
  ASSERT_EQ(ran.status, 0) << ran.err;
  auto const twind = programs.start_twind({"--clock", "feed"});
  auto const fed = run({program("twinfeed"), "sumo", "--fcd", zone.file("fcd.xml.gz"), "--speed", "0", "--twin",
                        programs.ingest(), "--start", "2026-11-27T00:00:00Z"},
                       seconds(120));
  ASSERT_EQ(fed.status, 0) << fed.err;
  auto const status = programs.wait_for([](auto const& s) { return all_stored(s); });
  auto const feed = feed_of(status, "sumo-file");
  EXPECT_EQ(feed["outcomes"]["decoded"], feed["inputs"]);
  EXPECT_EQ(sum_of(feed["observations"]["rejects"]), 0U);
  auto const tracks = vehicles(programs);
  EXPECT_GE(tracks.size(), 20U);
  expect_on_the_roads(zone, tracks);
}

} // namespace
} // namespace dalian::test
