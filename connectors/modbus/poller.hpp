#pragma once
// Asks the devices behind one address in turn, on a thread of its own: a device that is silent makes wait only those
// that share its connection.
#include "connectors/modbus/connection.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace dalian::modbus {

/// One request and what became of it.
struct Poll {
  std::size_t device = 0; // place in the map
  std::size_t request = 0;
  Instant at{}; // when the answer came
  std::variant<Words, Failure> answer;
};

struct PolledDevice {
  std::size_t place = 0; // in the map
  Device const* device = nullptr;
  std::vector<Request> const* requests = nullptr;
};

class Poller {
 public:
  using Deliver = std::function<void(Poll)>; // on the poller's thread

  /// All `devices` have one address; they must outlive it. `rounds`: how often each device is asked, 0 = for ever.
  Poller(std::vector<PolledDevice> devices, unsigned rounds, Deliver deliver);
  ~Poller();
  Poller(Poller const&) = delete;
  Poller& operator=(Poller const&) = delete;

  /// True once all rounds were asked and delivered. Any thread.
  bool done() const { return done_; }

 private:
  struct Turn {
    Instant due{}; // steady
    unsigned asked = 0;
    Duration pause{}; // instead of the period while it is silent: doubles to a minute
  };
  void run();
  void ask(std::size_t k);
  bool ask_all(PolledDevice const& device);
  std::size_t next() const;

  std::vector<PolledDevice> devices_;
  unsigned rounds_;
  Deliver deliver_;
  Connection connection_;
  std::vector<Turn> turns_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

} // namespace dalian::modbus
