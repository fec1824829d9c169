#include "twin/alarms/alarm_book.hpp"

#include "tests/alarms/made_city.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <random>
#include <tuple>

namespace dalian::alarms {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string fence_rules(std::string const& more = "") {
  return square_place("works", 100) +
         rule("fence", "geofence", "road_vehicle", "area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 0\n" + more);
}

/// One alarm "fence" of car:1, unacknowledged, at time 0.
class Book : public testing::Test {
 protected:
  explicit Book(std::string const& text = fence_rules("off_delay_s = 0\nhold_s = 0\n")) : book_(rules(text)) {}

  void put(std::string const& car, double s, bool inside) { city_.hear(car, s, here(inside ? 0 : 500, 0)); }
  Changes look(double s) { return book_.evaluate(city_.look(), at(s)); }
  Changes inside(double s, bool is = true) {
    put("car:1", s, is);
    return look(s);
  }
  Result<Changes> say(Event event, std::uint64_t id, double s, std::string const& who = "li") {
    return book_.apply({.event = event, .alarms = {id}, .shelve_for = std::chrono::minutes(30)}, who, at(s));
  }
  Alarm const* alarm(std::uint64_t id = 1) {
    auto const list = book_.list();
    auto const found = list->alarms.find(id);
    return found == list->alarms.end() ? nullptr : &found->second;
  }

  MadeCity city_;
  AlarmBook book_;
};

TEST_F(Book, RaisesOnceAndSaysWhatWhereWhen) {
  auto const changes = inside(0);
  ASSERT_THAT(changes.log, SizeIs(1));
  EXPECT_EQ(changes.log[0].event, Event::onset);
  EXPECT_EQ(changes.log[0].who, "twin");
  EXPECT_THAT(inside(1).log, IsEmpty());
  ASSERT_NE(alarm(), nullptr);
  EXPECT_EQ(alarm()->state, State::unacknowledged);
  EXPECT_EQ(alarm()->subject, "car:1");
  EXPECT_EQ(alarm()->t_raised, at(0));
  EXPECT_EQ(alarm()->position, here(0, 0));
  EXPECT_EQ(alarm()->severity, Severity::high);
  EXPECT_EQ(book_.list()->rule("fence")->name.en, "three");
}

TEST_F(Book, AcknowledgedGoesWithItsCause) {
  inside(0);
  auto const acked = say(Event::acknowledge, 1, 1, "li");
  ASSERT_TRUE(acked);
  EXPECT_EQ(acked->log[0].who, "li");
  EXPECT_EQ(acked->log[0].from, State::unacknowledged);
  EXPECT_EQ(acked->log[0].to, State::acknowledged);
  EXPECT_EQ(alarm()->who, "li");
  EXPECT_THAT(say(Event::acknowledge, 1, 2).error(), HasSubstr("alarm 1 is acknowledged already"));
  auto const over = inside(3, false);
  EXPECT_EQ(over.log[0].to, State::normal);
  EXPECT_EQ(alarm(), nullptr);
  EXPECT_THAT(say(Event::acknowledge, 1, 4).error(), HasSubstr("not in the list"));
}

TEST_F(Book, ReturnedWaitsForAWord) {
  inside(0);
  inside(1, false);
  EXPECT_EQ(alarm()->state, State::returned);
  inside(2); // again: the same alarm
  EXPECT_EQ(alarm()->state, State::unacknowledged);
  EXPECT_EQ(alarm()->occurrences, 2U);
  EXPECT_EQ(alarm()->t_raised, at(0));
  inside(3, false);
  EXPECT_TRUE(say(Event::acknowledge, 1, 4)); // of what is over
  EXPECT_EQ(alarm(), nullptr);
  inside(5);
  EXPECT_NE(alarm(2), nullptr); // a new one
}

TEST_F(Book, ShelvedIsSilentUntilItsTime) {
  inside(0);
  ASSERT_TRUE(say(Event::shelve, 1, 1));
  EXPECT_EQ(alarm()->shelved_until, at(1 + 1800));
  inside(2, false);
  EXPECT_EQ(alarm()->state, State::shelved);
  inside(3);
  EXPECT_EQ(alarm()->state, State::shelved);
  EXPECT_EQ(alarm()->who, "li");
  put("car:1", 1801, true);
  auto const changes = look(1801);
  ASSERT_THAT(changes.log, SizeIs(1));
  EXPECT_EQ(changes.log[0].event, Event::unshelve);
  EXPECT_EQ(changes.log[0].who, "twin");
  EXPECT_EQ(alarm()->state, State::unacknowledged);
  EXPECT_EQ(alarm()->shelved_until, Instant{});
}

TEST_F(Book, ShelvedAndOverIsGoneAtItsTime) {
  inside(0);
  ASSERT_TRUE(say(Event::shelve, 1, 1));
  inside(2, false);
  inside(1801, false);
  EXPECT_EQ(alarm(), nullptr);
}

TEST_F(Book, RefusesWhatMakesNoSenseAndChangesNothing) {
  inside(0);
  auto const before = book_.hash();
  EXPECT_THAT(say(Event::clear, 1, 1).error(), HasSubstr("alarm 1 is still present"));
  EXPECT_THAT(say(Event::unshelve, 1, 1).error(), HasSubstr("alarm 1 is not shelved"));
  EXPECT_THAT(book_.apply({}, "li", at(1)).error(), HasSubstr("names alarms or a rule"));
  EXPECT_THAT(
      book_.apply({.event = Event::shelve, .alarms = {1}, .shelve_for = std::chrono::hours(9)}, "li", at(1)).error(),
      HasSubstr("at most 480 minutes"));
  EXPECT_THAT(book_.apply({.alarms = {1, 7}}, "li", at(1)).error(), HasSubstr("alarm 7 is not in the list"));
  EXPECT_THAT(book_.apply({.rule = "other"}, "li", at(1)).error(), HasSubstr("no alarm of the rule 'other'"));
  EXPECT_EQ(book_.hash(), before);
}

TEST_F(Book, ATrackThatIsGoneEndsItsAlarm) {
  inside(0);
  city_.remove("car:1");
  look(1);
  EXPECT_EQ(alarm()->state, State::returned);
}

TEST_F(Book, AClockThatGoesBackChangesNothing) {
  inside(3600);
  put("car:1", 0, true);
  EXPECT_THAT(look(0).log, IsEmpty());
  EXPECT_EQ(alarm()->state, State::unacknowledged);
}

TEST(AlarmBook, AFenceCrossedTenTimesASecondRaisesOnce) {
  AlarmBook book(rules(fence_rules())); // default delays
  MadeCity city;
  int raised = 0;
  for (int i = 0; i < 20 * 60; ++i) { // a minute, looked at 20 times a second
    city.hear("car:1", i * 0.05, here(i % 2 == 0 ? 99 : 101, 0));
    for (auto const& entry : book.evaluate(city.look(), at(i * 0.05)).log)
      raised += entry.event == Event::onset;
  }
  EXPECT_EQ(raised, 1);
  EXPECT_EQ(book.list()->alarms.size(), 1U);
}

TEST(AlarmBook, AFloodIsGroupedAndCounted) {
  AlarmBook book(
      rules(fence_rules() + square_place("core", 50) +
            rule("core", "geofence", "road_vehicle", "area = \"core\"\nwhen = \"inside\"\nhysteresis_m = 0\n")));
  MadeCity city;
  for (int i = 1; i <= 25; ++i)
    city.hear(fmt::format("car:{:02}", i), 0, here(80, 0));
  book.evaluate(city.look(), at(0));
  auto list = book.list();
  EXPECT_EQ(list->alarms.size(), 25U);
  EXPECT_TRUE(list->flood.active);
  EXPECT_EQ(list->flood.in_window, 25U);
  EXPECT_EQ(list->flood.grouped.at("fence"), 15U); // the first ten are no flood
  EXPECT_TRUE(book.apply({.rule = "fence"}, "li", at(1)));
  for (auto const& [id, a] : book.list()->alarms)
    EXPECT_EQ(a.state, State::acknowledged);
  for (int i = 1; i <= 25; ++i)
    city.hear(fmt::format("car:{:02}", i), 700, here(80, 0));
  book.evaluate(city.look(), at(700)); // none for ten minutes
  EXPECT_FALSE(book.list()->flood.active);
}

TEST(AlarmBook, CriticalIsNeverGrouped) {
  auto text = fence_rules();
  text.replace(text.find("\"high\""), 6, "\"critical\"");
  AlarmBook book(rules(text));
  MadeCity city;
  for (int i = 1; i <= 25; ++i)
    city.hear(fmt::format("car:{:02}", i), 0, here(0, 0));
  book.evaluate(city.look(), at(0));
  EXPECT_TRUE(book.list()->flood.active);
  EXPECT_THAT(book.list()->flood.grouped, IsEmpty());
}

TEST(AlarmBook, MoreThanARuleMayHaveAreCountedAndComeWhenThereIsRoom) {
  AlarmBook book(rules("[limits]\nopen_per_rule = 3\n" + fence_rules("off_delay_s = 0\nhold_s = 0\n")));
  MadeCity city;
  auto const all = [&](double s, int first) {
    for (int i = 1; i <= 8; ++i)
      city.hear(fmt::format("car:{}", i), s, here(i >= first ? 0 : 500, 0));
    book.evaluate(city.look(), at(s));
  };
  all(0, 1);
  EXPECT_EQ(book.list()->alarms.size(), 3U);
  EXPECT_EQ(book.list()->flood.unlisted.at("fence"), 5U);
  EXPECT_TRUE(book.apply({.rule = "fence"}, "li", at(1)));
  all(2, 4); // cars 1 to 3 leave
  EXPECT_THAT(book.list()->alarms, IsEmpty());
  all(6, 4);
  EXPECT_EQ(book.list()->alarms.size(), 3U);
  EXPECT_EQ(book.list()->flood.unlisted.at("fence"), 2U);
}

TEST(AlarmBook, AsksForTheHistoryToBeKeptOnce) {
  AlarmBook book(rules(fence_rules("lock_history = true\noff_delay_s = 0\n")));
  MadeCity city;
  std::vector<LockRequest> locks;
  for (int s = 0; s < 6; ++s) {
    city.hear("car:1", s, here(s % 2 == 0 ? 0 : 500, 0));
    auto changes = book.evaluate(city.look(), at(s));
    locks.insert(locks.end(), changes.locks.begin(), changes.locks.end());
  }
  ASSERT_THAT(locks, SizeIs(1));
  EXPECT_EQ(locks[0].at, at(0));
  EXPECT_EQ(locks[0].reason, "alarm 1 fence: car:1");
}

TEST(AlarmBook, LatchedWaitsToBeCleared) {
  AlarmBook book(rules(fence_rules("latch = true\noff_delay_s = 0\nhold_s = 0\n")));
  MadeCity city;
  city.hear("car:1", 0, here(0, 0));
  book.evaluate(city.look(), at(0));
  ASSERT_TRUE(book.apply({.alarms = {1}}, "li", at(1)));
  city.hear("car:1", 2, here(500, 0));
  book.evaluate(city.look(), at(2));
  EXPECT_EQ(book.list()->alarms.at(1).state, State::latched);
  auto const cleared = book.apply({.event = Event::clear, .alarms = {1}, .note = "inspected"}, "wang", at(3));
  ASSERT_TRUE(cleared);
  EXPECT_EQ(cleared->log[0].note, "inspected");
  EXPECT_THAT(book.list()->alarms, IsEmpty());
}

/// Drives a small city at random: what two books see alike they say alike.
template <class Step>
void random_days(std::uint32_t seed, Step&& step) {
  std::mt19937 random(seed);
  MadeCity city;
  for (int i = 0; i < 400; ++i) {
    for (int car = 1; car <= 12; ++car)
      if (random() % 3 != 0) city.hear(fmt::format("car:{}", car), i, here(random() % 2 == 0 ? 0 : 500, 0));
    if (random() % 50 == 0) city.remove(fmt::format("car:{}", 1 + random() % 12));
    step(city, i, random());
  }
}

TEST(AlarmBook, IsAFunctionOfWhatItWasGiven) {
  auto const text = fence_rules("off_delay_s = 2\nhold_s = 5\non_delay_s = 1\n");
  AlarmBook one(rules(text)), two(rules(text));
  std::size_t most = 0;
  random_days(31, [&](MadeCity& city, int i, std::uint32_t draw) {
    for (auto* book : {&one, &two}) {
      book->evaluate(city.look(), at(i));
      if (draw % 4 == 0)
        (void)book->apply({.event = static_cast<Event>(2 + draw / 4 % 4),
                           .alarms = {draw / 16 % 40},
                           .shelve_for = std::chrono::seconds(20)},
                          "li", at(i));
    }
    most = std::max(most, one.list()->alarms.size());
    ASSERT_EQ(one.hash(), two.hash());
    ASSERT_EQ(one.list()->alarms, two.list()->alarms);
  });
  EXPECT_GT(most, 5U);
  EXPECT_GT(one.next_id(), 20U);
}

TEST(AlarmBook, ItsLogTellsTheWholeLife) { // following the log alone gives the states of the list
  AlarmBook book(rules(fence_rules("off_delay_s = 0\nhold_s = 0\n")));
  std::map<std::uint64_t, State> told;
  random_days(32, [&](MadeCity& city, int i, std::uint32_t draw) {
    auto changes = book.evaluate(city.look(), at(i));
    auto said = book.apply(
        {.event = static_cast<Event>(2 + draw % 4), .alarms = {draw / 4 % 60}, .shelve_for = std::chrono::seconds(9)},
        "li", at(i));
    if (said) changes.log.insert(changes.log.end(), said->log.begin(), said->log.end());
    for (auto const& entry : changes.log) {
      ASSERT_EQ(told.contains(entry.alarm) ? told[entry.alarm] : State::normal, entry.from);
      told[entry.alarm] = entry.to;
      if (entry.to == State::normal) told.erase(entry.alarm);
    }
    std::map<std::uint64_t, State> listed;
    for (auto const& [id, a] : book.list()->alarms)
      listed[id] = a.state;
    ASSERT_EQ(told, listed);
  });
}

TEST(AlarmBook, GoesOnAfterARestart) {
  auto const set = rules(fence_rules());
  MadeCity city;
  for (int i = 1; i <= 3; ++i)
    city.hear(fmt::format("car:{}", i), 0, here(0, 0));
  AlarmBook before(set);
  before.evaluate(city.look(), at(0));
  ASSERT_TRUE(before.apply({.alarms = {1}}, "li", at(1)));
  ASSERT_TRUE(before.apply({.event = Event::shelve, .alarms = {3}, .shelve_for = std::chrono::hours(1)}, "li", at(2)));
  std::vector<Alarm> saved;
  for (auto const& [id, a] : before.list()->alarms)
    saved.push_back(a);

  AlarmBook after(set);
  after.restore({saved, before.next_id()});
  city.renumber();
  city.hear("car:2", 10, here(500, 0)); // left meanwhile
  city.hear("car:1", 10, here(0, 0));
  city.hear("car:3", 10, here(0, 0));
  EXPECT_THAT(after.evaluate(city.look(), at(10)).log, IsEmpty());
  auto const list = after.list();
  EXPECT_EQ(list->alarms.at(1).state, State::acknowledged);
  EXPECT_EQ(list->alarms.at(1).handle, city["car:1"].handle); // of this run
  EXPECT_EQ(list->alarms.at(3).state, State::shelved);
  EXPECT_EQ(list->alarms.at(3).shelved_until, at(2 + 3600));
  for (int s = 11; s <= 21; ++s) {
    for (int i = 1; i <= 3; ++i)
      city.hear(fmt::format("car:{}", i), s, here(i == 2 ? 500 : 0, 0));
    after.evaluate(city.look(), at(s));
  }
  EXPECT_EQ(after.list()->alarms.at(2).state, State::returned); // what is not seen again is over
  EXPECT_EQ(after.list()->alarms.at(1).state, State::acknowledged);
  city.hear("car:4", 22, here(0, 0));
  after.evaluate(city.look(), at(22));
  EXPECT_TRUE(after.list()->alarms.contains(4)); // ids go on
}

/// What people see of an alarm.
auto seen(Alarm const& a) {
  return std::tuple(a.id, a.rule, a.subject, a.state, a.present, a.grouped, a.t_raised, a.t_changed, a.shelved_until,
                    a.occurrences, a.who, a.note);
}

TEST(AlarmBook, ARestartChangesNothingThatPeopleSee) { // delays, holds and floods go on
  auto const set = rules("[limits]\nflood_above = 6\nflood_below = 3\nflood_window_s = 40\n" +
                         fence_rules("on_delay_s = 3\noff_delay_s = 2\nhold_s = 5\n"));
  constexpr std::uint32_t kSeed = 31;
  std::mt19937 random(kSeed);
  MadeCity city;
  AlarmBook whole(set);
  auto restarted = std::make_unique<AlarmBook>(set);
  std::vector<LogEntry> log;
  std::vector<bool> inside(12);
  int restarts = 0, listed = 0, floods = 0;
  for (int look = 0; look < 3000; ++look) {
    double const s = 0.5 * look;
    for (std::size_t car = 0; car < inside.size(); ++car) {
      if (random() % 12 == 0) inside[car] = !inside[car];
      city.hear(fmt::format("car:{}", car), s, here(inside[car] ? 0 : 500, 0));
    }
    if (random() % 10 == 0) {
      Memory memory{{}, restarted->next_id(), restarted->watches(), log};
      for (auto const& [id, a] : restarted->list()->alarms)
        memory.alarms.push_back(a);
      restarted = std::make_unique<AlarmBook>(set);
      restarted->restore(std::move(memory));
      ++restarts;
    }
    whole.evaluate(city.look(), at(s));
    auto const changes = restarted->evaluate(city.look(), at(s));
    log.insert(log.end(), changes.log.begin(), changes.log.end());
    auto const a = whole.list(), b = restarted->list();
    ASSERT_EQ(a->alarms.size(), b->alarms.size()) << "look " << look << ", seed " << kSeed;
    for (auto const& [id, alarm] : a->alarms)
      ASSERT_EQ(seen(alarm), seen(b->alarms.at(id))) << "look " << look << ", seed " << kSeed;
    listed += static_cast<int>(a->alarms.size());
    floods += a->flood.active ? 1 : 0;
    ASSERT_EQ(a->flood.in_window, b->flood.in_window) << look;
    if (a->alarms.empty() || random() % 8 != 0) continue;
    Command const ack{.alarms = {a->alarms.begin()->first}};
    auto const done = whole.apply(ack, "li", at(s)), also = restarted->apply(ack, "li", at(s));
    ASSERT_EQ(done.ok(), also.ok());
    if (also) log.insert(log.end(), also->log.begin(), also->log.end());
  }
  EXPECT_GT(restarts, 200);
  EXPECT_GT(listed, 3000);
  EXPECT_GT(floods, 100);
}

TEST(AlarmBook, AnAlarmWhoseRuleIsGoneEnds) {
  Alarm orphan;
  orphan.id = 9;
  orphan.rule = "abolished";
  orphan.subject = "car:1";
  orphan.state = State::acknowledged;
  AlarmBook book(rules(fence_rules()));
  book.restore({{orphan}, 10});
  book.evaluate(MadeCity().look(), at(0));
  EXPECT_THAT(book.list()->alarms, IsEmpty());
}

} // namespace
} // namespace dalian::alarms
