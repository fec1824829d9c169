#include "twin/app/caretaker.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <system_error>
#include <utility>

namespace dalian::app {
namespace {

constexpr int kNice = 10; // of 19; Linux has it per thread

} // namespace

Caretaker::Caretaker(std::filesystem::path folder, history::RetentionPolicy policy, std::function<Instant()> now)
    : folder_(folder), keeper_(std::move(folder), std::move(policy)), now_(std::move(now)), thread_([this] { run(); }) {
}

Caretaker::~Caretaker() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::string Caretaker::trouble() const {
  std::lock_guard const lock(mutex_);
  return trouble_;
}

Counters Caretaker::counters() const {
  std::lock_guard const lock(mutex_);
  return counters_;
}

void Caretaker::run() {
  using Clock = std::chrono::steady_clock;
  pthread_setname_np(pthread_self(), "twin-caretaker");
  setpriority(PRIO_PROCESS, 0, kNice);
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    auto const begin = Clock::now();
    bool const busy = work();
    Clock::duration const rest = busy ? kRestPerWork * (Clock::now() - begin) : kPause;
    lock.lock();
    wake_.wait_for(lock, std::min<Clock::duration>(rest, kPause), [this] { return stop_; });
  }
}

bool Caretaker::work() {
  std::error_code unknown;
  std::uint64_t const free = std::filesystem::space(folder_, unknown).available; // unknown: all ones
  Instant const now = now_();
  bool const trusted = trust_.take(now, std::chrono::steady_clock::now().time_since_epoch());
  auto const done = keeper_.step(now, free, trusted);
  std::string trouble = done ? text_of(keeper_.space(), free) : "history is not being compacted: " + done.error();
  std::lock_guard const lock(mutex_);
  trouble_ = std::move(trouble);
  counters_ = keeper_.counters();
  return done && *done;
}

std::string Caretaker::text_of(history::Space space, std::uint64_t free_bytes) const {
  if (space == history::Space::ample) return "";
  return fmt::format("history folder {}: only {} MiB are free on its disk: the earliest records are thinned out{}",
                     folder_.string(), free_bytes >> 20,
                     space == history::Space::none ? " and nothing more is recorded" : "");
}

} // namespace dalian::app
