#pragma once
// Keeps a history folder in shape beside the twin that writes it: compacts what is past, thins what is old, makes room
// when the disk is short, removes what is over (an empty block stays, so that no number is missing). One piece of work
// at a time, so that whoever calls decides how busy it is. One thread; one housekeeper a folder (that of the process
// which holds the writer's lock).
#include "twin/base/counters.hpp"
#include "twin/history/compactor.hpp"
#include "twin/history/retention.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dalian::history {

class Housekeeper {
 public:
  Housekeeper(std::filesystem::path folder, RetentionPolicy policy, CompactionLimits limits = {})
      : folder_(std::move(folder)), policy_(std::move(policy)), limits_(limits) {}

  /// One piece of work: a block made, thinned or removed, a file removed. False when there is nothing to do now.
  /// `free_bytes`: on the disk of the folder. Without `clock_trusted` nothing is thinned or removed for its age.
  Result<bool> step(Instant now, std::uint64_t free_bytes, bool clock_trusted = true);

  /// As judged by the last step.
  Space space() const { return space_; }

  /// "blocks_made", "blocks_thinned", "blocks_removed", "files_removed", "blocks_spoiled"; "bytes_before" and
  /// "bytes_after" of what was compacted.
  Counters const& counters() const { return counters_; }

 private:
  struct Place {
    std::filesystem::path file;
    BlockHead block;
  };
  Status look();
  Result<bool> make_room();
  Result<bool> compact(Instant now);
  Result<bool> compact(std::filesystem::path const& file, Instant now);
  Result<bool> retire(Instant now);
  Result<bool> change(Place const& place, Tier tier);
  Result<bool> remove_past_files(Instant now);

  std::filesystem::path folder_;
  RetentionPolicy policy_;
  CompactionLimits limits_;
  Space space_ = Space::ample;
  Counters counters_;
  std::set<std::filesystem::path> compacted_; // days that are over and have nothing left to compact
  std::set<std::pair<std::filesystem::path, std::int64_t>> spoiled_; // blocks that cannot be read: left alone
  std::map<std::filesystem::path, std::vector<BlockHead>> heads_;    // as last seen; of days that are over they stay
  std::vector<Place> places_;                                        // the same in one list, without the spoiled
  std::filesystem::path newest_; // has the highest number: its writer may have it open, so it is never removed
  std::int64_t highest_ = -1;    // that number
  std::vector<Span> locks_;
};

} // namespace dalian::history
