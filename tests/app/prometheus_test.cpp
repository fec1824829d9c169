#include "twin/app/prometheus.hpp"

#include "connectors/common/publisher.hpp"
#include "tests/support/temp_folder.hpp"
#include "twin/app/mirror.hpp"
#include "twin/app/twin.hpp"

#include <arpa/inet.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::app {
namespace {

using testing::HasSubstr;

/// What a scraper gets, over a socket of the system.
std::string scrape(int port) {
  int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    std::string const request = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(::send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(fd);
  return answer;
}

/// Name and labels as they are written → value.
std::map<std::string, double> parse(std::string const& text) {
  std::map<std::string, double> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const blank = line.rfind(' ');
    if (line.empty() || line[0] == '#' || blank == std::string::npos || line.rfind("dalian_", 0) != 0) continue;
    values[line.substr(0, blank)] = std::stod(line.substr(blank + 1));
  }
  return values;
}

wire::Observation observation(std::uint64_t now_ns, std::uint64_t k) {
  wire::Observation o;
  o.set_entity("mmsi:" + std::to_string(412'000'000 + k % 10));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(now_ns - 40'000'000); // received 40 ms later
  o.set_t_rx(now_ns);
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(k % 7 == 0 ? 91 : 38.9 + 0.001 * static_cast<double>(k % 10));
  o.mutable_fix()->set_sigma_m(10);
  if (k % 11 == 0) o.set_t_obs(now_ns + 3600'000'000'000);
  return o;
}

class PrometheusTest : public testing::Test {
 protected:
  PrometheusTest() { start({}); }
  void start(TwinConfig c) {
    twin_.reset();
    c.ingest = {"ipc://" + (folder_.path() / "ingest").string()};
    c.publish = "ipc://" + (folder_.path() / "publish").string();
    c.requests = "ipc://" + (folder_.path() / "requests").string();
    auto started = Twin::start(context_, c);
    if (!started) throw std::runtime_error(started.error());
    twin_ = std::move(started).value();
  }
  ~PrometheusTest() override { twin_.reset(); }
  void feed() {
    connectors::PublisherConfig c;
    c.endpoint = twin_->ingest_endpoints().front();
    c.source = "ais-test";
    c.lose_nothing = true;
    auto const publisher = connectors::Publisher::open(std::move(c)).value();
    auto const now = static_cast<std::uint64_t>(to_unix_ns(SystemClock().now()));
    for (std::uint64_t k = 0; k < 1000; ++k)
      publisher->publish(observation(now, k));
    ASSERT_TRUE(publisher->flush(std::chrono::seconds(20)));
  }
  nlohmann::json status() {
    wire::Request request;
    request.mutable_status();
    auto const frames = ask_twin(context_, twin_->request_endpoint(), request, std::chrono::seconds(60));
    wire::Reply reply;
    if (!frames || !reply.ParseFromString(frames->front())) throw std::runtime_error("no status");
    return nlohmann::json::parse(reply.status().json());
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
  std::unique_ptr<Twin> twin_;
};

TEST_F(PrometheusTest, AScrapeSaysWhatTheStatusSays) {
  feed();
  auto const endpoint = MetricsEndpoint::start("127.0.0.1:0", [this] { return twin_->facts(); });
  ASSERT_TRUE(endpoint) << endpoint.error();
  auto const s = status()["feeds"][0];
  auto const text = scrape(endpoint.value()->port());
  auto const values = parse(text);
  EXPECT_THAT(text, HasSubstr("200 OK"));
  EXPECT_THAT(text, HasSubstr("# TYPE dalian_feed_accepted_total counter"));
  EXPECT_THAT(text, HasSubstr("# TYPE dalian_feed_lag_seconds histogram"));
  std::string const source = "{source=\"ais-test\"}";
  EXPECT_EQ(values.at("dalian_up"), 1);
  EXPECT_EQ(values.at("dalian_tracks"), 10);
  EXPECT_EQ(values.at("dalian_feed_received_total" + source), 1000);
  EXPECT_EQ(values.at("dalian_feed_received_total" + source), s["observations"]["received"]);
  EXPECT_EQ(values.at("dalian_feed_accepted_total" + source), s["observations"]["accepted"]);
  EXPECT_EQ(values.at("dalian_feed_lost_total" + source), s["observations"]["missing"]);
  double rejected = 0, fused = 0;
  for (auto const& [name, value] : values) {
    if (name.rfind("dalian_feed_rejected_total", 0) == 0) rejected += value;
    if (name.rfind("dalian_feed_fused_total", 0) == 0) fused += value;
  }
  EXPECT_EQ(rejected, s["observations"]["rejects"]["bad_latitude"]);
  EXPECT_EQ(fused, s["observations"]["accepted"]);
  EXPECT_EQ(values.at("dalian_feed_fused_total{source=\"ais-test\",outcome=\"future\"}"), s["fusion"]["future"]);
  EXPECT_EQ(values.at("dalian_feed_lag_seconds_count" + source), s["observations"]["accepted"]);
  EXPECT_EQ(values.at("dalian_feed_lag_seconds_bucket{source=\"ais-test\",le=\"+Inf\"}"),
            s["observations"]["accepted"]);
  EXPECT_EQ(values.at("dalian_feed_lag_negative_total" + source), s["fusion"]["future"]);
  EXPECT_EQ(s["lag_s"]["observations"], s["observations"]["accepted"]);
  EXPECT_NEAR(s["lag_s"]["p50"].get<double>(), 0.04, 0.04 / 32);
  EXPECT_EQ(s["to_snapshot_s"]["observations"], s["observations"]["accepted"]);
  EXPECT_TRUE(s["clock"]["notable"].get<bool>()); // one in eleven is an hour ahead
  EXPECT_NEAR(values.at("dalian_feed_clock_ahead_seconds" + source), s["clock"]["ahead_s"].get<double>(), 1e-3);
}

/// What the panels of the example dashboard ask for.
std::set<std::string> dashboard_metrics() {
  std::ifstream in(std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "tools/packages/dashboard.json");
  auto const board = nlohmann::json::parse(in);
  std::regex const metric("dalian_[a-z_]+");
  std::set<std::string> names;
  for (auto const& panel : board.at("panels"))
    for (auto const& target : panel.at("targets")) {
      std::string const expression = target.at("expr");
      for (std::sregex_iterator it(expression.begin(), expression.end(), metric), end; it != end; ++it)
        names.insert(std::regex_replace(it->str(), std::regex("_bucket$"), ""));
    }
  return names;
}

TEST_F(PrometheusTest, TheExampleDashboardAsksOnlyForWhatIsThere) {
  TwinConfig c;
  c.history = folder_.path() / "history";
  c.alarms = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config/alarms.toml";
  c.assets = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city";
  start(c);
  feed();
  auto const endpoint = MetricsEndpoint::start("127.0.0.1:0", [this] { return twin_->facts(); });
  ASSERT_TRUE(endpoint) << endpoint.error();
  auto const text = scrape(endpoint.value()->port());
  auto const names = dashboard_metrics();
  EXPECT_GE(names.size(), 20u);
  for (auto const& name : names)
    EXPECT_THAT(text, HasSubstr("# TYPE " + name + " "));
}

TEST(PrometheusFeeds, AreSummedAlsoWhereOnlySomeAreTold) {
  StatusFacts facts;
  facts.feed_totals.feeds = 10'000;
  facts.feed_totals.by_state.add("silent", 3);
  facts.feed_totals.received = 70;
  facts.feed_totals.missing = 5;
  facts.feeds.resize(2);
  std::map<std::string, double> values;
  for (auto const& family : metrics_of(facts))
    for (auto const& metric : family.metric)
      if (family.name.rfind("dalian_feeds", 0) == 0)
        values[family.name + (metric.label.empty() ? "" : " " + metric.label[0].value)] =
            family.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value;
  EXPECT_EQ(values.at("dalian_feeds silent"), 3);
  EXPECT_EQ(values.at("dalian_feeds live"), 0) << "a series that comes and goes cannot be watched";
  EXPECT_EQ(values.at("dalian_feeds_told"), 2);
  EXPECT_EQ(values.at("dalian_feeds_received_total"), 70);
  EXPECT_EQ(values.at("dalian_feeds_lost_total"), 5);
}

TEST(PrometheusAlarms, HaveASeriesForEverySeverityAndStateAlsoOfNone) {
  StatusFacts facts;
  EXPECT_EQ(facts.alarms, nullptr);
  alarms::AlarmList list;
  for (std::uint64_t id = 1; id <= 3; ++id) {
    list.alarms[id].severity = alarms::Severity::high;
    list.alarms[id].state = id == 3 ? alarms::State::shelved : alarms::State::acknowledged;
  }
  list.flood.active = true;
  facts.alarms = std::make_shared<alarms::AlarmList const>(list);
  std::map<std::string, double> values;
  for (auto const& family : metrics_of(facts))
    for (auto const& metric : family.metric)
      if (family.name == "dalian_alarms") {
        values[metric.label.at(0).value + " " + metric.label.at(1).value] = metric.gauge.value;
      } else if (family.name == "dalian_alarm_flood") {
        EXPECT_EQ(metric.gauge.value, 1);
      }
  EXPECT_EQ(values.size(), 20U);
  EXPECT_EQ(values.at("high acknowledged"), 2);
  EXPECT_EQ(values.at("high shelved"), 1);
  EXPECT_EQ(values.at("critical unacknowledged"), 0);
}

TEST_F(PrometheusTest, AskedAfterTheTwinIsBusyItSaysThatItIsUpAndNoMore) {
  auto const endpoint = MetricsEndpoint::start("127.0.0.1:0", [] { return std::optional<StatusFacts>{}; });
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(parse(scrape(endpoint.value()->port())), (std::map<std::string, double>{{"dalian_up", 0}}));
}

TEST_F(PrometheusTest, ATakenPortIsOneClearLine) {
  auto const first = MetricsEndpoint::start("127.0.0.1:0", [] { return std::optional<StatusFacts>{}; });
  ASSERT_TRUE(first);
  auto const address = "127.0.0.1:" + std::to_string(first.value()->port());
  auto const second = MetricsEndpoint::start(address, [] { return std::optional<StatusFacts>{}; });
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("--metrics '" + address + "': cannot listen there"));
}

TEST(MetricsAddress, IsOfThisMachineUnlessSaidOtherwise) {
  for (auto const* good : {"127.0.0.1:9464", "127.1.2.3:1", "[::1]:9464", "127.0.0.1:0"})
    EXPECT_TRUE(check_metrics_address(good, false)) << good;
  for (auto const* open : {"0.0.0.0:9464", "192.168.0.2:9464", "localhost:9464", "[::]:9464"}) {
    EXPECT_THAT(check_metrics_address(open, false).error(), HasSubstr("--metrics-anywhere")) << open;
    EXPECT_TRUE(check_metrics_address(open, true)) << open;
  }
  for (auto const* wrong :
       {"", "9464", ":9464", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:99999", "127.0.0.1:123456789"})
    EXPECT_THAT(check_metrics_address(wrong, true).error(), HasSubstr("write host and port")) << wrong;
}

TEST_F(PrometheusTest, TheTableOfTheStatusFitsTheScreen) {
  feed();
  auto document = status();
  auto& f = document["feeds"][0];
  f["source"] = std::string(64, 's');
  for (auto const* name : {"received", "accepted", "duplicates", "missing"})
    f["observations"][name] = 123'456'789'012;
  f["rate_per_s"] = 123456.7;
  f["silent_s"] = 98765.4;
  f["lag_s"]["p99"] = f["lag_s"]["longest"] = 4294.9;
  f["clock"]["ahead_s"] = -31536000.0;
  for (int i = 0; i < 30; ++i)
    f["outcomes"]["reason_number_" + std::to_string(i)] = 1'000'000 + i;
  auto const text = status_text(document.dump());
  ASSERT_TRUE(text) << text.error();
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 120U) << line;
  EXPECT_THAT(*text, HasSubstr("lag p99"));
  EXPECT_THAT(*text, HasSubstr("-8760 h!"));
  std::cout << *text;
}

} // namespace
} // namespace dalian::app
