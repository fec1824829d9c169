#include "twin/app/time_machine.hpp"

#include "twin/wire/codec.hpp"

#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

constexpr auto kAskAgain = std::chrono::milliseconds(250); // how a replay fares
constexpr auto kLookAtRange = std::chrono::seconds(5);     // while live
constexpr auto kAnswerLimit = std::chrono::seconds(2);

Instant instant(std::uint64_t ns) {
  return from_unix_ns(static_cast<std::int64_t>(ns));
}

} // namespace

TimeMachine::TimeMachine(zmq::context_t& context, std::string requests, Mirror::OnChange on_change,
                         std::optional<security::KeyFile> key)
    : context_(context), requests_(std::move(requests)), on_change_(std::move(on_change)), key_(std::move(key)),
      live_(
          context_, requests_, [this](auto snapshot) { show(true, std::move(snapshot)); }, key_),
      thread_([this] { run(); }) {}

TimeMachine::~TimeMachine() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void TimeMachine::wish(Wish const& wish) {
  {
    std::lock_guard const lock(mutex_);
    Wish merged = wish_.value_or(Wish{});
    if (wish.t) merged.t = wish.t;
    if (wish.speed) merged.speed = wish.speed;
    merged.live = wish.live;
    wish_ = merged;
    if (wish.t) travel_.live = false, travel_.seeking = true, travel_.t = *wish.t;
  }
  wake_.notify_all();
}

void TimeMachine::seek(Instant t) {
  wish({.t = t, .speed = std::nullopt, .live = false});
}
void TimeMachine::set_speed(double speed) {
  wish({.t = std::nullopt, .speed = speed, .live = false});
}
void TimeMachine::go_live() {
  wish({.t = std::nullopt, .speed = std::nullopt, .live = true});
}

Travel TimeMachine::travel() const {
  std::lock_guard const lock(mutex_);
  Travel travel = travel_;
  if (travel.live)
    travel.t = live_.now();
  else if (replay_ && !travel.seeking)
    travel.t = replay_->now();
  return travel;
}

Instant TimeMachine::now() const {
  return travel().t;
}

std::string TimeMachine::trouble() const {
  std::unique_lock lock(mutex_);
  if (travel_.live) return live_.trouble();
  if (!travel_.trouble.empty()) return travel_.trouble;
  return replay_ ? replay_->trouble() : "";
}

std::shared_ptr<alarms::AlarmList const> TimeMachine::alarms() const {
  std::lock_guard const lock(mutex_);
  if (travel_.live) return live_.alarms();
  return replay_ ? replay_->alarms() : std::make_shared<alarms::AlarmList const>();
}

void TimeMachine::run() {
  pthread_setname_np(pthread_self(), "time-machine");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    auto const wish = std::exchange(wish_, std::nullopt).value_or(Wish{});
    lock.unlock();
    fulfil(wish);
    lock.lock();
    auto const pause = travel_.live ? Duration(kLookAtRange) : Duration(kAskAgain);
    wake_.wait_for(lock, pause, [this] { return stop_ || wish_.has_value(); });
  }
  lock.unlock();
  leave();
}

void TimeMachine::fulfil(Wish const& wish) {
  if (wish.live) leave();
  ask(wish);
}

/// One question and its answer: steers the session, opens it when there is none, or only asks what history holds.
void TimeMachine::ask(Wish const& wish) {
  wire::Request request;
  auto& replay = *request.mutable_replay();
  replay.set_session(session_);
  if (wish.t && !wish.live) replay.set_t(static_cast<std::uint64_t>(to_unix_ns(*wish.t)));
  if (wish.speed && (wish.t || session_ != 0)) replay.set_speed(*wish.speed);
  auto const frames = ask_twin(context_, requests_, request, kAnswerLimit, key_ ? &*key_ : nullptr);
  wire::Reply reply;
  bool const answered = frames && wire::parse(frames->front(), reply);
  if (answered && reply.has_replay()) return note(reply.replay());
  std::lock_guard const lock(mutex_);
  if (travel_.live) return; // a twin without history, or none: the live mirror tells
  travel_.trouble = answered ? reply.error() : frames ? "the answer is damaged" : frames.error();
  travel_.seeking = false;
  if (answered) session_ = 0; // closed meanwhile: the next wish opens another
}

void TimeMachine::note(wire::ReplayReply const& reply) {
  std::shared_ptr<Mirror> old;
  std::lock_guard const lock(mutex_);
  travel_.first = instant(reply.first());
  travel_.last = instant(reply.last());
  if (reply.session() == 0) return;
  session_ = reply.session();
  travel_.live = false;
  travel_.speed = reply.speed();
  travel_.at_end = reply.at_end();
  travel_.trouble = reply.trouble();
  if (!wish_ || !wish_->t) travel_.seeking = reply.seeking(), travel_.t = instant(reply.t());
  if (replay_ && session_requests_ == reply.requests()) return;
  session_requests_ = reply.requests();
  old = std::exchange(replay_, nullptr);
  {
    std::lock_guard const showing(show_mutex_);
    show_live_ = false;
  }
  replay_ = std::make_shared<Mirror>(
      context_, session_requests_, [this](auto snapshot) { show(false, std::move(snapshot)); }, key_);
}

/// Closes the session and shows the present again.
void TimeMachine::leave() {
  std::shared_ptr<Mirror> old;
  {
    std::lock_guard const lock(mutex_);
    old = std::exchange(replay_, nullptr);
    session_requests_.clear();
    travel_ = {.live = true,
               .t = {},
               .speed = 0,
               .seeking = false,
               .at_end = false,
               .first = travel_.first,
               .last = travel_.last,
               .trouble = {}};
  }
  old.reset(); // waits for its thread, which may be in show()
  if (session_ != 0) {
    wire::Request request;
    request.mutable_replay()->set_session(std::exchange(session_, 0));
    request.mutable_replay()->set_close(true);
    (void)ask_twin(context_, requests_, request, kAnswerLimit, key_ ? &*key_ : nullptr);
  }
  std::lock_guard const showing(show_mutex_);
  show_live_ = true;
  if (on_change_) on_change_(live_.latest());
}

void TimeMachine::show(bool from_live, std::shared_ptr<state::Snapshot const> snapshot) {
  std::lock_guard const lock(show_mutex_);
  if (from_live == show_live_ && on_change_) on_change_(std::move(snapshot));
}

} // namespace dalian::app
