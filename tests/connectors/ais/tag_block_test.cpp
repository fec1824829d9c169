#include "connectors/ais/tag_block.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using test::tag_block;

TEST(TagTime, TheNumberOfDigitsIsTheUnit) {
  std::int64_t const ns = 1'565'218'798'000'000'000;
  EXPECT_EQ(to_unix_ns(*parse_tag_time("1565218798")), ns);
  EXPECT_EQ(to_unix_ns(*parse_tag_time("1565218798123")), ns + 123'000'000);
  EXPECT_EQ(to_unix_ns(*parse_tag_time("1565218798123456")), ns + 123'456'000);
  EXPECT_EQ(to_unix_ns(*parse_tag_time("1565218798.25")), ns + 250'000'000);
  EXPECT_EQ(to_unix_ns(*parse_tag_time("1565218798.1234567891234")), ns + 123'456'789);
}

TEST(TagTime, CrossesTheYear2038) {
  EXPECT_EQ(format_utc(*parse_tag_time("2147483647")), "2038-01-19T03:14:07Z");
  EXPECT_EQ(format_utc(*parse_tag_time("2147483648")), "2038-01-19T03:14:08Z");
}

TEST(TagTime, WhatIsNoTimeIsNotBelieved) {
  for (auto const* bad : {"", "0", "0002780328", "9999999999", "156521879", "15652187981", "1565218798x", "-565218798",
                          "1565218798.5x", "99999999999999999999", "9999999999999999", "946684799"})
    EXPECT_FALSE(parse_tag_time(bad)) << bad;
}

TEST(TagBlock, ReadsWhatTheTwinUses) {
  std::string const line = tag_block("s:STATION-7,c:1565218798,g:1-2-0042,n:12,d:X") + "!AIVDM";
  auto const split = split_tag_blocks(line);
  EXPECT_EQ(split.rest, "!AIVDM");
  EXPECT_EQ(split.blocks, 1U);
  EXPECT_EQ(split.dropped, 0U);
  EXPECT_EQ(split.tags.source, "STATION-7");
  ASSERT_TRUE(split.tags.group);
  EXPECT_EQ(split.tags.group->part, 1);
  EXPECT_EQ(split.tags.group->total, 2);
  EXPECT_EQ(split.tags.group->id, 42U);
}

TEST(TagBlock, IecFormOfTheGroup) {
  std::string const line = tag_block("1G2:0125,c:1565218798");
  auto const split = split_tag_blocks(line);
  ASSERT_TRUE(split.tags.group);
  EXPECT_EQ(split.tags.group->part, 1);
  EXPECT_EQ(split.tags.group->total, 2);
  EXPECT_EQ(split.tags.group->id, 125U);
}

TEST(TagBlock, SeveralBlocksBeforeOneSentenceAddUp) {
  std::string const line = tag_block("c:1565218798") + tag_block("s:A") + tag_block("s:B") + "!X";
  auto const split = split_tag_blocks(line);
  EXPECT_EQ(split.blocks, 3U);
  EXPECT_TRUE(split.tags.received);
  EXPECT_EQ(split.tags.source, "B");
  EXPECT_EQ(split.rest, "!X");
}

TEST(TagBlock, DamagedBlocksLoseTheirDataAndKeepTheSentence) {
  for (std::string_view const bad : {R"(\c:1565218798*A\)",  // one digit
                                     R"(\c:1565218798\)",    // no checksum
                                     R"(\c:1565218798*00\)", // wrong checksum
                                     R"(\c:1565218798*5G\)", // no digit
                                     R"(\\)", R"(\*\)", R"(\*00\)"}) {
    std::string const line = std::string(bad) + "!X";
    auto const split = split_tag_blocks(line);
    EXPECT_EQ(split.rest, "!X") << bad;
    EXPECT_EQ(split.dropped, 1U) << bad;
    EXPECT_FALSE(split.tags.received) << bad;
    EXPECT_FALSE(split.unclosed);
  }
  EXPECT_EQ(split_tag_blocks(tag_block("c:1565218798,,s:A") + "!X").dropped, 1U); // a comma without a field
  for (auto const* group : {"g:0-2-1", "g:3-2-1", "g:1-2", "g:1-2-x", "g:1-100-1", "g:", "G2:1", "1G:1", "9G2:1"})
    EXPECT_FALSE(split_tag_blocks(tag_block(group)).tags.group) << group;
}

TEST(TagBlock, ABlockThatNeverClosesIsTold) {
  EXPECT_TRUE(split_tag_blocks(R"(\c:1565218798*53!AIVDM)").unclosed);
  EXPECT_TRUE(split_tag_blocks(R"(\)").unclosed);
}

TEST(TagBlock, LongSourceNamesAreCut) {
  std::string const line = tag_block("s:ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  EXPECT_EQ(split_tag_blocks(line).tags.source, "ABCDEFGHIJKLMNO");
}

} // namespace
} // namespace dalian::ais
