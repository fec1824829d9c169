// twinfeed mqtt as a user starts it, on a real mosquitto with TLS and a password.
#include "tests/connectors/common/broker.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"

#include "connectors/mqtt/sparkplug.pb.h"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::mqtt {
namespace {

using connectors::test::Broker;
using connectors::test::TestPublisher;
using test::wait_until;

constexpr char kMap[] = R"([[topic]]
filter = "park/+/meter/+"
entity = "meter:{1}-{2}"
[[topic.value]]
quantity = "power_kw"
at = "/power"
[[sparkplug]]
[[sparkplug.value]]
quantity = "pressure_kpa"
metric = "Line/Pressure"
)";

std::vector<nlohmann::json> lines(std::string const& text) {
  std::vector<nlohmann::json> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (auto json = nlohmann::json::parse(line, nullptr, false); !json.is_discarded()) all.push_back(std::move(json));
  return all;
}

std::string sparkplug_birth() {
  sparkplug::Payload p;
  p.set_seq(0);
  auto& sequence = *p.add_metrics();
  sequence.set_name("bdSeq");
  sequence.set_long_value(0);
  auto& pressure = *p.add_metrics();
  pressure.set_name("Line/Pressure");
  pressure.set_datatype(9);
  pressure.set_float_value(350);
  return p.SerializeAsString();
}

TEST(TwinfeedMqtt, TellsJsonAndSparkplugAndGoesOnWithARestartedBroker) {
  Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  std::ofstream(broker.folder / "map.toml") << kMap;
  test::Process feed({test::program("twinfeed"), "mqtt", "--broker", "127.0.0.1:" + std::to_string(broker.port), "--ca",
                      (broker.folder / "ca.pem").string(), "--user", Broker::kUser, "--password-file",
                      (broker.folder / "password").string(), "--qos", "1", "--map",
                      (broker.folder / "map.toml").string(), "--out", "json"});
  auto const publish_until_told = [&](std::size_t more) {
    auto const before = lines(feed.out()).size();
    return wait_until([&] {
      TestPublisher publisher(broker);
      publisher.publish("park/njip/meter/7", R"({"power": 12.5})");
      publisher.publish("spBv1.0/works/NBIRTH/N", sparkplug_birth());
      return lines(feed.out()).size() >= before + more;
    });
  };
  ASSERT_TRUE(publish_until_told(2)) << feed.err() << broker.log();
  bool power = false, pressure = false;
  for (auto const& line : lines(feed.out())) {
    power = power || (line["entity"] == "meter:njip-7" && line["quantity"] == "power_kw" && line["value"] == 12.5);
    pressure = pressure || (line["entity"] == "spb:works/N" && line["value"] == 350);
  }
  EXPECT_TRUE(power && pressure) << feed.out();
  broker.stop(SIGKILL);
  ASSERT_TRUE(broker.start()) << broker.log();
  EXPECT_TRUE(publish_until_told(2)) << feed.err();
  feed.signal(SIGINT);
  EXPECT_EQ(feed.wait(std::chrono::seconds(60)), 0) << feed.err();
  EXPECT_NE(feed.err().find("decoded"), std::string::npos) << feed.err();
}

TEST(TwinfeedMqtt, SaysWhatIsMissing) {
  auto const twinfeed = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {test::program("twinfeed"), "mqtt"});
    return test::run(arguments);
  };
  EXPECT_EQ(twinfeed({"--out", "count"}).status, 2);
  EXPECT_EQ(twinfeed({"--broker", "127.0.0.1:1", "--map", "/no/such.toml", "--out", "count"}).status, 1);
  EXPECT_EQ(twinfeed({"--qos", "1"}).status, 2);
}

} // namespace
} // namespace dalian::mqtt
