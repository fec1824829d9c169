// The caretaker works on the folder of a store that is being written, and says what is wrong with the disk.
#include "twin/app/caretaker.hpp"

#include "tests/history/ship_records.hpp"
#include "tests/history/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dalian::app {
namespace {

using namespace std::chrono_literals;
using history::kNoon;

template <class Done>
bool soon(Done const& done) {
  for (auto const end = std::chrono::steady_clock::now() + 30s; std::chrono::steady_clock::now() < end;) {
    if (done()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

TEST(Caretaker, CompactsThePastWhileTheStoreIsOpen) {
  history::TemporaryFolder const folder;
  auto const store = history::open(folder.path());
  for (int i = 0; i < 300; ++i)
    ASSERT_TRUE(store->append(history::ship_record(i)));
  history::commit(*store);
  auto const before = history::replay_all(*store).records;
  history::RetentionPolicy policy;
  policy.thin_below_bytes = policy.stop_below_bytes = 0; // whatever disk this runs on
  Caretaker const caretaker(folder.path(), policy, [] { return kNoon + std::chrono::days(300); });
  EXPECT_TRUE(soon([&] { return caretaker.counters().get("blocks_made") == 1; }));
  EXPECT_EQ(caretaker.trouble(), "");
  EXPECT_EQ(history::replay_all(*store).records, before) << "old, but its clock has not yet gone evenly for an hour";
}

TEST(Caretaker, SaysThatTheDiskIsShort) {
  history::TemporaryFolder const folder;
  history::RetentionPolicy policy;
  policy.thin_below_bytes = policy.stop_below_bytes = std::numeric_limits<std::int64_t>::max();
  Caretaker const caretaker(folder.path(), policy, [] { return kNoon; });
  EXPECT_TRUE(soon([&] { return caretaker.trouble().ends_with("nothing more is recorded"); })) << caretaker.trouble();
}

} // namespace
} // namespace dalian::app
