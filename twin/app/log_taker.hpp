#pragma once
// Records of history into fusion, many at a time, so that its threads share the work: for a restart and for a seek. The
// state is the same as if they were taken one by one. One thread.
#include "twin/fusion/fuse.hpp"
#include "twin/history/history_store.hpp"

#include <cstddef>
#include <vector>

namespace dalian::app {

/// Threads that a restart or a seek may use.
unsigned replay_threads();

class LogTaker {
 public:
  explicit LogTaker(fusion::Fusion& fusion) : fusion_(fusion), batches_(kAtOnce) {}

  /// Fusion knows of the record at the latest after flush(). The batch in it, valid until the next call; null for a
  /// record that is none, or damaged.
  wire::Batch const* take(history::Record const& record);
  void flush();

  /// Records that could not be read.
  std::uint64_t damaged() const { return damaged_; }

 private:
  static constexpr std::size_t kAtOnce = 256;

  fusion::Fusion& fusion_;
  std::vector<wire::Batch> batches_; // kept: parsing into a used one allocates nothing
  std::vector<fusion::LogRecord> waiting_;
  std::uint64_t damaged_ = 0;
};

} // namespace dalian::app
