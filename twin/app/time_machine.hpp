#pragma once
// A viewer's way through time: follows the live twin, or a replay of its own at any instant and speed, and comes back.
// The live mirror goes on meanwhile, so coming back takes no time. Two threads of its own beside the mirrors'.
#include "twin/app/mirror.hpp"
#include "twin/app/travel.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace dalian::app {

class TimeMachine {
 public:
  /// As Mirror: `on_change` is called with each new snapshot of what is looked at, one call at a time.
  TimeMachine(zmq::context_t& context, std::string requests, Mirror::OnChange on_change,
              std::optional<security::KeyFile> key = {});
  ~TimeMachine();
  TimeMachine(TimeMachine const&) = delete;
  TimeMachine& operator=(TimeMachine const&) = delete;

  // Any thread; none waits for the twin.
  void seek(Instant t);
  void set_speed(double speed);
  void go_live();
  Travel travel() const;
  Instant now() const;
  std::string trouble() const;
  /// At the instant shown; never null.
  std::shared_ptr<alarms::AlarmList const> alarms() const;

 private:
  struct Wish {
    std::optional<Instant> t;
    std::optional<double> speed;
    bool live = false;
  };
  void run();
  void fulfil(Wish const& wish);
  void ask(Wish const& wish);
  void leave();
  void note(wire::ReplayReply const& reply);
  void show(bool from_live, std::shared_ptr<state::Snapshot const> snapshot);
  void wish(Wish const& wish);

  zmq::context_t& context_;
  std::string requests_;
  Mirror::OnChange on_change_;
  std::optional<security::KeyFile> key_;
  std::uint32_t session_ = 0; // thread only; 0 = none open
  std::string session_requests_;

  mutable std::mutex mutex_; // guards what follows
  std::condition_variable wake_;
  bool stop_ = false;
  std::optional<Wish> wish_;
  Travel travel_;
  std::shared_ptr<Mirror> replay_;

  std::mutex show_mutex_; // one call of on_change at a time; guards show_live_
  bool show_live_ = true;
  Mirror live_; // after what its thread uses
  std::thread thread_;
};

} // namespace dalian::app
