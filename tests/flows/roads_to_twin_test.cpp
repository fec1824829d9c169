// The synthetic roads as a user starts them: twinfeed synth --serve roads sends SAE J2735 and serves GTFS, two
// connectors listen, and a running twin has connected cars, signals and buses, all of them synthetic.
#include "connectors/app/synth_feed.hpp"
#include "tests/flows/twin_programs.hpp"
#include "tests/support/wait.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace dalian::test {
namespace {

/// Ports from which on enough are free, most likely: another test may take one in between.
unsigned some_port() {
  return 30'000 + std::random_device{}() % 2'000;
}

/// The day that ships, and its roads with few vehicles.
std::filesystem::path quiet_roads(std::filesystem::path const& folder) {
  auto const config = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(config / "day.toml", folder / "day.toml");
  std::ifstream in(config / "roads.toml");
  std::ofstream out(folder / "roads.toml");
  for (std::string line; std::getline(in, line);)
    out << (line.starts_with("vehicles = ") ? "vehicles = 200" : line) << '\n';
  return folder;
}

struct Seen {
  std::size_t cars = 0, signals = 0, buses = 0, others = 0;
};

bool has_reading(nlohmann::json const& track, std::string const& quantity) {
  return track.contains("readings") && std::ranges::any_of(track["readings"], [&](auto const& reading) {
           return reading.value("quantity", "") == quantity && reading.contains("value");
         });
}

Seen look(nlohmann::json const& tracks) {
  Seen seen;
  for (auto const& track : tracks) {
    auto const entity = track["entity"].get<std::string>();
    EXPECT_EQ(track["provenance"], "synthetic") << entity;
    seen.cars += entity.starts_with("bsm:CA") && track.contains("east_m");
    seen.signals += has_reading(track, "signal_phase") && has_reading(track, "remaining_s");
    seen.buses += entity.starts_with("transit:syn-");
    seen.others += entity.starts_with("bsm:4");
  }
  return seen;
}

TEST(RoadsToTwin, ConnectedCarsSignalsAndBusesArriveAndEveryMessageIsAccountedFor) {
  ::setenv("no_proxy", "*", 1);
  TwinPrograms const twin;
  auto const twind = twin.start_twind();
  auto const feed = [&](std::vector<std::string> words) {
    words.insert(words.begin(), program("twinfeed"));
    words.insert(words.end(), {"--twin", twin.ingest(), "--synthetic", "--spool", "off"});
    return std::make_unique<Process>(words);
  };
  unsigned const port = some_port();
  auto const v2x_at = "127.0.0.1:" + std::to_string(port);
  auto const http = "http://127.0.0.1:" + std::to_string(port + 11);
  auto const v2x = feed({"v2x", "--udp", v2x_at, "--source", "roads"});
  Process const city({program("twinfeed"), "synth", "--serve", "roads", "--v2x", v2x_at, "--port", std::to_string(port),
                      "--start", "2026-11-27T10:00:00+08:00", "--config",
                      quiet_roads(twin.folder() / "config").string()});
  ASSERT_TRUE(wait_until([&] { return city.err().find("GTFS at") != std::string::npos; }, std::chrono::seconds(100)))
      << city.err();
  auto const gtfs = feed({"gtfs-rt", "--schedule", http + "/gtfs.zip", "--url", http + "/vehicles.pb", "--url",
                          http + "/trips.pb", "--every", "1", "--source", "buses"});
  Seen seen;
  EXPECT_TRUE(wait_until(
      [&] {
        seen = look(twin.tracks());
        return seen.cars >= 30 && seen.signals >= 60 && seen.buses >= 2 && seen.others >= 50;
      },
      std::chrono::seconds(150)))
      << seen.cars << " cars, " << seen.signals << " signals, " << seen.buses << " buses, " << seen.others
      << " others; " << v2x->err() << gtfs->err() << city.err();
  nlohmann::json status;
  auto const reports = [&](char const* name) {
    auto const told = feed_of(status, name);
    return told.is_object() && told.value("inputs", 0U) > 0;
  };
  ASSERT_TRUE(wait_until([&] { return status = twin.status(), reports("roads") && reports("buses"); },
                         std::chrono::seconds(60)))
      << status.dump(); // what a feed counts comes a second after what it says
  for (auto const* name : {"roads", "buses"}) {
    auto const told = feed_of(status, name);
    EXPECT_EQ(sum_of(told["outcomes"]), told["inputs"].get<std::uint64_t>()) << told.dump();
    EXPECT_EQ(sum_of(told["observations"]["rejects"]), 0U) << told.dump();
  }
  auto const roads = feed_of(status, "roads");
  EXPECT_EQ(roads["outcomes"]["decoded"], roads["inputs"]) << roads.dump();
}

class Kept : public connectors::ObservationSink {
 public:
  void publish(wire::Observation o) override { observations.push_back(std::move(o)); }
  void report(wire::FeedReport r) override { last = std::move(r); }
  void poll() override {}
  bool flush(Duration) override { return true; }
  std::vector<wire::Observation> observations;
  wire::FeedReport last;
};

/// `twinfeed synth --traffic`: beside a ship's line, everything said on the roads meanwhile, each message counted.
TEST(RoadsToTwin, TrafficKeepsStepWithTheShipsOfTheSyntheticFeed) {
  TempFolder const assets;
  quiet_roads(assets.path() / "config");
  std::filesystem::create_symlink(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "city.pb",
                                  assets.path() / "city.pb");
  auto const start = parse_utc("2026-09-26T08:40:00Z").value();
  auto roads = connectors::RoadFeed::open({assets.path(), start, 1});
  ASSERT_TRUE(roads) << roads.error();
  (*roads)->skip(start + std::chrono::seconds(5));
  Kept kept;
  connectors::SynthFeed feed(kept, std::move(*roads));
  feed.take({start + std::chrono::seconds(5), std::string("!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n")});
  EXPECT_EQ(kept.observations.size(), 1U) << "what was skipped is heard by nobody";
  feed.take({start + std::chrono::seconds(8), std::string("!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\r\n")});
  feed.report(true);
  std::set<std::string> cars, signals;
  for (auto const& o : kept.observations) {
    auto const heard = from_unix_ns(static_cast<std::int64_t>(o.t_rx()));
    EXPECT_TRUE(o.kind() == wire::VESSEL || heard > start + std::chrono::seconds(5)) << o.entity();
    if (o.kind() == wire::ROAD_VEHICLE) cars.insert(o.entity());
    if (o.kind() == wire::SENSOR) signals.insert(o.entity());
  }
  EXPECT_GT(cars.size(), 100U); // of 200 in the busiest minute, and 40 connected ones
  EXPECT_GT(signals.size(), 100U);
  EXPECT_EQ(kept.last.outcomes().size(), 1U) << kept.last.DebugString();
  EXPECT_EQ(kept.last.outcomes().at("decoded"), kept.last.inputs());
}

} // namespace
} // namespace dalian::test
