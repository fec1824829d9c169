#pragma once
// Hands the history store to a thread of its own, which commits four times a second, so that no disk ever holds up the
// live picture. When the disk fails it says so, keeps trying, and goes on by itself when the disk is well again.
#include "twin/base/counters.hpp"
#include "twin/history/history_store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dalian::app {

class Recorder {
 public:
  static constexpr auto kCommitPeriod = std::chrono::milliseconds(250);

  explicit Recorder(std::unique_ptr<history::HistoryStore> store);
  /// Commits what is left; gives up when the disk refuses.
  ~Recorder();
  Recorder(Recorder const&) = delete;
  Recorder& operator=(Recorder const&) = delete;

  /// Never waits. False when the disk has failed for so long that no more is kept.
  bool append(history::Record record);

  /// What has become durable since the last call. Any thread.
  std::vector<history::Stored> take_stored();
  /// Why nothing is being recorded: "" when all is well. Any thread.
  std::string trouble() const;
  Counters counters() const { return store_->counters(); }
  history::HistoryStore const& store() const { return *store_; }

 private:
  void run();
  void commit();

  std::unique_ptr<history::HistoryStore> store_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool dirty_ = false;
  bool stop_ = false;
  std::vector<history::Stored> stored_;
  std::string trouble_;
  std::thread thread_;
};

} // namespace dalian::app
