#include "twin/app/alarm_journal.hpp"

#include "twin/app/alarm_wire.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>
#include <tuple>
#include <utility>

namespace dalian::app {
namespace {

using history::Statement;

constexpr std::size_t kNewest = 1000; // far more than begin a flood

constexpr char kSchema[] = "CREATE TABLE IF NOT EXISTS alarm(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
                           "CREATE TABLE IF NOT EXISTS number(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;"
                           "CREATE TABLE IF NOT EXISTS watch(" // see watch_list.hpp; times in ns since 1970
                           " rule TEXT NOT NULL, subject TEXT NOT NULL, other TEXT NOT NULL, since INTEGER NOT NULL,"
                           " absent_since INTEGER NOT NULL, ready INTEGER NOT NULL, value REAL NOT NULL,"
                           " present INTEGER NOT NULL, raised INTEGER NOT NULL) STRICT;"
                           "CREATE TABLE IF NOT EXISTS log("
                           " seq INTEGER PRIMARY KEY,"
                           " t INTEGER NOT NULL," // twin time, ns since 1970
                           " alarm INTEGER NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL, other TEXT NOT NULL,"
                           " event INTEGER NOT NULL, was INTEGER NOT NULL, became INTEGER NOT NULL," // see alarm.hpp
                           " who TEXT NOT NULL, note TEXT NOT NULL, value REAL NOT NULL) STRICT";

void bind(sqlite3_stmt* s, int column, std::string const& text) {
  sqlite3_bind_text(s, column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void bind(sqlite3_stmt* s, int column, std::int64_t value) {
  sqlite3_bind_int64(s, column, value);
}

bool done(sqlite3_stmt* s) {
  bool const good = sqlite3_step(s) == SQLITE_DONE;
  sqlite3_reset(s);
  return good;
}

std::string text_of(sqlite3_stmt* row, int column) {
  return std::string(history::blob_of(row, column));
}

template <class Enum>
Enum enumerator(sqlite3_stmt* row, int column) {
  return static_cast<Enum>(sqlite3_column_int(row, column));
}

} // namespace

alarms::LogEntry log_entry_of(sqlite3_stmt* row) {
  return {.t = from_unix_ns(sqlite3_column_int64(row, 0)),
          .alarm = static_cast<std::uint64_t>(sqlite3_column_int64(row, 1)),
          .rule = text_of(row, 2),
          .subject = text_of(row, 3),
          .other = text_of(row, 4),
          .event = enumerator<alarms::Event>(row, 5),
          .from = enumerator<alarms::State>(row, 6),
          .to = enumerator<alarms::State>(row, 7),
          .who = text_of(row, 8),
          .note = text_of(row, 9),
          .value = sqlite3_column_double(row, 10)};
}

Result<std::unique_ptr<AlarmJournal>> AlarmJournal::open(std::filesystem::path const& folder) {
  auto const file = folder / kFile;
  sqlite3* raw = nullptr;
  int const code = sqlite3_open(file.c_str(), &raw);
  std::unique_ptr<AlarmJournal> journal(new AlarmJournal(file, history::Database(raw)));
  if (code != SQLITE_OK) return journal->error("be opened");
  for (char const* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", kSchema})
    if (auto const status = journal->run(sql); !status) return Error{status.error()};
  return journal;
}

Error AlarmJournal::error(char const* doing) const {
  return Error{fmt::format("alarm journal {}: cannot {}: {}", file_.string(), doing, sqlite3_errmsg(db_.get()))};
}

Status AlarmJournal::run(char const* sql) const {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return error("be written");
}

Result<AlarmJournal::Kept> AlarmJournal::read() {
  Kept kept;
  Statement const rows = history::prepare(db_.get(), "SELECT id, bytes FROM alarm ORDER BY id");
  if (!rows) return error("be read");
  int code = SQLITE_OK;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
    wire::Alarm alarm;
    written_ids_.insert(static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 0)));
    if (alarm.ParseFromString(text_of(rows.get(), 1)) && alarm.id() != 0)
      kept.alarms.push_back(from_wire(alarm));
    else
      ++kept.damaged;
  }
  if (code != SQLITE_DONE) return error("be read");
  Statement const number = history::prepare(db_.get(), "SELECT value FROM number WHERE name='next_id'");
  if (number && sqlite3_step(number.get()) == SQLITE_ROW)
    kept.next_id = static_cast<std::uint64_t>(sqlite3_column_int64(number.get(), 0));
  if (!read_watches(kept.watches)) return error("be read");
  auto log = newest(kNewest);
  if (!log) return Error{log.error()};
  kept.newest_log = std::move(log).value();
  return kept;
}

Status AlarmJournal::write(std::vector<alarms::LogEntry> const& log, alarms::AlarmList const& list,
                           std::uint64_t next_id) {
  waiting_.insert(waiting_.end(), log.begin(), log.end());
  for (; waiting_.size() > kMaxWaiting; ++lost_)
    waiting_.pop_front();
  if (waiting_.empty() && list.revision == written_revision_ && !watches_changed_) return {};
  if (auto const filled = fill(list, next_id); !filled) {
    (void)run("ROLLBACK");
    return filled;
  }
  waiting_.clear();
  watches_changed_ = false;
  written_revision_ = list.revision;
  written_ids_.clear();
  for (auto const& [id, alarm] : list.alarms)
    written_ids_.insert(id);
  return {};
}

Status AlarmJournal::fill(alarms::AlarmList const& list, std::uint64_t next_id) const {
  if (auto const begun = run("BEGIN IMMEDIATE"); !begun) return begun;
  if (auto const added = add_log(); !added) return added;
  if (auto const put = put_alarms(list); !put) return put;
  if (auto const put = put_next_id(next_id); !put) return put;
  if (auto const put = put_watches(); !put) return put;
  return run("COMMIT");
}

Status AlarmJournal::add_log() const {
  Statement const s =
      history::prepare(db_.get(), "INSERT INTO log(t,alarm,rule,subject,other,event,was,became,who,note,"
                                  "value) VALUES(?,?,?,?,?,?,?,?,?,?,?)");
  if (!s) return error("be written");
  for (auto const& e : waiting_) {
    bind(s.get(), 1, to_unix_ns(e.t));
    bind(s.get(), 2, static_cast<std::int64_t>(e.alarm));
    bind(s.get(), 3, e.rule);
    bind(s.get(), 4, e.subject);
    bind(s.get(), 5, e.other);
    bind(s.get(), 6, static_cast<std::int64_t>(e.event));
    bind(s.get(), 7, static_cast<std::int64_t>(e.from));
    bind(s.get(), 8, static_cast<std::int64_t>(e.to));
    bind(s.get(), 9, e.who);
    bind(s.get(), 10, e.note);
    sqlite3_bind_double(s.get(), 11, e.value);
    if (!done(s.get())) return error("be written");
  }
  return {};
}

Status AlarmJournal::put_alarms(alarms::AlarmList const& list) const {
  Statement const put = history::prepare(db_.get(), "INSERT OR REPLACE INTO alarm(id,bytes) VALUES(?,?)");
  Statement const take = history::prepare(db_.get(), "DELETE FROM alarm WHERE id=?");
  if (!put || !take) return error("be written");
  for (auto const& [id, alarm] : list.alarms) {
    if (alarm.revision <= written_revision_) continue;
    wire::Alarm bytes;
    to_wire(alarm, bytes);
    bind(put.get(), 1, static_cast<std::int64_t>(id));
    auto const blob = bytes.SerializeAsString();
    sqlite3_bind_blob(put.get(), 2, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
    if (!done(put.get())) return error("be written");
  }
  for (auto const id : written_ids_) {
    if (list.alarms.contains(id)) continue;
    bind(take.get(), 1, static_cast<std::int64_t>(id));
    if (!done(take.get())) return error("be written");
  }
  return {};
}

Status AlarmJournal::put_next_id(std::uint64_t next_id) const {
  Statement const s = history::prepare(db_.get(), "INSERT OR REPLACE INTO number(name,value) VALUES('next_id',?)");
  if (!s) return error("be written");
  bind(s.get(), 1, static_cast<std::int64_t>(next_id));
  if (!done(s.get())) return error("be written");
  return {};
}

void AlarmJournal::set_watches(std::vector<alarms::SavedWatch> watches) {
  auto const same = [](alarms::SavedWatch const& a, alarms::SavedWatch const& b) {
    auto const facts = [](alarms::SavedWatch const& s) { // but for the value, which changes with every look
      return std::tie(s.rule, s.subject, s.other, s.watch.since, s.watch.absent_since, s.watch.ready, s.watch.present,
                      s.watch.raised);
    };
    return facts(a) == facts(b);
  };
  if (std::ranges::equal(watches, watches_, same)) return;
  watches_ = std::move(watches);
  watches_changed_ = true;
}

Status AlarmJournal::put_watches() const {
  if (!watches_changed_) return {};
  if (auto const emptied = run("DELETE FROM watch"); !emptied) return emptied;
  Statement const s = history::prepare(db_.get(), "INSERT INTO watch VALUES(?,?,?,?,?,?,?,?,?)");
  if (!s) return error("be written");
  for (auto const& w : watches_) {
    bind(s.get(), 1, w.rule);
    bind(s.get(), 2, w.subject);
    bind(s.get(), 3, w.other);
    bind(s.get(), 4, to_unix_ns(w.watch.since));
    bind(s.get(), 5, to_unix_ns(w.watch.absent_since));
    bind(s.get(), 6, to_unix_ns(w.watch.ready));
    sqlite3_bind_double(s.get(), 7, w.watch.value);
    bind(s.get(), 8, std::int64_t{w.watch.present});
    bind(s.get(), 9, std::int64_t{w.watch.raised});
    if (!done(s.get())) return error("be written");
  }
  return {};
}

bool AlarmJournal::read_watches(std::vector<alarms::SavedWatch>& watches) const {
  Statement const rows = history::prepare(
      db_.get(), "SELECT rule,subject,other,since,absent_since,ready,value,present,raised FROM watch ORDER BY rowid");
  if (!rows) return false;
  auto* const row = rows.get();
  int code = SQLITE_OK;
  while ((code = sqlite3_step(row)) == SQLITE_ROW) {
    auto const instant = [&](int column) { return from_unix_ns(sqlite3_column_int64(row, column)); };
    watches.push_back({text_of(row, 0),
                       text_of(row, 1),
                       text_of(row, 2),
                       {.key = {},
                        .since = instant(3),
                        .absent_since = instant(4),
                        .ready = instant(5),
                        .value = sqlite3_column_double(row, 6),
                        .present = sqlite3_column_int(row, 7) != 0,
                        .raised = sqlite3_column_int(row, 8) != 0}});
  }
  return code == SQLITE_DONE;
}

Result<std::vector<alarms::LogEntry>> AlarmJournal::newest(std::size_t count) const {
  Statement const s = history::prepare(db_.get(), "SELECT t,alarm,rule,subject,other,event,was,became,who,note,value "
                                                  "FROM (SELECT * FROM log ORDER BY seq DESC LIMIT ?) ORDER BY seq");
  if (!s) return error("be read");
  bind(s.get(), 1, static_cast<std::int64_t>(count));
  std::vector<alarms::LogEntry> entries;
  while (sqlite3_step(s.get()) == SQLITE_ROW)
    entries.push_back(log_entry_of(s.get()));
  return entries;
}

} // namespace dalian::app
