#pragma once
// Hands the history store to a thread of its own, which commits four times a second, so that no disk ever holds up the
// live picture. When the disk fails it says so, keeps trying, and goes on by itself when the disk is well again.
#include "twin/base/counters.hpp"
#include "twin/history/history_store.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace dalian::app {

class Recorder {
 public:
  static constexpr auto kCommitPeriod = std::chrono::milliseconds(250);
  static constexpr int kNiceness = 5; // of its thread: what is shown goes before what is kept

  explicit Recorder(std::unique_ptr<history::HistoryStore> store);
  /// Commits what is left; gives up when the disk refuses.
  ~Recorder();
  Recorder(Recorder const&) = delete;
  Recorder& operator=(Recorder const&) = delete;

  /// Never waits. False when the disk has failed for so long that no more is kept.
  bool append(history::Record record);

  /// A keyframe as HistoryStore has it: its position now, its bytes when `make` has made them on the history thread.
  /// Neither waits. One that comes before the last was begun takes its place.
  std::optional<history::Mark> mark(Instant t_twin) { return store_->mark(t_twin); }
  struct Made {
    std::uint64_t hash = 0;
    std::string bytes;
  };
  /// `lasting`: for looking back; else for the next start alone.
  void keyframe(history::Mark const& mark, bool lasting, std::function<Made()> make);

  /// What has become durable since the last call. Any thread.
  std::vector<history::Stored> take_stored();
  /// Why nothing is being recorded: "" when all is well. Any thread.
  std::string trouble() const;
  Counters counters() const { return store_->counters(); }
  history::HistoryStore const& store() const { return *store_; }

 private:
  void run();
  void commit();
  struct Waiting {
    history::Mark mark;
    bool lasting = false;
    std::function<Made()> make; // empty: none waits
  };
  Waiting take_waiting();
  void note(Result<std::vector<history::Stored>> const& done);
  void make_keyframe(Waiting const& waiting);
  void finish();

  std::unique_ptr<history::HistoryStore> store_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool dirty_ = false;
  bool stop_ = false;
  std::vector<history::Stored> stored_;
  std::string trouble_;
  Waiting waiting_; // keyframe
  std::thread thread_;
};

} // namespace dalian::app
