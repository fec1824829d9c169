// NGSI-LD and METAR of the city as our own connectors read them over real HTTP.
#include "connectors/ngsi/endpoint.hpp"
#include "connectors/ngsi/feed.hpp"
#include "connectors/ngsi/paged_source.hpp"
#include "connectors/utilities/city_documents.hpp"
#include "connectors/utilities/metar_writer.hpp"
#include "connectors/utilities/notifier.hpp"
#include "connectors/weather/feed.hpp"
#include "tests/connectors/utilities/made_city.hpp"
#include "tests/support/wait.hpp"
#include "twin/http/server.hpp"

#include <map>

namespace dalian::utilities {
namespace {

using namespace std::chrono_literals;

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> all;
  void publish(wire::Observation o) override { all.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
  double number(std::string const& entity, std::string const& quantity) const {
    for (auto const& o : all)
      if (o.entity() == entity && o.sensor().quantity() == quantity) return o.sensor().number();
    return NAN;
  }
};

class OverHttp : public testing::Test {
 protected:
  OverHttp() {
    ::setenv("no_proxy", "*", 1);
    documents_.update(ngsi_entities(city_), write_metar("ZYTL", city_.sky(), city_.now().t));
    server_ = http::Server::open({}, [this](http::Request const& r) { return documents_.answer(r); }).value();
  }
  City city_ = test::city_at("2026-07-15T10:10:00+08:00");
  CityDocuments documents_;
  ManualClock clock_{test::instant("2026-07-15T10:10:01+08:00")};
  ListSink sink_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(OverHttp, EveryEntityArrivesPageByPageWithAllItsValues) {
  std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
  sources.push_back(ngsi::poll_pages({{server_->url() + "/ngsi-ld/v1/entities", {}, {}}, 60'000ms, 7}).value());
  ngsi::Feed feed(std::move(sources), {}, clock_, {&sink_, nullptr});
  auto const expected = ngsi_entities(city_).size();
  EXPECT_EQ(expected, 5U + 4 + 4 + 2 + 4);
  for (int i = 0; i < 1000 && feed.counts().inputs() < expected; ++i)
    feed.step(20ms);
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), expected);
  EXPECT_EQ(feed.counts().inputs(), expected);
  for (auto const* trouble : {"unknown_unit", "bad_value", "bad_location", "without_time", "future_time"})
    EXPECT_EQ(feed.counts().details.get(trouble), 0U) << trouble;
  static std::map<std::string_view, std::string> const kTypes{{"air", "AirQualityObserved"},
                                                              {"parking", "OffStreetParking"},
                                                              {"campus", "CrowdFlowObserved"},
                                                              {"hospital", "Hospital"},
                                                              {"weather", "WeatherObserved"}};
  for (auto const& thing : city_.things())
    if (auto const type = kTypes.find(thing.kind); type != kTypes.end()) {
      for (auto const& value : thing.values)
        EXPECT_NEAR(sink_.number(type->second + ":" + thing.id, std::string(value.quantity)), value.value,
                    1e-6 * std::abs(value.value))
            << thing.id << " " << value.quantity;
    }
}

TEST_F(OverHttp, OneTypeAloneAndWhatIsNotThere) {
  http::Request request{"GET", "/ngsi-ld/v1/entities", {{"type", "Hospital"}, {"limit", "1"}, {"offset", "1"}}, {}, {}};
  auto const page = documents_.answer(request);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("wafangdian"), std::string::npos);
  EXPECT_EQ(page.body.find("njip"), std::string::npos);
  ASSERT_EQ(page.headers.size(), 1U);
  EXPECT_EQ(page.headers[0].second, "2");
  request.query = {{"limit", "-1"}};
  EXPECT_EQ(documents_.answer(request).status, 400);
  request.method = "DELETE";
  EXPECT_EQ(documents_.answer(request).status, 405);
  EXPECT_EQ(documents_.answer({"GET", "/", {}, {}, {}}).status, 404);
}

/// As a subscription does: our server posts, our endpoint takes.
TEST_F(OverHttp, NotificationsBringTheSameAndWhatIsNewOfIt) {
  auto endpoint = ngsi::open_endpoint({}).value();
  auto notifier = Notifier::open(endpoint->describe(), 10s).value();
  std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
  sources.push_back(std::move(endpoint));
  ngsi::Feed feed(std::move(sources), {}, clock_, {&sink_, nullptr});
  auto const expected = ngsi_entities(city_).size();
  auto const turn_until = [&](std::uint64_t delivered, std::uint64_t inputs) {
    return dalian::test::wait_until([&] {
      notifier.step(ngsi_entities(city_), city_.now().t);
      feed.step(1ms);
      return notifier.delivered() == delivered && feed.counts().inputs() == inputs;
    });
  };
  ASSERT_TRUE(turn_until(1, expected)) << notifier.trouble();
  for (auto const* trouble : {"unknown_unit", "bad_value", "bad_location", "without_time", "future_time"})
    EXPECT_EQ(feed.counts().details.get(trouble), 0U) << trouble;
  std::string const station = test::inputs().plan.people.weather.front().id;
  EXPECT_NEAR(sink_.number("WeatherObserved:" + station, "wind_speed_mps"),
              test::said(city_.things(), "weather", station, "wind_speed_mps"), 1e-4);
  auto const later = test::instant("2026-07-15T10:10:11+08:00");
  city_.advance(later);
  clock_.set(later);
  ASSERT_TRUE(turn_until(2, 2 * expected)) << notifier.trouble();
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 2 * expected) << "each has a new time";
}

TEST_F(OverHttp, AnEndpointThatIsNotThereIsToldAndTriedAgain) {
  auto notifier = Notifier::open("http://127.0.0.1:1/notify", 10s).value();
  auto t = city_.now().t;
  ASSERT_TRUE(dalian::test::wait_until([&] {
    notifier.step({}, t += 10s);
    return notifier.failed() >= 2;
  }));
  EXPECT_EQ(notifier.delivered(), 0U);
  EXPECT_NE(notifier.trouble().find("127.0.0.1"), std::string::npos);
  EXPECT_FALSE(Notifier::open("file:///etc/passwd", 10s));
}

/// The airport's report and the city's sky are one: to the rounding of FM 15.
TEST_F(OverHttp, TheMetarSaysTheWindThatTheTurbinesHave) {
  std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
  sources.push_back(connectors::poll_document({server_->url() + "/metar/ZYTL.TXT", {}, {}}, 60'000ms).value());
  weather::FeedOptions options;
  options.stations.insert(weather::parse_station("ZYTL=121.539,38.966,33").value());
  weather::Feed feed(std::move(sources), options, clock_, {&sink_, nullptr});
  for (int i = 0; i < 1000 && feed.counts().inputs() < 1; ++i)
    feed.step(20ms);
  EXPECT_EQ(feed.counts().outcomes.get("decoded"), 1U);
  EXPECT_EQ(feed.counts().details.get("groups_unread"), 0U);
  auto const sky = city_.sky().at(test::instant("2026-07-15T10:00:00+08:00"));
  EXPECT_NEAR(sink_.number("metar:ZYTL", "wind_speed_mps"), sky.wind_mps, 0.51);
  EXPECT_NEAR(std::remainder(sink_.number("metar:ZYTL", "wind_from_deg") - sky.wind_from_deg, 360), 0, 5.1);
  EXPECT_NEAR(sink_.number("metar:ZYTL", "temperature_c"), sky.temperature_c, 0.51);
  EXPECT_NEAR(sink_.number("metar:ZYTL", "air_pressure_hpa"), sky.pressure_hpa, 1);
}

/// Every half hour of four seasons is a report that our parser, written from the standard, reads whole.
TEST(Metar, EveryReportOfAYearIsReadWhole) {
  Sky const sky(test::inputs().plan.climate, 7);
  int with_gusts = 0, below_zero = 0;
  for (int day = 0; day < 365; day += 9)
    for (int half_hour = 0; half_hour < 48; ++half_hour) {
      auto const t = test::instant("2026-01-01T00:00:00Z") + std::chrono::minutes(1440 * day + 30 * half_hour);
      auto const text = write_metar("ZYTL", sky, t);
      auto const parsed = weather::parse_metar(text);
      ASSERT_TRUE(parsed.report) << text;
      EXPECT_EQ(parsed.report->unread, 0U) << text;
      EXPECT_TRUE(parsed.report->temperature_c && parsed.report->pressure_hpa && parsed.report->visibility_m) << text;
      EXPECT_EQ(weather::report_time(*parsed.report, t), t) << text;
      with_gusts += parsed.report->wind_gust_mps ? 1 : 0;
      below_zero += *parsed.report->temperature_c < 0 ? 1 : 0;
    }
  EXPECT_GT(with_gusts, 0);
  EXPECT_GT(below_zero, 50);
}

} // namespace
} // namespace dalian::utilities
