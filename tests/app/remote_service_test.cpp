// A viewer of two twins in this process; what becomes of one that is killed: tests/flows/stand_by_test.cpp.
#include "connectors/common/publisher.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/alarms/joined_list.hpp"
#include "twin/app/service.hpp"
#include "twin/app/twin.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using test::wait_until;
using testing::HasSubstr;

constexpr char kTooFast[] = R"([[rule]]
id = "fast"
kind = "speed"
severity = "high"
name_zh = "a"
name_ja = "b"
name_en = "c"
applies_to = ["vessel"]
over_kn = 1
hysteresis = 0.1
)";

class TwoTwins : public testing::Test {
 protected:
  TwoTwins() { std::ofstream(folder_.path() / "rules.toml") << kTooFast; }
  std::string address(std::string const& name) const { return "ipc://" + (folder_.path() / name).string(); }
  std::unique_ptr<Twin> start(std::string const& name) {
    TwinConfig config;
    config.ingest = {address(name + "-in")};
    config.publish = address(name + "-out");
    config.requests = address(name + "-ask");
    config.alarms = folder_.path() / "rules.toml";
    return Twin::start(context_, std::move(config)).value();
  }
  /// One ship that is too fast, told once.
  static void tell(Twin const& twin, std::string const& ship) {
    connectors::PublisherConfig config;
    config.endpoint = twin.ingest_endpoints().front();
    config.source = "feed-" + ship.substr(5);
    auto const publisher = connectors::Publisher::open(std::move(config)).value();
    wire::Observation o;
    o.set_entity(ship);
    o.set_kind(wire::VESSEL);
    o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
    o.set_t_rx(o.t_obs());
    o.mutable_fix()->set_lon_deg(121.9);
    o.mutable_fix()->set_lat_deg(38.9);
    o.mutable_fix()->set_sigma_m(10);
    o.mutable_fix()->set_speed_mps(9);
    o.mutable_fix()->set_course_deg(0);
    publisher->publish(o);
    ASSERT_TRUE(publisher->flush(std::chrono::seconds(60)));
  }
  std::unique_ptr<Service> viewer() const {
    ServiceConfig both;
    both.connect = {address("north-ask"), address("south-ask")};
    return Service::start(both).value();
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
};

TEST_F(TwoTwins, AlarmsAreHandledByTheTwinThatRaisedThem) {
  auto const north = start("north"), south = start("south");
  tell(*north, "mmsi:1");
  tell(*south, "mmsi:2");
  auto const service = viewer();
  ASSERT_TRUE(wait_until([&] { return service->alarms()->alarms.size() == 2; }));
  auto const of_south = alarms::joined_id(2, 1, 1);
  ASSERT_TRUE(wait_until([&] { return service->alarms()->alarms.at(of_south).handle != 0; }));
  EXPECT_EQ(service->alarms()->alarms.at(of_south).subject, "mmsi:2");
  EXPECT_EQ(service->view()->label(service->alarms()->alarms.at(of_south).handle), "mmsi:2");

  service->act({AlarmAction::Step::acknowledge, {of_south}});
  ASSERT_TRUE(wait_until([&] { return service->alarms()->alarms.at(of_south).state == alarms::State::acknowledged; }));
  EXPECT_EQ(service->alarms()->alarms.at(alarms::joined_id(2, 0, 1)).state, alarms::State::unacknowledged);
  service->act({AlarmAction::Step::acknowledge, {}, "fast"}); // of all twins
  EXPECT_TRUE(wait_until(
      [&] { return service->alarms()->alarms.at(alarms::joined_id(2, 0, 1)).state == alarms::State::acknowledged; }));
}

TEST_F(TwoTwins, OneThatIsAwayIsNamedAndTheOtherIsShown) {
  auto const south = start("south");
  tell(*south, "mmsi:2");
  auto const service = viewer();
  EXPECT_TRUE(wait_until([&] { return service->view()->movers().size() == 1; }));
  EXPECT_THAT(service->trouble(), HasSubstr("north-ask"));
  EXPECT_THAT(service->trouble(), testing::Not(HasSubstr("south-ask")));
  auto const north = start("north");
  tell(*north, "mmsi:1");
  EXPECT_TRUE(wait_until([&] { return service->view()->movers().size() == 2 && service->trouble().empty(); }));
}

TEST_F(TwoTwins, TheStatusHasTheFeedsOfBoth) {
  auto const north = start("north"), south = start("south");
  tell(*north, "mmsi:1");
  tell(*south, "mmsi:2");
  auto const service = viewer();
  nlohmann::json status;
  ASSERT_TRUE(wait_until([&] {
    auto const text = service->status();
    status = text.empty() ? nlohmann::json() : nlohmann::json::parse(text);
    return status.is_object() && status["feeds"].size() == 2;
  }));
  EXPECT_EQ(status["feeds_total"]["feeds"], 2);
}

} // namespace
} // namespace dalian::app
