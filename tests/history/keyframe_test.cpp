// Keyframes: the state at a position of the log, and everything behind it.
#include "tests/history/keyframes.hpp"
#include "tests/history/run_sql.hpp"
#include "tests/history/temporary_folder.hpp"
#include "twin/history/day_file.hpp"
#include "twin/history/folder_reader.hpp"

#include <gtest/gtest.h>

#include <random>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

fs::path day_file(fs::path const& folder) {
  return folder / "history-2026-09-26.sqlite";
}

TEST(Keyframe, ASpoiledOneIsPassedOverForTheOneBefore) {
  TemporaryFolder const folder;
  auto const store = open(folder.path());
  for (int i = 0; i < 5; ++i)
    append_with_keyframe(*store, i);
  for (auto const* spoil : {"blob = zeroblob(9)", "t = t - 1", "state_hash = 9", "parts = 2", "crc = crc + 1"}) {
    run_sql(day_file(folder.path()), "CREATE TABLE keep AS SELECT * FROM keyframe WHERE after = 5");
    run_sql(day_file(folder.path()), std::string("UPDATE keyframe SET ") + spoil + " WHERE after = 5");
    Keyframe const before = newest(*store, Instant::max(), 1);
    EXPECT_EQ(before.bytes, "4") << spoil;
    EXPECT_EQ(rest_of(*store, before.after), std::vector<Record>{record(4)});
    run_sql(day_file(folder.path()), "DELETE FROM keyframe WHERE after = 5; INSERT INTO keyframe SELECT * FROM keep; "
                                     "DROP TABLE keep");
    EXPECT_EQ(newest(*store).bytes, "5");
  }
}

TEST(Keyframe, AFileOfTheVersionBeforeKeyframesIsReadAndBroughtUpToDate) {
  TemporaryFolder const folder;
  {
    auto const store = open(folder.path());
    ASSERT_TRUE(store->append(record(0)));
    commit(*store);
  }
  run_sql(day_file(folder.path()), "DROP TABLE keyframe; PRAGMA user_version = 1");
  FolderReader const reader(folder.path());
  auto const none = reader.latest_keyframe(Instant::max());
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->keyframe);
  EXPECT_EQ(none->skipped, 0U);
  EXPECT_EQ(rest_of(reader, 0), std::vector<Record>{record(0)});
  auto const store = open(folder.path());
  append_with_keyframe(*store, 1);
  EXPECT_EQ(newest(*store).bytes, "2");
}

} // namespace
} // namespace dalian::history
