#include "connectors/gtfs/csv.hpp"

#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, std::vector<std::string> const& columns, std::uint64_t* bad = nullptr) {
  CsvReader reader(text);
  Rows rows;
  while (reader.next()) {
    auto& row = rows.emplace_back();
    for (auto const& column : columns)
      row.emplace_back(reader.field(reader.column(column)));
  }
  if (bad != nullptr) *bad = reader.bad_rows();
  return rows;
}

// The cases of RFC 4180, section 2, and what GTFS files do besides.
TEST(Csv, QuotesLineEndsAndAMark) {
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a, b ,c\r\n1,\"x, \"\"y\"\"\nz\", 3 \r\n\r\n4,,\n5,6,7",
                    {"b", "a", "c", "d"}),
            (Rows{{"x, \"y\"\nz", "1", "3", ""}, {"", "4", "", ""}, {"6", "5", "7", ""}}));
}

TEST(Csv, RowsOfAnotherLengthAndOpenQuotesAreLeftOutAndCounted) {
  std::uint64_t bad = 0;
  EXPECT_EQ(rows_of("a,b\n1\n2,3\n4,5,6\n7,\"8\n", {"a", "b"}, &bad), (Rows{{"2", "3"}}));
  EXPECT_EQ(bad, 3U);
}

TEST(Csv, NothingIsNoRows) {
  EXPECT_EQ(rows_of("", {"a"}), Rows{});
  EXPECT_EQ(rows_of("a\n", {"a"}), Rows{});
  EXPECT_EQ(rows_of("a", {"a"}), Rows{});
}

} // namespace
} // namespace dalian::gtfs
