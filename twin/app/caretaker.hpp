#pragma once
// Gives the housekeeper of the history a thread of its own, of low priority, that works at most a quarter of the time,
// so that compaction and thinning never hold up the live picture. Says what is wrong and tries again.
#include "twin/history/housekeeper.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace dalian::app {

class Caretaker {
 public:
  static constexpr auto kPause = std::chrono::seconds(10); // between looks when there is nothing to do
  static constexpr int kRestPerWork = 3;

  /// `now`: twin time; called from the caretaker's thread.
  Caretaker(std::filesystem::path folder, history::RetentionPolicy policy, std::function<Instant()> now);
  ~Caretaker();
  Caretaker(Caretaker const&) = delete;
  Caretaker& operator=(Caretaker const&) = delete;

  /// Why nothing is being compacted, or that the disk is short; "" when all is well. Any thread.
  std::string trouble() const;
  Counters counters() const;

 private:
  void run();
  bool work();
  std::string text_of(history::Space space, std::uint64_t free_bytes) const;

  std::filesystem::path const folder_;
  history::Housekeeper keeper_;
  history::ClockTrust trust_;
  std::function<Instant()> const now_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::string trouble_;
  Counters counters_;
  std::thread thread_;
};

} // namespace dalian::app
