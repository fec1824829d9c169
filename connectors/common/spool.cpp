#include "connectors/common/spool.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <sqlite3.h>

namespace dalian::connectors {
namespace {

constexpr char kSchema[] = "CREATE TABLE IF NOT EXISTS batch(id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, "
                           "first_seq INTEGER NOT NULL, count INTEGER NOT NULL, frame BLOB NOT NULL)";

/// One prepared statement, finalized at the end of its scope.
class Statement {
 public:
  Statement(sqlite3* db, char const* sql) { sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr); }
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }
  void bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_, index, value); }
  void bind(int index, std::string const& blob) {
    sqlite3_bind_blob64(statement_, index, blob.data(), blob.size(), SQLITE_STATIC);
  }
  int step() { return sqlite3_step(statement_); }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string blob(int column) const {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(statement_, column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string{};
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

int run(sqlite3* db, char const* sql) {
  return sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}

} // namespace

void Spool::Close::operator()(sqlite3* db) const {
  sqlite3_close(db);
}

Spool::Spool(sqlite3* db) : db_(db) {}
Spool::Spool(Spool&&) noexcept = default;
Spool& Spool::operator=(Spool&&) noexcept = default;
Spool::~Spool() = default;

Result<Spool> Spool::open(std::filesystem::path const& file) {
  std::error_code ec;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ec);
  sqlite3* db = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Spool spool(db);
  // The exclusive lock is what keeps a second connector of the same source off; taken by the first write.
  for (char const* sql : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                          kSchema, "BEGIN IMMEDIATE", "COMMIT"})
    if (code == SQLITE_OK) code = run(db, sql);
  if (code == SQLITE_BUSY)
    return Error{fmt::format("spool {} is in use by another connector: stop it, or give this one another --source or "
                             "--spool",
                             file.string())};
  if (code != SQLITE_OK)
    return Error{fmt::format("cannot use spool {}: {}; give another --spool", file.string(),
                             db ? sqlite3_errmsg(db) : "out of memory")};
  spool.count_rows();
  return spool;
}

void Spool::count_rows() {
  Statement count(db_.get(), "SELECT COALESCE(SUM(count),0), COALESCE(SUM(LENGTH(frame)),0) FROM batch");
  if (count.step() != SQLITE_ROW) return;
  observations_ = static_cast<std::uint64_t>(count.integer(0));
  bytes_ = static_cast<std::uint64_t>(count.integer(1));
}

bool Spool::push(SealedBatch& batch) {
  if (bytes_ + batch.frame.size() > kMaxBytes) return false;
  Statement insert(db_.get(), "INSERT INTO batch(epoch, first_seq, count, frame) VALUES(?,?,?,?)");
  insert.bind(1, static_cast<std::int64_t>(batch.epoch));
  insert.bind(2, static_cast<std::int64_t>(batch.first_seq));
  insert.bind(3, batch.count);
  insert.bind(4, batch.frame);
  if (insert.step() != SQLITE_DONE) return false;
  batch.spool_id = sqlite3_last_insert_rowid(db_.get());
  observations_ += batch.count;
  bytes_ += batch.frame.size();
  return true;
}

bool Spool::next(std::int64_t after, SealedBatch& out) const {
  Statement select(db_.get(), "SELECT id, epoch, first_seq, count, frame FROM batch WHERE id > ? ORDER BY id LIMIT 1");
  select.bind(1, after);
  if (select.step() != SQLITE_ROW) return false;
  out.spool_id = select.integer(0);
  out.epoch = static_cast<std::uint64_t>(select.integer(1));
  out.first_seq = static_cast<std::uint64_t>(select.integer(2));
  out.count = static_cast<std::uint32_t>(select.integer(3));
  out.frame = select.blob(4);
  out.events = true;
  return true;
}

void Spool::remove(std::int64_t spool_id) {
  Statement remove(db_.get(), "DELETE FROM batch WHERE id = ?");
  remove.bind(1, spool_id);
  remove.step();
  count_rows();
}

std::int64_t Spool::last_id() const {
  Statement select(db_.get(), "SELECT COALESCE(MAX(id),0) FROM batch");
  return select.step() == SQLITE_ROW ? select.integer(0) : 0;
}

std::filesystem::path default_spool_path(std::string const& source) {
  char const* state = std::getenv("XDG_STATE_HOME");
  char const* home = std::getenv("HOME");
  std::filesystem::path const base = state && *state ? std::filesystem::path(state)
                                     : home && *home ? std::filesystem::path(home) / ".local" / "state"
                                                     : std::filesystem::temp_directory_path();
  return base / "dalian-twin" / "spool" / (source + ".sqlite");
}

} // namespace dalian::connectors
