#pragma once
// Spoils or asks a day file behind the back of the store.
#include <filesystem>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <string>

namespace dalian::history {

inline void run_sql(std::filesystem::path const& file, std::string const& sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

/// The first number that `sql` answers.
inline std::int64_t ask(std::filesystem::path const& file, std::string const& sql) {
  sqlite3* db = nullptr;
  sqlite3_stmt* row = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &row, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  EXPECT_EQ(sqlite3_step(row), SQLITE_ROW) << sql;
  std::int64_t const answer = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  sqlite3_close(db);
  return answer;
}

/// In the middle of the blob of one row.
inline void flip_bit(std::filesystem::path const& file, std::string const& table, std::int64_t seq) {
  sqlite3* db = nullptr;
  sqlite3_blob* blob = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_blob_open(db, "main", table.c_str(), "blob", seq, 1, &blob), SQLITE_OK) << sqlite3_errmsg(db);
  int const middle = sqlite3_blob_bytes(blob) / 2;
  unsigned char byte = 0;
  ASSERT_EQ(sqlite3_blob_read(blob, &byte, 1, middle), SQLITE_OK);
  byte = static_cast<unsigned char>(byte ^ 4);
  ASSERT_EQ(sqlite3_blob_write(blob, &byte, 1, middle), SQLITE_OK);
  sqlite3_blob_close(blob);
  sqlite3_close(db);
}

} // namespace dalian::history
