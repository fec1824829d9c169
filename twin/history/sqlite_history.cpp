#include "twin/history/sqlite_history.hpp"

#include "twin/history/day_file.hpp"
#include "twin/history/folder_lock.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <system_error>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

Day chunk_day(Chunk const& chunk) {
  return std::chrono::floor<std::chrono::days>(chunk.t0);
}

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

/// Chunks of several files in the order of their seq. Days follow each other, so nearly always one file is open.
class Merged {
 public:
  Status add(fs::path const& file) {
    auto day = DayFile::open(file, DayFile::Mode::read);
    if (!day) return Error{day.error()};
    auto const range = day->range();
    if (!range) return Error{range.error()};
    if (range->last >= range->first) waiting_.push_back({file, *range});
    return {};
  }

  void start(Instant from) {
    from_ = from;
    std::sort(waiting_.begin(), waiting_.end(),
              [](auto const& a, auto const& b) { return a.range.first > b.range.first; });
  }

  std::optional<Chunk> next() {
    while (!waiting_.empty() && (open_.empty() || waiting_.back().range.first < front()->head.seq))
      open_next();
    if (open_.empty()) return std::nullopt;
    auto const it = front();
    Chunk chunk = std::move(it->head);
    if (auto following = it->file.next()) {
      it->head = std::move(*following);
    } else {
      damaged_ += it->file.damaged();
      open_.erase(it);
    }
    return chunk;
  }

  std::uint64_t damaged() const {
    std::uint64_t sum = damaged_;
    for (Open const& open : open_)
      sum += open.file.damaged();
    return sum;
  }

 private:
  struct Waiting {
    fs::path file;
    SeqRange range;
  };
  struct Open {
    DayFile file;
    Chunk head;
  };

  std::vector<Open>::iterator front() {
    return std::min_element(open_.begin(), open_.end(),
                            [](auto const& a, auto const& b) { return a.head.seq < b.head.seq; });
  }

  void open_next() {
    auto day = DayFile::open(waiting_.back().file, DayFile::Mode::read);
    waiting_.pop_back();
    if (!day) { // it could be opened a moment ago
      ++damaged_;
      return;
    }
    day->seek(from_);
    if (auto head = day->next())
      open_.push_back({std::move(*day), std::move(*head)});
    else
      damaged_ += day->damaged();
  }

  Instant from_{};
  std::vector<Waiting> waiting_; // by first seq, the smallest at the end
  std::vector<Open> open_;
  std::uint64_t damaged_ = 0;
};

class SqliteHistory final : public HistoryStore {
 public:
  SqliteHistory(SqliteHistoryConfig config, FolderLock lock, std::int64_t next_seq)
      : config_(std::move(config)), lock_(std::move(lock)), next_seq_(next_seq) {}

  Status append(Record record) override;
  Result<std::vector<Stored>> commit() override;
  Result<ReplayResult> replay(Instant from, std::function<bool(Record&&)> const& visit) const override;
  Counters counters() const override;

 private:
  void take_pending();
  Status write_some();
  Status open_writer(Day day);
  void note_written(std::size_t chunks);

  SqliteHistoryConfig const config_;
  FolderLock lock_;

  mutable std::mutex mutex_; // guards the next block; held for memory work only
  std::deque<Chunk> pending_;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t appended_ = 0, committed_ = 0, refused_ = 0, commit_failures_ = 0, chunks_ = 0;

  std::mutex commit_mutex_; // guards the rest; held while the disk works
  std::vector<Chunk> writing_;
  std::map<std::pair<std::string, std::uint64_t>, std::uint64_t> stored_; // written, not yet told
  std::optional<Day> writer_day_;
  std::optional<DayFile> writer_;
  std::int64_t next_seq_;
};

Status SqliteHistory::append(Record record) {
  std::lock_guard const lock(mutex_);
  if (waiting_bytes_ + record.bytes.size() > config_.max_waiting_bytes) {
    ++refused_;
    return Error{fmt::format("history folder {}: {} MiB wait for the disk; nothing more is kept until it takes them",
                             config_.folder.string(), waiting_bytes_ >> 20)};
  }
  waiting_bytes_ += record.bytes.size();
  ++appended_;
  if (!pending_.empty() && belongs(pending_.back(), record))
    add(pending_.back(), record);
  else
    pending_.push_back(start_chunk(record));
  return {};
}

void SqliteHistory::take_pending() {
  std::lock_guard const lock(mutex_);
  writing_.insert(writing_.end(), std::make_move_iterator(pending_.begin()), std::make_move_iterator(pending_.end()));
  pending_.clear();
}

Status SqliteHistory::open_writer(Day day) {
  if (writer_ && writer_day_ == day) return {};
  writer_.reset();
  auto opened = DayFile::open(config_.folder / file_name_of(day), DayFile::Mode::write);
  if (!opened) return Error{opened.error()};
  writer_.emplace(std::move(*opened));
  writer_day_ = day;
  return {};
}

/// The chunks of the first day among those waiting, in one transaction.
Status SqliteHistory::write_some() {
  Day const day = chunk_day(writing_.front());
  std::size_t count = 0;
  for (; count < writing_.size() && chunk_day(writing_[count]) == day; ++count)
    writing_[count].seq = next_seq_ + static_cast<std::int64_t>(count);
  Status result = open_writer(day);
  if (result) result = writer_->append(std::span(writing_).first(count));
  if (result)
    note_written(count);
  else
    writer_.reset(); // whatever happened to it, the next attempt starts from the file
  return result;
}

void SqliteHistory::note_written(std::size_t count) {
  next_seq_ += static_cast<std::int64_t>(count);
  std::uint64_t records = 0;
  std::size_t bytes = 0;
  for (Chunk const& chunk : std::span(writing_).first(count)) {
    records += chunk.records;
    bytes += payload_bytes(chunk);
    if (chunk.kind != RecordKind::batch || chunk.n == 0) continue;
    auto& seq = stored_[{chunk.source, chunk.epoch}];
    seq = std::max(seq, chunk.last_seq);
  }
  writing_.erase(writing_.begin(), writing_.begin() + static_cast<std::ptrdiff_t>(count));
  std::lock_guard const lock(mutex_);
  waiting_bytes_ -= bytes;
  committed_ += records;
  chunks_ += count;
}

Result<std::vector<Stored>> SqliteHistory::commit() {
  std::lock_guard const one_at_a_time(commit_mutex_);
  take_pending();
  while (!writing_.empty())
    if (Status const written = write_some(); !written) {
      std::lock_guard const lock(mutex_);
      ++commit_failures_;
      return Error{written.error()};
    }
  std::vector<Stored> told;
  for (auto const& [key, seq] : stored_)
    told.push_back({key.first, key.second, seq});
  stored_.clear();
  return told;
}

Result<ReplayResult> SqliteHistory::replay(Instant from, std::function<bool(Record&&)> const& visit) const {
  auto const files = day_files(config_.folder);
  if (!files) return Error{files.error()};
  Merged merged;
  for (fs::path const& file : *files) {
    if (*day_of(file) < std::chrono::floor<std::chrono::days>(from)) continue;
    if (Status const added = merged.add(file); !added) return Error{added.error()};
  }
  merged.start(from);
  ReplayResult result;
  bool stopped = false;
  auto const visit_late = [&](Record&& record) {
    if (record.t_twin < from) return true;
    ++result.records;
    return visit(std::move(record));
  };
  while (!stopped) {
    auto const chunk = merged.next();
    if (!chunk) break;
    Unpacked const unpacked = unpack(*chunk, visit_late);
    stopped = unpacked.stopped;
    if (!unpacked.whole) ++result.damaged_chunks;
  }
  result.damaged_chunks += merged.damaged();
  return result;
}

Counters SqliteHistory::counters() const {
  std::lock_guard const lock(mutex_);
  Counters counters;
  counters.add("appended", appended_);
  counters.add("committed", committed_);
  counters.add("waiting", appended_ - committed_);
  counters.add("refused", refused_);
  counters.add("commit_failures", commit_failures_);
  counters.add("chunks", chunks_);
  return counters;
}

/// The highest seq in the folder, whatever day it is from. Every file is checked on the way.
Result<std::int64_t> last_seq(fs::path const& folder) {
  auto const files = day_files(folder);
  if (!files) return Error{files.error()};
  std::int64_t last = 0;
  for (fs::path const& file : *files) {
    auto const day = DayFile::open(file, DayFile::Mode::write);
    if (!day) return Error{day.error()};
    auto const range = day->range();
    if (!range) return Error{range.error()};
    last = std::max(last, range->last);
  }
  return last;
}

} // namespace

Result<std::unique_ptr<HistoryStore>> open_sqlite_history(SqliteHistoryConfig const& config) {
  std::error_code failure;
  fs::create_directories(config.folder, failure);
  if (failure)
    return Error{fmt::format("history folder {}: cannot be made ({}); name another with --history",
                             config.folder.string(), failure.message())};
  auto lock = FolderLock::take(config.folder);
  if (!lock) return Error{lock.error()};
  auto const last = last_seq(config.folder);
  if (!last) return Error{last.error()};
  return std::unique_ptr<HistoryStore>(std::make_unique<SqliteHistory>(config, std::move(*lock), *last + 1));
}

} // namespace dalian::history
