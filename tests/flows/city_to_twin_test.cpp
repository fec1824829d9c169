// The synthetic city as a user starts it: twinfeed synth --serve speaks Modbus, MQTT, NGSI-LD and METAR, four
// connectors listen, and a running twin has all of it.
#include "tests/connectors/utilities/open_broker.hpp"
#include "tests/flows/twin_programs.hpp"
#include "tests/support/wait.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace dalian::test {
namespace {

/// A port from which on enough are free, most likely: another test may take one in between.
unsigned some_port() {
  return 20'000 + std::random_device{}() % 10'000;
}

TEST(CityToTwin, FourProtocolsFillARunningTwin) {
  ::setenv("no_proxy", "*", 1);
  utilities::test::OpenBroker const broker;
  TwinPrograms const twin;
  auto const twind = twin.start_twind();
  auto const maps = twin.folder() / "maps";
  std::optional<Process> city;
  unsigned port = 0;
  for (int i = 0; i < 5 && !std::filesystem::exists(maps / "mqtt.toml"); ++i) { // until ports are free
    port = some_port();
    city.emplace(std::vector<std::string>{program("twinfeed"), "synth", "--serve", "http,modbus,mqtt", "--broker",
                                          broker.address().text(), "--port", std::to_string(port), "--maps",
                                          maps.string()});
    wait_until([&] { return std::filesystem::exists(maps / "mqtt.toml") || !city->running(); });
  }
  ASSERT_TRUE(std::filesystem::exists(maps / "mqtt.toml")) << city->err();
  auto const http = "http://127.0.0.1:" + std::to_string(port + 10);
  auto const feed = [&](std::vector<std::string> words) {
    words.insert(words.begin(), program("twinfeed"));
    words.insert(words.end(), {"--twin", twin.ingest()});
    return std::make_unique<Process>(words);
  };
  auto const modbus = feed({"modbus", "--map", (maps / "modbus.toml").string()});
  auto const mqtt = feed({"mqtt", "--broker", broker.address().text(), "--map", (maps / "mqtt.toml").string()});
  auto const ngsi = feed({"ngsi-ld", "--url", http + "/ngsi-ld/v1/entities", "--every", "1"});
  auto const weather = feed({"weather", "--url", http + "/metar/ZYTL.TXT", "--station", "ZYTL=121.539,38.966,33"});
  auto const has = [](nlohmann::json const& tracks, std::string const& entity) {
    return std::ranges::any_of(tracks, [&](auto const& track) { return track["entity"] == entity; });
  };
  nlohmann::json tracks;
  EXPECT_TRUE(wait_until(
      [&] {
        tracks = twin.tracks();
        return std::ranges::count_if(tracks,
                                     [](auto const& track) {
                                       auto const entity = track["entity"].template get<std::string>();
                                       return entity.starts_with("meter:") || entity.starts_with("feeder:");
                                     }) >= 500 &&
               has(tracks, "turbine:zhuanghe-4-01") && has(tracks, "hydrogen-bay:xizhongdao-2") &&
               has(tracks, "Hospital:njip-clinic") && has(tracks, "metar:ZYTL");
      },
      std::chrono::seconds(180))) // turbines are born once a minute
      << tracks.size() << " tracks; " << modbus->err() << mqtt->err() << ngsi->err() << weather->err() << city->err();
}

TEST(CityToTwin, SaysWhatItNeeds) {
  auto const unknown = run({program("twinfeed"), "synth", "--serve", "gas"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("known: modbus, mqtt, http"), std::string::npos) << unknown.err;
  auto const no_broker = run({program("twinfeed"), "synth", "--serve", "mqtt"});
  EXPECT_EQ(no_broker.status, 1);
  EXPECT_NE(no_broker.err.find("give --broker HOST:PORT"), std::string::npos) << no_broker.err;
  auto const no_files = run({program("twinfeed"), "synth", "--serve", "http", "--config", "/no/such"});
  EXPECT_EQ(no_files.status, 1);
  EXPECT_NE(no_files.err.find("/no/such/utilities.toml"), std::string::npos) << no_files.err;
}

} // namespace
} // namespace dalian::test
