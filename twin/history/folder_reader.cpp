#include "twin/history/folder_reader.hpp"

#include "twin/history/day_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <list>
#include <system_error>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

/// Records of several files in the order of their seq. Days follow each other, so nearly always one file is open.
class Merged {
 public:
  void add(FileRange const& range) {
    if (range.last >= range.first) waiting_.push_back(range);
  }

  void start(Stretch const& stretch) {
    stretch_ = stretch;
    std::erase_if(waiting_, [&](FileRange const& w) { return w.last <= stretch.after || w.first > stretch.until; });
    std::sort(waiting_.begin(), waiting_.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
  }

  /// The records of the next row, perhaps none; nothing at the end.
  std::optional<std::vector<Record>> next() {
    while (!waiting_.empty() && (open_.empty() || waiting_.back().first < *front()->scan->next_seq()))
      open_next();
    if (open_.empty()) return std::nullopt;
    auto const it = front();
    auto records = it->scan->next();
    if (!it->scan->next_seq()) {
      damaged_ += it->scan->damaged();
      open_.erase(it);
    }
    return records;
  }

  std::uint64_t damaged() const {
    std::uint64_t sum = damaged_;
    for (Open const& open : open_)
      sum += open.scan->damaged();
    return sum;
  }

 private:
  struct Open {
    DayFile file;
    std::unique_ptr<DayScan> scan; // not at its end
  };

  std::list<Open>::iterator front() {
    return std::min_element(open_.begin(), open_.end(),
                            [](auto const& a, auto const& b) { return *a.scan->next_seq() < *b.scan->next_seq(); });
  }

  void open_next() {
    auto day = DayFile::open(waiting_.back().file, DayFile::Mode::read);
    waiting_.pop_back();
    if (!day) { // it could be opened a moment ago
      ++damaged_;
      return;
    }
    auto scan = day->scan(stretch_);
    if (scan->next_seq())
      open_.push_back({std::move(*day), std::move(scan)});
    else
      damaged_ += scan->damaged();
  }

  Stretch stretch_;
  std::vector<FileRange> waiting_; // by first seq, the smallest at the end
  std::list<Open> open_;           // a list: none of them moves
  std::uint64_t damaged_ = 0;
};

Result<ReplayResult> replay_files(std::vector<FileRange> const& files, Stretch const& stretch,
                                  std::function<bool(Record&&)> const& visit) {
  Merged merged;
  for (FileRange const& file : files)
    merged.add(file);
  merged.start(stretch);
  ReplayResult result;
  bool stopped = false;
  auto const visit_late = [&](Record&& record) {
    if (record.t_twin < stretch.from) return true;
    ++result.records;
    return visit(std::move(record));
  };
  while (!stopped) {
    auto records = merged.next();
    if (!records) break;
    for (auto it = records->begin(); !stopped && it != records->end(); ++it)
      stopped = !visit_late(std::move(*it));
  }
  result.damaged_chunks += merged.damaged();
  return result;
}

constexpr auto kSettled = std::chrono::seconds(2); // a file system may tell two changes apart no better

/// When the file or its write-ahead log was written last; nothing when that cannot be told.
std::optional<fs::file_time_type> last_change(fs::path const& file) {
  std::error_code failure, no_log;
  auto const main = fs::last_write_time(file, failure);
  auto const log = fs::last_write_time(file.string() + "-wal", no_log);
  if (failure) return std::nullopt;
  return no_log ? main : std::max(main, log);
}

} // namespace

/// Our day files in the folder, the oldest first.
Result<std::vector<fs::path>> day_files(fs::path const& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
    if (day_of(it->path())) files.push_back(it->path());
  if (failure) return Error{fmt::format("history folder {}: cannot be read ({})", folder.string(), failure.message())};
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<FileRange>> FolderReader::ranges() const {
  auto const files = day_files(folder_);
  if (!files) return Error{files.error()};
  std::lock_guard const lock(mutex_);
  std::vector<FileRange> ranges;
  for (fs::path const& file : *files) {
    auto const changed = last_change(file);
    auto const known = seen_.find(file);
    if (changed && known != seen_.end() && known->second.changed == *changed) {
      ranges.push_back(known->second.range);
      continue;
    }
    auto const day = DayFile::open(file, DayFile::Mode::read);
    if (!day) return Error{day.error()};
    auto const range = day->range();
    if (!range) return Error{range.error()};
    ranges.push_back({file, range->first, range->last});
    if (changed && fs::file_time_type::clock::now() - *changed > kSettled) seen_[file] = {*changed, ranges.back()};
  }
  return ranges;
}

Result<ReplayResult> FolderReader::replay(Instant from, std::function<bool(Record&&)> const& visit) const {
  auto files = ranges();
  if (!files) return Error{files.error()};
  std::erase_if(
      *files, [&](FileRange const& file) { return *day_of(file.file) < std::chrono::floor<std::chrono::days>(from); });
  return replay_files(*files, {.from = from}, visit);
}

Result<ReplayResult> FolderReader::replay_after(std::int64_t after, std::function<bool(Record&&)> const& visit) const {
  return replay_between(after, std::numeric_limits<std::int64_t>::max(), visit);
}

Result<ReplayResult> FolderReader::replay_between(std::int64_t after, std::int64_t until,
                                                  std::function<bool(Record&&)> const& visit) const {
  auto const files = ranges();
  if (!files) return Error{files.error()};
  return replay_files(*files, {.after = after, .until = until}, visit);
}

/// Files with the highest numbers first: normally the newest day, and the first one has it.
Result<KeyframeSought> FolderReader::latest_keyframe(Instant at_or_before) const {
  auto files = ranges();
  if (!files) return Error{files.error()};
  std::sort(files->begin(), files->end(), [](auto const& a, auto const& b) { return a.last > b.last; });
  KeyframeSought sought;
  for (FileRange const& file : *files) {
    if (file.last < file.first || Instant(*day_of(file.file)) > at_or_before) continue; // later days need no look
    auto const day = DayFile::open(file.file, DayFile::Mode::read);
    if (!day) return Error{day.error()};
    KeyframeFound found = day->find_keyframe(at_or_before);
    sought.skipped += found.skipped;
    sought.keyframe = std::move(found.keyframe);
    if (sought.keyframe) break;
  }
  return sought;
}

Result<HistoryRange> FolderReader::range() const {
  auto const files = day_files(folder_);
  if (!files) return Error{files.error()};
  HistoryRange range;
  for (auto const& file : *files) {
    auto const day = DayFile::open(file, DayFile::Mode::read);
    if (!day) return Error{day.error()};
    auto const ends = day->ends();
    if (!ends) continue;
    range.first = range.empty ? ends->first : std::min(range.first, ends->first);
    range.last = range.empty ? ends->second : std::max(range.last, ends->second);
    range.empty = false;
  }
  return range;
}

} // namespace dalian::history
