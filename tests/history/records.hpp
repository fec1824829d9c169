#pragma once
// Records to store, and all that a store gives back.
#include "twin/history/sqlite_history.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dalian::history {

inline Instant const kNoon = parse_utc("2026-09-26T12:00:00Z").value();

inline Record record(int i, std::string source = "ais", Instant t = kNoon, std::size_t bytes = 900) {
  Record r;
  r.t_twin = t + std::chrono::milliseconds(i);
  r.source = std::move(source);
  r.epoch = 0xfedcba9876543210; // the upper half of the unsigned range too
  r.first_seq = 1 + 10 * static_cast<std::uint64_t>(i);
  r.n = 10;
  r.bytes = std::string(bytes, static_cast<char>(i));
  return r;
}

inline std::unique_ptr<HistoryStore> open(std::filesystem::path const& folder) {
  auto store = open_sqlite_history({.folder = folder});
  if (!store) ADD_FAILURE() << store.error();
  return store ? std::move(store).value() : nullptr;
}

struct Replayed {
  std::vector<Record> records;
  ReplayResult result;
};

inline Replayed replay_all(HistoryReader const& store, Instant from = Instant::min()) {
  Replayed all;
  auto const result = store.replay(from, [&](Record&& r) {
    all.records.push_back(std::move(r));
    return true;
  });
  if (!result) ADD_FAILURE() << result.error();
  if (result) all.result = *result;
  return all;
}

/// `bytes` as the state after everything appended so far, when anything was.
inline void add_keyframe(HistoryStore& store, Instant t_twin, std::uint64_t state_hash, std::string bytes) {
  if (auto const mark = store.mark(t_twin)) store.keyframe(*mark, state_hash, std::move(bytes));
}

inline void commit(HistoryStore& store) {
  auto const done = store.commit();
  if (!done) ADD_FAILURE() << done.error();
}

} // namespace dalian::history
