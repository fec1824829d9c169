#include "twin/app/alarm_journal.hpp"

#include "tests/support/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace dalian::app {
namespace {

using alarms::Alarm;
using alarms::AlarmList;
using alarms::LogEntry;
using testing::HasSubstr;
using testing::IsEmpty;

class Journal : public testing::Test {
 protected:
  std::unique_ptr<AlarmJournal> open() {
    auto journal = AlarmJournal::open(folder_.path());
    EXPECT_TRUE(journal) << journal.error();
    return std::move(journal).value();
  }
  void put(std::uint64_t id, alarms::State state) {
    Alarm& a = list_.alarms[id];
    a.id = id;
    a.rule = "fence";
    a.subject = "car:1";
    a.state = state;
    a.revision = ++list_.revision;
  }
  void take(std::uint64_t id) {
    list_.alarms.erase(id);
    ++list_.revision;
  }
  void run(char const* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / AlarmJournal::kFile).c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  std::vector<Alarm> alarms() {
    std::vector<Alarm> all;
    for (auto const& [id, a] : list_.alarms)
      all.push_back(a);
    return all;
  }

  test::TempFolder folder_;
  AlarmList list_;
};

LogEntry entry(std::uint64_t alarm) {
  return {from_unix_ns(1'790'000'000'000'000'000),
          alarm,
          "fence",
          "car:1",
          "",
          alarms::Event::acknowledge,
          alarms::State::unacknowledged,
          alarms::State::acknowledged,
          "local:li",
          "seen",
          1.5};
}

TEST_F(Journal, GivesBackListAndNextIdAfterARestart) {
  {
    auto const journal = open();
    EXPECT_THAT(journal->read()->alarms, IsEmpty());
    put(1, alarms::State::unacknowledged);
    put(2, alarms::State::shelved);
    ASSERT_TRUE(journal->write({entry(1)}, list_, 3));
    put(1, alarms::State::acknowledged);
    take(2);
    put(5, alarms::State::returned);
    ASSERT_TRUE(journal->write({entry(5)}, list_, 6));
  }
  auto const kept = open()->read();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->alarms, alarms());
  EXPECT_EQ(kept->next_id, 6U);
  EXPECT_EQ(kept->damaged, 0U);
}

TEST_F(Journal, WhatWasOverBeforeTheFirstWriteOfARunIsGone) {
  put(1, alarms::State::acknowledged);
  put(2, alarms::State::acknowledged);
  ASSERT_TRUE(open()->write({}, list_, 3));
  {
    auto const journal = open();
    ASSERT_TRUE(journal->read());
    list_.revision = 0; // a new book counts afresh
    list_.alarms.at(2).revision = ++list_.revision;
    take(1);
    ASSERT_TRUE(journal->write({}, list_, 3));
  }
  EXPECT_EQ(open()->read()->alarms, alarms());
}

TEST_F(Journal, TheLogSaysWhoDidWhatWhen) {
  auto const journal = open();
  for (std::uint64_t id = 1; id <= 5; ++id)
    ASSERT_TRUE(journal->write({entry(id)}, list_, 6));
  auto const newest = journal->newest(3);
  ASSERT_TRUE(newest);
  EXPECT_EQ(*newest, (std::vector<LogEntry>{entry(3), entry(4), entry(5)}));
}

TEST_F(Journal, WhatADiskRefusesIsWrittenWhenItIsWellAgain) {
  auto const journal = open();
  put(1, alarms::State::unacknowledged);
  ASSERT_TRUE(journal->write({}, list_, 2));
  run("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(FAIL, 'disk full'); END");
  put(1, alarms::State::acknowledged);
  auto const refused = journal->write({entry(1)}, list_, 2);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("alarms.sqlite: cannot be written: disk full"));
  run("DROP TRIGGER full");
  ASSERT_TRUE(journal->write({entry(2)}, list_, 2));
  EXPECT_EQ(*journal->newest(9), (std::vector<LogEntry>{entry(1), entry(2)}));
  EXPECT_EQ(open()->read()->alarms, alarms());
}

TEST_F(Journal, ADamagedRowCostsThatRow) {
  {
    auto const journal = open();
    put(1, alarms::State::unacknowledged);
    put(2, alarms::State::unacknowledged);
    ASSERT_TRUE(journal->write({}, list_, 3));
  }
  run("UPDATE alarm SET bytes = x'ffffffff' WHERE id = 1");
  auto const kept = open()->read();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->damaged, 1U);
  ASSERT_EQ(kept->alarms.size(), 1U);
  EXPECT_EQ(kept->alarms[0].id, 2U);
}

TEST_F(Journal, KeepsTheDelaysThatRun) {
  auto const t = from_unix_ns(1'790'000'000'000'000'000);
  alarms::SavedWatch watch{
      "fence", "car:1", "", {.key = {}, .since = t, .absent_since = t, .ready = Instant::min(), .value = 2.5}};
  auto pair = watch;
  pair.other = "car:2";
  pair.watch.present = false;
  pair.watch.raised = true;
  pair.watch.ready = t + std::chrono::seconds(60);
  {
    auto const journal = open();
    ASSERT_TRUE(journal->read());
    journal->set_watches({watch, pair});
    ASSERT_TRUE(journal->write({entry(1)}, list_, 3));
  }
  auto const kept = open()->read();
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->watches.size(), 2U);
  EXPECT_EQ(kept->watches[0].watch, watch.watch);
  EXPECT_EQ(kept->watches[1].watch, pair.watch);
  EXPECT_EQ(kept->watches[1].other, "car:2");
  EXPECT_EQ(kept->newest_log, std::vector{entry(1)});
}

TEST_F(Journal, SaysWhatIsWrongWithTheFile) {
  EXPECT_THAT(AlarmJournal::open("/nowhere/at/all").error(),
              HasSubstr("/nowhere/at/all/alarms.sqlite: cannot be opened"));
}

} // namespace
} // namespace dalian::app
