#include "twin/app/shift_report.hpp"

#include "twin/app/alarm_journal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sqlite3.h>

namespace dalian::app {
namespace {

using alarms::Event;
using alarms::LogEntry;
using alarms::State;

Result<std::vector<LogEntry>> read_log(std::filesystem::path const& folder, Instant to) {
  auto const file = folder / AlarmJournal::kFile;
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  history::Database const db(raw);
  std::vector<LogEntry> log;
  auto const rows = code != SQLITE_OK ? nullptr
                                      : history::prepare(raw, "SELECT t,alarm,rule,subject,other,event,was,became,who,"
                                                              "note,value FROM log WHERE t<=? ORDER BY seq");
  if (rows) sqlite3_bind_int64(rows.get(), 1, to_unix_ns(to));
  while (rows && (code = sqlite3_step(rows.get())) == SQLITE_ROW)
    log.push_back(log_entry_of(rows.get()));
  if (code == SQLITE_DONE) return log;
  return Error{fmt::format("alarm journal {}: cannot be read: {}", file.string(), sqlite3_errmsg(raw))};
}

alarms::Severity severity_of(std::string const& rule, std::vector<alarms::RuleFacts> const& rules) {
  auto const it = std::ranges::find(rules, rule, &alarms::RuleFacts::id);
  return it == rules.end() ? alarms::Severity::low : it->severity;
}

void take(ShiftAlarm& alarm, LogEntry const& entry) {
  alarm.state = entry.to;
  switch (entry.event) {
  case Event::onset:
    alarm.value = entry.value;
    break;
  case Event::ended:
    if (!alarm.over) alarm.over = entry.t;
    break;
  case Event::acknowledge:
    if (!alarm.acknowledged) alarm.acknowledged = entry.t, alarm.who = entry.who;
    break;
  case Event::shelve:
    ++alarm.shelved;
    break;
  case Event::unshelve:
  case Event::clear:
    break;
  }
  if (!entry.note.empty())
    alarm.notes += fmt::format("{}{}: {}", alarm.notes.empty() ? "" : " · ", entry.who, entry.note);
}

} // namespace

Result<Shift> read_shift(std::filesystem::path const& folder, Instant from, Instant to,
                         std::vector<alarms::RuleFacts> const& rules) {
  auto const log = read_log(folder, to);
  if (!log) return Error{log.error()};
  auto incidents = history::read_incidents(folder);
  if (!incidents) return Error{incidents.error()};
  std::map<std::uint64_t, ShiftAlarm> alarms;
  for (LogEntry const& entry : *log) {
    auto const [it, is_new] = alarms.try_emplace(entry.alarm);
    ShiftAlarm& alarm = it->second;
    if (is_new) {
      alarm.id = entry.alarm;
      alarm.rule = entry.rule, alarm.subject = entry.subject, alarm.other = entry.other;
      alarm.severity = severity_of(entry.rule, rules);
      alarm.raised = entry.t;
      alarm.before = entry.t < from;
    }
    take(alarm, entry);
    if (entry.t < from && entry.to == State::normal) alarms.erase(it); // done with before the shift
  }
  Shift shift{from, to, {}, {}};
  for (auto& [id, alarm] : alarms)
    shift.alarms.push_back(std::move(alarm));
  for (history::Incident& incident : *incidents)
    if (incident.at >= from && incident.at <= to) shift.incidents.push_back(std::move(incident));
  return shift;
}

std::size_t Shift::raised() const {
  return static_cast<std::size_t>(std::ranges::count(alarms, false, &ShiftAlarm::before));
}

std::size_t Shift::open() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(alarms, [](ShiftAlarm const& a) { return a.state != State::normal; }));
}

std::optional<Duration> Shift::median_to_acknowledge() const {
  std::vector<Duration> waits;
  for (ShiftAlarm const& alarm : alarms)
    if (!alarm.before && alarm.acknowledged) waits.push_back(*alarm.acknowledged - alarm.raised);
  if (waits.empty()) return std::nullopt;
  auto const middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
  std::nth_element(waits.begin(), middle, waits.end());
  return *middle;
}

Status write_shift_report(std::filesystem::path const& folder, ShiftReportWish const& wish) {
  static std::vector<alarms::RuleFacts> const kNone;
  auto const shift = read_shift(folder, wish.from, wish.to, wish.rules ? *wish.rules : kNone);
  if (!shift) return Error{shift.error()};
  auto const beside = std::filesystem::path(wish.file).concat(".part");
  std::ofstream out(beside);
  out << shift_html(*shift, wish);
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(beside, wish.file, error);
  if (!out || error) return Error{fmt::format("{} cannot be written; name a folder that can", wish.file.string())};
  return {};
}

} // namespace dalian::app
