// What the city publishes, as twinfeed mqtt takes it from a real mosquitto.
#include "connectors/common/mqtt_source.hpp"
#include "connectors/mqtt/feed.hpp"
#include "connectors/utilities/broker_publisher.hpp"
#include "tests/connectors/utilities/made_city.hpp"
#include "tests/connectors/utilities/open_broker.hpp"
#include "tests/support/wait.hpp"

#include <fstream>
#include <map>

namespace dalian::utilities {
namespace {

struct LastValues final : connectors::ObservationSink {
  std::map<std::pair<std::string, std::string>, wire::SensorValue> all; // of entity and quantity
  std::map<std::string, std::pair<double, double>> places;
  void publish(wire::Observation o) override {
    if (o.has_sensor()) all[{o.entity(), o.sensor().quantity()}] = o.sensor();
    if (o.has_fix()) places[o.entity()] = {o.fix().lon_deg(), o.fix().lat_deg()};
  }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

class AtABroker : public testing::Test {
 protected:
  AtABroker() : city_(test::city_at("2026-09-26T15:01:00+08:00")) {}
  std::unique_ptr<mqtt::Feed> listen(bool may_ask = false) {
    auto const file = broker_.folder() / "map.toml";
    std::ofstream(file) << Publications::map(city_);
    auto map = mqtt::read_map(file);
    EXPECT_TRUE(map) << map.error();
    connectors::MqttConfig config;
    config.broker = broker_.address();
    config.topics = map->filters();
    config.qos = 1;
    auto source = connectors::MqttSource::open(std::move(config));
    EXPECT_TRUE(source) << source.error();
    auto* connection = source->get();
    auto feed = std::make_unique<mqtt::Feed>(std::move(*source), std::move(*map), Crs::wgs84,
                                             connectors::FeedOutput{&sink_, nullptr}, clock_);
    if (may_ask)
      feed->allow_requests([connection](auto const& topic, auto const& bytes) { connection->publish(topic, bytes); });
    EXPECT_TRUE(dalian::test::wait_until([&] { return connection->connected(); }));
    return feed;
  }
  void go_to(std::string_view time) {
    clock_.set(test::instant(time));
    city_.advance(clock_.now());
  }
  template <class Done>
  bool run(BrokerPublisher& publisher, mqtt::Feed& feed, Done&& done) {
    return dalian::test::wait_until([&] {
      publisher.step(city_);
      feed.step(std::chrono::milliseconds(1));
      return done();
    });
  }
  wire::SensorStatus status(std::string const& turbine) { return sink_.all[{turbine, "power_kw"}].status(); }
  double told(std::string const& entity, std::string const& quantity) const {
    auto const it = sink_.all.find({entity, quantity});
    if (it == sink_.all.end()) return NAN;
    return it->second.has_state() ? it->second.state() : it->second.number();
  }

  test::OpenBroker broker_;
  City city_;
  LastValues sink_;
  ManualClock clock_{test::instant("2026-09-26T15:01:00+08:00")};
};

TEST_F(AtABroker, EverythingIsToldAsItIsAndNothingIsRejected) {
  auto const feed = listen();
  BrokerPublisher publisher(broker_.address());
  auto const things = city_.things();
  ASSERT_TRUE(run(publisher, *feed, [&] { return !std::isnan(told("buoy:dayaowan-roads", "wave_height_m")); }));
  EXPECT_EQ(feed->counts().outcomes.get("decoded"), feed->counts().inputs());
  EXPECT_EQ(feed->counts().details.get("values_impossible"), 0U);
  EXPECT_EQ(feed->counts().details.get("values_missing"), 0U);
  EXPECT_EQ(feed->counts().details.get("sequence_gaps"), 0U);
  std::size_t turbines = 0, others = 0;
  for (auto const& thing : things) {
    bool const here =
        sink_.all.contains({fmt::format("{}:{}", thing.kind, thing.id), std::string(thing.values.front().quantity)});
    if (!here) continue; // what goes by NGSI-LD
    (thing.kind == "turbine" ? turbines : others) += 1;
    for (auto const& value : thing.values)
      EXPECT_NEAR(told(fmt::format("{}:{}", thing.kind, thing.id), std::string(value.quantity)), value.value,
                  1e-6 * std::abs(value.value))
          << thing.id << " " << value.quantity;
    if (thing.kind != "turbine") {
      EXPECT_NEAR(sink_.places.at(fmt::format("{}:{}", thing.kind, thing.id)).first, thing.place.lon_deg, 1e-6);
    }
  }
  EXPECT_EQ(turbines, 101U);
  EXPECT_GE(others, 47U);
  EXPECT_EQ((sink_.all[{"hydrogen-bay:xizhongdao-2", "status"}].text()), "leak");
  EXPECT_EQ((sink_.all[{"hydrogen-bay:xizhongdao-2", "leak_alarm"}].state()), 1U);
}

/// Data go on by alias after the births; the node's orderly end marks every turbine as bad.
TEST_F(AtABroker, TurbinesAreBornSpeakAndDie) {
  auto const feed = listen();
  auto publisher = std::make_optional<BrokerPublisher>(broker_.address());
  ASSERT_TRUE(run(*publisher, *feed, [&] { return !std::isnan(told("turbine:zhuanghe-3-50", "power_kw")); }));
  for (int i = 1; i <= 4; ++i) {
    auto const t = test::instant("2026-09-26T15:01:00+08:00") + std::chrono::seconds(10 * i);
    clock_.set(t);
    city_.advance(t);
    auto const wind = test::said(city_.things(), "turbine", "zhuanghe-3-50", "wind_speed_mps");
    ASSERT_TRUE(run(*publisher, *feed, [&] { return told("turbine:zhuanghe-3-50", "wind_speed_mps") == wind; }));
  }
  EXPECT_EQ(feed->counts().details.get("sequence_gaps"), 0U);
  publisher.reset();
  auto const& last = sink_.all[{"turbine:zhuanghe-3-50", "power_kw"}];
  EXPECT_TRUE(dalian::test::wait_until([&] {
    feed->step(std::chrono::milliseconds(1));
    return last.status() == wire::BAD;
  }));
}

/// Where the births come before the listener is there again, it asks for them.
TEST_F(AtABroker, ARestartedBrokerIsToldEverythingAnew) {
  auto const feed = listen(true);
  BrokerPublisher publisher(broker_.address());
  ASSERT_TRUE(run(publisher, *feed, [&] { return !std::isnan(told("turbine:zhuanghe-3-50", "power_kw")); }));
  broker_.restart();
  sink_.all.clear();
  EXPECT_TRUE(run(publisher, *feed, [&] { return !std::isnan(told("turbine:zhuanghe-3-50", "power_kw")); }));
}

/// day.toml cuts the link of one turbine.
TEST_F(AtABroker, OneTurbineDiesAndIsBornAgainWhileTheOthersGoOn) {
  city_ = test::city_at("2026-09-26T10:19:50+08:00");
  clock_.set(city_.now().t);
  auto const feed = listen();
  BrokerPublisher publisher(broker_.address());
  std::string const cut = "turbine:zhuanghe-4-50", other = "turbine:zhuanghe-4-51";
  auto const others_speak = [&] {
    return told(other, "wind_speed_mps") == test::said(city_.things(), "turbine", "zhuanghe-4-51", "wind_speed_mps");
  };
  ASSERT_TRUE(run(publisher, *feed, [&] { return others_speak() && !std::isnan(told(cut, "power_kw")); }));
  EXPECT_EQ(status(cut), wire::GOOD);
  go_to("2026-09-26T10:20:00+08:00");
  ASSERT_TRUE(run(publisher, *feed, [&] { return status(cut) == wire::BAD && others_speak(); }));
  EXPECT_EQ(status(other), wire::GOOD);
  go_to("2026-09-26T10:31:00+08:00"); // a birth of the node does not wake it
  ASSERT_TRUE(run(publisher, *feed, others_speak));
  EXPECT_EQ(status(cut), wire::BAD);
  go_to("2026-09-26T10:45:00+08:00");
  EXPECT_TRUE(run(publisher, *feed, [&] { return status(cut) == wire::GOOD; }));
  EXPECT_EQ(feed->counts().outcomes.get("decoded"), feed->counts().inputs());
  EXPECT_EQ(feed->counts().details.get("sequence_gaps"), 0U);
}

/// A hundred turbines speak before the answer comes: the node is asked once.
TEST_F(AtABroker, AListenerThatComesLateAsksForABirthAndGetsIt) {
  BrokerPublisher publisher(broker_.address());
  ASSERT_TRUE(dalian::test::wait_until([&] {
    publisher.step(city_);
    return publisher.connected() && publisher.sent() > 200;
  }));
  auto const feed = listen(true);
  go_to("2026-09-26T15:01:10+08:00");
  EXPECT_TRUE(run(publisher, *feed, [&] { return !std::isnan(told("turbine:zhuanghe-3-50", "power_kw")); }));
  EXPECT_EQ(feed->counts().details.get("rebirths_asked"), 1U);
  EXPECT_GT(feed->counts().outcomes.get("no_birth"), 0U);
}

/// Whoever comes late, and only listens, cannot ask for a birth: there is one each minute, of the same number.
TEST_F(AtABroker, AListenerThatComesLateLearnsTheNamesWithinAMinute) {
  BrokerPublisher publisher(broker_.address());
  ASSERT_TRUE(dalian::test::wait_until([&] {
    publisher.step(city_);
    return publisher.connected() && publisher.sent() > 200;
  }));
  auto const feed = listen();
  auto const t = test::instant("2026-09-26T15:02:00+08:00");
  clock_.set(t);
  city_.advance(t);
  EXPECT_TRUE(run(publisher, *feed, [&] { return !std::isnan(told("turbine:zhuanghe-3-50", "power_kw")); }));
}

TEST(Publications, TheSameSeedAndInstantAreTheSameBytes) {
  auto const bytes = [](std::uint64_t seed) {
    City city(test::inputs(seed), test::instant("2026-09-26T14:59:00+08:00"));
    Publications publications;
    std::string all;
    for (int i = 0; i < 120; ++i) {
      city.advance(test::instant("2026-09-26T14:59:00+08:00") + std::chrono::seconds(i));
      for (auto const& p : publications.due(city, 1))
        all += p.topic + ' ' + p.payload + '\n';
    }
    return all;
  };
  auto const once = bytes(1);
  EXPECT_EQ(once, bytes(1));
  EXPECT_NE(once, bytes(2));
  EXPECT_GT(once.size(), 100'000U);
}

} // namespace
} // namespace dalian::utilities
