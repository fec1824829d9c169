// What is told of a folder, and that one flipped bit costs one row: every row in turn, chunks and blocks.
#include "twin/history/inspection.hpp"

#include "tests/history/run_sql.hpp"
#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"
#include "twin/history/compactor.hpp"
#include "twin/history/folder_reader.hpp"

#include <gtest/gtest.h>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

constexpr int kRecords = 240;

fs::path day_file(fs::path const& folder) {
  return folder / "history-2026-09-26.sqlite";
}

void write_chunks(fs::path const& folder) {
  auto const store = open(folder);
  for (int i = 0; i < kRecords; ++i) {
    ASSERT_TRUE(store->append(ship_record(i)));
    if (i % 60 == 59) store->keyframe(*store->mark(ship_record(i).t_twin), 7, "state");
    if (i % 8 == 7) commit(*store);
  }
  commit(*store);
}

void compact(fs::path const& folder) {
  auto day = DayFile::open(day_file(folder), DayFile::Mode::write);
  ASSERT_TRUE(day);
  for (std::uint64_t chunks = 1; chunks > 0;) {
    auto const done = compact_next(*day, kNoon + std::chrono::hours(30), true, {.most = 100});
    ASSERT_TRUE(done) << done.error();
    chunks = done->chunks;
  }
}

Verified verified(fs::path const& folder) {
  auto const done = verify(folder, [](auto, auto) {});
  EXPECT_TRUE(done) << done.error();
  return done ? *done : Verified{};
}

TEST(Inspection, TellsWhatIsThere) {
  TemporaryFolder const folder;
  write_chunks(folder.path());
  auto const days = overview(folder.path());
  ASSERT_TRUE(days);
  ASSERT_EQ(days->size(), 1U);
  auto const& day = days->front();
  ASSERT_EQ(day.groups.size(), 1U);
  EXPECT_EQ(day.groups[0].name, "recent");
  EXPECT_EQ(day.groups[0].observations, 600U) << "1 + 2 + 3 + 4 each four records";
  EXPECT_EQ(day.by_hour[12], 600U);
  EXPECT_EQ(day.first, ship_record(0).t_twin);
  EXPECT_EQ(day.last, ship_record(kRecords - 1).t_twin);
  EXPECT_EQ(day.keyframes, 4U);
  compact(folder.path());
  auto const after = overview(folder.path());
  ASSERT_EQ(after->front().groups.size(), 1U);
  EXPECT_EQ(after->front().groups[0].name, "raw");
  EXPECT_EQ(after->front().groups[0].observations, 600U);
  auto const whole = verified(folder.path());
  EXPECT_TRUE(whole.spoiled.empty() && whole.missing.empty());
  EXPECT_EQ(whole.observations, 600U);
  EXPECT_EQ(whole.records, static_cast<std::uint64_t>(kRecords));
}

TEST(Inspection, FindsMissingNumbersAndSpoiledKeyframes) {
  TemporaryFolder const folder;
  write_chunks(folder.path());
  run_sql(day_file(folder.path()), "DELETE FROM chunk WHERE seq IN (3, 4, 9); UPDATE keyframe SET t = t + 1 WHERE "
                                   "after = (SELECT min(after) FROM keyframe)");
  auto const found = verified(folder.path());
  EXPECT_EQ(found.missing, (std::vector<std::pair<std::int64_t, std::int64_t>>{{3, 4}, {9, 9}}));
  ASSERT_EQ(found.spoiled.size(), 1U);
  EXPECT_EQ(found.spoiled[0].what, "keyframe");
  EXPECT_EQ(found.keyframes, 3U);
}

/// Flips one bit in the middle of the blob of each row of `table` in turn, and back.
void flip_each(fs::path const& folder, std::string const& table) {
  auto const file = day_file(folder);
  FolderReader const reader(folder);
  std::size_t const all = replay_all(reader).records.size();
  std::int64_t const rows = ask(file, "SELECT count(*) FROM " + table);
  std::size_t most_lost = 0;
  for (std::int64_t k = 0; k < rows; ++k) {
    std::int64_t const seq =
        ask(file, "SELECT seq FROM " + table + " ORDER BY seq LIMIT 1 OFFSET " + std::to_string(k));
    flip_bit(file, table, seq);
    auto const read = replay_all(reader);
    EXPECT_EQ(read.result.damaged_chunks, 1U) << table << " " << seq;
    most_lost = std::max(most_lost, all - read.records.size());
    auto const found = verified(folder);
    ASSERT_EQ(found.spoiled.size(), 1U);
    EXPECT_EQ(found.spoiled[0].seq, seq);
    EXPECT_TRUE(found.missing.empty());
    flip_bit(file, table, seq);
  }
  EXPECT_EQ(replay_all(reader).records.size(), all);
  std::printf("%lld %ss, one bit flipped in each in turn: each cost itself alone, at most %zu of %zu records\n",
              static_cast<long long>(rows), table.c_str(), most_lost, all);
  EXPECT_LT(most_lost, all / 3);
}

TEST(Inspection, ASpoiledRowCostsItselfAlone) {
  TemporaryFolder const folder;
  write_chunks(folder.path());
  flip_each(folder.path(), "chunk");
  compact(folder.path());
  flip_each(folder.path(), "block");
}

} // namespace
} // namespace dalian::history
