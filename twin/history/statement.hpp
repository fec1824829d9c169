#pragma once
// Handles of SQLite that close themselves, and its columns as values.
#include <cstddef>
#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace dalian::history {

struct SqliteClose {
  void operator()(sqlite3* db) const;
  void operator()(sqlite3_stmt* statement) const;
};
using Database = std::unique_ptr<sqlite3, SqliteClose>;
using Statement = std::unique_ptr<sqlite3_stmt, SqliteClose>;

/// Null when the database refuses; its error says why.
Statement prepare(sqlite3* db, char const* sql);

/// The bytes of a column, as long as the row stands.
std::string_view blob_of(sqlite3_stmt* row, int column);

} // namespace dalian::history
