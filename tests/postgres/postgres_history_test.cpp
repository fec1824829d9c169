// What a server adds to a history: connections that end, writers that take over, stand-bys, and damage inside it.
#include "twin/postgres/postgres_history.hpp"

#include "tests/history/keyframes.hpp"
#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "tests/postgres/shared_server.hpp"
#include "tests/support/wait.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/state_hash.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace dalian::postgres {
namespace {

using history::commit;
using history::HistoryStore;
using history::Record;
using history::record;
using history::replay_all;
using testing::HasSubstr;

std::unique_ptr<HistoryStore> open_at(std::string const& url) {
  auto store = open_postgres_history({.url = url});
  if (!store) ADD_FAILURE() << store.error();
  return store ? std::move(store).value() : nullptr;
}

class PostgresHistory : public testing::Test {
 protected:
  PostgresHistory() {
    static int databases = 0;
    name_ = "history" + std::to_string(++databases);
    url_ = server_.new_database(name_);
  }
  std::unique_ptr<HistoryStore> open() const { return open_at(url_); }
  std::string ask(std::string const& sql) const { return server_.ask(sql, name_); }

  test::PostgresServer& server_ = test::shared_server();
  std::string name_, url_;
};

std::vector<Record> records(int n) {
  std::vector<Record> all;
  for (int i = 0; i < n; ++i)
    all.push_back(record(i, i % 2 == 0 ? "ais" : "v2x"));
  return all;
}

/// Tries until the store takes what waits.
void commit_in_the_end(HistoryStore& store) {
  EXPECT_TRUE(test::wait_until([&] { return store.commit().ok(); }));
}

TEST_F(PostgresHistory, GoesOnByItselfAfterConnectionsAndServersEnded) {
  auto const store = open();
  auto const all = records(90);
  for (int i = 0; i < 90; ++i) {
    ASSERT_TRUE(store->append(all[static_cast<std::size_t>(i)]));
    if (i == 20 || i == 40)
      ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'dalian-twin'");
    if (i == 60) server_.kill();
    if (i == 60) {
      EXPECT_FALSE(store->commit());
      EXPECT_GT(store->counters().get("waiting"), 0U);
      server_.start();
    }
    if (i % 5 == 0) commit_in_the_end(*store);
  }
  commit_in_the_end(*store);
  EXPECT_EQ(replay_all(*store).records, all) << "nothing lost, nothing twice";
  EXPECT_GT(store->counters().get("commit_failures"), 0U);
  EXPECT_FALSE(store->lost());
}

TEST_F(PostgresHistory, AWriterThatWasTakenOverCommitsNoMore) {
  auto const first = open();
  ASSERT_TRUE(first->append(record(0)));
  commit(*first);
  ask("UPDATE writer SET until = '-infinity'"); // as if it had not been heard of for long
  auto const second = open();
  ASSERT_TRUE(second);
  ASSERT_TRUE(first->append(record(1)));
  EXPECT_FALSE(first->commit());
  EXPECT_TRUE(test::wait_until([&] { return first->lost(); }));
  EXPECT_THAT(first->commit().error(), HasSubstr("another twin has taken over"));
  ASSERT_TRUE(second->append(record(2)));
  commit(*second);
  EXPECT_EQ(replay_all(*second).records, (std::vector<Record>{record(0), record(2)}));
}

TEST_F(PostgresHistory, AStandByGetsTheLeaseWhenItsHolderIsGoneAndNotBefore) {
  auto first = open();
  PostgresHistoryConfig impatient{.url = url_, .lease = {.holder = "b", .wait = std::chrono::milliseconds(0)}};
  auto const refused = open_postgres_history(impatient);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("another twin writes there"));
  first.reset(); // gives it back
  EXPECT_TRUE(open_postgres_history(impatient));
  ask("UPDATE writer SET holder = 'killed', until = clock_timestamp() + interval '1 second'");
  EXPECT_FALSE(open_postgres_history(impatient));
  EXPECT_TRUE(open_postgres_history({.url = url_})) << "waits for the lease to run out";
}

TEST_F(PostgresHistory, TheLeaseIsHeldWhileNothingIsRecorded) {
  auto const store = open();
  auto const until = [&] { return ask("SELECT until FROM writer"); };
  auto const first = until();
  EXPECT_TRUE(test::wait_until([&] { return until() > first; }));
}

TEST_F(PostgresHistory, ASpoiledRowIsLeftOutAndCounted) {
  auto const store = open();
  for (int i = 0; i < 3; ++i)
    history::append_with_keyframe(*store, i);
  ask("UPDATE chunk SET blob = overlay(blob PLACING '\\x00' FROM 60) WHERE seq = 2");
  auto const all = replay_all(*store);
  EXPECT_EQ(all.result.damaged_chunks, 1U);
  EXPECT_EQ(all.records, (std::vector<Record>{record(0), record(2)}));
  ask("UPDATE keyframe SET t = t - 1 WHERE after = 3");
  EXPECT_EQ(history::newest(*store, Instant::max(), 1).bytes, "2");
}

TEST_F(PostgresHistory, TheSameChunksTwiceStandThereOnceAndOthersUnderTheirNumbersAreRefused) {
  {
    auto const store = open();
    ASSERT_TRUE(store->append(record(0)));
    commit(*store);
  }
  ask("CREATE TABLE away AS SELECT * FROM chunk");
  ask("DELETE FROM chunk");
  auto const again = open(); // numbers begin anew
  ASSERT_TRUE(again->append(record(0)));
  commit(*again);
  EXPECT_EQ(ask("SELECT count(*) FROM chunk JOIN away USING(seq, day, crc, blob)"), "1");
  ask("INSERT INTO chunk SELECT seq + 1, day, t0, t1, kind, source, epoch, first_seq, n, 77, blob FROM away");
  ASSERT_TRUE(again->append(record(1, "v2x")));
  auto const refused = again->commit();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("written by two"));
}

TEST_F(PostgresHistory, DaysArePartitionsAndTimeIsABrinIndex) {
  auto const store = open();
  for (auto const* text : {"2026-09-26", "2026-09-27"})
    ASSERT_TRUE(store->append(record(0, "ais", parse_utc(text).value())));
  commit(*store);
  EXPECT_EQ(ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'chunk'::regclass"), "2");
  EXPECT_EQ(ask("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%brin%' AND tablename LIKE 'chunk_day%'"), "2");
}

TEST_F(PostgresHistory, TablesOfANewerVersionAreRefused) {
  (void)open();
  ask("UPDATE history SET schema = 99");
  auto const refused = open_postgres_history({.url = url_});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("update the program"));
}

std::uint64_t hash_of_log(history::HistoryReader const& log) {
  fusion::Fusion fusion;
  for (auto const& r : replay_all(log).records) {
    wire::Batch batch;
    EXPECT_TRUE(batch.ParseFromString(r.bytes));
    fusion.take(r.t_twin, batch);
  }
  return fusion::state_hash(fusion);
}

TEST_F(PostgresHistory, ReplaysToTheSameStateAsSqlite) {
  history::TemporaryFolder const folder;
  auto const here = history::open(folder.path());
  auto const there = open();
  for (int i = 0; i < 500; ++i)
    for (auto* const store : {here.get(), there.get()}) {
      ASSERT_TRUE(store->append(history::ship_record(i)));
      if (i % 40 == 0) commit(*store);
    }
  commit(*here);
  commit(*there);
  EXPECT_EQ(hash_of_log(*there), hash_of_log(*here));
  EXPECT_EQ(hash_of_log(*open_postgres_reader(url_)), hash_of_log(*here));
}

/// A commit that the primary could not get to its stand-by must not pass for one: it is told as failed, and tried
/// again.
TEST(PostgresStandBy, ACommitItDoesNotHaveIsNotAcknowledged) {
  test::PostgresServer const server({}); // its settings are changed
  auto const store = open_at(server.url());
  ASSERT_TRUE(store->append(record(0)));
  commit(*store);
  server.ask("ALTER SYSTEM SET synchronous_standby_names = '*'"); // and there is none
  server.ask("SELECT pg_reload_conf()");
  ASSERT_TRUE(test::wait_until([&] { return server.ask("SHOW synchronous_standby_names") == "*"; }));
  ASSERT_TRUE(store->append(record(1)));
  std::atomic<bool> ended = false;
  std::thread canceller([&] {
    while (!ended)
      server.ask("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  });
  auto const told = store->commit();
  ended = true;
  canceller.join();
  ASSERT_FALSE(told);
  EXPECT_THAT(told.error(), HasSubstr("stand-by"));
  server.ask("ALTER SYSTEM RESET synchronous_standby_names");
  server.ask("SELECT pg_reload_conf()");
  commit_in_the_end(*store);
  EXPECT_EQ(replay_all(*store).records, (std::vector<Record>{record(0), record(1)}));
}

} // namespace
} // namespace dalian::postgres
