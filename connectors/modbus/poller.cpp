#include "connectors/modbus/poller.hpp"

#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <pthread.h>

namespace dalian::modbus {
namespace {

constexpr auto kLongestPause = std::chrono::seconds(60);

} // namespace

Poller::Poller(std::vector<PolledDevice> devices, unsigned rounds, Deliver deliver)
    : devices_(std::move(devices)), rounds_(rounds), deliver_(std::move(deliver)),
      connection_(devices_.front().device->address), turns_(devices_.size()), thread_([this] { run(); }) {}

Poller::~Poller() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Poller::run() {
  pthread_setname_np(pthread_self(), "modbus");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    auto const k = next();
    if (k == turns_.size()) break;
    if (auto const wait = turns_[k].due - steady_now(); wait > Duration{}) {
      wake_.wait_for(lock, wait);
      continue;
    }
    lock.unlock();
    ask(k);
    lock.lock();
  }
  done_ = true;
}

/// Who is due first of those that are still to be asked.
std::size_t Poller::next() const {
  std::size_t first = turns_.size();
  for (std::size_t k = 0; k < turns_.size(); ++k)
    if ((rounds_ == 0 || turns_[k].asked < rounds_) && (first == turns_.size() || turns_[k].due < turns_[first].due))
      first = k;
  return first;
}

void Poller::ask(std::size_t k) {
  auto& turn = turns_[k];
  auto const begin = steady_now();
  auto const period = devices_[k].device->period;
  ++turn.asked;
  bool const answered = ask_all(devices_[k]);
  turn.pause = answered ? Duration{} : std::min<Duration>(kLongestPause, std::max(2 * turn.pause, period));
  // Even steps, so that a slow answer does not shift those that follow; none is caught up with.
  turn.due = std::max(turn.due == Instant{} ? begin + period : turn.due + period, steady_now());
  if (!answered) turn.due = steady_now() + turn.pause;
}

/// False when the device said nothing at all: the rest of its requests is not tried.
bool Poller::ask_all(PolledDevice const& device) {
  for (std::size_t r = 0; r < device.requests->size(); ++r) {
    Poll poll{
        device.place, r, {}, connection_.read(device.device->unit, (*device.requests)[r], device.device->timeout)};
    poll.at = SystemClock().now();
    auto const* failure = std::get_if<Failure>(&poll.answer);
    bool const silent = failure != nullptr && !failure->reason.starts_with("exception");
    deliver_(std::move(poll));
    if (silent) return false;
  }
  return true;
}

} // namespace dalian::modbus
