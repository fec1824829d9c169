#pragma once
// Where another thread asks the ingest thread for the facts of the status and waits for them.
#include "twin/app/status.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace dalian::app {

class FactsDesk {
 public:
  /// Any thread. None when no answer comes within `wait`.
  std::optional<StatusFacts> ask(std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex_);
    auto const before = answers_;
    wanted_ = true;
    if (!answered_.wait_for(lock, wait, [&] { return answers_ != before; })) return std::nullopt;
    return facts_;
  }

  /// The ingest thread: is there somebody to answer?
  bool wanted() const { return wanted_; }
  void answer(StatusFacts facts) {
    {
      std::lock_guard const lock(mutex_);
      facts_ = std::move(facts);
      wanted_ = false;
      ++answers_;
    }
    answered_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::atomic<bool> wanted_{false};
  std::uint64_t answers_ = 0;
  StatusFacts facts_;
};

} // namespace dalian::app
