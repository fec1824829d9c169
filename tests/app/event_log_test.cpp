#include "twin/app/event_log.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

StatusFacts at(double uptime_s) {
  StatusFacts facts;
  facts.uptime_s = uptime_s;
  return facts;
}

FeedFacts feed(std::string const& source, std::string const& state) {
  FeedFacts facts;
  facts.source = source;
  facts.state = state;
  return facts;
}

std::vector<std::string> names(std::vector<Event> const& events) {
  std::vector<std::string> all;
  for (auto const& e : events)
    all.push_back(e.event + (e.source.empty() ? "" : " of " + e.source));
  return all;
}

TEST(EventLog, WritesOneObjectALine) {
  auto const when = parse_utc("2026-11-27T09:30:00Z").value();
  auto const line = to_json({Level::warning, "feed silent", "a\n\"b\" \xff fell silent", "ais"}, when);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  auto const object = nlohmann::json::parse(line);
  EXPECT_EQ(object["time"], format_utc(when));
  EXPECT_EQ(object["level"], "warning");
  EXPECT_EQ(object["event"], "feed silent");
  EXPECT_EQ(object["source"], "ais");
  EXPECT_FALSE(nlohmann::json::parse(to_json({Level::info, "x", "y", ""}, when)).contains("source"));
}

TEST(StatusWatch, TellsTroubleAndItsEndOnce) {
  StatusWatch watch;
  auto facts = at(1);
  EXPECT_THAT(watch.look(facts), IsEmpty());
  facts.trouble = "the disk is full";
  auto const told = watch.look(facts);
  ASSERT_THAT(names(told), ElementsAre("trouble"));
  EXPECT_EQ(told[0].level, Level::error);
  EXPECT_EQ(told[0].text, "the disk is full");
  EXPECT_THAT(watch.look(facts), IsEmpty());
  facts.trouble = "";
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("trouble over"));
}

TEST(StatusWatch, TellsWhenAFeedChangesItsState) {
  StatusWatch watch;
  auto facts = at(1);
  facts.feeds = {feed("old", "recovered"), feed("ais", "live")};
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("feed live of ais"));
  EXPECT_THAT(watch.look(facts), IsEmpty());
  facts.feeds = {feed("ais", "silent")}; // of many only the worst are told: who is not there has not changed
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("feed silent of ais"));
  facts.feeds = {feed("old", "live"), feed("ais", "finished")};
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("feed live of old", "feed finished of ais"));
}

TEST(StatusWatch, TellsWhatGoesOnOnceAMinuteWithItsSum) {
  StatusWatch watch;
  auto facts = at(1);
  facts.feeds = {feed("ais", "live")};
  watch.look(facts);
  facts.feeds[0].rejects.add("bad_time", 3);
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("rejected of ais"));
  facts.feeds[0].rejects.add("bad_time", 4);
  facts.uptime_s = 60;
  EXPECT_THAT(watch.look(facts), IsEmpty());
  facts.uptime_s = 61;
  auto const told = watch.look(facts);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].text, "ais: 4 more observations rejected (in all: bad_time 7)");
  facts.uptime_s = 200;
  EXPECT_THAT(watch.look(facts), IsEmpty());
}

TEST(StatusWatch, TellsLossRefusalsAndWhatIsNotKept) {
  StatusWatch watch;
  auto facts = at(1);
  facts.feeds = {feed("ais", "live")};
  watch.look(facts);
  facts.feeds[0].missing = 5;
  facts.unrecorded = 7;
  facts.refused_connections.add("unknown_key");
  facts.rejected_frames.add("oversize");
  EXPECT_THAT(names(watch.look(facts)), ElementsAre("lost of ais", "unrecorded", "refused", "bad messages"));
}

} // namespace
} // namespace dalian::app
