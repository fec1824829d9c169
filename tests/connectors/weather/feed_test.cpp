// The connector with a real HTTP server, and the program.
#include "connectors/weather/feed.hpp"

#include "tests/support/process.hpp"
#include "twin/http/server.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::weather {
namespace {

using namespace std::chrono_literals;

TEST(WeatherFeed, ReportsAreSplitByLineOrBySign) {
  EXPECT_EQ(split_reports("2026/11/26 08:00\nZYTL 260800Z CAVOK\n\n ZYTX  260800Z\tCAVOK\r\n"),
            (std::vector<std::string>{"ZYTL 260800Z CAVOK", "ZYTX 260800Z CAVOK"}));
  EXPECT_EQ(split_reports("METAR ZYTL 260800Z\n  CAVOK=\nMETAR ZYTX 260800Z NIL=\n"),
            (std::vector<std::string>{"METAR ZYTL 260800Z CAVOK", "METAR ZYTX 260800Z NIL"}));
  EXPECT_TRUE(split_reports("").empty());
}

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> all;
  void publish(wire::Observation o) override { all.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

TEST(WeatherFeed, EveryReportHasOneOutcomeAndIsToldOnce) {
  ::setenv("no_proxy", "*", 1);
  std::string document = "ZYTL 260800Z 04007MPS 9999 05/01 Q1031\nZYTX 260800Z NIL\nnonsense\n";
  int asked = 0;
  auto const server = http::Server::open({}, [&](http::Request const&) {
    ++asked;
    return http::Response{200, "text/plain", document, {}};
  });
  ASSERT_TRUE(server);
  std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
  sources.push_back(connectors::poll_document({.url = (*server)->url()}, 1ms).value());
  ManualClock const clock(*parse_utc("2026-11-26T08:05:00Z"));
  ListSink sink;
  Feed feed(std::move(sources), {}, clock, {&sink, nullptr});
  while (feed.counts().inputs() < 6)
    EXPECT_TRUE(feed.step(20ms));
  auto const& outcomes = feed.counts().outcomes;
  EXPECT_EQ(outcomes.get("decoded"), 1U);
  EXPECT_EQ(outcomes.get("unchanged"), 1U);
  EXPECT_EQ(outcomes.get("nil"), 2U);
  EXPECT_EQ(outcomes.get("no_station"), 2U);
  EXPECT_EQ(sink.all.size(), feed.counts().details.get("observations"));
  EXPECT_EQ(feed.counts().details.get("without_position"), 1U);
  EXPECT_EQ(sink.all.front().t_obs(), static_cast<std::uint64_t>(to_unix_ns(*parse_utc("2026-11-26T08:00:00Z"))));
}

TEST(TwinfeedWeather, PrintsReportsAsJson) {
  dalian::test::TempFolder const folder;
  auto const file = (folder.path() / "reports.txt").string();
  std::ofstream(file) << "METAR ZYTL 260800Z 04007G12MPS 0800 +SHRA BKN008CB M02/M03 Q1011=\n";
  auto const ran = dalian::test::run({dalian::test::program("twinfeed"), "weather", "--file", file, "--out", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  auto const json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["station"], "ZYTL");
  EXPECT_EQ(json["wind_gust_mps"], 12);
  EXPECT_EQ(json["temperature_c"], -2);
  EXPECT_EQ(json["clouds"][0]["type"], "CB");
  EXPECT_EQ(dalian::test::run({dalian::test::program("twinfeed"), "weather", "--file", file, "--station", "x"}).status,
            2);
}

} // namespace
} // namespace dalian::weather
