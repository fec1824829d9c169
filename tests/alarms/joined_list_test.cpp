#include "twin/alarms/joined_list.hpp"

#include <gtest/gtest.h>

namespace dalian::alarms {
namespace {

Alarm alarm(std::uint64_t id, std::string const& rule, std::uint32_t handle) {
  Alarm a;
  a.id = id;
  a.rule = rule;
  a.handle = handle;
  return a;
}

RuleFacts rule(std::string const& id, double limit) {
  RuleFacts facts;
  facts.id = id;
  facts.limit = limit;
  return facts;
}

TEST(JoinedAlarms, IdsTellWhichTwinsTheyAre) {
  for (std::uint64_t id = 1; id < 20; ++id)
    for (std::size_t twin = 0; twin < 3; ++twin)
      EXPECT_EQ(own_id(3, joined_id(3, twin, id)), std::pair(twin, id));
}

TEST(JoinedAlarms, AreThoseOfAllWithHandlesOfTheJoinedCity) {
  auto const north = std::make_shared<AlarmList>(), south = std::make_shared<AlarmList>();
  north->revision = 4;
  north->alarms = {{1, alarm(1, "fast", 7)}, {2, alarm(2, "near", 0)}};
  north->rules = std::make_shared<std::vector<RuleFacts>>(std::vector{rule("fast", 50)});
  north->flood.in_window = 2;
  south->revision = 3;
  south->alarms = {{1, alarm(1, "fast", 7)}};
  south->rules = std::make_shared<std::vector<RuleFacts>>(std::vector{rule("fast", 60), rule("gale", 20)});
  south->flood = {true, Instant{Duration(5)}, 9, {{"fast", 3}}, {{"gale", 1}}};
  auto const all = joined({north, south}, [](std::size_t twin, std::uint32_t handle) {
    return static_cast<std::uint32_t>(100 * (twin + 1) + handle);
  });
  EXPECT_EQ(all.revision, 7u);
  ASSERT_EQ(all.alarms.size(), 3u);
  for (auto const& [id, a] : all.alarms)
    EXPECT_EQ(a.id, id);
  EXPECT_EQ(all.alarms.at(joined_id(2, 0, 1)).handle, 107u);
  EXPECT_EQ(all.alarms.at(joined_id(2, 0, 2)).handle, 0u) << "not seen in this run";
  EXPECT_EQ(all.alarms.at(joined_id(2, 1, 1)).handle, 207u);
  ASSERT_EQ(all.rules->size(), 2u);
  EXPECT_EQ(all.rule("fast")->limit, 50);
  EXPECT_EQ(all.flood.in_window, 11u);
  EXPECT_TRUE(all.flood.active);
  EXPECT_EQ(all.flood.since, Instant{Duration(5)});
  EXPECT_EQ(all.flood.grouped.at("fast"), 3u);
}

} // namespace
} // namespace dalian::alarms
