#include "twin/history/incidents.hpp"

#include "twin/history/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <system_error>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

constexpr char const* kSchema = "CREATE TABLE IF NOT EXISTS incident("
                                " id INTEGER PRIMARY KEY AUTOINCREMENT,"
                                " at INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL," // ns since 1970
                                " reason TEXT NOT NULL, who TEXT NOT NULL, made INTEGER NOT NULL,"
                                " released INTEGER, released_by TEXT NOT NULL DEFAULT '') STRICT";

fs::path file_in(fs::path const& folder) {
  return folder / "incidents.sqlite";
}

Error error_of(fs::path const& folder, sqlite3* db) {
  return Error{fmt::format("{}: {}", file_in(folder).string(), db == nullptr ? "no memory" : sqlite3_errmsg(db))};
}

Result<Database> open(fs::path const& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return Error{fmt::format("history folder {}: not there", folder.string())};
  sqlite3* raw = nullptr;
  int const code = sqlite3_open_v2(file_in(folder).c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database db(raw);
  if (code != SQLITE_OK) return error_of(folder, raw);
  sqlite3_busy_timeout(raw, 2000); // ms
  if (sqlite3_exec(raw, kSchema, nullptr, nullptr, nullptr) != SQLITE_OK) return error_of(folder, raw);
  return db;
}

Incident incident_in(sqlite3_stmt* row) {
  auto const instant = [row](int column) { return from_unix_ns(sqlite3_column_int64(row, column)); };
  Incident i;
  i.id = sqlite3_column_int64(row, 0);
  i.at = instant(1);
  i.locked = {instant(2), instant(3)};
  i.reason = blob_of(row, 4);
  i.who = blob_of(row, 5);
  i.made = instant(6);
  if (sqlite3_column_type(row, 7) != SQLITE_NULL) i.released = instant(7);
  i.released_by = blob_of(row, 8);
  return i;
}

void bind_text(sqlite3_stmt* s, int place, std::string const& text) {
  sqlite3_bind_text(s, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

} // namespace

Result<Incident> lock_incident(fs::path const& folder, Instant at, std::string const& reason, std::string const& who,
                               Instant now) {
  if (reason.empty() || who.empty()) return Error{"a lock needs a reason and a name"};
  auto const db = open(folder);
  if (!db) return Error{db.error()};
  Incident i{0, at, {at - kLockBefore, at + kLockAfter}, reason, who, now, std::nullopt, ""};
  Statement const s =
      prepare(db->get(), "INSERT INTO incident(at, since, until, reason, who, made) VALUES(?,?,?,?,?,?)");
  if (!s) return error_of(folder, db->get());
  sqlite3_bind_int64(s.get(), 1, to_unix_ns(at));
  sqlite3_bind_int64(s.get(), 2, to_unix_ns(i.locked.from));
  sqlite3_bind_int64(s.get(), 3, to_unix_ns(i.locked.to));
  bind_text(s.get(), 4, reason);
  bind_text(s.get(), 5, who);
  sqlite3_bind_int64(s.get(), 6, to_unix_ns(now));
  if (sqlite3_step(s.get()) != SQLITE_DONE) return error_of(folder, db->get());
  i.id = sqlite3_last_insert_rowid(db->get());
  return i;
}

Status release_incident(fs::path const& folder, std::int64_t id, std::string const& who, Instant now) {
  if (who.empty()) return Error{"releasing a lock needs a name"};
  auto const db = open(folder);
  if (!db) return Error{db.error()};
  Statement const s =
      prepare(db->get(), "UPDATE incident SET released = ?, released_by = ? WHERE id = ? AND released IS NULL");
  if (!s) return error_of(folder, db->get());
  sqlite3_bind_int64(s.get(), 1, to_unix_ns(now));
  bind_text(s.get(), 2, who);
  sqlite3_bind_int64(s.get(), 3, id);
  if (sqlite3_step(s.get()) != SQLITE_DONE) return error_of(folder, db->get());
  if (sqlite3_changes(db->get()) == 0)
    return Error{
        fmt::format("history folder {}: no lock {} that holds; see twinctl history list", folder.string(), id)};
  return {};
}

Result<std::vector<Incident>> read_incidents(fs::path const& folder) {
  std::error_code ignored;
  if (!fs::exists(file_in(folder), ignored)) return std::vector<Incident>{};
  auto const db = open(folder);
  if (!db) return Error{db.error()};
  Statement const rows = prepare(
      db->get(), "SELECT id, at, since, until, reason, who, made, released, released_by FROM incident ORDER BY id");
  if (!rows) return error_of(folder, db->get());
  std::vector<Incident> incidents;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW)
    incidents.push_back(incident_in(rows.get()));
  if (code != SQLITE_DONE) return error_of(folder, db->get());
  return incidents;
}

std::vector<Span> locked_spans(std::vector<Incident> const& incidents) {
  std::vector<Span> spans;
  for (Incident const& i : incidents)
    if (!i.released) spans.push_back(i.locked);
  return spans;
}

} // namespace dalian::history
