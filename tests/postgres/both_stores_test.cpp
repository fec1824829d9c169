// What every HistoryStore promises, tried on SQLite and on a real PostgreSQL.
#include "tests/history/keyframes.hpp"
#include "tests/history/temporary_folder.hpp"
#include "tests/postgres/shared_server.hpp"
#include "twin/history/keyframe_rows.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <thread>

namespace dalian::history {
namespace {

using testing::HasSubstr;

enum class Engine : std::uint8_t { sqlite, postgresql };

class BothStores : public testing::TestWithParam<Engine> {
 protected:
  BothStores() {
    static int databases = 0;
    if (GetParam() == Engine::postgresql)
      url_ = test::shared_server().new_database("both" + std::to_string(++databases));
  }
  Result<std::unique_ptr<HistoryStore>> try_open(std::size_t max_waiting_bytes = std::size_t{256} << 20) const {
    if (GetParam() == Engine::sqlite)
      return open_sqlite_history({.folder = folder_.path(), .max_waiting_bytes = max_waiting_bytes});
    return postgres::open_postgres_history({.url = url_, .max_waiting_bytes = max_waiting_bytes});
  }
  std::unique_ptr<HistoryStore> open() const {
    auto store = try_open();
    if (!store) ADD_FAILURE() << store.error();
    return store ? std::move(store).value() : nullptr;
  }
  std::string error_of_open() const {
    auto const store = try_open();
    return store ? "" : store.error();
  }

  TemporaryFolder folder_;
  std::string url_;
};

TEST_P(BothStores, GivesBackEverythingInArrivalOrder) {
  std::vector<Record> records;
  {
    auto const store = open();
    EXPECT_TRUE(replay_all(*store).records.empty()) << "an empty folder";
    for (int i = 0; i < 500; ++i) {
      records.push_back(record(i, i % 7 < 3 ? "ais" : "v2x"));
      if (i % 50 == 0) {
        records.back().kind = RecordKind::report;
        records.back().n = 0;
        records.back().first_seq = 0;
      }
      ASSERT_TRUE(store->append(records.back()));
      if (i % 33 == 0) commit(*store);
    }
    commit(*store);
    EXPECT_EQ(replay_all(*store).records, records);
  }
  auto const again = open();
  EXPECT_EQ(replay_all(*again).records, records);
  ASSERT_TRUE(again->append(record(500)));
  commit(*again);
  EXPECT_EQ(replay_all(*again).records.back(), record(500));
}

TEST_P(BothStores, OnlyWhatIsCommittedIsThere) {
  auto const store = open();
  ASSERT_TRUE(store->append(record(0)));
  EXPECT_TRUE(replay_all(*store).records.empty());
  commit(*store);
  EXPECT_EQ(replay_all(*store).records.size(), 1U);
}

TEST_P(BothStores, CommitTellsWhatIsStoredBySourceAndEpoch) {
  auto const store = open();
  ASSERT_TRUE(store->append(record(0)));
  ASSERT_TRUE(store->append(record(1)));
  ASSERT_TRUE(store->append(record(0, "v2x")));
  auto const stored = store->commit();
  ASSERT_TRUE(stored);
  ASSERT_EQ(stored->size(), 2U);
  EXPECT_EQ((*stored)[0].source, "ais");
  EXPECT_EQ((*stored)[0].epoch, 0xfedcba9876543210);
  EXPECT_EQ((*stored)[0].seq, 20U);
  EXPECT_EQ((*stored)[1].source, "v2x");
  EXPECT_EQ((*stored)[1].seq, 10U);
  EXPECT_TRUE(store->commit()->empty());
}

TEST_P(BothStores, ReplayStartsAtTheInstantAskedForAndStopsWhenTold) {
  auto const store = open();
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(store->append(record(i)));
  commit(*store);
  auto const tail = replay_all(*store, kNoon + std::chrono::milliseconds(37));
  ASSERT_EQ(tail.records.size(), 63U);
  EXPECT_EQ(tail.records.front(), record(37));
  EXPECT_EQ(tail.result.records, 63U);
  int seen = 0;
  ASSERT_TRUE(store->replay(Instant::min(), [&](Record&&) { return ++seen < 5; }));
  EXPECT_EQ(seen, 5);
}

TEST_P(BothStores, RefusesWhenTooMuchWaitsAndSaysSo) {
  auto opened = try_open(2000);
  ASSERT_TRUE(opened);
  auto& store = **opened;
  EXPECT_TRUE(store.append(record(0)));
  EXPECT_TRUE(store.append(record(1)));
  Status const third = store.append(record(2));
  ASSERT_FALSE(third);
  EXPECT_THAT(third.error(), HasSubstr("wait for the disk"));
  commit(store);
  EXPECT_TRUE(store.append(record(2)));
  auto const counters = store.counters();
  EXPECT_EQ(counters.get("appended"), 3U);
  EXPECT_EQ(counters.get("committed"), 2U);
  EXPECT_EQ(counters.get("waiting"), 1U);
  EXPECT_EQ(counters.get("refused"), 1U);
}

TEST_P(BothStores, AppendsWhileAnotherThreadCommitsAndAThirdReplays) {
  auto const store = open();
  std::atomic<bool> done = false;
  std::thread committer([&] {
    while (!done)
      commit(*store);
  });
  std::thread reader([&] {
    std::size_t before = 0;
    while (!done) {
      auto const all = replay_all(*store);
      EXPECT_GE(all.records.size(), before);
      before = all.records.size();
      for (std::size_t i = 0; i < before; ++i)
        ASSERT_EQ(all.records[i], record(static_cast<int>(i)));
    }
  });
  for (int i = 0; i < 2000; ++i)
    ASSERT_TRUE(store->append(record(i)));
  done = true;
  committer.join();
  reader.join();
  commit(*store);
  EXPECT_EQ(replay_all(*store).records.size(), 2000U);
}

TEST_P(BothStores, ASecondWriterIsRefused) {
  auto first = open();
  EXPECT_THAT(error_of_open(), HasSubstr("another twin writes there"));
  first.reset();
  EXPECT_EQ(error_of_open(), "");
}

TEST_P(BothStores, TheOrderRunsAcrossDaysAndWrongClocks) {
  std::vector<Record> records;
  auto const store = open();
  Instant const before_midnight = parse_utc("2026-09-26T23:59:59.950Z").value();
  for (int i = 0; i < 100; ++i)
    records.push_back(record(i, "ais", before_midnight));
  for (auto const* text : {"2038-01-19T03:14:08Z", "2027-01-01T00:00:00Z"}) // a wrong clock, then set right
    records.push_back(record(0, "ais", parse_utc(text).value()));
  for (auto const& r : records)
    ASSERT_TRUE(store->append(r));
  commit(*store);
  EXPECT_EQ(replay_all(*store).records, records);
  EXPECT_EQ(replay_all(*store, parse_utc("2026-09-27").value()).records.size(), 52U);
}

TEST_P(BothStores, KeyframeAndTheRestAreEverything) {
  std::uint32_t const seed = 5;
  std::mt19937 random(seed);
  std::vector<Record> records;
  std::map<int, Instant> keyframes;                                      // by the number of records before them
  Instant const evening = parse_utc("2026-09-26T23:59:59.800Z").value(); // and on across midnight
  auto store = open();
  for (int i = 0; i < 400; ++i) {
    records.push_back(record(i, random() % 2 == 0 ? "ais" : "v2x", evening, 10 + random() % 3000));
    ASSERT_TRUE(store->append(records.back()));
    if (random() % 10 == 0) {
      add_keyframe(*store, records.back().t_twin, 77, std::to_string(records.size()));
      keyframes[i + 1] = records.back().t_twin;
      if (random() % 2 == 0) commit(*store);
      commit(*store);
    }
    if (random() % 100 == 0) { // a restart, which loses what was not committed
      store.reset();
      store = open();
      records = replay_all(*store).records;
      i = static_cast<int>(records.size()) - 1;
    }
  }
  commit(*store);
  auto const& reader = *store;
  ASSERT_EQ(replay_all(*store).records, records) << "seed " << seed;
  ASSERT_GT(keyframes.size(), 20U);
  for (auto const& [count, t] : keyframes) {
    Keyframe const k = newest(reader, t);
    ASSERT_EQ(k.bytes, std::to_string(count)) << "seed " << seed;
    ASSERT_EQ(k.t_twin, t);
    ASSERT_EQ(k.state_hash, 77U);
    ASSERT_EQ(rest_of(reader, k.after), std::vector<Record>(records.begin() + count, records.end())) << count;
  }
  EXPECT_FALSE(reader.latest_keyframe(evening - std::chrono::seconds(1))->keyframe);
  EXPECT_EQ(rest_of(reader, 0), records);
}

TEST_P(BothStores, KeyframeStandsBehindWhatWasAppendedBeforeItAlsoWhileNothingIsCommitted) {
  auto const store = open();
  for (int i = 0; i < 10; ++i) { // one chunk, were it not for the keyframe
    ASSERT_TRUE(store->append(record(i)));
    if (i == 3) add_keyframe(*store, record(i).t_twin, 1, "four");
  }
  EXPECT_FALSE(store->latest_keyframe(Instant::max())->keyframe);
  commit(*store);
  auto const rest = rest_of(*store, newest(*store).after);
  ASSERT_EQ(rest.size(), 6U);
  EXPECT_EQ(rest.front(), record(4));
}

TEST_P(BothStores, KeyframeMayComeLaterThanItsPosition) {
  auto const store = open();
  ASSERT_TRUE(store->append(record(0)));
  auto const mark = store->mark(record(0).t_twin);
  ASSERT_TRUE(mark);
  ASSERT_TRUE(store->append(record(1)));
  commit(*store);
  ASSERT_TRUE(store->append(record(2)));
  store->keyframe(*mark, 5, "one");
  commit(*store);
  auto const found = newest(*store);
  EXPECT_EQ(found.bytes, "one");
  EXPECT_EQ(rest_of(*store, found.after), (std::vector<Record>{record(1), record(2)}));
}

TEST_P(BothStores, KeyframeALargeOneIsWrittenInPiecesThatHoldUpNoAcknowledgement) {
  auto const store = open();
  append_with_keyframe(*store, 0);
  std::mt19937_64 random(3);
  std::string state(5 * kKeyframePartBytes + 12345, '\0');
  for (std::size_t i = 0; i + 8 <= state.size(); i += 16) // half of it cannot be compressed
    for (std::size_t k = 0, bits = random(); k < 8; ++k, bits >>= 8)
      state[i + k] = static_cast<char>(bits);
  ASSERT_TRUE(store->append(record(1)));
  add_keyframe(*store, record(1).t_twin, 2, state);
  ASSERT_TRUE(store->append(record(2)));
  auto const stored = store->commit();
  ASSERT_TRUE(stored);
  ASSERT_EQ(stored->size(), 1U);
  EXPECT_EQ((*stored)[0].seq, 30U) << "record 2 is acknowledged while the keyframe before it is still being written";
  EXPECT_EQ(newest(*store, Instant::max(), 1).bytes, "1");
  int commits = 1;
  for (; store->counters().get("keyframes_waiting") > 0; ++commits)
    commit(*store);
  EXPECT_EQ(commits, 3);
  Keyframe const whole = newest(*store);
  EXPECT_TRUE(whole.bytes == state);
  EXPECT_EQ(rest_of(*store, whole.after), std::vector<Record>{record(2)});
}

TEST_P(BothStores, KeyframeIsLeftOutWhenNothingIsNewOrTheOneBeforeStillWaits) {
  auto const store = open();
  add_keyframe(*store, kNoon, 0, "nothing appended");
  EXPECT_FALSE(store->mark(kNoon));
  ASSERT_TRUE(store->append(record(0)));
  add_keyframe(*store, kNoon, 0, "first");
  add_keyframe(*store, kNoon, 0, "nothing new");
  ASSERT_TRUE(store->append(record(1)));
  add_keyframe(*store, kNoon, 0, "second"); // the first has not been begun
  commit(*store);
  auto const counters = store->counters();
  EXPECT_EQ(counters.get("keyframes"), 1U);
  EXPECT_EQ(counters.get("keyframes_left_out"), 1U);
  EXPECT_EQ(counters.get("keyframes_waiting"), 0U);
  EXPECT_EQ(newest(*store).bytes, "second");
}

TEST_P(BothStores, KeyframeTheRangeIsThatOfWhatIsKept) {
  auto const store = open();
  EXPECT_TRUE(store->range()->empty);
  Instant const next_day = kNoon + std::chrono::hours(24);
  for (auto const& r : {record(5), record(9), record(0, "ais", next_day), record(7, "v2x", next_day)})
    ASSERT_TRUE(store->append(r));
  commit(*store);
  auto const range = store->range();
  ASSERT_TRUE(range);
  EXPECT_FALSE(range->empty);
  EXPECT_EQ(range->first, record(5).t_twin);
  EXPECT_EQ(range->last, record(7, "v2x", next_day).t_twin);
}

INSTANTIATE_TEST_SUITE_P(Each, BothStores, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](auto const& engine) { return engine.param == Engine::sqlite ? "SQLite" : "PostgreSQL"; });

} // namespace
} // namespace dalian::history
