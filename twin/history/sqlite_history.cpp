#include "twin/history/sqlite_history.hpp"

#include "twin/history/chunk_log.hpp"
#include "twin/history/day_file.hpp"
#include "twin/history/folder_lock.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/history/retention.hpp"
#include "twin/history/state_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <system_error>
#include <utility>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

Day chunk_day(Chunk const& chunk) {
  return std::chrono::floor<std::chrono::days>(chunk.t0);
}

class SqliteKeeper final : public ChunkKeeper {
 public:
  SqliteKeeper(SqliteHistoryConfig config, FolderLock lock)
      : config_(std::move(config)), lock_(std::move(lock)), reader_(config_.folder) {}

  std::string name() const override { return "history folder " + config_.folder.string(); }
  Status ready() override;
  Result<std::size_t> append(std::span<Chunk const> chunks) override;
  Status append(Keyframe const& keyframe, Instant last, Parts parts) override;
  Status write_newest(NewestState const& state) override { return write_state_file(config_.folder, state); }
  Result<NewestState> newest_state() const override;
  HistoryReader const& reader() const override { return reader_; }

 private:
  Status open_writer(Day day);

  SqliteHistoryConfig const config_;
  FolderLock lock_;
  FolderReader const reader_;
  Space space_ = Space::ample;
  std::optional<Day> writer_day_;
  std::optional<DayFile> writer_;
};

Result<NewestState> SqliteKeeper::newest_state() const {
  NewestState newest = map_state_file(config_.folder);
  if (newest.after > 0) return newest;
  auto sought = reader_.latest_keyframe(Instant::max());
  if (!sought) return Error{sought.error()};
  newest.skipped += sought->skipped;
  if (!sought->keyframe) return newest;
  auto const found = std::make_shared<Keyframe const>(std::move(*sought->keyframe));
  return NewestState{found->t_twin, found->after, found->state_hash, found->bytes, found, newest.skipped};
}

Status SqliteKeeper::open_writer(Day day) {
  if (writer_ && writer_day_ == day) return {};
  writer_.reset();
  auto opened = DayFile::open(config_.folder / file_name_of(day), DayFile::Mode::write);
  if (!opened) return Error{opened.error()};
  writer_.emplace(std::move(*opened));
  writer_day_ = day;
  return {};
}

/// The chunks of the first day among them, in one transaction.
Result<std::size_t> SqliteKeeper::append(std::span<Chunk const> chunks) {
  Day const day = chunk_day(chunks.front());
  std::size_t count = 0;
  while (count < chunks.size() && chunk_day(chunks[count]) == day)
    ++count;
  Status result = open_writer(day);
  if (result) result = writer_->append(chunks.first(count));
  if (result) return count;
  writer_.reset(); // whatever happened to it, the next attempt starts from the file
  return Error{result.error()};
}

Status SqliteKeeper::append(Keyframe const& keyframe, Instant last, Parts parts) {
  Status done = open_writer(std::chrono::floor<std::chrono::days>(last));
  if (done) done = writer_->append(keyframe, parts.first, parts.count);
  if (!done) writer_.reset();
  return done;
}

/// A disk filled to its last byte harms more than the history.
Status SqliteKeeper::ready() {
  if (config_.stop_below_bytes == 0) return {};
  std::error_code unknown;
  std::uint64_t const free =
      config_.free_bytes ? config_.free_bytes() : fs::space(config_.folder, unknown).available; // unknown: all ones
  space_ = judge_space(free, {.thin_below_bytes = 0, .stop_below_bytes = config_.stop_below_bytes}, space_);
  if (space_ != Space::none) return {};
  return Error{
      fmt::format("history folder {}: only {} MiB are free on its disk, and recording stops below {} MiB; free "
                  "some space",
                  config_.folder.string(), free >> 20, config_.stop_below_bytes >> 20)};
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
  drop_foreign_state_file(config.folder, *last);
  return make_chunk_log(std::make_unique<SqliteKeeper>(config, std::move(*lock)), *last + 1, config.max_waiting_bytes);
}

} // namespace dalian::history
