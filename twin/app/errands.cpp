#include "twin/app/errands.hpp"

#include "twin/app/mirror.hpp"
#include "twin/app/shift_report.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/history/incidents.hpp"
#include "twin/wire/codec.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

constexpr auto kAnswerLimit = std::chrono::seconds(3);
constexpr auto kStatusEvery = std::chrono::seconds(2);
constexpr auto kStillLooking = std::chrono::seconds(5); // after the last call of status()

wire::AlarmCommand::Action action_of(AlarmAction::Step step) {
  switch (step) {
  case AlarmAction::Step::acknowledge:
    return wire::AlarmCommand::ACKNOWLEDGE;
  case AlarmAction::Step::shelve:
    return wire::AlarmCommand::SHELVE;
  case AlarmAction::Step::unshelve:
    return wire::AlarmCommand::UNSHELVE;
  case AlarmAction::Step::clear:
    return wire::AlarmCommand::CLEAR;
  }
  return wire::AlarmCommand::NOTHING;
}

bool on_this_machine(std::string_view endpoint) {
  for (std::string_view const here : {"inproc://", "ipc://", "tcp://127.", "tcp://localhost:", "tcp://[::1]:"})
    if (endpoint.starts_with(here)) return true;
  return false;
}

} // namespace

Errands::Errands(zmq::context_t& context, std::string requests, std::optional<security::KeyFile> key)
    : context_(context), requests_(std::move(requests)), key_(std::move(key)), thread_([this] { run(); }) {}

Errands::~Errands() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Errands::post(std::function<Outcome()> job) {
  {
    std::lock_guard const lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  wake_.notify_all();
}

void Errands::act(AlarmAction action) {
  post([this, action = std::move(action)] { return carry(action); });
}
void Errands::lock(IncidentLock wish) {
  post([this, wish = std::move(wish)] { return carry(wish); });
}
void Errands::report(ShiftReportWish wish) {
  post([this, wish = std::move(wish)] { return carry(wish); });
}

std::vector<Outcome> Errands::take_outcomes() {
  std::lock_guard const lock(mutex_);
  return std::exchange(outcomes_, {});
}

std::string Errands::status() {
  std::unique_lock lock(mutex_);
  bool const was_looking = steady_now() - looked_ < kStillLooking;
  looked_ = steady_now();
  std::string status = status_;
  lock.unlock();
  if (!was_looking) wake_.notify_all();
  return status;
}

void Errands::run() {
  pthread_setname_np(pthread_self(), "twin-errands");
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (!jobs_.empty()) {
      auto const job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      Outcome outcome = job();
      lock.lock();
      outcomes_.push_back(std::move(outcome));
      continue;
    }
    Instant const now = steady_now();
    if (now - looked_ < kStillLooking && now - asked_ >= kStatusEvery) {
      asked_ = now;
      lock.unlock();
      auto status = ask_for_status();
      lock.lock();
      status_ = status ? std::move(status).value() : "";
      continue;
    }
    wake_.wait_for(lock, kStatusEvery, [&] { return stop_ || !jobs_.empty() || looked_ > now; });
  }
}

Result<std::string> Errands::ask_for_status() {
  wire::Request request;
  request.mutable_status();
  auto const frames = ask_twin(context_, requests_, request, kAnswerLimit, key_ ? &*key_ : nullptr);
  if (!frames) return Error{frames.error()};
  wire::Reply reply;
  if (!wire::parse(frames->front(), reply)) return Error{"the twin's answer is damaged"};
  if (!reply.has_status()) return Error{reply.error()};
  return reply.status().json();
}

Result<std::filesystem::path> Errands::history_folder() {
  if (!on_this_machine(requests_))
    return Error{fmt::format("the history of {} lies on the twin's machine: use twinctl there", requests_)};
  auto const status = ask_for_status();
  if (!status) return Error{status.error()};
  auto const json = nlohmann::json::parse(*status, nullptr, false);
  if (!json.is_object() || !json.contains("history") || !json["history"].is_object())
    return Error{"the twin keeps no history: start it with a history folder"};
  std::filesystem::path const folder = json["history"].value("folder", "");
  if (std::error_code error; !std::filesystem::is_directory(folder, error))
    return Error{
        fmt::format("the twin's history {} is no folder of this machine: use twinctl where it is", folder.string())};
  return folder;
}

Outcome Errands::carry(AlarmAction const& action) {
  Outcome out{Outcome::Of::alarms, false, {}};
  wire::Request request;
  auto& said = *request.mutable_alarms()->mutable_command();
  said.set_action(action_of(action.step));
  said.mutable_alarms()->Add(action.alarms.begin(), action.alarms.end());
  said.set_rule(action.rule);
  said.set_note(action.note);
  if (action.step == AlarmAction::Step::shelve) said.set_shelve_s(to_seconds(action.shelve_for));
  auto const frames = ask_twin(context_, requests_, request, kAnswerLimit, key_ ? &*key_ : nullptr);
  wire::Reply reply;
  if (!frames)
    out.detail = frames.error();
  else if (!wire::parse(frames->front(), reply) || !reply.has_alarms())
    out.detail = reply.error().empty() ? "the twin's answer is damaged" : reply.error();
  else
    out.done = true, out.detail = std::to_string(reply.alarms().done());
  return out;
}

Outcome Errands::carry(IncidentLock const& wish) {
  Outcome out{Outcome::Of::incident, false, {}};
  auto const folder = history_folder();
  if (!folder) {
    out.detail = folder.error();
    return out;
  }
  auto const locked = history::lock_incident(*folder, wish.at, wish.reason, wish.who, SystemClock().now());
  out.done = locked.ok();
  out.detail =
      locked ? fmt::format("{}: {} … {}", locked->id, format_utc(locked->locked.from), format_utc(locked->locked.to))
             : locked.error();
  return out;
}

Outcome Errands::carry(ShiftReportWish const& wish) {
  Outcome out{Outcome::Of::report, false, {}};
  auto const folder = history_folder();
  Status const written = folder ? write_shift_report(*folder, wish) : Status(Error{folder.error()});
  out.done = static_cast<bool>(written);
  out.detail = written ? wish.file.string() : written.error();
  return out;
}

} // namespace dalian::app
