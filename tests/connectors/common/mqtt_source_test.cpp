// The source on a real mosquitto with TLS and a password: what comes, what is refused, a broker that dies.
#include "connectors/common/mqtt_source.hpp"

#include "tests/connectors/common/broker.hpp"
#include "tests/support/wait.hpp"

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;

MqttConfig good(test::Broker const& broker) {
  MqttConfig config;
  config.broker = {"127.0.0.1", std::to_string(broker.port)};
  config.topics = {"v2x/v1/#"};
  config.user = test::Broker::kUser;
  config.password_file = broker.folder / "password";
  config.ca = broker.folder / "ca.pem";
  config.qos = 1;
  return config;
}

std::unique_ptr<MqttSource> open(MqttConfig config) {
  auto source = MqttSource::open(std::move(config));
  EXPECT_TRUE(source) << source.error();
  return source ? std::move(*source) : nullptr;
}

bool wait_connected(MqttSource const& source) {
  for (int i = 0; i < 500 && !source.connected(); ++i)
    std::this_thread::sleep_for(20ms);
  return source.connected();
}

/// Topics and payloads of what comes until nothing does for `quiet`.
std::vector<std::string> all(MqttSource& source, std::chrono::milliseconds quiet = 500ms) {
  std::vector<std::string> got;
  Packet packet;
  while (source.next(packet, quiet) == PacketSource::Next::packet)
    got.push_back(std::string(packet.topic) + "=" + (packet.too_long ? "too long" : std::string(packet.text())));
  return got;
}

std::uint64_t told(MqttSource const& source, std::string const& name) {
  Counters details;
  source.tell(details);
  return details.get(name);
}

/// What the broker's log says of us: "p5" is MQTT 5, "p2" 3.1.1.
TEST(MqttSource, SpeaksVersionFiveWhenItIsAskedTo) {
  test::Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  auto config = good(broker);
  config.version = 5;
  auto const source = open(config);
  ASSERT_TRUE(wait_connected(*source)) << source->describe() << broker.log();
  EXPECT_NE(broker.log().find("(p5, "), std::string::npos) << broker.log();
  test::TestPublisher publisher(broker);
  publisher.publish("v2x/v1/rsu/R1/bsm/up", "one");
  EXPECT_EQ(all(*source), (std::vector<std::string>{"v2x/v1/rsu/R1/bsm/up=one"}));
  config.password_file = broker.folder / "wrong_password";
  auto const refused = open(config);
  for (int i = 0; i < 500 && refused->describe().find("authori") == std::string::npos; ++i)
    std::this_thread::sleep_for(20ms);
  EXPECT_NE(refused->describe().find("Not authorized"), std::string::npos) << refused->describe();
}

TEST(MqttSource, TakesWhatIsSubscribedOverTls) {
  test::Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  auto const source = open(good(broker));
  ASSERT_TRUE(wait_connected(*source)) << source->describe() << broker.log();
  test::TestPublisher publisher(broker);
  publisher.publish("v2x/v1/rsu/R1/bsm/up", "one");
  publisher.publish("other/topic", "not ours");
  publisher.publish("v2x/v1/rsu/R1/rsm/up", std::string(MqttSource::kMostPayload + 1, 'x'));
  publisher.publish("v2x/v1/rsu/R1/rsm/up", "two");
  ASSERT_TRUE(publisher.ok);
  EXPECT_EQ(all(*source), (std::vector<std::string>{"v2x/v1/rsu/R1/bsm/up=one", "v2x/v1/rsu/R1/rsm/up=too long",
                                                    "v2x/v1/rsu/R1/rsm/up=two"}));
  EXPECT_EQ(source->describe(), "mqtts://127.0.0.1:" + std::to_string(broker.port));
}

TEST(MqttSource, ABrokerThatDiesIsWaitedForAndNothingComesTwice) {
  test::Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  auto const source = open(good(broker));
  ASSERT_TRUE(wait_connected(*source)) << source->describe();
  test::TestPublisher(broker).publish("v2x/v1/a", "before");
  EXPECT_EQ(all(*source).size(), 1U);
  broker.stop(SIGKILL);
  for (int i = 0; i < 500 && source->connected(); ++i)
    std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(source->connected());
  EXPECT_NE(source->describe().find('('), std::string::npos) << source->describe();
  ASSERT_TRUE(broker.start()) << broker.log();
  ASSERT_TRUE(wait_connected(*source)) << source->describe();
  test::TestPublisher(broker).publish("v2x/v1/a", "after");
  EXPECT_EQ(all(*source), (std::vector<std::string>{"v2x/v1/a=after"}));
  EXPECT_EQ(told(*source, "broker_connections"), 2U);
  EXPECT_EQ(told(*source, "broker_connections_lost"), 1U);
}

TEST(MqttSource, WrongPasswordsAndWrongAuthoritiesAreToldAndTriedAgain) {
  test::Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  auto config = good(broker);
  config.password_file = broker.folder / "wrong_password";
  auto const refused = open(config);
  config = good(broker);
  config.ca = broker.folder / "other_ca.pem";
  auto const deceived = open(config);
  for (int i = 0; i < 250 && (refused->describe().find("connecting") != std::string::npos ||
                              deceived->describe().find("connecting") != std::string::npos);
       ++i)
    std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(refused->connected());
  EXPECT_NE(refused->describe().find("not authorised"), std::string::npos) << refused->describe();
  EXPECT_FALSE(deceived->connected());
  EXPECT_NE(deceived->describe().find("verify failed"), std::string::npos) << deceived->describe();
}

TEST(MqttSource, AFullQueueIsCounted) {
  test::Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  auto config = good(broker);
  config.most_queued_bytes = 10;
  auto const source = open(config);
  ASSERT_TRUE(wait_connected(*source)) << source->describe();
  test::TestPublisher publisher(broker);
  for (auto const* text : {"1234", "5678", "9012"})
    publisher.publish("v2x/v1/a", text);
  EXPECT_TRUE(dalian::test::wait_until([&] { return told(*source, "dropped_queue_full") == 1; }));
  EXPECT_EQ(all(*source), (std::vector<std::string>{"v2x/v1/a=1234", "v2x/v1/a=5678"}));
  EXPECT_EQ(told(*source, "dropped_queue_full"), 1U);
}

TEST(MqttSource, WhatCannotStartNamesItsRemedy) {
  test::Broker broker; // not started: only its files
  auto const error_of = [](MqttConfig config) {
    auto source = MqttSource::open(std::move(config));
    return source ? std::string() : source.error();
  };
  auto config = good(broker);
  config.topics = {"a/#/b"};
  EXPECT_EQ(error_of(config), "--topic a/#/b: no MQTT topic filter");
  config = good(broker);
  std::filesystem::permissions(config.password_file, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_NE(error_of(config).find("chmod 600"), std::string::npos) << error_of(config);
  config = good(broker);
  config.password_file = broker.folder / "none";
  EXPECT_NE(error_of(config).find("No such file"), std::string::npos);
  config = good(broker);
  config.ca = broker.folder / "none.pem";
  EXPECT_NE(error_of(config).find("none.pem: cannot be read"), std::string::npos);
}

} // namespace
} // namespace dalian::connectors
