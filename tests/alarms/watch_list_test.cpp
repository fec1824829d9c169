#include "twin/alarms/watch_list.hpp"

#include <gtest/gtest.h>

namespace dalian::alarms {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Key kKey{0, 5, 0};

/// Feeds one condition, present or not, at instants in milliseconds.
class Feeder {
 public:
  explicit Feeder(Timing timing) : timing_{timing} {}
  /// What turned: "+" raised, "-" over.
  std::string at(int ms, bool present) {
    std::vector<Finding> findings;
    if (present) findings.push_back({kKey, 1.5});
    std::string out;
    for (auto const& turn : list.update(findings, timing_, Instant{milliseconds(ms)}))
      out += turn.raised ? '+' : '-';
    return out;
  }
  WatchList list;

 private:
  std::vector<Timing> timing_;
};

TEST(WatchList, RaisesAtOnceAndEndsAtOnceWithoutDelays) {
  Feeder f({});
  EXPECT_EQ(f.at(0, false), "");
  EXPECT_EQ(f.at(200, true), "+");
  EXPECT_EQ(f.at(400, true), "");
  EXPECT_EQ(f.at(600, false), "-");
  EXPECT_TRUE(f.list.all().empty());
}

TEST(WatchList, WaitsForTheOnDelayWithoutAGap) {
  Feeder f({.on_delay = seconds(1)});
  EXPECT_EQ(f.at(0, true), "");
  EXPECT_EQ(f.at(800, true), "");
  EXPECT_EQ(f.at(900, false), ""); // starts anew
  EXPECT_EQ(f.at(1000, true), "");
  EXPECT_EQ(f.at(1800, true), "");
  EXPECT_EQ(f.at(2000, true), "+");
}

TEST(WatchList, WaitsForTheOffDelayWithoutACome) {
  Feeder f({.off_delay = seconds(1)});
  EXPECT_EQ(f.at(0, true), "+");
  EXPECT_EQ(f.at(500, false), "");
  EXPECT_TRUE(f.list.held(kKey));
  EXPECT_EQ(f.at(1000, true), "");
  EXPECT_EQ(f.at(1500, false), "");
  EXPECT_EQ(f.at(2400, false), "");
  EXPECT_EQ(f.at(2500, false), "-");
}

TEST(WatchList, HoldsBackTheNextRaising) {
  Feeder f({.hold = seconds(10)});
  EXPECT_EQ(f.at(0, true), "+");
  EXPECT_EQ(f.at(1000, false), "-");
  EXPECT_EQ(f.at(2000, true), "");
  EXPECT_EQ(f.at(3000, false), "");
  EXPECT_EQ(f.at(10'900, true), "");
  EXPECT_EQ(f.at(11'000, true), "+");
  EXPECT_EQ(f.at(12'000, false), "-");
  EXPECT_EQ(f.at(30'000, false), "");
  EXPECT_TRUE(f.list.all().empty()); // forgotten
}

TEST(WatchList, TenTimesASecondRaisesOnce) {
  Feeder f({.off_delay = seconds(5), .hold = seconds(60)});
  std::string turns;
  for (int ms = 0; ms < 600'000; ms += 50)
    turns += f.at(ms, ms % 100 == 0);
  EXPECT_EQ(turns, "+");
}

TEST(WatchList, OffersARefusedOneAgain) {
  Feeder f({});
  EXPECT_EQ(f.at(0, true), "+");
  f.list.refuse(kKey, Instant{seconds(5)});
  EXPECT_TRUE(f.list.all()[0].refused);
  EXPECT_EQ(f.at(4000, true), "");
  EXPECT_EQ(f.at(5000, true), "+");
  EXPECT_FALSE(f.list.all()[0].refused);
  f.list.refuse(kKey, Instant{seconds(10)});
  EXPECT_EQ(f.at(6000, false), ""); // it went before there was room
  EXPECT_TRUE(f.list.all().empty());
}

TEST(WatchList, KeepsRulesAndTracksApart) {
  WatchList list;
  std::vector<Timing> const timing(3);
  list.update({{{0, 1, 0}, 0}, {{0, 2, 0}, 0}, {{2, 1, 7}, 0}}, timing, Instant{});
  auto const turns = list.update({{{0, 2, 0}, 0}, {{1, 1, 0}, 0}, {{2, 1, 7}, 0}}, timing, Instant{seconds(1)});
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[0].key, (Key{0, 1, 0}));
  EXPECT_FALSE(turns[0].raised);
  EXPECT_EQ(turns[1].key, (Key{1, 1, 0}));
  EXPECT_TRUE(turns[1].raised);
  EXPECT_EQ(list.of_rule(2).size(), 1U);
  EXPECT_TRUE(list.held({2, 1, 7}));
  EXPECT_FALSE(list.held({2, 1, 8}));
}

} // namespace
} // namespace dalian::alarms
