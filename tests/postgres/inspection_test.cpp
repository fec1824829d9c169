// What twinctl history asks of a server: beside the same records in a folder, whose answers are tested elsewhere.
#include "twin/postgres/inspection.hpp"

#include "tests/history/records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "tests/postgres/shared_server.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <gmock/gmock.h>

namespace dalian::postgres {
namespace {

using history::kNoon;
using history::record;
using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class Inspection : public testing::Test {
 protected:
  Inspection() {
    static int databases = 0;
    name_ = "inspection" + std::to_string(++databases);
    url_ = server_.new_database(name_);
  }
  /// Twelve chunks on each of three days, and a keyframe behind them.
  static void fill(history::HistoryStore& store) {
    for (int day = 0; day < 3; ++day)
      for (int i = 0; i < 12; ++i) {
        ASSERT_TRUE(store.append(record(100 * day + i, i % 2 == 0 ? "ais" : "v2x", kNoon + days(day))));
        history::commit(store);
      }
    history::add_keyframe(store, kNoon + days(2), 7, std::string(5000, 'k'));
    history::commit(store);
  }
  void fill_server() {
    auto const store = open_postgres_history({.url = url_});
    ASSERT_TRUE(store) << store.error();
    fill(**store);
  }
  std::string ask(std::string const& sql) const { return server_.ask(sql, name_); }

  test::PostgresServer& server_ = test::shared_server();
  std::string name_, url_;
};

TEST_F(Inspection, TellsTheSameDaysAsOfAFolder) {
  fill_server();
  history::TemporaryFolder const folder;
  {
    auto const store = history::open(folder.path());
    fill(*store);
  }
  auto const here = overview(url_);
  auto const there = history::overview(folder.path());
  ASSERT_TRUE(here) << here.error();
  ASSERT_TRUE(there) << there.error();
  ASSERT_EQ(here->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    auto const &a = (*here)[i], &b = (*there)[i];
    EXPECT_EQ(a.file.stem(), b.file.stem());
    EXPECT_EQ(a.first, b.first);
    EXPECT_EQ(a.last, b.last);
    EXPECT_EQ(a.by_hour, b.by_hour);
    EXPECT_EQ(a.keyframes, b.keyframes);
    ASSERT_EQ(a.groups.size(), 1u);
    EXPECT_EQ(a.groups[0].rows, b.groups[0].rows);
    EXPECT_EQ(a.groups[0].observations, b.groups[0].observations);
    EXPECT_EQ(a.groups[0].bytes, b.groups[0].bytes) << "as they came, whatever the server makes of them";
    EXPECT_GT(a.file_bytes, 0u);
  }
  auto const whole = verify(url_, {});
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(whole->chunks, 36u);
  EXPECT_EQ(whole->observations, 360u);
  EXPECT_EQ(whole->keyframes, 1u);
  EXPECT_THAT(whole->spoiled, IsEmpty());
  EXPECT_THAT(whole->missing, IsEmpty());
}

TEST_F(Inspection, NamesWhatIsSpoiledAndWhatIsMissing) {
  fill_server();
  ask("UPDATE chunk SET n = n + 1 WHERE seq = 5");
  ask("DELETE FROM chunk WHERE seq IN (7, 8)");
  ask("UPDATE keyframe SET crc = crc + 1");
  ask("DELETE FROM chunk WHERE day = " + std::to_string((kNoon + days(1)).time_since_epoch() / days(1)));
  auto const found = verify(url_, {});
  ASSERT_TRUE(found) << found.error();
  ASSERT_EQ(found->spoiled.size(), 2u);
  EXPECT_EQ(found->spoiled[0].what, "chunk");
  EXPECT_EQ(found->spoiled[0].seq, 5);
  EXPECT_EQ(found->spoiled[1].what, "keyframe");
  EXPECT_THAT(found->missing, ElementsAre(Pair(7, 8)));
  EXPECT_THAT(found->between, ElementsAre(Pair(13, 24)));
}

TEST_F(Inspection, LocksHoldDaysThatAreOver) {
  fill_server();
  auto const lock = lock_incident(url_, {kNoon, "near miss", "harbour office"}, kNoon + days(3));
  ASSERT_TRUE(lock) << lock.error();
  history::RetentionPolicy policy;
  policy.raw = days(7);
  auto const now = kNoon + days(8) + std::chrono::hours(13); // a week behind the end of the first two days
  auto dropped = drop_old_days(url_, policy, now);
  ASSERT_TRUE(dropped) << dropped.error();
  EXPECT_THAT(*dropped, ElementsAre("2026-09-27"));
  ASSERT_TRUE(release_incident(url_, lock->id, "harbour office", now));
  EXPECT_THAT(release_incident(url_, lock->id, "harbour office", now).error(), HasSubstr("no lock"));
  dropped = drop_old_days(url_, policy, now);
  ASSERT_TRUE(dropped) << dropped.error();
  EXPECT_THAT(*dropped, ElementsAre("2026-09-26"));
  auto const left = overview(url_);
  ASSERT_TRUE(left) << left.error();
  ASSERT_EQ(left->size(), 1u);
  EXPECT_EQ((*left)[0].file, "history-2026-09-28");
  auto const locks = read_incidents(url_);
  ASSERT_TRUE(locks) << locks.error();
  ASSERT_EQ(locks->size(), 1u);
  EXPECT_EQ((*locks)[0].released_by, "harbour office");
  EXPECT_EQ((*locks)[0].locked.from, kNoon - history::kLockBefore);
  EXPECT_TRUE(open_postgres_history({.url = url_})) << "goes on with what is left";
}

TEST_F(Inspection, AnEmptyServerHasNoLocksAndALockNeedsAName) {
  EXPECT_THAT(*read_incidents(url_), IsEmpty());
  EXPECT_FALSE(lock_incident(url_, {kNoon, "", "x"}, kNoon));
  EXPECT_FALSE(overview(url_)) << "no tables: nobody has written there";
}

} // namespace
} // namespace dalian::postgres
