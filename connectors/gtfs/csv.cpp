#include "connectors/gtfs/csv.hpp"

#include <algorithm>

namespace dalian::gtfs {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

} // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  read_row();
  header_ = row_;
  row_.clear();
}

std::optional<std::size_t> CsvReader::column(std::string_view name) const {
  auto const it = std::ranges::find_if(header_, [&](auto const& h) { return trimmed(h) == name; });
  return it == header_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - header_.begin()));
}

bool CsvReader::next() {
  while (!rest_.empty()) {
    read_row();
    if (row_.size() == 1 && row_[0].empty()) continue; // an empty line
    if (row_.size() == header_.size() && !broken_) return true;
    ++bad_rows_;
  }
  row_.clear();
  return false;
}

std::string_view CsvReader::field(std::optional<std::size_t> column) const {
  return column && *column < row_.size() ? trimmed(row_[*column]) : std::string_view{};
}

/// Behind the opening quote; leaves rest_ behind the closing one.
std::string CsvReader::read_quoted() {
  std::string text;
  while (!rest_.empty()) {
    auto const quote = rest_.find('"');
    text += rest_.substr(0, quote);
    rest_.remove_prefix(quote == rest_.npos ? rest_.size() : quote + 1);
    if (quote == std::string_view::npos) break;
    if (!rest_.starts_with('"')) return text;
    text += '"';
    rest_.remove_prefix(1);
  }
  broken_ = true;
  return text;
}

bool CsvReader::read_row() {
  row_.clear();
  broken_ = false;
  for (;;) {
    std::string& field = row_.emplace_back();
    if (rest_.starts_with('"')) {
      rest_.remove_prefix(1);
      field = read_quoted();
    }
    auto const end = rest_.find_first_of(",\r\n");
    field += rest_.substr(0, end); // what stands behind a closing quote belongs to nobody, but is not lost
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end);
    if (rest_.starts_with(',')) {
      rest_.remove_prefix(1);
      continue;
    }
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    if (rest_.starts_with('\n')) rest_.remove_prefix(1);
    return !row_.empty();
  }
}

} // namespace dalian::gtfs
