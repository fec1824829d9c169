// twinfeed gtfs-rt as a user starts it.
#include "tests/connectors/gtfs/make_zip.hpp"
#include "tests/connectors/gtfs/small_city.hpp"
#include "tests/support/process.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::gtfs {
namespace {

dalian::test::Finished twinfeed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {dalian::test::program("twinfeed"), "gtfs-rt"});
  return dalian::test::run(arguments);
}

std::string write(dalian::test::TempFolder const& folder, char const* name, std::string const& bytes) {
  std::ofstream(folder.path() / name, std::ios::binary) << bytes;
  return (folder.path() / name).string();
}

TEST(TwinfeedGtfs, PrintsAFeedAsJsonAndItsRulesByName) {
  dalian::test::TempFolder const folder;
  auto feed = test::good_feed();
  test::vehicle_of(feed).mutable_position()->set_bearing(700);
  auto const file = write(folder, "feed.pb", feed.SerializeAsString());
  auto const zip = write(folder, "gtfs.zip", test::make_zip(test::small_city_tables()));
  auto const ran = twinfeed({"--file", file, "--schedule", zip, "--out", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  auto const json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["entity"][0]["vehicle"]["vehicle"]["id"], "bus-7");
  EXPECT_EQ(json["header"]["timestamp"], std::to_string(test::kNow_s));
  EXPECT_NE(ran.err.find("rule_E027"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("first in entity v"), std::string::npos) << ran.err;
}

TEST(TwinfeedGtfs, ABadFeedIsACountedRejectWithAReason) {
  dalian::test::TempFolder const folder;
  auto const ran = twinfeed({"--file", write(folder, "invalid.pb", "not valid pb data"), "--out", "json"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("malformed"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("invalid.pb: not a protobuf message of GTFS Realtime"), std::string::npos) << ran.err;
}

TEST(TwinfeedGtfs, WhatCannotStartSaysWhy) {
  dalian::test::TempFolder const folder;
  auto const feed = write(folder, "feed.pb", test::good_feed().SerializeAsString());
  auto const bomb = write(folder, "bomb.zip", test::make_zip({{"agency.txt", std::string(30 << 20, '0')}}));
  auto const ran = twinfeed({"--file", feed, "--schedule", bomb, "--out", "count"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("zip bomb"), std::string::npos) << ran.err;
  EXPECT_EQ(twinfeed({"--file", "/no/such.pb", "--out", "count"}).status, 1);
  EXPECT_EQ(twinfeed({"--out", "count"}).status, 2);
  EXPECT_EQ(twinfeed({"--file", feed, "--url", "http://127.0.0.1/", "--out", "count"}).status, 2);
  EXPECT_EQ(twinfeed({"--file", feed, "--crs", "mars", "--out", "count"}).status, 2);
}

} // namespace
} // namespace dalian::gtfs
