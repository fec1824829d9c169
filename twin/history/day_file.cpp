#include "twin/history/day_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>

namespace dalian::history {
namespace {

constexpr std::int64_t kApplicationId = 0x44544857; // "DTHW" in the header of the file
constexpr std::int64_t kSchemaVersion = 3;          // 1 had no keyframes, 2 no blocks
constexpr char const* kPrefix = "history-";
constexpr char const* kSuffix = ".sqlite";

// seq is the rowid: rows lie in arrival order and nothing is indexed besides, which is what makes appending cheap.
constexpr char const* kSchema = "CREATE TABLE IF NOT EXISTS chunk("
                                " seq INTEGER PRIMARY KEY,"                  // of the whole history, across files
                                " t0 INTEGER NOT NULL, t1 INTEGER NOT NULL," // twin time, ns since 1970
                                " kind INTEGER NOT NULL,"                    // 1 batches, 2 feed reports
                                " source TEXT NOT NULL, epoch INTEGER NOT NULL,"
                                " first_seq INTEGER NOT NULL, n INTEGER NOT NULL," // observations
                                " crc INTEGER NOT NULL, blob BLOB NOT NULL) STRICT";

std::int64_t as_signed(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
} // namespace

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
  blank_ = *objects == 0 && mode == Mode::read; // a writer is about to make it: nothing is in it yet
  if (blank_) return {};
  if (*objects > 0)
    if (Status const ours = check_identity(); !ours) return ours;
  if (mode == Mode::read) return execute("PRAGMA query_only = 1");
  // Before the first table, or never: pages as large as the rows, so that a chunk is few writes; pages of removed rows
  // can be given back to the disk.
  if (*objects == 0)
    if (Status const set = execute("PRAGMA page_size = 32768; PRAGMA auto_vacuum = INCREMENTAL"); !set) return set;
  // FULL: a commit is on the disk when it returns, also across a power cut.
  if (Status const set = execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"); !set) return set;
  return make_tables();
}

/// A new file, one whose making was cut off, or one of an older version.
Status DayFile::make_tables() {
  if (version_ == kSchemaVersion) return {};
  std::string const sql =
      fmt::format("BEGIN IMMEDIATE; {}; {}; {}; PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT", kSchema,
                  kKeyframeSchema, kBlockSchema, kApplicationId, kSchemaVersion);
  version_ = kSchemaVersion;
  return execute(sql.c_str());
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
  version_ = *version;
  return {};
}

Result<SeqRange> DayFile::range() const {
  if (blank_) return SeqRange{};
  bool const blocks = version_ >= 3;
  auto const ends = [&](char const* table, char const* last) {
    return fmt::format(
        "SELECT (SELECT min(seq) FROM {0}) AS first, (SELECT {1} FROM {0} ORDER BY seq DESC LIMIT 1) AS last", table,
        last);
  };
  std::string const sql =
      fmt::format("SELECT ifnull(min(first), 0), ifnull(max(last), -1) FROM ({}{}{})", ends("chunk", "seq"),
                  blocks ? " UNION ALL " : "", blocks ? ends("block", "last") : "");
  Statement const statement = prepare(db_.get(), sql.c_str());
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return error("be read");
  return SeqRange{sqlite3_column_int64(statement.get(), 0), sqlite3_column_int64(statement.get(), 1)};
}

bool DayFile::insert(Chunk const& c) {
  // OR REPLACE: when a commit fails in its last step, the rows may be there all the same once the file is read anew.
  if (!insert_) insert_ = prepare(db_.get(), "INSERT OR REPLACE INTO chunk VALUES(?,?,?,?,?,?,?,?,?,?)");
  if (!insert_) return false;
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
  return code == SQLITE_DONE;
}

Status DayFile::in_transaction(std::function<bool(sqlite3*)> const& work) {
  if (Status const begun = execute("BEGIN IMMEDIATE"); !begun) return begun;
  Status result = work(db_.get()) ? execute("COMMIT") : Status{error("be written")};
  if (!result && sqlite3_get_autocommit(db_.get()) == 0) (void)execute("ROLLBACK");
  return result;
}

Status DayFile::append(std::span<Chunk const> chunks) {
  return in_transaction([&](sqlite3*) {
    return std::all_of(chunks.begin(), chunks.end(), [&](Chunk const& chunk) { return insert(chunk); });
  });
}

Status DayFile::append(Keyframe const& keyframe, std::uint32_t first, std::uint32_t count) {
  return in_transaction([&](sqlite3* db) {
    bool written = true;
    for (std::uint32_t part = first; written && part < first + count; ++part)
      written = insert_keyframe_part(db, keyframe, part);
    return written;
  });
}

KeyframeFound DayFile::find_keyframe(Instant at_or_before) const {
  return blank_ || version_ < 2 ? KeyframeFound{} : history::find_keyframe(db_.get(), at_or_before);
}

std::optional<std::pair<Instant, Instant>> DayFile::ends() const {
  if (blank_) return std::nullopt;
  std::optional<std::pair<Instant, Instant>> found;
  for (char const* table : {"chunk", "block"}) {
    Statement const s = prepare(db_.get(), fmt::format("SELECT (SELECT t0 FROM {0} ORDER BY seq LIMIT 1),"
                                                       " (SELECT t1 FROM {0} ORDER BY seq DESC LIMIT 1)",
                                                       table)
                                               .c_str());
    if (!s || sqlite3_step(s.get()) != SQLITE_ROW || sqlite3_column_type(s.get(), 0) == SQLITE_NULL) continue;
    Instant const first = from_unix_ns(sqlite3_column_int64(s.get(), 0)),
                  last = from_unix_ns(sqlite3_column_int64(s.get(), 1));
    found = found ? std::pair(std::min(found->first, first), std::max(found->second, last)) : std::pair(first, last);
  }
  return found;
}

std::unique_ptr<DayScan> DayFile::scan(Stretch const& stretch) const {
  return std::make_unique<DayScan>(db_.get(), stretch);
}

} // namespace dalian::history
