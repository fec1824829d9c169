#pragma once
// Reads the day files of a folder as one log, in arrival order, beside whoever writes them. Opens files for each call,
// but remembers which numbers the files hold that nobody writes any more.
#include "twin/history/history_store.hpp"

#include <filesystem>
#include <map>
#include <mutex>

namespace dalian::history {

/// A day file and the chunks in it, first to last; none when last < first.
struct FileRange {
  std::filesystem::path file;
  std::int64_t first = 0, last = -1;
};

class FolderReader final : public HistoryReader {
 public:
  explicit FolderReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<ReplayResult> replay(Instant from, std::function<bool(Record&&)> const& visit) const override;
  Result<ReplayResult> replay_after(std::int64_t after, std::function<bool(Record&&)> const& visit) const override;
  Result<KeyframeSought> latest_keyframe(Instant at_or_before) const override;
  Result<HistoryRange> range() const override;

  /// Every record behind the chunk `after` up to and including those of the chunk `until`.
  Result<ReplayResult> replay_between(std::int64_t after, std::int64_t until,
                                      std::function<bool(Record&&)> const& visit) const;

 private:
  struct Seen {
    std::filesystem::file_time_type changed{}; // of the file or its log, whichever is later
    FileRange range;
  };
  Result<std::vector<FileRange>> ranges() const;

  std::filesystem::path folder_;
  mutable std::mutex mutex_; // guards the next
  mutable std::map<std::filesystem::path, Seen> seen_;
};

/// Our day files in the folder, the oldest day first.
Result<std::vector<std::filesystem::path>> day_files(std::filesystem::path const& folder);

} // namespace dalian::history
