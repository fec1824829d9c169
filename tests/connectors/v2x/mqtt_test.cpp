// The program on a real mosquitto with TLS and a password: the five messages of T/CSAE 53 in, their counts out.
#include "tests/connectors/common/broker.hpp"
#include "tests/connectors/v2x/twinfeed.hpp"

#include <atomic>

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using connectors::test::Broker;

std::string subscribe(Broker const& broker, std::string const& more) {
  return fmt::format("v2x --format csae-dris --mqtt 127.0.0.1:{} --user {} --ca {}/ca.pem {}", broker.port,
                     Broker::kUser, broker.folder.string(), more);
}

TEST(TwinfeedMqtt, EveryMessageOfAUnit) {
  Broker broker;
  ASSERT_TRUE(broker.start()) << broker.log();
  test::Ran ran;
  std::thread program([&] {
    ran = test::twinfeed(subscribe(
        broker, fmt::format("--out count --qos 1 --seconds 6 --password-file {}/password", broker.folder.string())));
  });
  for (int i = 0; i < 250 && broker.log().find("v2x/v1/rsu") == std::string::npos; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20)); // not logged by every version: then 5 s
  connectors::test::TestPublisher publisher(broker);
  std::string const unit = "v2x/v1/rsu/R328328/";
  publisher.publish(unit + "bsm/up",
                    R"({"bsmDatas":[{"id":"01","msgCnt":1,"pos":{"lat":389500000,"lon":1217000000}}]})");
  publisher.publish(unit + "rsm/up",
                    R"({"rsms":[{"participants":[{"ptcType":"1","pos":{"lat":389500000,"lon":1217000000}}]}]})");
  publisher.publish(
      unit + "spat/up",
      R"({"intersections":[{"intersectionId":{"id":3},"phases":[{"phaseId":1,"phaseStates":[{"light":"3"}]}]}]})");
  publisher.publish(
      unit + "map/up",
      R"({"map":{"nodes":[{"id":{"id":3},"refPos":{"lat":389500000,"lon":1217000000},"inLinks":[{"movements":[{"phaseId":1}]}]}]}})");
  publisher.publish(unit + "rsi/up", R"({"rsiDatas":[{"rtes":[{"rteId":1,"eventType":101}]}]})");
  publisher.publish(unit + "bsm/up", std::string(100'000, '['));
  publisher.publish(unit + "rsi/down", R"({"rsiDatas":[]})"); // not from the road: not subscribed
  EXPECT_TRUE(publisher.ok);
  program.join();
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find(": 6 inputs from mqtts://127.0.0.1:"), std::string::npos) << ran.out;
  for (auto const* counted : {"decoded", "too_deep", "bsm", "rsm", "spat", "map", "rsi", "broker_connections"})
    EXPECT_NE(ran.out.find(fmt::format("  {} ", counted)), std::string::npos) << counted << "\n" << ran.out;
}

TEST(TwinfeedMqtt, WrongUsageAndWhatCannotStart) {
  Broker broker; // not started
  EXPECT_EQ(test::twinfeed("v2x --mqtt a:1 --udp b:2").status, 2);
  EXPECT_EQ(test::twinfeed("v2x --udp 127.0.0.1:0 --topic x").status, 2);
  EXPECT_EQ(test::twinfeed("v2x --file x --format xml").status, 2);
  EXPECT_EQ(test::twinfeed("v2x --mqtt 127.0.0.1:1 --qos 3").status, 2);
  auto const missing = test::twinfeed("v2x --file /no/such.uper --out count");
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.out, "twinfeed v2x: /no/such.uper: cannot be read: No such file or directory\n");
  auto const no_password = test::twinfeed(subscribe(broker, "--out count --password-file /no/password"));
  EXPECT_EQ(no_password.status, 1);
  EXPECT_NE(no_password.out.find("--password-file /no/password: No such file"), std::string::npos) << no_password.out;
}

} // namespace
} // namespace dalian::v2x
