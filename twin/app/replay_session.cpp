#include "twin/app/replay_session.hpp"

#include "twin/app/alarm_wire.hpp"
#include "twin/app/keyframe.hpp"
#include "twin/app/run_number.hpp"
#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;

constexpr auto kPublishPeriod = milliseconds(50);
constexpr auto kLookAgain = milliseconds(500); // for new records at the end of history
/// A seek forward by less than this takes the records in between; by more, the keyframe before it (one each minute).
constexpr auto kNear = std::chrono::minutes(1);

std::chrono::steady_clock::time_point as_steady(Instant t) {
  return std::chrono::steady_clock::time_point(t.time_since_epoch());
}

/// Handles of `before` that are not in `now`, which ascends.
std::vector<std::uint32_t> gone(state::Snapshot const& before, std::vector<std::uint32_t> const& now) {
  std::vector<std::uint32_t> handles;
  before.for_each([&](state::TrackView track) {
    if (!std::binary_search(now.begin(), now.end(), track->handle)) handles.push_back(track->handle);
  });
  return handles;
}

} // namespace

Result<std::unique_ptr<ReplaySession>> ReplaySession::start(zmq::context_t& context, Config const& config) {
  std::unique_ptr<ReplaySession> session(new ReplaySession(context, config));
  if (auto const bound = session->broadcaster_.bind_publish(config.publish); !bound) return Error{bound.error()};
  auto const requests = session->broadcaster_.bind_requests(config.requests);
  if (!requests) return Error{requests.error()};
  session->requests_endpoint_ = *requests;
  if (!config.alarms.empty()) {
    auto alarms = PastAlarms::open(config.alarms, config.rules);
    if (!alarms) return Error{alarms.error()};
    session->alarms_ = std::move(alarms).value();
  }
  session->thread_ = std::thread([s = session.get()] { s->run(); });
  return session;
}

ReplaySession::ReplaySession(zmq::context_t& context, Config const& config)
    : history_(*config.history), setup_(config.setup), run_(new_run_number()),
      fusion_(make_fusion(setup_, replay_threads())), store_(run_),
      broadcaster_(context, store_.latest(), {{.feed = true}, config.authority}), wanted_(config.t) {
  clock_.set_speed(config.speed, steady_now());
}

ReplaySession::~ReplaySession() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ReplaySession::seek(Instant t) {
  {
    std::lock_guard const lock(mutex_);
    auto const now = steady_now();
    Instant const shown = clock_.at(now);
    if (settled_ && !at_end_ && !wanted_ && t >= shown && t - shown < kNear)
      clock_.seek(t, now);
    else
      wanted_ = t;
  }
  wake_.notify_all();
}

void ReplaySession::set_speed(double speed) {
  {
    std::lock_guard const lock(mutex_);
    clock_.set_speed(speed, steady_now());
  }
  wake_.notify_all();
}

ReplayState ReplaySession::state() const {
  ReplayState state;
  if (auto const range = history_.range(); range && !range->empty) {
    state.first = range->first;
    state.last = range->last;
  }
  std::lock_guard const lock(mutex_);
  state.seeking = wanted_.has_value() || !settled_;
  state.t = wanted_.value_or(at_end_ ? store_.latest()->time : clock_.at(steady_now()));
  state.speed = clock_.speed();
  state.at_end = at_end_;
  state.trouble = trouble_;
  return state;
}

void ReplaySession::run() {
  pthread_setname_np(pthread_self(), "twin-replay");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    Instant const t = std::exchange(wanted_, std::nullopt).value_or(clock_.at(steady_now()));
    clock_.seek(t, steady_now());
    at_end_ = settled_ = false;
    lock.unlock();
    play(load_keyframe(t));
    lock.lock();
  }
}

/// Sets fusion to the newest state kept before `t`; returns the position behind which the records go on.
std::int64_t ReplaySession::load_keyframe(Instant t) {
  log_.flush(); // what waits belongs to the state that goes
  fusion_ = make_fusion(setup_, replay_threads());
  fresh_ = true;
  otherwise_.clear();
  auto const sought = history_.latest_keyframe(t);
  if (!sought || !sought->keyframe) return 0;
  auto const parts = keyframe_parts(sought->keyframe->bytes);
  if (!parts) return 0;
  if (auto const same = check_setup(parts->feeds, setup_); !same) {
    otherwise_ = fmt::format("this is not bit for bit what was seen then: the state kept at the time {}, and the log "
                             "is fused anew from its beginning",
                             same.error());
    std::lock_guard const lock(mutex_);
    trouble_ = otherwise_;
  } else if (fusion_.load(parts->fusion)) {
    return sought->keyframe->after;
  }
  fusion_ = make_fusion(setup_, replay_threads()); // no use: everything from the beginning
  return 0;
}

void ReplaySession::play(std::int64_t after) {
  auto const replayed =
      history_.replay_after(after, [this](history::Record&& record) { return take(std::move(record)); });
  {
    std::lock_guard const lock(mutex_);
    if (!replayed)
      trouble_ = replayed.error();
    else if (replayed->damaged_chunks > 0)
      trouble_ = fmt::format("{} damaged chunks of history were left out", replayed->damaged_chunks);
    else
      trouble_ = otherwise_;
    if (told_otherwise()) return;
  }
  reached_end();
}

/// False to stop: something else was asked for.
bool ReplaySession::take(history::Record&& record) {
  if (!wait_until(record.t_twin)) return false;
  (void)log_.take(record);
  return true;
}

/// Shows what there is until the clock has come to `t`.
bool ReplaySession::wait_until(Instant t) {
  std::unique_lock lock(mutex_);
  while (!told_otherwise()) {
    auto const now = steady_now();
    if (t <= clock_.at(now)) return true;
    if (!settled_) log_.flush(); // now fusion is where it was asked to be
    settled_ = true;
    if (now >= next_publish_) {
      lock.unlock();
      publish();
      lock.lock();
      continue;
    }
    wake_.wait_until(lock, as_steady(std::min(clock_.due(t), next_publish_)));
  }
  return false;
}

/// Nothing is left: the clock stands at the last record until something else is asked for, or there are more to play.
void ReplaySession::reached_end() {
  log_.flush();
  std::unique_lock lock(mutex_);
  at_end_ = settled_ = true;
  clock_.seek(std::min(clock_.at(steady_now()), fusion_.time()), steady_now());
  lock.unlock();
  publish();
  lock.lock();
  while (!wake_.wait_for(lock, kLookAgain, [this] { return told_otherwise(); })) {
    lock.unlock();
    answer_viewers(); // who asks now would wait for a publication that does not come
    lock.lock();
    if (clock_.speed() == 0) continue;
    auto const range = history_.range();
    if (range && !range->empty && range->last > fusion_.time()) return;
    clock_.seek(fusion_.time(), steady_now());
  }
}

void ReplaySession::publish() {
  auto const now = steady_now();
  next_publish_ = now + kPublishPeriod;
  Instant t;
  {
    std::lock_guard const lock(mutex_);
    t = at_end_ ? fusion_.time() : clock_.at(now);
    broadcaster_.set_rate(at_end_ ? 0 : clock_.speed());
  }
  log_.flush();
  auto changes = fusion_.take_changes();
  std::vector<std::uint32_t> changed;
  for (auto const& track : changes.changed)
    changed.push_back(track.motion.handle);
  if (std::exchange(fresh_, false)) changes.removed = gone(*store_.latest(), changed);
  auto snapshot = store_.publish(t, std::move(changes.changed), changes.removed);
  if (alarms_) publish_alarms(*snapshot);
  broadcaster_.offer(std::move(snapshot), changed, changes.removed);
  answer_viewers();
  if (!std::exchange(serving_, true)) broadcaster_.start();
}

void ReplaySession::publish_alarms(state::Snapshot const& snapshot) {
  auto list = alarms_->at(snapshot.time, snapshot);
  std::lock_guard const lock(mutex_);
  if (!list) {
    trouble_ = list.error();
  } else if (*list != alarm_list_) {
    alarm_list_ = std::move(list).value();
    broadcaster_.offer_alarms(alarm_list_);
  }
}

void ReplaySession::answer_viewers() {
  for (auto& command : broadcaster_.take_commands()) {
    wire::Reply reply;
    bool const asks_list = command.request.alarms().what_case() == wire::AlarmsRequest::kListFrom;
    if (asks_list && alarm_list_)
      *reply.mutable_alarms()->mutable_list() = to_wire_page(*alarm_list_, command.request.alarms().list_from());
    else
      reply.set_error(asks_list ? "this twin keeps no alarms" : "a replay shows the past: ask the live twin");
    broadcaster_.offer_reply(std::move(command), std::move(reply));
  }
}

} // namespace dalian::app
