#pragma once
// Keyframes to store, and what a store has of them.
#include "tests/history/records.hpp"

namespace dalian::history {

inline Keyframe newest(HistoryReader const& store, Instant at = Instant::max(), std::uint64_t skipped = 0) {
  auto const sought = store.latest_keyframe(at);
  if (!sought || !sought->keyframe) {
    ADD_FAILURE() << (sought ? "no keyframe" : sought.error());
    return {};
  }
  EXPECT_EQ(sought->skipped, skipped);
  return *sought->keyframe;
}

inline std::vector<Record> rest_of(HistoryReader const& store, std::int64_t after) {
  std::vector<Record> records;
  auto const done = store.replay_after(after, [&](Record&& r) {
    records.push_back(std::move(r));
    return true;
  });
  EXPECT_TRUE(done && done->damaged_chunks == 0 && done->records == records.size());
  return records;
}

/// Writes record i, the state of which is said to be the number of records before it and itself.
inline void append_with_keyframe(HistoryStore& store, int i) {
  ASSERT_TRUE(store.append(record(i)));
  add_keyframe(store, record(i).t_twin, static_cast<std::uint64_t>(i), std::to_string(i + 1));
  commit(store);
}

} // namespace dalian::history
