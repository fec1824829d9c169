#include "twin/app/recorder.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <utility>

namespace dalian::app {

Recorder::Recorder(std::unique_ptr<history::HistoryStore> store)
    : store_(std::move(store)), thread_([this] { run(); }) {}

Recorder::~Recorder() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool Recorder::append(history::Record record) {
  bool const kept = store_->append(std::move(record)).ok();
  std::lock_guard const lock(mutex_);
  dirty_ = true;
  if (!kept && trouble_.empty()) trouble_ = "history is full: nothing more is recorded until the disk takes what waits";
  return kept;
}

void Recorder::keyframe(history::Mark const& mark, bool lasting, std::function<Made()> make) {
  std::lock_guard const lock(mutex_);
  waiting_ = {mark, lasting || waiting_.lasting, std::move(make)}; // lasting also for the one whose place it takes
  dirty_ = true;
}

std::vector<history::Stored> Recorder::take_stored() {
  std::lock_guard const lock(mutex_);
  return std::exchange(stored_, {});
}

std::string Recorder::trouble() const {
  std::lock_guard const lock(mutex_);
  return trouble_;
}

void Recorder::run() {
  pthread_setname_np(pthread_self(), "twin-history");
  ::setpriority(PRIO_PROCESS, 0, kNiceness); // on Linux of this thread alone; refused, all goes on as well
  std::unique_lock lock(mutex_);
  while (!stop_) {
    wake_.wait_for(lock, kCommitPeriod, [this] { return stop_; });
    if (!dirty_) continue;
    dirty_ = false;
    lock.unlock();
    commit();
    lock.lock();
  }
  lock.unlock();
  finish();
}

/// All that waits, also a keyframe in pieces; gives up when the disk refuses.
void Recorder::finish() {
  do {
    commit();
  } while (trouble().empty() && store_->counters().get("keyframes_waiting") > 0);
}

/// A keyframe is made only after what waits is on disk and said to be, for that takes longer than a commit.
void Recorder::commit() {
  auto waiting = take_waiting();
  auto done = store_->commit();
  note(done);
  if (done && waiting.make) make_keyframe(waiting);
  bool const unfinished = store_->counters().get("keyframes_waiting") > 0;
  std::lock_guard const lock(mutex_);
  if (!done && waiting.make && !waiting_.make) waiting_ = std::move(waiting);
  dirty_ = dirty_ || !done || unfinished; // the records are kept and tried again
}

Recorder::Waiting Recorder::take_waiting() {
  std::lock_guard const lock(mutex_);
  return std::exchange(waiting_, {});
}

void Recorder::note(Result<std::vector<history::Stored>> const& done) {
  std::lock_guard const lock(mutex_);
  trouble_ = done ? "" : "history is not being recorded: " + done.error();
  if (done) stored_.insert(stored_.end(), done->begin(), done->end());
}

/// When the disk refuses, the next one is near; the store counts it.
void Recorder::make_keyframe(Waiting const& waiting) {
  auto made = waiting.make();
  (void)store_->write_newest(waiting.mark, made.hash, made.bytes);
  if (waiting.lasting) store_->keyframe(waiting.mark, made.hash, std::move(made.bytes));
}

} // namespace dalian::app
