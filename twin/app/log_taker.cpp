#include "twin/app/log_taker.hpp"

#include <algorithm>
#include <thread>

namespace dalian::app {

unsigned replay_threads() {
  return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

wire::Batch const* LogTaker::take(history::Record const& record) {
  if (waiting_.size() == kAtOnce) flush();
  if (record.kind != history::RecordKind::batch) {
    waiting_.push_back({record.t_twin, nullptr});
    return nullptr;
  }
  auto& batch = batches_[waiting_.size()];
  if (!batch.ParseFromArray(record.bytes.data(), static_cast<int>(record.bytes.size()))) {
    ++damaged_;
    return nullptr;
  }
  waiting_.push_back({record.t_twin, &batch});
  return &batch;
}

void LogTaker::flush() {
  fusion_.take(waiting_);
  waiting_.clear();
}

} // namespace dalian::app
