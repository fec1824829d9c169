#include "twin/base/crew.hpp"

#include <cassert>

namespace dalian {

Crew::Crew(unsigned members) {
  assert(members >= 1);
  for (unsigned member = 1; member < members; ++member)
    threads_.emplace_back([this, member] { live(member); });
}

Crew::~Crew() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  start_.notify_all();
  for (std::thread& thread : threads_)
    thread.join();
}

void Crew::run(std::function<void(unsigned)> const& work) {
  if (threads_.empty()) return work(0);
  {
    std::lock_guard const lock(mutex_);
    work_ = &work;
    busy_ = static_cast<unsigned>(threads_.size());
    ++round_;
  }
  start_.notify_all();
  work(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
}

void Crew::live(unsigned member) {
  std::uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  for (;;) {
    start_.wait(lock, [&] { return stop_ || round_ != seen; });
    if (stop_) return;
    seen = round_;
    auto const& work = *work_;
    lock.unlock();
    work(member);
    lock.lock();
    if (--busy_ == 0) done_.notify_one();
  }
}

} // namespace dalian
