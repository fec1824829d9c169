#include "twin/history/sqlite_history.hpp"

#include "tests/history/records.hpp"
#include "tests/history/run_sql.hpp"
#include "tests/history/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<std::string> names_in(fs::path const& folder) {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".sqlite") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string error_of_open(fs::path const& folder) {
  auto const store = open_sqlite_history({.folder = folder});
  return store ? "" : store.error();
}

TEST(SqliteHistory, EachDayHasItsFileAndTheOrderRunsAcross) {
  TemporaryFolder const folder;
  std::vector<Record> records;
  auto const store = open(folder.path());
  Instant const before_midnight = parse_utc("2026-09-26T23:59:59.950Z").value();
  for (int i = 0; i < 100; ++i)
    records.push_back(record(i, "ais", before_midnight));
  for (auto const* text : {"2038-01-19T03:14:08Z", "2027-01-01T00:00:00Z"}) // a wrong clock, then set right
    records.push_back(record(0, "ais", parse_utc(text).value()));
  for (auto const& r : records)
    ASSERT_TRUE(store->append(r));
  commit(*store);
  EXPECT_EQ(names_in(folder.path()),
            (std::vector<std::string>{"history-2026-09-26.sqlite", "history-2026-09-27.sqlite",
                                      "history-2027-01-01.sqlite", "history-2038-01-19.sqlite"}));
  EXPECT_EQ(replay_all(*store).records, records);
  EXPECT_EQ(replay_all(*store, parse_utc("2026-09-27").value()).records.size(), 52U);
}

TEST(SqliteHistory, OneFlippedBitCostsItsChunkOnly) {
  TemporaryFolder const folder;
  std::vector<Record> records;
  for (int i = 0; i < 300; ++i)
    records.push_back(record(i, i % 2 == 0 ? "ais" : "v2x", kNoon, 2000)); // a chunk each
  {
    auto const store = open(folder.path());
    for (auto const& r : records)
      ASSERT_TRUE(store->append(r));
    commit(*store);
  }
  fs::path const file = folder.path() / "history-2026-09-26.sqlite";
  std::ifstream in(file, std::ios::binary);
  std::string const whole((std::istreambuf_iterator<char>(in)), {});
  auto const read_with = [&](std::size_t bit) {
    std::string bytes = whole;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    std::ofstream(file, std::ios::binary) << bytes;
    return open_sqlite_history({.folder = folder.path()});
  };
  // Inside the bytes of record 100.
  std::size_t const inside = whole.find(std::string(500, static_cast<char>(100)));
  ASSERT_NE(inside, std::string::npos);
  {
    auto const store = read_with(inside * 8 + 3);
    ASSERT_TRUE(store);
    auto const replayed = replay_all(**store);
    EXPECT_EQ(replayed.result.damaged_chunks, 1U);
    EXPECT_EQ(replayed.records.size(), 299U);
  }
  // Anywhere: never a wrong record, never a crash; at most the rows of one page are missing, or the file is refused.
  std::uint32_t const seed = 12;
  std::mt19937_64 random(seed);
  int refused = 0, most_lost = 0;
  for (int round = 0; round < 200; ++round) {
    std::size_t const bit = random() % (whole.size() * 8);
    auto const store = read_with(bit);
    if (!store) {
      EXPECT_THAT(store.error(), HasSubstr(file.string()));
      ++refused;
      continue;
    }
    Replayed all;
    auto const result = (*store)->replay(Instant::min(), [&](Record&& r) {
      all.records.push_back(std::move(r));
      return true;
    });
    ASSERT_TRUE(result);
    std::size_t expected = 0;
    for (auto const& r : all.records) { // a subsequence of what was written
      while (expected < records.size() && !(records[expected] == r))
        ++expected;
      ASSERT_LT(expected++, records.size()) << "bit " << bit << ", seed " << seed;
    }
    if (all.records.size() < records.size()) {
      EXPECT_GT(result->damaged_chunks, 0U) << "lost without a word, bit " << bit;
    }
    most_lost = std::max(most_lost, static_cast<int>(records.size() - all.records.size()));
  }
  EXPECT_LT(refused, 10) << "of 200";
  EXPECT_LE(most_lost, 300);
  std::ofstream(file, std::ios::binary) << whole;
}

TEST(SqliteHistory, BadFoldersAndFilesAreNamedWithARemedy) {
  TemporaryFolder const folder;
  fs::path const plain = folder.path() / "plain";
  std::ofstream(plain) << "x";
  EXPECT_THAT(error_of_open(plain / "below"), HasSubstr("cannot be made"));
  EXPECT_THAT(error_of_open("/proc"), HasSubstr("cannot be written")); // read-only even for root

  fs::path const damaged = folder.path() / "damaged";
  fs::create_directories(damaged);
  std::ofstream(damaged / "history-2026-09-26.sqlite") << std::string(5000, 'x');
  EXPECT_THAT(error_of_open(damaged), HasSubstr("history-2026-09-26.sqlite"));
  EXPECT_THAT(error_of_open(damaged), HasSubstr("move it out of the folder"));

  fs::path const foreign = folder.path() / "foreign";
  fs::create_directories(foreign);
  run_sql(foreign / "history-2026-09-26.sqlite", "CREATE TABLE chunk(seq INTEGER PRIMARY KEY)");
  EXPECT_THAT(error_of_open(foreign), HasSubstr("not written by Dalian Twin"));

  fs::path const newer = folder.path() / "newer";
  {
    auto const store = open(newer);
    ASSERT_TRUE(store->append(record(0)));
    commit(*store);
  }
  run_sql(newer / "history-2026-09-26.sqlite", "PRAGMA user_version = 99");
  EXPECT_THAT(error_of_open(newer), HasSubstr("newer version (schema 99"));

  fs::path const cut_off = folder.path() / "cut_off"; // killed between making the file and its table
  fs::create_directories(cut_off);
  std::ofstream(cut_off / "history-2026-09-26.sqlite").close();
  std::ofstream(cut_off / "history-notes.sqlite") << "not ours, not touched";
  auto const store = open(cut_off);
  ASSERT_TRUE(store->append(record(0)));
  commit(*store);
}

TEST(SqliteHistory, ADayFileThatIsJustBeingMadeHoldsNothingYet) {
  TemporaryFolder const folder;
  auto const store = open(folder.path());
  ASSERT_TRUE(store->append(record(0)));
  commit(*store);
  std::ofstream(folder.path() / "history-2026-09-27.sqlite").close();
  EXPECT_EQ(replay_all(*store).records, std::vector<Record>{record(0)});
}

} // namespace
} // namespace dalian::history
