// What the disk holds after the process was killed, or the disk was full: tried on a child process.
#include "tests/history/child.hpp"
#include "tests/history/records.hpp"
#include "tests/history/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sys/resource.h>
#include <thread>

namespace dalian::history {
namespace {

/// Appends from `start` on for ever, three records a commit, and writes after each commit how many are durable.
int append_for_ever(std::filesystem::path const& folder, int start, int report) {
  auto store = open_sqlite_history({.folder = folder});
  if (!store) return 1;
  for (int i = start;; ++i) {
    if (!(*store)->append(record(i))) return 1;
    if (i % 7 == 0) add_keyframe(**store, record(i).t_twin, 0, std::to_string(i + 1)); // the state: how many were taken
    if (i % 3 != 0) continue;
    if (!(*store)->commit()) return 1;
    int const durable = i + 1;
    if (::write(report, &durable, sizeof durable) != sizeof durable) return 1;
  }
}

/// The newest keyframe and what follows it make up everything that is there.
void expect_keyframe_and_rest(HistoryStore const& store, int all) {
  auto const sought = store.latest_keyframe(Instant::max());
  ASSERT_TRUE(sought);
  int next = sought->keyframe ? std::stoi(sought->keyframe->bytes) : 0;
  EXPECT_TRUE(sought->keyframe || all <= 30);
  auto const rest = store.replay_after(sought->keyframe ? sought->keyframe->after : 0,
                                       [&](Record&& r) { return r == record(next) && ++next > 0; });
  ASSERT_TRUE(rest);
  EXPECT_EQ(next, all);
}

TEST(HistoryCrash, KillNineLosesNothingThatWasCommitted) {
  TemporaryFolder const folder;
  std::uint32_t const seed = 77;
  std::mt19937 random(seed);
  int start = 0;
  for (int round = 0; round < 20; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    pid_t const child = in_child([&] { return append_for_ever(folder.path(), start, ends[1]); });
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution(2'000, 60'000)(random)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    int durable = start, told = 0;
    while (::read(ends[0], &told, sizeof told) == sizeof told)
      durable = told;
    ::close(ends[0]);

    auto const store = open(folder.path());
    auto const all = replay_all(*store);
    ASSERT_GE(static_cast<int>(all.records.size()), durable) << "round " << round << ", seed " << seed;
    ASSERT_EQ(all.result.damaged_chunks, 0U);
    for (std::size_t i = 0; i < all.records.size(); ++i)
      ASSERT_EQ(all.records[i], record(static_cast<int>(i))) << "round " << round;
    start = static_cast<int>(all.records.size());
    expect_keyframe_and_rest(*store, start);
  }
  EXPECT_GT(start, 0);
}

void limit_files(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

/// Exit status: 0 as it should be, else the step that was not.
int fill_the_disk(std::filesystem::path const& folder) {
  std::signal(SIGXFSZ, SIG_IGN); // writes beyond the limit then fail as on a full disk
  auto opened = open_sqlite_history({.folder = folder});
  if (!opened) return 1;
  auto& store = **opened;
  if (!store.append(record(0)) || !store.commit()) return 2;
  limit_files(200 << 10);
  int next = 1;
  std::uint64_t failures = 0;
  for (; failures < 50 && next < 5000; ++next) { // life goes on while the disk is full; a checkpoint may free a little
    if (!store.append(record(next))) return 3;
    auto const done = store.commit();
    failures += done ? 0 : 1;
  }
  if (failures < 50) return 4;
  limit_files(RLIM_INFINITY);
  auto const stored = store.commit(); // resumes without a restart
  if (!stored || stored->size() != 1) return 7;
  if ((*stored)[0].seq != 10 * static_cast<std::uint64_t>(next)) return 8;
  int seen = 0;
  auto const all = store.replay(Instant::min(), [&](Record&& r) { return r == record(seen) && ++seen > 0; });
  return all && seen == next && all->damaged_chunks == 0 && store.counters().get("commit_failures") == failures ? 0 : 9;
}

TEST(HistoryCrash, AFullDiskIsAStatusAndEverythingComesAfterwards) {
  TemporaryFolder const folder;
  int status = 0;
  ::waitpid(in_child([&] { return fill_the_disk(folder.path()); }), &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0) << "the step of fill_the_disk that went wrong";
}

} // namespace
} // namespace dalian::history
