#include "twin/history/day_file.hpp"

#include <cassert>
#include <fmt/format.h>
#include <sqlite3.h>

namespace dalian::history {
namespace {

constexpr std::int64_t kApplicationId = 0x44544857; // "DTHW" in the header of the file
constexpr std::int64_t kSchemaVersion = 1;
constexpr char const* kPrefix = "history-";
constexpr char const* kSuffix = ".sqlite";

// seq is the rowid: rows lie in arrival order and nothing is indexed besides, which is what makes appending cheap.
constexpr char const* kSchema = "CREATE TABLE chunk("
                                " seq INTEGER PRIMARY KEY,"                  // of the whole history, across files
                                " t0 INTEGER NOT NULL, t1 INTEGER NOT NULL," // twin time, ns since 1970
                                " kind INTEGER NOT NULL,"                    // 1 batches, 2 feed reports
                                " source TEXT NOT NULL, epoch INTEGER NOT NULL,"
                                " first_seq INTEGER NOT NULL, n INTEGER NOT NULL," // observations
                                " crc INTEGER NOT NULL, blob BLOB NOT NULL) STRICT";

Statement prepare(sqlite3* db, char const* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  return Statement(statement);
}

std::int64_t as_signed(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
std::uint64_t as_unsigned(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

std::string bytes_of(sqlite3_stmt* row, int column) {
  auto const* const data = static_cast<char const*>(sqlite3_column_blob(row, column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  return data == nullptr ? std::string() : std::string(data, size);
}

/// The row as it stands there; nothing when its checksum does not agree.
std::optional<Chunk> chunk_of(sqlite3_stmt* row) {
  Chunk c;
  c.seq = sqlite3_column_int64(row, 0);
  c.t0 = from_unix_ns(sqlite3_column_int64(row, 1));
  c.t1 = from_unix_ns(sqlite3_column_int64(row, 2));
  c.kind = static_cast<RecordKind>(sqlite3_column_int64(row, 3));
  c.source = bytes_of(row, 4);
  c.epoch = as_unsigned(sqlite3_column_int64(row, 5));
  c.first_seq = as_unsigned(sqlite3_column_int64(row, 6));
  c.n = static_cast<std::uint32_t>(sqlite3_column_int64(row, 7));
  c.blob = bytes_of(row, 9);
  if (checksum(c) != as_unsigned(sqlite3_column_int64(row, 8))) return std::nullopt;
  return c;
}

} // namespace

void SqliteClose::operator()(sqlite3* db) const {
  sqlite3_close_v2(db);
}
void SqliteClose::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

std::string file_name_of(Day day) {
  return kPrefix + format_utc(Instant(day)).substr(0, 10) + kSuffix;
}

std::optional<Day> day_of(std::filesystem::path const& file) {
  std::string const name = file.filename().string();
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  auto const length = std::char_traits<char>::length(kPrefix);
  auto const day = parse_utc(name.substr(length, name.size() - length - std::char_traits<char>::length(kSuffix)));
  if (!day) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*day);
}

Error DayFile::error(std::string const& doing) const {
  int const code = sqlite3_errcode(db_.get());
  std::string remedy;
  if (code == SQLITE_FULL) remedy = "; free some space on this disk";
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    remedy = "; it is damaged or not a history file: move it out of the folder to go on without that day";
  return Error{
      fmt::format("history file {}: cannot {}: {}{}", file_.string(), doing, sqlite3_errmsg(db_.get()), remedy)};
}

Status DayFile::execute(char const* sql) const {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return error(fmt::format("run \"{:.40}\"", sql));
}

Result<std::int64_t> DayFile::number(char const* sql) const {
  Statement const statement = prepare(db_.get(), sql);
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return error("be read");
  return sqlite3_column_int64(statement.get(), 0);
}

Result<DayFile> DayFile::open(std::filesystem::path const& file, Mode mode) {
  sqlite3* raw = nullptr;
  int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
  int const code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  DayFile day(file, Database(raw));
  if (raw == nullptr) return Error{fmt::format("history file {}: no memory", file.string())};
  if (code != SQLITE_OK) return day.error("be opened");
  if (Status const ready = day.set_up(mode); !ready) return Error{ready.error()};
  return day;
}

Status DayFile::set_up(Mode mode) {
  sqlite3_busy_timeout(db_.get(), 2000); // ms; a reader that recovers the log after a crash holds the file shortly
  auto const objects = number("SELECT count(*) FROM sqlite_schema");
  if (!objects) return Error{objects.error()};
  if (*objects == 0 && mode == Mode::write) { // new, or the making of it was cut off
    if (Status const wal = execute("PRAGMA journal_mode = WAL"); !wal) return wal;
    std::string const sql =
        fmt::format("BEGIN IMMEDIATE; {}; PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT", kSchema,
                    kApplicationId, kSchemaVersion);
    if (Status const made = execute(sql.c_str()); !made) return made;
  }
  blank_ = *objects == 0 && mode == Mode::read; // a writer is about to make it: nothing is in it yet
  if (blank_) return {};
  if (Status const ours = check_identity(); !ours) return ours;
  // FULL: a commit is on the disk when it returns, also across a power cut.
  return execute(mode == Mode::write ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"
                                     : "PRAGMA query_only = 1");
}

Status DayFile::check_identity() {
  auto const id = number("PRAGMA application_id"), version = number("PRAGMA user_version");
  if (!id) return Error{id.error()};
  if (!version) return Error{version.error()};
  if (*id != kApplicationId)
    return Error{fmt::format("history file {}: not written by Dalian Twin (application id {:#x}); move it out of the "
                             "folder",
                             file_.string(), *id)};
  if (*version > kSchemaVersion)
    return Error{fmt::format("history file {}: written by a newer version (schema {}, this program knows {}); update "
                             "the program",
                             file_.string(), *version, kSchemaVersion)};
  return {};
}

Result<SeqRange> DayFile::range() const {
  if (blank_) return SeqRange{};
  Statement const statement = prepare(db_.get(), "SELECT min(seq), max(seq), count(*) > 0 FROM "
                                                 "(SELECT (SELECT min(seq) FROM chunk) AS seq UNION ALL "
                                                 " SELECT (SELECT max(seq) FROM chunk)) WHERE seq IS NOT NULL");
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return error("be read");
  if (sqlite3_column_int64(statement.get(), 2) == 0) return SeqRange{};
  return SeqRange{sqlite3_column_int64(statement.get(), 0), sqlite3_column_int64(statement.get(), 1)};
}

Status DayFile::insert(Chunk const& c) {
  if (!insert_) insert_ = prepare(db_.get(), "INSERT INTO chunk VALUES(?,?,?,?,?,?,?,?,?,?)");
  if (!insert_) return error("be written");
  sqlite3_stmt* const s = insert_.get();
  sqlite3_bind_int64(s, 1, c.seq);
  sqlite3_bind_int64(s, 2, to_unix_ns(c.t0));
  sqlite3_bind_int64(s, 3, to_unix_ns(c.t1));
  sqlite3_bind_int64(s, 4, static_cast<std::int64_t>(c.kind));
  sqlite3_bind_text(s, 5, c.source.data(), static_cast<int>(c.source.size()), SQLITE_STATIC);
  sqlite3_bind_int64(s, 6, as_signed(c.epoch));
  sqlite3_bind_int64(s, 7, as_signed(c.first_seq));
  sqlite3_bind_int64(s, 8, c.n);
  sqlite3_bind_int64(s, 9, checksum(c));
  sqlite3_bind_blob64(s, 10, c.blob.data(), c.blob.size(), SQLITE_STATIC);
  int const code = sqlite3_step(s);
  sqlite3_reset(s);
  return code == SQLITE_DONE ? Status{} : Status{error("be written")};
}

Status DayFile::append(std::span<Chunk const> chunks) {
  if (Status const begun = execute("BEGIN IMMEDIATE"); !begun) return begun;
  Status result;
  for (Chunk const& chunk : chunks)
    if (result = insert(chunk); !result) break;
  if (result) result = execute("COMMIT");
  if (!result && sqlite3_get_autocommit(db_.get()) == 0) (void)execute("ROLLBACK");
  return result;
}

void DayFile::seek(Instant from) {
  from_ = from;
  scan_ = nullptr;
  auto const all = range();
  position_ = all ? all->first : 0;
  last_ = all ? all->last : -1;
  if (!all) ++damaged_;
}

std::optional<Chunk> DayFile::next() {
  while (position_ <= last_) {
    if (!scan_) {
      scan_ = prepare(db_.get(), "SELECT seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob FROM chunk "
                                 "WHERE seq BETWEEN ? AND ? AND t1 >= ? ORDER BY seq");
      if (!scan_) { // the table itself cannot be read
        ++damaged_;
        break;
      }
      sqlite3_bind_int64(scan_.get(), 1, position_);
      sqlite3_bind_int64(scan_.get(), 2, last_);
      sqlite3_bind_int64(scan_.get(), 3, to_unix_ns(from_));
    }
    int const code = sqlite3_step(scan_.get());
    if (code == SQLITE_DONE) break;
    if (code == SQLITE_ROW) {
      if (auto chunk = chunk_of(scan_.get())) {
        position_ = chunk->seq + 1;
        return chunk;
      }
    } else { // a damaged page: try again behind the row that it hides
      scan_ = nullptr;
      ++position_;
    }
    ++damaged_;
  }
  last_ = -1;
  position_ = 0;
  scan_ = nullptr;
  return std::nullopt;
}

} // namespace dalian::history
