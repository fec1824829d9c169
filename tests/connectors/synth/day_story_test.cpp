#include "connectors/synth/day_story.hpp"

#include "tests/support/temp_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>

namespace dalian::synth {
namespace {

using testing::HasSubstr;

Result<DayStory> parse(std::string const& toml) {
  test::TempFolder const folder;
  auto const file = folder.path() / "day.toml";
  std::ofstream(file) << toml;
  return read_day_story(file);
}

constexpr char const* kOneShift = R"(
[clock]
utc_offset_h = 8
[[shift]]
id = "day"
from = "08:00"
to = "17:00"
share = 0.6
arrive_min = 60
)";

TEST(DayStory, TheDayBeginsAtTheMidnightOfTheCitysClock) {
  auto const story = parse(kOneShift).value();
  auto const t = parse_utc("2026-09-26T01:30:00+08:00").value();
  EXPECT_EQ(story.midnight(t), parse_utc("2026-09-25T16:00:00Z").value());
  EXPECT_DOUBLE_EQ(story.second_of_day(t), 5400);
  EXPECT_DOUBLE_EQ(story.second_of_day(parse_utc("2026-09-26T00:00:00+08:00").value()), 0);
}

TEST(DayStory, AShiftComesAndGoesEvenly) {
  auto const story = parse(kOneShift).value();
  EXPECT_DOUBLE_EQ(story.at_work(6.9 * 3600), 0);
  EXPECT_NEAR(story.at_work(7.5 * 3600), 0.3, 1e-12);
  EXPECT_DOUBLE_EQ(story.at_work(12 * 3600), 0.6);
  EXPECT_NEAR(story.at_work(17.5 * 3600), 0.3, 1e-12);
  EXPECT_DOUBLE_EQ(story.at_work(18.1 * 3600), 0);
}

TEST(DayStory, AShiftOverMidnightIsTheSameOnBothSides) {
  std::string text = kOneShift;
  text.replace(text.find("08:00"), 5, "22:00").replace(text.find("17:00"), 5, "06:00");
  auto const story = parse(text).value();
  EXPECT_DOUBLE_EQ(story.at_work(23 * 3600), 0.6);
  EXPECT_DOUBLE_EQ(story.at_work(0), 0.6);
  EXPECT_DOUBLE_EQ(story.at_work(kDay_s), story.at_work(0));
  EXPECT_DOUBLE_EQ(story.at_work(5 * 3600), 0.6);
  EXPECT_NEAR(story.at_work(6.25 * 3600), 0.45, 1e-12);
}

TEST(DayStory, TheShiftsThatComeWithTheProgramFillTheDay) {
  auto const* source = std::getenv("DALIAN_SOURCE");
  ASSERT_NE(source, nullptr);
  auto const story = read_day_story(std::filesystem::path(source) / "assets/config/day.toml");
  ASSERT_TRUE(story) << story.error();
  double shares = 0;
  for (auto const& s : story->shifts)
    shares += s.share;
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_GT(story->at_work(10 * 3600), 4 * story->at_work(4 * 3600) * 0.9);
  ASSERT_NE(story->incident("hydrogen_leak"), nullptr);
  EXPECT_EQ(story->incident("hydrogen_leak")->at_s, 15 * 3600);
  EXPECT_EQ(story->incident("flood"), nullptr);
}

TEST(DayStory, AShipMayLieOverMidnight) {
  auto const story = parse(std::string(kOneShift) + R"(
[[ship_call]]
id = "night"
berthed = "22:30"
leaves = "05:00"
trucks = 90
)")
                         .value();
  ASSERT_EQ(story.calls.size(), 1U);
  auto const& call = story.calls[0];
  EXPECT_EQ(call.stay_s(), 6.5 * 3600);
  EXPECT_EQ(call.since_berthed_s(1800), 2 * 3600);
  EXPECT_EQ(call.since_berthed_s(22 * 3600), 23.5 * 3600) << "not yet there";
  EXPECT_EQ(call.trucks, 90);
  EXPECT_EQ(call.trucks_s, 3 * 3600);
}

TEST(DayStory, SaysWhatIsWrong) {
  auto const off = [](std::string const& what, std::string const& by) {
    std::string text = kOneShift;
    text.replace(text.find(what), what.size(), by);
    auto const story = parse(text);
    return story ? std::string("taken") : story.error();
  };
  EXPECT_THAT(off("08:00", "24:00"), HasSubstr("day.toml:6: 'from' is \"24:00\""));
  EXPECT_THAT(off("08:00", "8:00"), HasSubstr("write the hour of the day"));
  EXPECT_THAT(off("share = 0.6", "share = 6"), HasSubstr("must be within 0…1"));
  EXPECT_THAT(off("arrive_min", "arive_min"), HasSubstr("'arrive_min' is missing"));
}

} // namespace
} // namespace dalian::synth
