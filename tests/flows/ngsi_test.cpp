// A city's broker to the twin and out again: two twins, one of which learns from the other over NGSI-LD alone.
#include "tests/flows/twin_programs.hpp"
#include "tests/support/wait.hpp"

#include <chrono>
#include <fstream>
#include <gtest/gtest.h>

namespace dalian::test {
namespace {

using Json = nlohmann::json;

/// Null when it is not there.
Json reading_of(Json const& track, char const* quantity) {
  if (!track.is_null())
    for (auto const& reading : track["readings"])
      if (reading["quantity"] == quantity) return reading["value"];
  return {};
}

/// Once it says its temperature; else as it was last, null when it was never there.
Json track_of(TwinPrograms const& twin, std::string const& entity) {
  Json found;
  wait_until(
      [&] {
        for (auto const& track : twin.tracks())
          if (track["entity"] == entity) found = track;
        return !reading_of(found, "temperature_c").is_null();
      },
      std::chrono::seconds(20));
  return found;
}

/// What twinctl ngsi-ld says it serves.
std::string served_url(Process const& server) {
  std::string url;
  wait_until([&] {
    auto const text = server.err();
    auto const from = text.find("http://"), to = text.find('\n', from);
    if (from != std::string::npos && to != std::string::npos) url = text.substr(from, to - from);
    return !url.empty();
  });
  return url;
}

TEST(Ngsi, AVehicleGoesFromOneTwinToAnotherAndIsTheSameTrack) {
  ::setenv("no_proxy", "*", 1);
  TwinPrograms first, second;
  auto const a = first.start_twind(), b = second.start_twind();
  auto const file = (first.folder() / "vehicle.json").string();
  std::ofstream(file) << R"({"id":"urn:ngsi-ld:Vehicle:bus7","type":"Vehicle","vehicleType":"bus",
    "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[121.75,39.05]},"observedAt":"2026-11-26T08:00:00Z"},
    "speed":{"type":"Property","value":36,"unitCode":"KMH","observedAt":"2026-11-26T08:00:00Z"},
    "heading":{"type":"Property","value":90,"observedAt":"2026-11-26T08:00:00Z"},
    "temperature":{"type":"Property","value":21.5,"observedAt":"2026-11-26T08:00:00Z"}})";
  auto const fed = run({program("twinfeed"), "ngsi-ld", "--file", file, "--twin", first.ingest()});
  EXPECT_EQ(fed.status, 0) << fed.err;
  auto const here = track_of(first, "Vehicle:bus7");
  ASSERT_FALSE(here.is_null());

  Process const server({program("twinctl"), "ngsi-ld", "--connect", first.requests(), "--listen", "127.0.0.1:0"});
  auto const url = served_url(server);
  ASSERT_NE(url, "") << server.err();
  Process const feed({program("twinfeed"), "ngsi-ld", "--url", url + "?type=Vehicle", "--every", "0.2", "--twin",
                      second.ingest(), "--spool", "off"});
  auto const there = track_of(second, "Vehicle:bus7");
  ASSERT_FALSE(there.is_null()) << feed.err();
  EXPECT_EQ(there["t_obs"], here["t_obs"]);
  EXPECT_NEAR(there["east_m"].get<double>(), here["east_m"].get<double>(), 0.01);
  EXPECT_NEAR(there["north_m"].get<double>(), here["north_m"].get<double>(), 0.01);
  EXPECT_EQ(reading_of(here, "temperature_c"), 21.5) << here.dump();
  EXPECT_EQ(reading_of(there, "temperature_c"), 21.5) << there.dump();
  for (auto const* speed : {"velocity_east_mps", "velocity_north_mps"})
    EXPECT_NEAR(there[speed].get<double>(), here[speed].get<double>(), 0.05) << speed;
}

} // namespace
} // namespace dalian::test
