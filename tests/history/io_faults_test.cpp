// Errors of the disk, injected with libfiu below SQLite while a store records: nothing acknowledged is lost, live goes
// on, and recording resumes by itself. The program starts itself again with libfiu's wrappers in front of the C
// library.
#include "tests/history/records.hpp"
#include "tests/history/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fiu-control.h>
#include <fiu.h>
#include <unistd.h>

namespace dalian::history {
namespace {

constexpr char kPreload[] = "/usr/lib/fiu/fiu_posix_preload.so"; // Debian's fiu-utils

struct Outcome {
  std::uint64_t commits = 0, failures = 0;
};

struct Fault {
  char const* point; // as libfiu names it
  std::intptr_t error;
  float probability; // of each call
};

/// Appends and commits with the fault at random; then the disk is well again.
Outcome record_with_faults(Fault const& fault) {
  TemporaryFolder const folder;
  auto const store = open(folder.path());
  Outcome outcome;
  std::uint64_t acknowledged = 0;
  constexpr int kRecords = 400;
  fiu_enable_random(fault.point, 1, reinterpret_cast<void*>(fault.error), 0, fault.probability);
  for (int i = 0; i < kRecords; ++i) {
    EXPECT_TRUE(store->append(record(i))) << "live goes on";
    auto const stored = store->commit();
    ++outcome.commits;
    outcome.failures += stored ? 0 : 1;
    if (stored)
      for (Stored const& s : *stored)
        acknowledged = std::max(acknowledged, s.seq);
  }
  fiu_disable(fault.point);
  auto const rest = store->commit(); // resumes without a restart
  EXPECT_TRUE(rest) << rest.error();
  auto const all = replay_all(*store);
  EXPECT_EQ(all.records.size(), static_cast<std::size_t>(kRecords)) << fault.point;
  EXPECT_EQ(all.result.damaged_chunks, 0U);
  for (std::size_t i = 0; i < all.records.size(); ++i)
    EXPECT_TRUE(all.records[i] == record(static_cast<int>(i)));
  EXPECT_LE(acknowledged, 10U * kRecords);
  return outcome;
}

TEST(IoFaults, NothingIsLostAndRecordingResumesByItself) {
  fiu_init(0);
  for (Fault const& fault : {Fault{"posix/io/rw/pwrite", EIO, 0.05F}, Fault{"posix/io/rw/pwrite", ENOSPC, 0.05F},
                             Fault{"posix/io/sync/fdatasync", EIO, 0.2F}}) {
    Outcome const o = record_with_faults(fault);
    std::printf("%-24s %-24s %llu of %llu commits failed, 0 of 400 records lost\n", fault.point,
                std::strerror(static_cast<int>(fault.error)), static_cast<unsigned long long>(o.failures),
                static_cast<unsigned long long>(o.commits));
    EXPECT_GT(o.failures, 5U);
    EXPECT_LT(o.failures, 395U);
  }
}

} // namespace
} // namespace dalian::history

int main(int argc, char** argv) {
  if (std::getenv("LD_PRELOAD") == nullptr) {
    ::setenv("LD_PRELOAD", dalian::history::kPreload, 1);
    ::execv("/proc/self/exe", argv);
    return 1;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
