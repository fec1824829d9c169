#pragma once
// The log behind a position, read and parsed on a thread of its own ahead of whoever takes it into fusion: a restart
// builds the kept state meanwhile, and then waits for neither disk nor parsing. Knows no fusion but its log records.
#include "twin/fusion/fuse.hpp"
#include "twin/history/history_store.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace dalian::app {

class LogAhead {
 public:
  /// Records that follow each other.
  struct Group {
    std::vector<fusion::LogRecord> records; // null batch: a feed report
    struct Report {
      std::size_t record; // which of them it is
      wire::FeedReport report;
    };
    std::vector<Report> reports;
    std::uint64_t observations = 0;
    std::uint64_t damaged = 0; // left out: not what they should be

   private:
    friend class LogAhead;
    std::vector<std::unique_ptr<wire::Batch>> batches_; // kept: parsing into a used one allocates nothing
    std::size_t used_ = 0;
    void take(history::Record const& record);
    void clear();
  };

  /// Begins at once. `history` outlives it.
  LogAhead(history::HistoryReader const& history, std::int64_t after);
  ~LogAhead();
  LogAhead(LogAhead const&) = delete;
  LogAhead& operator=(LogAhead const&) = delete;

  /// In the order of the log; null at the end. Valid until the next call.
  Group const* next();
  /// After the end: how reading went.
  Result<history::ReplayResult> const& result() const { return *result_; }

 private:
  static constexpr std::size_t kRecords = 256; // of a group
  static constexpr std::size_t kMostAhead = 8; // groups

  void run(history::HistoryReader const& history, std::int64_t after);
  bool take(history::Record const& record);
  bool hand_on();

  std::mutex mutex_;
  std::condition_variable ready_, room_;
  std::vector<std::unique_ptr<Group>> waiting_, free_; // waiting_: the oldest first
  bool stop_ = false, end_ = false;
  std::optional<Result<history::ReplayResult>> result_;
  std::unique_ptr<Group> filling_; // of the thread
  std::unique_ptr<Group> given_;   // of the caller
  std::thread thread_;
};

} // namespace dalian::app
