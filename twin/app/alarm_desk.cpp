#include "twin/app/alarm_desk.hpp"

#include "twin/app/alarm_wire.hpp"
#include "twin/history/incidents.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

constexpr auto kPause = std::chrono::milliseconds(50); // real time between two looks at the twin's clock
constexpr char kLockedBy[] = "alarm";

wire::Reply refusal(std::string const& why) {
  wire::Reply reply;
  reply.set_error(why);
  return reply;
}

} // namespace

AlarmDesk::AlarmDesk(Config config, Twin twin)
    : history_(std::move(config.history)), twin_(std::move(twin)), book_(std::move(config.rules)),
      latest_(book_.list()) {}

Result<std::unique_ptr<AlarmDesk>> AlarmDesk::open(Config config, Twin twin) {
  std::unique_ptr<AlarmDesk> desk(new AlarmDesk(std::move(config), std::move(twin)));
  if (auto const taken = desk->take_up(); !taken) return Error{taken.error()};
  return desk;
}

AlarmDesk::~AlarmDesk() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (looked_ == Instant::min()) return;
  note_watches(true);
  (void)keep({});
}

Status AlarmDesk::take_up() {
  if (history_.empty()) return {};
  auto opened = AlarmJournal::open(history_);
  if (!opened) return Error{opened.error()};
  journal_ = std::move(opened).value();
  auto kept = journal_->read();
  if (!kept) return Error{kept.error()};
  if (kept->damaged != 0 && twin_.note)
    twin_.note(fmt::format("{} alarms of {} are damaged and were left out", kept->damaged, AlarmJournal::kFile));
  book_.restore(std::move(*kept));
  return {};
}

void AlarmDesk::start() {
  thread_ = std::thread([this] { run(); });
}

void AlarmDesk::run() {
  pthread_setname_np(pthread_self(), "twin-alarms");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    step();
    lock.lock();
    wake_.wait_for(lock, kPause, [&] { return stop_ || !posted_.empty(); });
  }
}

void AlarmDesk::post(ViewerCommand command) {
  {
    std::lock_guard const lock(mutex_);
    posted_.push_back(std::move(command));
  }
  wake_.notify_all();
}

std::string AlarmDesk::trouble() const {
  std::lock_guard const lock(mutex_);
  return trouble_;
}

void AlarmDesk::step() {
  std::vector<ViewerCommand> posted;
  {
    std::lock_guard const lock(mutex_);
    posted = std::exchange(posted_, {});
  }
  for (auto& command : posted) {
    auto reply = answer(command);
    publish();
    twin_.reply(std::move(command), std::move(reply));
  }
  look();
}

void AlarmDesk::look() {
  Instant const now = twin_.now();
  if (now == Instant{}) return; // on feed clock, before the first word
  bool const went_back = now < looked_;
  if (looked_ != Instant::min() && !went_back && now - looked_ < kEvery) return;
  looked_ = now;
  auto trouble = twin_.trouble();
  if (trouble.empty()) trouble = this->trouble();
  auto const changes = book_.evaluate(*twin_.latest(), now, trouble);
  note_watches(!changes.log.empty());
  (void)keep(changes); // what could not be kept is tried again, and is in trouble()
  lock_incidents(changes.locks);
  publish();
}

Status AlarmDesk::keep(alarms::Changes const& changes) {
  if (!journal_) return {};
  auto const kept = journal_->write(changes.log, *book_.list(), book_.next_id());
  std::string lost =
      journal_->lost() == 0 ? "" : fmt::format("; {} entries of the alarm log are lost", journal_->lost());
  set_trouble(kept ? "" : kept.error() + lost);
  return kept;
}

void AlarmDesk::lock_incidents(std::vector<alarms::LockRequest> const& locks) {
  if (history_.empty()) return;
  for (auto const& request : locks) {
    auto const locked = history::lock_incident(history_, request.at, request.reason, kLockedBy, looked_);
    if (!locked && twin_.note) twin_.note(fmt::format("no incident lock for {}: {}", request.reason, locked.error()));
  }
}

/// Delays that run are kept with every change of the list, and once a second.
void AlarmDesk::note_watches(bool now) {
  bool const lately = kept_watches_ <= looked_ && looked_ < kept_watches_ + kKeepWatches;
  if (!journal_ || (lately && !now)) return;
  kept_watches_ = looked_;
  journal_->set_watches(book_.watches());
}

std::shared_ptr<alarms::AlarmList const> AlarmDesk::latest() const {
  std::lock_guard const lock(mutex_);
  return latest_;
}

void AlarmDesk::publish() {
  auto list = book_.list();
  if (list->revision == published_) return;
  published_ = list->revision;
  {
    std::lock_guard const lock(mutex_);
    latest_ = list;
  }
  twin_.publish(std::move(list));
}

void AlarmDesk::set_trouble(std::string text) {
  std::unique_lock lock(mutex_);
  if (text == trouble_) return;
  trouble_ = text;
  lock.unlock();
  if (twin_.note) twin_.note(text.empty() ? "alarms are kept again" : text);
}

wire::Reply AlarmDesk::answer(ViewerCommand const& command) {
  auto const& request = command.request.alarms();
  switch (request.what_case()) {
  case wire::AlarmsRequest::kListFrom: {
    wire::Reply reply;
    *reply.mutable_alarms()->mutable_list() = to_wire_page(*book_.list(), request.list_from());
    return reply;
  }
  case wire::AlarmsRequest::kCommand:
    return carry_out(request.command(), command.who.name);
  case wire::AlarmsRequest::WHAT_NOT_SET:
    break;
  }
  return refusal("not a request about alarms this twin knows");
}

/// Done is said only after it is on disk.
wire::Reply AlarmDesk::carry_out(wire::AlarmCommand const& said, std::string const& who) {
  auto const command = from_wire(said);
  if (!command) return refusal(command.error());
  Instant const now = twin_.now();
  auto const changes = book_.apply(*command, who, now);
  if (!changes) return refusal(changes.error());
  if (auto const kept = keep(*changes); !kept)
    return refusal(fmt::format("done, but a restart would forget it: {}", kept.error()));
  wire::Reply reply;
  reply.mutable_alarms()->set_done(static_cast<std::uint32_t>(changes->log.size()));
  return reply;
}

} // namespace dalian::app
