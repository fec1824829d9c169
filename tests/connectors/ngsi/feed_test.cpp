// The connector with real HTTP: a broker that is asked page by page, and one that notifies.
#include "connectors/ngsi/feed.hpp"

#include "connectors/ngsi/endpoint.hpp"
#include "connectors/ngsi/paged_source.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/support/process.hpp"

#include <atomic>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>

namespace dalian::ngsi {
namespace {

using namespace std::chrono_literals;
using Sources = std::vector<std::unique_ptr<connectors::DocumentSource>>;

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> all;
  void publish(wire::Observation o) override { all.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

std::string meter(int number, int value) {
  return fmt::format(
      R"({{"id":"urn:ngsi-ld:WaterConsumption:{}","type":"WaterConsumption","waterConsumption":{{"type":)"
      R"("Property","value":{},"observedAt":"2026-11-26T08:00:00Z"}}}})",
      number, value);
}

ManualClock const kClock(*parse_utc("2026-11-26T08:00:10Z"));

TEST(NgsiFeed, ABrokerIsAskedPageByPageAndOnlyNewsIsTold) {
  ::setenv("no_proxy", "*", 1);
  std::atomic<bool> count = true;
  std::atomic<int> asked = 0;
  auto const broker = http::Server::open({}, [&](http::Request const& r) {
    ++asked;
    auto const offset = std::stoi(*r.parameter("offset")), limit = std::stoi(*r.parameter("limit"));
    EXPECT_EQ(*r.parameter("type"), "WaterConsumption");
    std::string list;
    for (int i = offset; i < std::min(offset + limit, 25); ++i)
      list += (list.empty() ? "" : ",") + meter(i, 1000 + i);
    http::Response response{200, "application/ld+json", "[" + list + "]", {}};
    if (count) response.headers.emplace_back("NGSILD-Results-Count", "25");
    return response;
  });
  ASSERT_TRUE(broker);
  Sources sources;
  sources.push_back(
      poll_pages({{(*broker)->url() + "/ngsi-ld/v1/entities?type=WaterConsumption", {}, {}}, 1ms, 10}).value());
  ListSink sink;
  Feed feed(std::move(sources), {}, kClock, {&sink, nullptr});
  while (feed.counts().inputs() < 50)
    feed.step(20ms);
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 25U);
  EXPECT_EQ(feed.counts().outcomes.get("unchanged"), 25U);
  EXPECT_EQ(asked, 6);
  EXPECT_EQ(sink.all.size(), 25U);
  EXPECT_EQ(sink.all[7].entity(), "WaterConsumption:7");
  EXPECT_DOUBLE_EQ(sink.all[7].sensor().number(), 1.007);
  count = false; // then an empty page ends the round
  while (feed.counts().inputs() < 100)
    feed.step(20ms);
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 25U);
}

std::string post(std::string const& url, std::string const& body, char const* path = "/notify",
                 char const* method = "POST") {
  dalian::test::RawClient client(url.substr(0, url.rfind('/')));
  client.send(fmt::format(
      "{} {} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}"
      "\r\n\r\n{}",
      method, path, body.size(), body));
  return client.receive().substr(0, 12);
}

TEST(NgsiFeed, NotificationsArriveAndWhatIsNoneIsCounted) {
  Sources sources;
  sources.push_back(open_endpoint({.most_body_bytes = 10'000}).value());
  auto const url = sources.back()->describe();
  ListSink sink;
  Feed feed(std::move(sources), {}, kClock, {&sink, nullptr});
  EXPECT_EQ(
      post(url,
           R"({"id":"n:1","type":"Notification","subscriptionId":"s:1","notifiedAt":"2026-11-26T08:00:00Z","data":[)" +
               meter(1, 5000) + "," + meter(2, 6000) + R"(,{"type":"T"}]})"),
      "HTTP/1.1 204");
  EXPECT_EQ(post(url, std::string(5000, '[')), "HTTP/1.1 204");
  EXPECT_EQ(post(url, std::string(20'000, ' ')), "HTTP/1.1 413");
  EXPECT_EQ(post(url, "", "/other"), "HTTP/1.1 404");
  EXPECT_EQ(post(url, "", "/notify", "GET"), "HTTP/1.1 405");
  for (int i = 0; i < 100 && feed.counts().inputs() < 5; ++i)
    feed.step(20ms);
  auto const& outcomes = feed.counts().outcomes;
  EXPECT_EQ(outcomes.get("decoded"), 2U);
  EXPECT_EQ(outcomes.get("no_id"), 1U);
  EXPECT_EQ(outcomes.get("too_deep"), 1U);
  EXPECT_EQ(outcomes.get("body_too_large"), 1U);
  EXPECT_EQ(sink.all.size(), 2U);
}

TEST(NgsiFeed, AFloodOfNotificationsIsAnsweredThatItMustWait) {
  auto const endpoint = open_endpoint({}).value();
  int refused = 0;
  for (int i = 0; i < 70; ++i)
    refused += post(endpoint->describe(), "{}") == "HTTP/1.1 503" ? 1 : 0;
  EXPECT_EQ(refused, 6);
}

TEST(TwinfeedNgsi, PrintsEntitiesAndRefusesToListenToTheWorldWithoutKeys) {
  dalian::test::TempFolder const folder;
  auto const file = (folder.path() / "entities.json").string();
  std::ofstream(file) << "[" << meter(1, 5000) << "]";
  auto const twinfeed = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {dalian::test::program("twinfeed"), "ngsi-ld"});
    return dalian::test::run(more);
  };
  auto const ran = twinfeed({"--file", file, "--out", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(Json::parse(ran.out)["waterConsumption"]["observedAt"], "2026-11-26T08:00:00.000Z");
  auto const open = twinfeed({"--listen", "0.0.0.0:0", "--out", "count"});
  EXPECT_EQ(open.status, 1);
  EXPECT_NE(open.err.find("token and a certificate"), std::string::npos) << open.err;
  EXPECT_EQ(twinfeed({"--out", "count"}).status, 2);
}

} // namespace
} // namespace dalian::ngsi
