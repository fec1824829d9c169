// Compaction changes nothing of what is read: from the beginning, from any keyframe, from any chunk, while appending
// and after a kill.
#include "twin/history/compactor.hpp"

#include "tests/history/child.hpp"
#include "tests/history/run_sql.hpp"
#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "twin/history/folder_reader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <optional>
#include <random>
#include <thread>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

Instant const kLater = kNoon + std::chrono::hours(3);
CompactionLimits const kSmall{.most = 200};

fs::path day_file(fs::path const& folder) {
  return folder / "history-2026-09-26.sqlite";
}

DayFile open_day(fs::path const& folder) {
  auto day = DayFile::open(day_file(folder), DayFile::Mode::write);
  if (!day) ADD_FAILURE() << day.error();
  return std::move(day).value();
}

/// Until there is nothing left to do; the number of blocks.
int compact_all(fs::path const& folder, bool day_over, CompactionLimits limits = kSmall) {
  DayFile day = open_day(folder);
  for (int blocks = 0;; ++blocks) {
    auto const done = compact_next(day, kLater, day_over, limits);
    if (!done) ADD_FAILURE() << done.error();
    if (!done || done->chunks == 0) return blocks;
  }
}

std::vector<Record> write_history(fs::path const& folder, int records, int commit_every, int keyframe_every) {
  std::vector<Record> all;
  auto const store = open(folder);
  for (int i = 0; i < records; ++i) {
    all.push_back(ship_record(i));
    EXPECT_TRUE(store->append(all.back()));
    if (keyframe_every > 0 && i % keyframe_every == keyframe_every - 1)
      store->keyframe(store->mark(all.back().t_twin).value(), 0, std::to_string(i + 1));
    if (i % commit_every == 0) commit(*store);
  }
  commit(*store);
  commit(*store);
  return all;
}

std::vector<Record> rest_of(HistoryReader const& reader, std::int64_t after) {
  std::vector<Record> records;
  auto const done = reader.replay_after(after, [&](Record&& r) {
    records.push_back(std::move(r));
    return true;
  });
  EXPECT_TRUE(done && done->damaged_chunks == 0);
  return records;
}

TEST(Compactor, WhatIsReadIsTheSameFromTheBeginningAndBehindEveryChunk) {
  TemporaryFolder const folder;
  auto const all = write_history(folder.path(), 300, 3, 40);
  FolderReader const reader(folder.path());
  std::int64_t const chunks = ask(day_file(folder.path()), "SELECT max(seq) FROM chunk");
  std::vector<std::vector<Record>> before;
  for (std::int64_t after = 0; after <= chunks; ++after)
    before.push_back(rest_of(reader, after));
  ASSERT_EQ(before[0], all);
  int const blocks = compact_all(folder.path(), true);
  EXPECT_GT(blocks, 3);
  EXPECT_EQ(ask(day_file(folder.path()), "SELECT count(*) FROM chunk"), 0);
  for (std::int64_t after = 0; after <= chunks; ++after)
    ASSERT_TRUE(rest_of(reader, after) == before[static_cast<std::size_t>(after)]) << after;
  auto const store = open(folder.path()); // numbers go on behind the blocks
  ASSERT_TRUE(store->append(ship_record(300)));
  commit(*store);
  EXPECT_EQ(rest_of(*store, chunks), std::vector<Record>{ship_record(300)});
  auto const range = store->range();
  EXPECT_EQ(range->first, all.front().t_twin);
  EXPECT_EQ(range->last, ship_record(300).t_twin);
}

TEST(Compactor, WhoStopsEarlyDecodesNoBlockBehindThat) {
  TemporaryFolder const folder;
  write_history(folder.path(), 300, 3, 40);
  int const blocks = compact_all(folder.path(), true);
  ASSERT_GT(blocks, 3);
  run_sql(day_file(folder.path()), "UPDATE block SET crc = crc + 1 WHERE seq > (SELECT min(seq) FROM block)");
  FolderReader const reader(folder.path());
  int taken = 0;
  auto const stopped = reader.replay_after(0, [&](Record&&) { return ++taken < 10; });
  EXPECT_EQ(taken, 10);
  EXPECT_EQ(stopped->damaged_chunks, 0U); // it would have met them
  EXPECT_EQ(replay_all(reader).result.damaged_chunks, static_cast<std::uint64_t>(blocks - 1));
}

TEST(Compactor, BlocksEndAtKeyframesAndKeyframesThatHelpLittleAreDropped) {
  TemporaryFolder const folder;
  write_history(folder.path(), 1000, 3, 10); // 2.5 observations a record on average: one each 25 observations
  compact_all(folder.path(), false);
  FolderReader const reader(folder.path());
  auto const file = day_file(folder.path());
  EXPECT_EQ(ask(file, "SELECT count(*) FROM block WHERE last NOT IN (SELECT after FROM keyframe)"), 0);
  EXPECT_EQ(ask(file, "SELECT count(*) FROM keyframe WHERE after < (SELECT max(last) FROM block) AND "
                      "after NOT IN (SELECT last FROM block)"),
            0);
  EXPECT_LE(ask(file, "SELECT max(n) FROM block"), 200);
  EXPECT_GE(ask(file, "SELECT min(n) FROM block"), 100);
  for (int i = 400; i < 1000; i += 29) { // wherever one looks, the state before it is near, and right
    auto const sought = reader.latest_keyframe(ship_record(i).t_twin);
    ASSERT_TRUE(sought->keyframe);
    int const taken = std::stoi(sought->keyframe->bytes);
    EXPECT_LE(i - taken, 100);
    EXPECT_EQ(rest_of(reader, sought->keyframe->after).front(), ship_record(taken));
  }
}

TEST(Compactor, FollowsTheWriterAndLeavesTheOpenHourAlone) {
  TemporaryFolder const folder;
  auto const all = write_history(folder.path(), 500, 3, 0);
  DayFile day = open_day(folder.path());
  EXPECT_EQ(compact_next(day, kNoon, false, kSmall)->chunks, 0U);
  auto const first = compact_next(day, all[100].t_twin, false, kSmall);
  EXPECT_GT(first->chunks, 0U);
  EXPECT_LE(ask(day_file(folder.path()), "SELECT max(t1) FROM block"), to_unix_ns(all[100].t_twin));
  EXPECT_LT(first->bytes_after, first->bytes_before);
  EXPECT_EQ(rest_of(FolderReader(folder.path()), 0), all);
}

TEST(Compactor, WorksWhileOthersAppendAndReplay) {
  TemporaryFolder const folder;
  auto const store = open(folder.path());
  ASSERT_TRUE(store->append(ship_record(0)));
  commit(*store);
  std::atomic<bool> done = false;
  std::atomic<int> blocks = 0;
  std::thread compactor([&] {
    DayFile day = open_day(folder.path());
    while (!done) {
      auto const some = compact_next(day, kLater, false, kSmall);
      if (!some) { // on a slow disk a writer that never rests can keep it waiting for long
        EXPECT_TRUE(some.error().ends_with("database is locked")) << some.error();
        continue;
      }
      blocks += some->chunks > 0 ? 1 : 0;
    }
  });
  std::thread reader([&] {
    while (!done) {
      auto const seen = replay_all(*store);
      ASSERT_EQ(seen.result.damaged_chunks, 0U);
      for (std::size_t i = 0; i < seen.records.size(); ++i)
        ASSERT_EQ(seen.records[i], ship_record(static_cast<int>(i)));
    }
  });
  for (int i = 1; i < 2000; ++i) {
    ASSERT_TRUE(store->append(ship_record(i)));
    if (i % 5 == 0) commit(*store);
    if (i % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  commit(*store);
  while (blocks < 4) // there is enough for them
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  done = true;
  compactor.join();
  reader.join();
  EXPECT_EQ(replay_all(*store).records.size(), 2000U);
}

TEST(Compactor, KillNineInTheMiddleLosesNothing) {
  std::uint32_t const seed = 21;
  std::mt19937 random(seed);
  int histories = 0, in_the_middle = 0;
  std::optional<TemporaryFolder> folder;
  std::vector<Record> all;
  for (int kills = 0; kills < 20; ++kills) {
    if (!folder ||
        ask(day_file(folder->path()), "SELECT count(*) FROM chunk") == 0) { // all done: once more, from the start
      all = write_history(folder.emplace().path(), 1000, 1, 10);
      ++histories;
    }
    pid_t const child = in_child([&] { return compact_all(folder->path(), true, {.most = 100}) > 0 ? 0 : 1; });
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution(1'000, 20'000)(random)));
    ::kill(child, SIGKILL);
    int how = 0;
    ::waitpid(child, &how, 0);
    in_the_middle += WIFSIGNALED(how) ? 1 : 0;
    auto const store = open(folder->path());
    auto const read = replay_all(*store);
    ASSERT_EQ(read.result.damaged_chunks, 0U) << "seed " << seed << ", kill " << kills;
    ASSERT_TRUE(read.records == all) << "seed " << seed << ", kill " << kills;
  }
  std::printf("20 kills, %d in the middle, while %d histories were compacted: 0 of 1000 records lost\n", in_the_middle,
              histories);
  EXPECT_GT(in_the_middle, 0);
}

TEST(Compactor, ASpoiledChunkStaysAndTheOthersAreCompacted) {
  TemporaryFolder const folder;
  auto const all = write_history(folder.path(), 300, 1, 0);
  auto const file = day_file(folder.path());
  run_sql(file, "UPDATE chunk SET crc = crc + 1 WHERE seq IN (1, 50, 51, 170, (SELECT max(seq) FROM chunk))");
  FolderReader const reader(folder.path());
  auto const before = replay_all(reader);
  compact_all(folder.path(), true);
  auto const after = replay_all(reader);
  EXPECT_EQ(after.records, before.records);
  EXPECT_EQ(after.result.damaged_chunks, 5U);
  EXPECT_EQ(ask(file, "SELECT count(*) FROM chunk"), 5);
}

} // namespace
} // namespace dalian::history
