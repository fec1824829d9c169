#include "twin/history/statement.hpp"

#include <sqlite3.h>

namespace dalian::history {

void SqliteClose::operator()(sqlite3* db) const {
  sqlite3_close_v2(db);
}
void SqliteClose::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement prepare(sqlite3* db, char const* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  return Statement(statement);
}

std::string_view blob_of(sqlite3_stmt* row, int column) {
  auto const* const data = static_cast<char const*>(sqlite3_column_blob(row, column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

} // namespace dalian::history
