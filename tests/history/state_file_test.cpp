// The newest state beside the day files: what is not whole or not of this log is not used.
#include "twin/history/state_file.hpp"

#include "tests/history/records.hpp"
#include "tests/history/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

NewestState state(std::int64_t after, std::string_view bytes) {
  return {kNoon, after, 7, bytes, {}, 0};
}

std::string read(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(StateFile, GivesBackTheLastOne) {
  TemporaryFolder const folder;
  EXPECT_EQ(map_state_file(folder.path()).after, 0);
  EXPECT_EQ(map_state_file(folder.path()).skipped, 0U);
  ASSERT_TRUE(write_state_file(folder.path(), state(3, "first")));
  auto const first = map_state_file(folder.path());
  ASSERT_TRUE(write_state_file(folder.path(), state(5, std::string(1'000'000, 'x'))));
  auto const second = map_state_file(folder.path());
  EXPECT_EQ(first.bytes, "first") << "what is mapped stays while another takes its place";
  EXPECT_EQ(second.bytes, std::string(1'000'000, 'x'));
  EXPECT_EQ(second.after, 5);
  EXPECT_EQ(second.t_twin, kNoon);
  EXPECT_EQ(second.state_hash, 7U);
  EXPECT_FALSE(write_state_file(folder.path() / "none", state(1, "")));
}

TEST(StateFile, AFlippedBitOrAMissingEndIsFound) {
  TemporaryFolder const folder;
  ASSERT_TRUE(write_state_file(folder.path(), state(3, "the state of everything")));
  std::string const good = read(folder.path() / kStateFileName);
  for (std::size_t i = 0; i < 8 * good.size(); ++i) {
    std::string bad = good;
    bad[i / 8] = static_cast<char>(bad[i / 8] ^ 1 << i % 8);
    std::ofstream(folder.path() / kStateFileName, std::ios::binary) << bad;
    auto const found = map_state_file(folder.path());
    ASSERT_EQ(found.after, 0) << "bit " << i;
    ASSERT_EQ(found.skipped, 1U);
  }
  for (std::size_t size = 1; size < good.size(); ++size) {
    std::ofstream(folder.path() / kStateFileName, std::ios::binary) << good.substr(0, size);
    ASSERT_EQ(map_state_file(folder.path()).skipped, 1U) << size;
  }
}

TEST(StateFile, IsWhereAStartGoesOnFrom) {
  TemporaryFolder const folder;
  {
    auto const store = open(folder.path());
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(store->append(record(i)));
      auto const mark = store->mark(record(i).t_twin).value();
      commit(*store);
      if (i == 0) store->keyframe(mark, 1, "one");
      bool const wanted = i != 1 || store->write_newest(mark, 2, "two").ok();
      ASSERT_TRUE(wanted);
    }
    commit(*store);
    EXPECT_EQ(store->counters().get("newest_states"), 1U);
  }
  auto const newest = [&] { return open(folder.path())->newest_state().value(); };
  EXPECT_EQ(newest().bytes, "two");
  EXPECT_EQ(newest().after, 2);
  fs::resize_file(folder.path() / kStateFileName, 20);
  EXPECT_EQ(newest().bytes, "one") << "the keyframe in the day file";
  EXPECT_EQ(newest().skipped, 1U);
  ASSERT_TRUE(write_state_file(folder.path(), state(4, "of another log")));
  EXPECT_EQ(newest().bytes, "one");
  EXPECT_FALSE(fs::exists(folder.path() / kStateFileName));
}

} // namespace
} // namespace dalian::history
