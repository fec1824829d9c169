#include "connectors/mqtt/file_source.hpp"

#include "tests/support/process.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::mqtt {
namespace {

std::vector<std::string> all(std::string const& content) {
  FileSource source(content, "file");
  std::vector<std::string> got;
  connectors::Packet packet;
  while (source.next(packet, {}) == FileSource::Next::packet)
    got.push_back(std::string(packet.topic) + "=" + std::string(packet.text()));
  return got;
}

// Lines as mosquitto_sub -F %j and %J of Debian 12 print them.
TEST(MqttFileSource, ReadsTextsJsonAndHexadecimal) {
  auto const got = all(
      R"({"tst":"2026-11-27T03:00:00.123456Z+0000","topic":"a/b","qos":0,"retain":0,"payloadlen":9,"payload":"{\"x\": 1}"})"
      "\r\n\n"
      R"({"topic":"a/c","payload":{"x":[1,2]}})"
      "\n"
      R"({"topic":"a/d","payload":23.5})"
      "\n"
      R"({"topic":"spBv1.0/g/NBIRTH/n","payload_hex":"41420a"})");
  EXPECT_EQ(got,
            (std::vector<std::string>{"a/b={\"x\": 1}", "a/c={\"x\":[1,2]}", "a/d=23.5", "spBv1.0/g/NBIRTH/n=AB\n"}));
}

TEST(MqttFileSource, WhatIsNoMessageHasNoTopic) {
  auto const got =
      all("nonsense\n[1]\n{\"topic\":7,\"payload\":1}\n{\"topic\":\"a\"}\n{\"topic\":\"a\",\"payload_hex\":\"4\"}\n"
          "{\"topic\":\"a\",\"payload_hex\":\"zz\"}\n" +
          std::string(100, '[') + "\n");
  ASSERT_EQ(got.size(), 7U);
  for (auto const& packet : got)
    EXPECT_EQ(packet[0], '=') << packet;
}

TEST(MqttFileSource, TheCommandReadsAFileAndCountsEveryLine) {
  test::TempFolder const folder;
  auto const map = folder.path() / "map.toml", file = folder.path() / "messages.jsonl";
  std::ofstream(map)
      << "[[topic]]\nfilter = \"m/+\"\nentity = \"meter:{1}\"\ntime = \"/t\"\n[[topic.value]]\nquantity = "
         "\"power_kw\"\nat = \"/p\"\n";
  std::ofstream(file) << R"({"topic":"m/1","payload":{"t":"2026-11-27T03:00:00Z","p":12.5}})"
                      << "\nnonsense\n"
                      << R"({"topic":"other","payload":"1"})"
                      << "\n";
  auto const ran =
      test::run({test::program("twinfeed"), "mqtt", "--file", file.string(), "--map", map.string(), "--out", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find(R"("entity":"meter:1","t":"2026-11-27T03:00:00.000Z")"), std::string::npos) << ran.out;
  EXPECT_NE(ran.err.find("3 inputs"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("no_topic"), std::string::npos) << ran.err;
  auto const missing = test::run({test::program("twinfeed"), "mqtt", "--file", "/no/such", "--map", map.string()});
  EXPECT_EQ(missing.status, 1);
  EXPECT_NE(missing.err.find("/no/such"), std::string::npos) << missing.err;
}

} // namespace
} // namespace dalian::mqtt
