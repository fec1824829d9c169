#include "twin/app/log_ahead.hpp"

#include <pthread.h>
#include <utility>

namespace dalian::app {

void LogAhead::Group::take(history::Record const& record) {
  auto const size = static_cast<int>(record.bytes.size());
  if (record.kind == history::RecordKind::report) {
    records.push_back({record.t_twin, nullptr});
    reports.push_back({records.size() - 1, {}});
    if (!reports.back().report.ParseFromArray(record.bytes.data(), size)) {
      reports.pop_back();
      ++damaged;
    }
    return;
  }
  if (used_ == batches_.size()) batches_.push_back(std::make_unique<wire::Batch>());
  wire::Batch& batch = *batches_[used_];
  if (!batch.ParseFromArray(record.bytes.data(), size)) {
    ++damaged;
    return;
  }
  ++used_;
  observations += static_cast<std::uint64_t>(batch.observations_size());
  records.push_back({record.t_twin, &batch});
}

void LogAhead::Group::clear() {
  records.clear();
  reports.clear();
  observations = damaged = used_ = 0;
}

LogAhead::LogAhead(history::HistoryReader const& history, std::int64_t after)
    : filling_(std::make_unique<Group>()), thread_([this, &history, after] { run(history, after); }) {}

LogAhead::~LogAhead() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  room_.notify_all();
  thread_.join();
}

void LogAhead::run(history::HistoryReader const& history, std::int64_t after) {
  pthread_setname_np(pthread_self(), "twin-log");
  auto result = history.replay_after(after, [this](history::Record&& record) { return take(record); });
  hand_on();
  std::lock_guard const lock(mutex_);
  result_ = std::move(result);
  end_ = true;
  ready_.notify_all();
}

bool LogAhead::take(history::Record const& record) {
  filling_->take(record);
  return filling_->records.size() < kRecords || hand_on();
}

/// False when nobody wants more.
bool LogAhead::hand_on() {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return stop_ || waiting_.size() < kMostAhead; });
  if (stop_) return false;
  waiting_.push_back(std::move(filling_));
  if (free_.empty()) {
    filling_ = std::make_unique<Group>();
  } else {
    filling_ = std::move(free_.back());
    free_.pop_back();
  }
  ready_.notify_all();
  return true;
}

LogAhead::Group const* LogAhead::next() {
  std::unique_lock lock(mutex_);
  if (given_) {
    given_->clear();
    free_.push_back(std::move(given_));
  }
  ready_.wait(lock, [this] { return end_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  given_ = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  room_.notify_all();
  return given_.get();
}

} // namespace dalian::app
