#include "twin/history/inspection.hpp"

#include "twin/history/folder_reader.hpp"
#include "twin/history/state_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>
#include <system_error>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

std::uint64_t unsigned_in(sqlite3_stmt* row, int column) {
  return static_cast<std::uint64_t>(sqlite3_column_int64(row, column));
}

bool each_row(sqlite3* db, char const* sql, std::function<void(sqlite3_stmt*)> const& visit) {
  Statement const rows = prepare(db, sql);
  if (!rows) return false;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW)
    visit(rows.get());
  return code == SQLITE_DONE;
}

bool has_table(sqlite3* db, char const* name) {
  bool found = false;
  each_row(db, fmt::format("SELECT 1 FROM sqlite_schema WHERE name = '{}'", name).c_str(),
           [&](sqlite3_stmt*) { found = true; });
  return found;
}

void count_hours(sqlite3* db, char const* table, DayOverview& day) {
  each_row(db, fmt::format("SELECT t0 / 3600000000000 % 24, sum(n) FROM {} GROUP BY 1", table).c_str(),
           [&](sqlite3_stmt* row) {
             std::uint64_t const hour = unsigned_in(row, 0);
             if (hour < day.by_hour.size()) day.by_hour[hour] += unsigned_in(row, 1);
           });
}

Result<DayOverview> look_at(fs::path const& file) {
  auto const opened = DayFile::open(file, DayFile::Mode::read);
  if (!opened) return Error{opened.error()};
  sqlite3* const db = opened->handle();
  DayOverview day;
  day.file = file;
  std::error_code ignored;
  for (char const* suffix : {"", "-wal"})
    if (fs::exists(file.string() + suffix, ignored)) day.file_bytes += fs::file_size(file.string() + suffix, ignored);
  if (!has_table(db, "chunk")) return day;
  auto const add = [&](std::string const& name, sqlite3_stmt* row) {
    if (unsigned_in(row, 0) > 0)
      day.groups.push_back({name, unsigned_in(row, 0), unsigned_in(row, 1), unsigned_in(row, 2)});
  };
  bool whole = each_row(db, "SELECT count(*), sum(n), sum(length(blob)) FROM chunk",
                        [&](sqlite3_stmt* row) { add("recent", row); });
  count_hours(db, "chunk", day);
  if (has_table(db, "block")) {
    whole = whole && each_row(db, "SELECT count(*), sum(n), sum(bytes), tier FROM block GROUP BY tier ORDER BY tier",
                              [&](sqlite3_stmt* row) { add(tier_name(static_cast<Tier>(unsigned_in(row, 3))), row); });
    count_hours(db, "block", day);
  }
  std::vector<KeyframeHead> keyframes;
  if (has_table(db, "keyframe")) whole = whole && keyframe_heads(db, keyframes);
  for (KeyframeHead const& k : keyframes)
    day.keyframe_bytes += k.stored_bytes;
  day.keyframes = keyframes.size();
  if (!whole) return opened->error("be read");
  if (auto const ends = opened->ends()) std::tie(day.first, day.last) = *ends;
  return day;
}

using Numbers = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// What no pair stands for, between the first and the last.
Numbers gaps(Numbers pairs) {
  std::sort(pairs.begin(), pairs.end());
  Numbers missing;
  for (std::size_t i = 1; i < pairs.size(); ++i)
    if (pairs[i].first > pairs[i - 1].second + 1) missing.emplace_back(pairs[i - 1].second + 1, pairs[i].first - 1);
  return missing;
}

class Verifier {
 public:
  Verifier(Verified& out, std::function<void(std::uint64_t, std::uint64_t)> const& progress, std::uint64_t total)
      : out_(out), progress_(progress), total_(total) {}

  Numbers check(DayFile const& day) {
    Numbers numbers;
    RowScan chunks(day.handle(),
                   "SELECT seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob FROM chunk "
                   "WHERE seq BETWEEN ?1 AND ?2 AND t1 >= ?3 ORDER BY seq",
                   0, highest(day, "chunk"), Instant::min());
    while (sqlite3_stmt* const row = chunks.next())
      check_chunk(day, row, numbers);
    if (has_table(day.handle(), "block")) {
      RowScan blocks(
          day.handle(),
          fmt::format("SELECT {} FROM block WHERE seq BETWEEN ?1 AND ?2 AND t1 >= ?3 ORDER BY seq", kBlockColumns), 0,
          highest(day, "block"), Instant::min());
      while (sqlite3_stmt* const row = blocks.next())
        check_block(day, row, numbers);
      add_unreadable(day, "block", blocks.damaged());
    }
    add_unreadable(day, "chunk", chunks.damaged());
    check_keyframes(day);
    return numbers;
  }

 private:
  static std::int64_t highest(DayFile const& day, char const* table) {
    std::int64_t seq = -1;
    each_row(day.handle(), fmt::format("SELECT ifnull(max(seq), -1) FROM {}", table).c_str(),
             [&](sqlite3_stmt* row) { seq = sqlite3_column_int64(row, 0); });
    return seq;
  }
  void check_chunk(DayFile const& day, sqlite3_stmt* row, Numbers& numbers) {
    std::int64_t const seq = sqlite3_column_int64(row, 0);
    numbers.emplace_back(seq, seq);
    auto const chunk = chunk_in(row);
    std::uint64_t records = 0;
    bool const whole = chunk && unpack(*chunk, [&](Record&&) { return ++records > 0; }).whole;
    if (!whole) return spoiled(day, "chunk", seq);
    out_.records += records;
    out_.observations += chunk->n;
    ++out_.chunks;
    step();
  }
  void check_block(DayFile const& day, sqlite3_stmt* row, Numbers& numbers) {
    numbers.emplace_back(sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1));
    auto const block = block_in(row);
    if (!block) return spoiled(day, "block", numbers.back().first);
    out_.records += block->records.size();
    out_.observations += block->head.n;
    ++out_.blocks;
    step();
  }
  void check_keyframes(DayFile const& day) {
    std::vector<KeyframeHead> heads;
    if (!has_table(day.handle(), "keyframe")) return;
    if (!keyframe_heads(day.handle(), heads)) return spoiled(day, "keyframe", 0);
    for (KeyframeHead const& head : heads) {
      if (!read_keyframe(day.handle(), head.after))
        spoiled(day, "keyframe", head.after);
      else
        ++out_.keyframes;
    }
  }
  void add_unreadable(DayFile const& day, char const* what, std::uint64_t rows) {
    for (; rows > 0; --rows)
      spoiled(day, what, 0);
  }
  void spoiled(DayFile const& day, char const* what, std::int64_t seq) {
    out_.spoiled.push_back({day.path(), what, seq});
    step();
  }
  void step() { progress_(++done_, total_); }

  Verified& out_;
  std::function<void(std::uint64_t, std::uint64_t)> const& progress_;
  std::uint64_t total_, done_ = 0;
};

} // namespace

Result<std::vector<DayOverview>> overview(fs::path const& folder) {
  auto const files = day_files(folder);
  if (!files) return Error{files.error()};
  std::vector<DayOverview> days;
  for (fs::path const& file : *files) {
    auto day = look_at(file);
    if (!day) return Error{day.error()};
    days.push_back(std::move(*day));
  }
  return days;
}

Result<Verified> verify(fs::path const& folder, std::function<void(std::uint64_t, std::uint64_t)> const& progress) {
  auto const days = overview(folder);
  if (!days) return Error{days.error()};
  std::uint64_t total = 0;
  for (DayOverview const& day : *days)
    for (RowGroup const& group : day.groups)
      total += group.rows;
  Verified verified;
  Verifier verifier(verified, progress, total);
  Numbers files;
  for (DayOverview const& day : *days) {
    auto const opened = DayFile::open(day.file, DayFile::Mode::read);
    if (!opened) return Error{opened.error()};
    if (!has_table(opened->handle(), "chunk")) continue;
    Numbers const numbers = verifier.check(*opened);
    auto const missing = gaps(numbers);
    verified.missing.insert(verified.missing.end(), missing.begin(), missing.end());
    if (numbers.empty()) continue;
    auto const [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    files.emplace_back(low->first, high->second);
  }
  verified.between = gaps(files);
  if (map_state_file(folder).skipped > 0) verified.spoiled.push_back({folder / kStateFileName, "state", 0});
  return verified;
}

} // namespace dalian::history
