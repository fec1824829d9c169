#include "twin/app/past_alarms.hpp"

#include "twin/app/alarm_journal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>
#include <utility>

namespace dalian::app {

using alarms::Alarm;
using alarms::Event;
using alarms::LogEntry;
using alarms::State;

Result<std::unique_ptr<PastAlarms>> PastAlarms::open(std::filesystem::path const& folder, Rules rules) {
  auto const file = folder / AlarmJournal::kFile;
  sqlite3* raw = nullptr;
  int const code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  history::Database db(raw);
  if (code != SQLITE_OK)
    return Error{fmt::format("alarm journal {}: cannot be opened: {}", file.string(), sqlite3_errmsg(raw))};
  return std::unique_ptr<PastAlarms>(new PastAlarms(file, std::move(db), std::move(rules)));
}

PastAlarms::PastAlarms(std::filesystem::path file, history::Database db, Rules rules)
    : file_(std::move(file)), db_(std::move(db)) {
  list_.rules = std::move(rules);
}

Result<std::shared_ptr<alarms::AlarmList const>> PastAlarms::at(Instant t, state::Snapshot const& snapshot) {
  if (t < newest_) { // back: from the beginning
    list_.alarms.clear();
    ++list_.revision;
    seq_ = 0;
    newest_ = Instant::min();
  }
  if (auto const read = read_until(t); !read) return Error{read.error()};
  if (shared_ && shared_->revision == list_.revision) return shared_;
  place(snapshot);
  shared_ = std::make_shared<alarms::AlarmList const>(list_);
  return shared_;
}

Status PastAlarms::read_until(Instant t) {
  auto const rows = history::prepare(db_.get(), "SELECT t,alarm,rule,subject,other,event,was,became,who,note,value,seq "
                                                "FROM log WHERE seq>? ORDER BY seq");
  if (rows) sqlite3_bind_int64(rows.get(), 1, seq_);
  int code = rows ? SQLITE_OK : SQLITE_ERROR;
  while (rows && (code = sqlite3_step(rows.get())) == SQLITE_ROW) {
    auto const entry = log_entry_of(rows.get());
    if (entry.t > t) return {};
    take(entry);
    newest_ = std::max(newest_, entry.t);
    seq_ = sqlite3_column_int64(rows.get(), 11);
  }
  if (code == SQLITE_DONE) return {};
  return Error{fmt::format("alarm journal {}: cannot be read: {}", file_.string(), sqlite3_errmsg(db_.get()))};
}

/// As AlarmBook::step left the alarm.
void PastAlarms::take(LogEntry const& entry) {
  ++list_.revision;
  if (entry.to == State::normal) {
    list_.alarms.erase(entry.alarm);
    return;
  }
  Alarm& alarm = listed(entry);
  bool const by_hand = entry.event != Event::onset && entry.event != Event::ended && entry.who != alarms::kTwinActor;
  if (entry.event == Event::onset) {
    ++alarm.occurrences;
    alarm.value = entry.value;
  }
  if (entry.event == Event::onset || entry.event == Event::ended) alarm.present = entry.event == Event::onset;
  if (by_hand) alarm.note = entry.note;
  if (entry.to != entry.from) alarm.t_changed = entry.t;
  if (entry.to != entry.from || by_hand) alarm.who = entry.who;
  alarm.state = entry.to;
  alarm.revision = list_.revision;
}

Alarm& PastAlarms::listed(LogEntry const& entry) {
  auto const [at, is_new] = list_.alarms.try_emplace(entry.alarm);
  Alarm& alarm = at->second;
  if (!is_new) return alarm;
  alarm.id = entry.alarm;
  alarm.rule = entry.rule;
  alarm.subject = entry.subject;
  alarm.other = entry.other;
  if (auto const* rule = list_.rule(entry.rule)) alarm.severity = rule->severity;
  alarm.t_raised = entry.t;
  alarm.occurrences = 0;
  return alarm;
}

void PastAlarms::place(state::Snapshot const& snapshot) {
  if (list_.alarms.empty()) return;
  std::map<std::string_view, std::vector<Alarm*>> about;
  for (auto& [id, alarm] : list_.alarms)
    about[alarm.subject].push_back(&alarm);
  snapshot.for_each([&](state::TrackView track) {
    auto const found = about.find(track.details().entity);
    if (found == about.end()) return;
    for (Alarm* const alarm : found->second) {
      alarm->handle = track->handle;
      alarm->position = track->position;
    }
  });
}

} // namespace dalian::app
