#include "connectors/mqtt/topic_filter.hpp"

#include <gtest/gtest.h>

namespace dalian::mqtt {
namespace {

using Captures = std::vector<std::string>;

// OASIS MQTT 3.1.1, 4.7.1: its own examples.
TEST(TopicFilter, MatchesAsTheStandardSays) {
  EXPECT_TRUE(match("sport/tennis/player1/#", "sport/tennis/player1"));
  EXPECT_TRUE(match("sport/tennis/player1/#", "sport/tennis/player1/ranking"));
  EXPECT_TRUE(match("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"));
  EXPECT_TRUE(match("sport/#", "sport"));
  EXPECT_TRUE(match("#", "a/b"));
  EXPECT_TRUE(match("sport/tennis/+", "sport/tennis/player1"));
  EXPECT_FALSE(match("sport/tennis/+", "sport/tennis/player1/ranking"));
  EXPECT_FALSE(match("sport/+", "sport"));
  EXPECT_TRUE(match("sport/+", "sport/"));
  EXPECT_TRUE(match("+/+", "/finance"));
  EXPECT_TRUE(match("/+", "/finance"));
  EXPECT_FALSE(match("+", "/finance"));
  EXPECT_FALSE(match("#", "$SYS/uptime"));
  EXPECT_FALSE(match("+/monitor/Clients", "$SYS/monitor/Clients"));
  EXPECT_TRUE(match("$SYS/#", "$SYS/monitor/Clients"));
  EXPECT_FALSE(match("a/b", "a/b/c"));
  EXPECT_FALSE(match("a/b/c", "a/b"));
}

TEST(TopicFilter, TellsWhatTheWildcardsStoodFor) {
  EXPECT_EQ(match("park/+/meter/+", "park/njip/meter/7"), (Captures{"njip", "7"}));
  EXPECT_EQ(match("park/+/#", "park/njip/a/b"), (Captures{"njip", "a/b"}));
  EXPECT_EQ(match("park/#", "park"), Captures{""});
}

TEST(TopicFilter, KnowsWhatABrokerTakes) {
  for (auto const* good : {"#", "+", "a/+/b", "sport/tennis/#", "/", "+/tennis/#"})
    EXPECT_TRUE(is_filter(good)) << good;
  for (auto const* bad : {"", "sport/tennis#", "sport/tennis/#/ranking", "sport+", "a/b+/c"})
    EXPECT_FALSE(is_filter(bad)) << bad;
}

TEST(TopicFilter, FillsNames) {
  Captures const captures{"njip", "7"};
  EXPECT_EQ(fill("meter:{1}-{2}", captures), "meter:njip-7");
  EXPECT_EQ(fill("meter", captures), "meter");
  for (auto const* bad : {"{3}", "{0}", "{", "}", "{x}", "{1"})
    EXPECT_FALSE(fill(bad, captures)) << bad;
}

} // namespace
} // namespace dalian::mqtt
