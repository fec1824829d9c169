#include "twin/app/recorder.hpp"

#include <iterator>
#include <pthread.h>
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
  commit();
}

void Recorder::commit() {
  auto done = store_->commit();
  std::lock_guard const lock(mutex_);
  if (!done) {
    trouble_ = "history is not being recorded: " + done.error();
    dirty_ = true; // the records are kept and tried again
    return;
  }
  trouble_.clear();
  stored_.insert(stored_.end(), std::make_move_iterator(done->begin()), std::make_move_iterator(done->end()));
}

} // namespace dalian::app
