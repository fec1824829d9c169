#include "connectors/supervise/supervisor.hpp"

#include "twin/base/steady_time.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>

namespace dalian::supervise {

using connectors::Progress;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kServersLimit{3000}; // for those that serve, once their feeds are gone
constexpr milliseconds kTurn{20};

} // namespace

std::string_view name(State state) {
  return state == State::running ? "running" : state == State::waiting ? "waiting" : "ended";
}

Supervisor::Supervisor(FeedList list, std::string program, Listener listener)
    : list_(std::move(list)), program_(std::move(program)), listener_(std::move(listener)) {
  std::uint64_t seed = 0; // waits of different feeds differ, those of a run and its repetition do not
  for (auto& plan : list_.children) {
    ChildStatus status;
    status.name = plan.name;
    status.kind = plan.kind;
    status.serves = plan.serves;
    slots_.push_back({std::move(plan), std::move(status), connectors::Backoff(list_.restart, ++seed)});
  }
}

Supervisor::~Supervisor() = default;

/// Once: a server that is started again later holds nobody up.
bool Supervisor::servers_ready(Instant now) const {
  return now - begun_.value_or(now) >= list_.ready_limit || std::ranges::all_of(slots_, [](Slot const& slot) {
           return slot.plan.ready.empty() || slot.ready || slot.status.state == State::ended;
         });
}

bool Supervisor::may_start(Slot const& slot, Instant now) const {
  return !stopping_ && slot.status.state == State::waiting && (slot.plan.serves || servers_ready(now));
}

void Supervisor::turn(milliseconds wait) {
  auto const now = steady_now();
  if (!begun_) begun_ = now;
  for (auto& slot : slots_)
    if (now >= slot.due && may_start(slot, now)) start(slot, now);
  wait_for_news(wait);
  for (auto& slot : slots_)
    hear(slot, steady_now());
}

/// Until somebody says something, or the next start is due.
void Supervisor::wait_for_news(milliseconds wait) const {
  std::vector<pollfd> descriptors;
  auto until = steady_now() + wait;
  for (auto const& slot : slots_) {
    if (slot.child != nullptr) slot.child->wait_on(descriptors);
    if (may_start(slot, steady_now())) until = std::min(until, slot.due);
  }
  auto const left = std::chrono::ceil<milliseconds>(until - steady_now());
  ::poll(descriptors.data(), descriptors.size(), static_cast<int>(std::max<std::int64_t>(0, left.count())));
}

void Supervisor::start(Slot& slot, Instant now) {
  auto command = slot.plan.arguments;
  if (slot.plan.kind != "program") command.insert(command.begin(), program_);
  slot.started = now;
  slot.last_line.clear();
  slot.status.progress.reset();
  slot.status.inputs_per_s = 0;
  ++slot.status.starts;
  auto child = Child::start(command, list_.folder);
  if (!child) return note_end(slot, {127, 0, "cannot be started: " + child.error()}, now);
  slot.child = std::move(*child);
  slot.status.state = State::running;
  slot.status.pid = slot.child->pid();
  listener_.changed(slot.status);
}

void Supervisor::hear(Slot& slot, Instant now) {
  if (slot.child == nullptr) return;
  auto const end = slot.child->ended(); // before its last words are read
  slot.child->read_lines([&](std::string_view line) {
    slot.last_line = line;
    slot.ready = slot.ready || (!slot.plan.ready.empty() && line.find(slot.plan.ready) != line.npos);
    listener_.line(slot.status, line);
  });
  if (auto progress = slot.child->read_progress()) take(slot, std::move(*progress), now);
  if (end) note_end(slot, *end, now);
}

void Supervisor::take(Slot& slot, Progress progress, Instant now) {
  ++heard_;
  auto& last = slot.status.progress;
  double const s = to_seconds(now - slot.told);
  if (last && s > 0 && progress.report.inputs() >= last->report.inputs())
    slot.status.inputs_per_s = static_cast<double>(progress.report.inputs() - last->report.inputs()) / s;
  last = std::move(progress);
  slot.told = now;
}

void Supervisor::note_end(Slot& slot, Ended const& ended, Instant now) {
  slot.child.reset();
  auto& status = slot.status;
  status.pid = 0;
  status.inputs_per_s = 0;
  status.failed = !ended.well();
  status.last_end = ended.text;
  if (!ended.well() && !slot.last_line.empty()) status.last_end += ": " + slot.last_line;
  bool const again =
      slot.plan.restart == Restart::always || (slot.plan.restart == Restart::on_failure && status.failed);
  status.state = again && !stopping_ ? State::waiting : State::ended;
  if (now - slot.started >= list_.restart.longest) slot.backoff.reset(); // it ran: this is a new trouble
  if (status.state == State::waiting) {
    auto const pause = slot.backoff.next();
    status.pause = pause;
    slot.due = now + pause;
  }
  listener_.changed(status);
}

bool Supervisor::any_running(bool serves) const {
  return std::ranges::any_of(slots_,
                             [&](Slot const& slot) { return slot.child != nullptr && slot.plan.serves == serves; });
}

void Supervisor::stop_wave(bool serves, milliseconds limit) {
  auto const send = [&](int number) {
    for (auto& slot : slots_)
      if (slot.child != nullptr && slot.plan.serves == serves) slot.child->signal(number);
  };
  send(SIGTERM);
  for (auto const end = steady_now() + limit; any_running(serves) && steady_now() < end;)
    turn(kTurn);
  send(SIGKILL);
  while (any_running(serves))
    turn(kTurn);
}

void Supervisor::stop() {
  stopping_ = true;
  for (auto& slot : slots_)
    if (slot.status.state == State::waiting) slot.status.state = State::ended;
  stop_wave(false, list_.stop_limit);
  stop_wave(true, kServersLimit);
}

bool Supervisor::all_ended() const {
  return std::ranges::all_of(slots_, [](Slot const& slot) { return slot.status.state == State::ended; });
}

std::vector<ChildStatus const*> Supervisor::statuses() const {
  std::vector<ChildStatus const*> all;
  for (auto const& slot : slots_)
    all.push_back(&slot.status);
  return all;
}

} // namespace dalian::supervise
