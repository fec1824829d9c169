#pragma once
// Rows of a CSV text by RFC 4180 as GTFS uses it: a header line, quotes, doubled quotes, any line end, an optional byte
// order mark. Knows no meaning. The text must outlive the reader.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::gtfs {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  /// Place of a column of the header; none when the table does not have it.
  std::optional<std::size_t> column(std::string_view name) const;
  /// Goes to the next row that has as many fields as the header; false at the end.
  bool next();
  /// A field of the current row without surrounding spaces; "" for a column that is not there. Valid until next().
  std::string_view field(std::optional<std::size_t> column) const;
  /// Rows with another number of fields, or a quote that never closes: left out.
  std::uint64_t bad_rows() const { return bad_rows_; }

 private:
  bool read_row();
  std::string read_quoted();

  std::string_view rest_;
  std::vector<std::string> header_, row_;
  bool broken_ = false; // of the row just read
  std::uint64_t bad_rows_ = 0;
};

} // namespace dalian::gtfs
